"""A good export, damaged at random: the tidy tables are right, or a finding names the damage.

Never a traceback, never a row unaccounted for, never an answer in a finding.
"""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dwimpact.errors import StudyError
from dwimpact.intake.examine import Examined, examine
from dwimpact.intake.responses import read_responses
from dwimpact.rules import findings_table
from dwimpact.study.questionnaire.model import text_columns
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean_responses, tables_of
from dwimpact.tidy.tables import Tables

pytestmark = pytest.mark.long
DATA = ["respondents", "outcomes", "open_answers", "other_outcomes", "remarks"]
ODD = ["\u00a0", "\u200b", "é", "\ufffd", "'", ";", "=", "\t", "😀", " ", "\ufeff", "Ã«", "\x07"]
quick = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
rows = st.integers(0, 5)


def outcome(
    text: str, study: Study, folder: Path
) -> tuple[Tables | None, list[str], Examined | None]:
    """Tables (when a report can be made), the rules that were broken, and the examination."""
    file = folder / "mutated.csv"
    file.write_text(text, encoding="utf-8", newline="")
    try:
        responses = read_responses(file, study)
    except StudyError as error:
        return None, [problem.rule for problem in error.problems], None
    examined = examine(responses, study)
    assert len(responses.raw) == len(examined.used) + len(examined.set_aside)
    rules = [problem.rule for problem in examined.problems]
    if examined.stopping:
        with pytest.raises(StudyError):
            clean_responses(responses, study)
        return None, rules, examined
    return tables_of(examined, study), rules, examined


def right_or_told(
    raw: pd.DataFrame, text: str, study: Study, exp: Tables, folder: Path, known: list[str]
) -> None:
    got, rules, examined = outcome(text, study, folder)
    told = sorted(rules) != sorted(known)
    equal = got is not None and all(getattr(got, n).equals(getattr(exp, n)) for n in DATA)
    assert equal or told
    if examined:
        printed = findings_table(examined.problems).to_csv()
        answers = raw[text_columns(study.questionnaire)].melt()["value"].dropna().str.strip()
        assert not [answer for answer in answers if answer and answer in printed]


@pytest.fixture
def known(tables: Tables) -> list[str]:
    """What is found in the good export too."""
    return list(tables.findings["rule"])


@pytest.fixture
def good(raw: pd.DataFrame) -> pd.DataFrame:
    return raw.drop(columns="closing/email")


def csv(frame: pd.DataFrame) -> str:
    return frame.to_csv(index=False, lineterminator="\n")


def coded(frame: pd.DataFrame) -> list[str]:
    return [
        column
        for column in frame
        if column in ("workplace", "sector") or column.split("/")[1:2] in (["status"], ["nature"])
    ]


@quick
@given(order=st.randoms())
def test_columns_in_any_order(order, good, study, tables, known, tmp_path) -> None:
    columns = list(good)
    order.shuffle(columns)
    got, rules, _ = outcome(csv(good[columns]), study, tmp_path)
    assert sorted(rules) == sorted(known)
    assert got is not None
    assert all(getattr(got, name).equals(getattr(tables, name)) for name in DATA)


@quick
@given(which=st.integers(0, 37), new=st.text(min_size=1, max_size=12))
@example(which=0, new="respondent ")
@example(which=3, new="e-mail")
@example(which=5, new="_id")
def test_renamed_column(which, new, good, study, tables, known, tmp_path) -> None:
    column = list(good)[which]
    text = csv(good.rename(columns={column: new}))
    right_or_told(good, text, study, tables, tmp_path, known)


@quick
@given(row=rows, pick=st.integers(0, 100))
def test_blanked_cell(row, pick, good, study, tables, known, tmp_path) -> None:
    columns = [
        c for c in [*coded(good), "school/outcomes", "pupil/outcomes"] if pd.notna(good.loc[row, c])
    ]
    made = good.copy()
    made.loc[row, columns[pick % len(columns)]] = None
    right_or_told(good, csv(made), study, tables, tmp_path, known)


@quick
@given(row=rows, pick=st.tuples(st.integers(0, 100), st.integers(0, 100)))
def test_swapped_cells_of_different_questions(
    row, pick, good, study, tables, known, tmp_path
) -> None:
    columns = coded(good)
    one, other = (columns[n % len(columns)] for n in pick)
    kinds = {c.split("/")[1] if "/" in c else c for c in (one, other)}
    if len(kinds) == 2:
        made = good.copy()
        made.loc[row, [one, other]] = good.loc[row, [other, one]].to_numpy()
        right_or_told(good, csv(made), study, tables, tmp_path, known)


@quick
@given(row=rows, pick=st.integers(0, 100), odd=st.sampled_from(ODD), at=st.integers(0, 9))
def test_odd_character_in_a_coded_cell(
    row, pick, odd, at, good, study, tables, known, tmp_path
) -> None:
    columns = [*coded(good), *(c for c in good if "outcomes" in c)]
    column = columns[pick % len(columns)]
    value = good.loc[row, column]
    value = "" if pd.isna(value) else value
    made = good.copy()
    made.loc[row, column] = value[:at] + odd + value[at:]
    right_or_told(good, csv(made), study, tables, tmp_path, known)


@quick
@given(texts=st.lists(st.text(max_size=40), min_size=6, max_size=6))
def test_any_text_in_open_answers(texts, good, study, tables, tmp_path) -> None:
    made = good.assign(**{"impact/school": texts})
    text = csv(made).encode("utf-8", "replace").decode("utf-8")
    got, rules, _ = outcome(text, study, tmp_path)
    assert got is None or got.outcomes.equals(tables.outcomes) or rules


@quick
@given(row=rows, times=st.integers(1, 3))
def test_repeated_lines_are_set_aside(row, times, good, study, tables, known, tmp_path) -> None:
    text = csv(pd.concat([good, *[good[row : row + 1]] * times]))
    got, rules, _ = outcome(text, study, tmp_path)
    assert sorted(rules) == sorted([*known, *["identical_duplicate"] * times])
    assert got is not None
    assert all(getattr(got, name).equals(getattr(tables, name)) for name in DATA)


@quick
@given(line=st.integers(1, 6), at=st.integers(1, 200))  # a blank last line is none
def test_cut_line(line, at, good, study, tables, known, tmp_path) -> None:
    lines = csv(good).splitlines(keepends=True)
    if at >= len(lines[line]) - 1:
        return
    lines[line] = lines[line][:at] + "\n"
    right_or_told(good, "".join(lines), study, tables, tmp_path, known)


@quick
@given(content=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.xlsx", "a.sav", "a"]))
@example(content=b"PK\x03\x04", name="a.xlsx")
@example(content=b"$FL2@(#) SPSS", name="a.sav")
def test_any_bytes_are_refused_in_words(content, name, study, tmp_path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(StudyError) as error:
        read_responses(file, study)
    assert all(problem.rule != "input" for problem in error.value.problems)


def test_a_million_rows_are_refused_at_once(study, tmp_path) -> None:
    heading = csv(pd.DataFrame(columns=list(study.questionnaire.raw_columns)))
    buffer = io.StringIO()
    buffer.write(heading)
    buffer.write("R1,alfa,mbo\n" * 1_000_000)
    file = tmp_path / "million.csv"
    file.write_text(buffer.getvalue(), encoding="utf-8")
    with pytest.raises(StudyError) as error:
        read_responses(file, study)
    assert str(error.value) == (
        f"{file}: more than 100000 rows; expected one row per respondent. "
        "Check that this is the export of the form and not of something else."
    )
