"""Counted outcomes give the same figure tables as the tidy ones, cleaned from the same file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from dwimpact.analysis.overview import level_overview
from dwimpact.errors import LONGEST_VALUE, StudyError
from dwimpact.intake.examine import examine
from dwimpact.intake.responses import Responses, read_responses
from dwimpact.reconstruction.reconstruct import draw
from dwimpact.shares import at_level, characteristic_shares, mention_shares
from dwimpact.study.questionnaire import NONE, Questionnaire, codes
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean_responses, tables_of
from dwimpact.tidy.large_files import count_outcomes
from dwimpact.tidy.tables import PEOPLE, with_background

GROUPS = [None, "workplace", "tranche", "tranche_group", "sector", "sector_group"]
AGAIN = "Export it again from the form tool."


def write(raw: pd.DataFrame, folder: Path) -> Path:
    raw.to_csv(folder / "many.csv", index=False, lineterminator="\n")
    return folder / "many.csv"


def figure_tables(outcomes: pd.DataFrame, study: Study) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every kind of figure table, per level, with its name."""
    for level in codes(study.questionnaire.levels):
        rows = at_level(outcomes, level, listed_only=False)
        for by in GROUPS:
            people = study.populations.get(by or "all")
            yield f"{level} by {by}", mention_shares(rows, by, people)
        for name in ("status", "nature"):
            yield f"{level} {name}", characteristic_shares(rows, name)
        yield f"{level} overview", level_overview(at_level(outcomes, level))


def assert_same_figures(counted: pd.DataFrame, tidy: pd.DataFrame, study: Study) -> None:
    pairs = zip(figure_tables(counted, study), figure_tables(tidy, study), strict=True)
    for (name, got), (_, exp) in pairs:
        assert_frame_equal(got, exp, obj=name)


def problems(file: Path, study: Study) -> list[str]:
    with pytest.raises(StudyError) as error:
        count_outcomes(file, study)
    assert str(error.value).startswith(f"{file}: ")
    return [line.removeprefix(f"{file}: ") for line in str(error.value).splitlines()]


@pytest.mark.long
def test_figures_of_the_study_are_the_same(root: Path, real_study: Study) -> None:
    file = root / "data/raw/responses.csv"
    tables = clean_responses(read_responses(file, real_study), real_study)
    tidy = with_background(tables.outcomes, tables.respondents)
    assert_same_figures(count_outcomes(file, real_study), tidy, real_study)


def test_equal_rows_stand_there_once(tmp_path: Path, raw: pd.DataFrame, study: Study) -> None:
    got = count_outcomes(write(draw(raw, 500, seed=1), tmp_path), study)
    assert list(got) == [
        *["level", "outcome", "mentioned", "status", "nature", PEOPLE],
        *["workplace", "sector", "sector_group", "tranche", "tranche_group"],
    ]
    per_option = got.groupby(["level", "outcome"], observed=True)[PEOPLE].sum()
    assert per_option.tolist() == [500] * sum(len(v.options) for v in study.questionnaire.levels)
    answers = got.drop(columns=[PEOPLE, "tranche", "tranche_group", "sector_group"])
    assert len(answers) <= 6 * len(per_option)


@st.composite
def responses(draw: st.DrawFn, form: Questionnaire, places: list[str]) -> pd.DataFrame:
    """A few respondents who answer as the form allows, with anything in a text."""
    rows = []
    text = st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))
    for number in range(draw(st.integers(1, 8))):
        row = {"respondent": f"R{number}", "workplace": draw(st.sampled_from(places))}
        row["sector"] = draw(st.sampled_from(codes(form.variable("sector").options)))
        row["closing/remarks"] = draw(text)
        for level in form.levels:
            ticked = draw(st.none() | st.just([NONE]) | st.sets(st.sampled_from(level.rows)))
            row[level.open_answer_column] = draw(st.sampled_from([None, 'Ja, "nee"\nof\r\nja']))
            for option in level.options if ticked else []:
                row[level.tick_column(option)] = str(int(option in ticked))
            for option in filter(level.rows.__contains__, ticked or []):
                for matrix, choices in (("status", form.statuses), ("nature", form.natures)):
                    said = draw(st.none() | st.sampled_from(codes(choices)))
                    row[level.matrix_column(matrix, option)] = said
            if ticked:
                row[level.answers_column] = " ".join(o for o in level.options if o in ticked)
        rows.append(row)
    return pd.DataFrame(rows, columns=list(form.raw_columns), dtype="str")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
@given(data=st.data())
@pytest.mark.long
def test_figures_of_any_respondents_are_the_same(
    tmp_path: Path, study: Study, data: st.DataObject
) -> None:
    """Also where the sector is not one of the workplace: what may be used is not asked here."""
    study = dataclasses.replace(study, approached=study.approached.assign(approached=9))
    places = list(study.spellings["workplace"])
    raw = data.draw(responses(study.questionnaire, places))
    tables = tables_of(examine(Responses(tmp_path, raw), study), study)
    tidy = with_background(tables.outcomes, tables.respondents)
    assert_same_figures(count_outcomes(write(raw, tmp_path), study), tidy, study)


@pytest.mark.parametrize("text", ["een\ntwee", 'een\r\n\r\n"twee", drie', "\n" * 9])
def test_line_break_in_a_text_does_not_split_a_row(
    tmp_path: Path, raw: pd.DataFrame, study: Study, text: str
) -> None:
    exp = count_outcomes(write(raw, tmp_path), study)
    raw[["impact/school", "closing/remarks"]] = text
    file = write(raw, tmp_path)
    assert len(file.read_bytes().splitlines()) > 7
    assert_frame_equal(count_outcomes(file, study), exp)


@pytest.mark.parametrize(
    ("column", "value", "exp"),
    [
        ("sector", "mob", "'mob'; expected mbo, hbo, wo or other. {} Is 'mbo' meant?"),
        ("sector", "Wij bellen", "(a text of 10 characters); expected mbo, hbo, wo or other. {}"),
        (
            "workplace",
            "Utrecht",
            "(a text of 7 characters); expected WA, Alpha, Werkplaats Alfa, Werkplaats Bèta, "
            "Werkplaats Gamma, alfa, beta or gamma. {}",
        ),
        (
            "pupil/outcomes",
            "network",
            "'network'; expected codes separated by single spaces, each skills, soft_skills, "
            "other or none. {}",
        ),
        (
            "school/status/region",
            "realized",
            "'realized'; expected realised or expected. {} Is 'realised' meant?",
        ),
        ("pupil/nature/other", "1", "'1'; expected new or strengthened. {}"),
    ],
)
def test_unknown_code_is_named(
    tmp_path: Path, raw: pd.DataFrame, study: Study, column: str, value: str, exp: str
) -> None:
    raw.loc[4, column] = value
    assert problems(write(raw, tmp_path), study) == [
        f"column '{column}': unknown value {exp.format('Correct the cells.')}"
    ]


@pytest.mark.parametrize("column", ["workplace", "sector"])
def test_background_may_not_be_blank(
    tmp_path: Path, raw: pd.DataFrame, study: Study, column: str
) -> None:
    raw.loc[2, column] = None
    exp = f"column '{column}': blank cell; expected a value. Fill in the cell."
    assert problems(write(raw, tmp_path), study) == [exp]


def test_every_absent_column_is_named(tmp_path: Path, raw: pd.DataFrame, study: Study) -> None:
    fewer = raw.drop(columns=["sector", "pupil/nature/other", "impact/school", "closing/email"])
    assert problems(write(fewer, tmp_path), study) == [
        f"no column '{column}'; expected every column of the questionnaire. Add the column."
        for column in ("sector", "pupil/nature/other")
    ]


@pytest.mark.parametrize("length", [12, LONGEST_VALUE + 1])
def test_row_that_does_not_fit_is_told_without_its_words(
    tmp_path: Path, raw: pd.DataFrame, study: Study, length: int
) -> None:
    file = write(raw, tmp_path)
    file.write_text(f"{file.read_text('utf-8')}R7,alfa,mbo,{'x' * length}\n", encoding="utf-8")
    assert problems(file, study) == [
        f"4 cells under {raw.shape[1]} headings; expected as many cells as headings. "
        "The row is cut off, or has a separator in a text, or answers to an option that the form "
        "no longer has (KoboToolbox: include fields from all versions): export the file again."
    ]


def test_file_without_respondents(tmp_path: Path, raw: pd.DataFrame, study: Study) -> None:
    exp = f"no row below the headings; expected at least one respondent. {AGAIN}"
    assert problems(write(raw[:0], tmp_path), study) == [exp]
    (tmp_path / "many.csv").write_bytes(b"")
    exp = f"the file is damaged or cut off (no CSV table in UTF-8); expected a whole file. {AGAIN}"
    assert problems(tmp_path / "many.csv", study) == [exp]


def test_the_real_study_drawn_many_times_over(
    tmp_path: Path, real_raw: pd.DataFrame, real_study: Study
) -> None:
    """Nobody is lost: the bases and the counts are those of the rows that were drawn."""
    drawn = draw(real_raw, 20_000, seed=3)
    got = count_outcomes(write(drawn, tmp_path), real_study)
    for level in real_study.questionnaire.levels:
        shares = mention_shares(at_level(got, level.code, listed_only=False))
        answers = drawn[level.answers_column]
        assert shares["n"].eq(20_000).all()
        assert shares["missing"].eq(int(answers.isna().sum())).all()
        exp = [int(drawn[level.tick_column(o)].eq("1").sum()) for o in shares["outcome"]]
        assert shares["count"].tolist() == exp
