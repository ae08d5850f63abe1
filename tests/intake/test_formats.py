"""Every format carries the same 64 respondents and gives the same tidy tables."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest
from exporters import WRITERS, as_text, kobo, only_split
from marks import quickly
from pandas.testing import assert_frame_equal

from dwimpact.errors import StudyError
from dwimpact.intake.responses import read_responses
from dwimpact.intake.tools.headings import LIMESURVEY, XLSFORM
from dwimpact.pages.spss import write_spss
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean_responses
from dwimpact.tidy.tables import Tables

GROUPS = {4: "sector_group", 6: "tranche_group"}  # where the wide table has them
QUICK = {"Excel", "LimeSurvey codes"}  # another kind of file, another layout
DATA = ["respondents", "outcomes", "open_answers", "other_outcomes", "remarks", "questions"]
DATA += ["answers", "item_texts"]


def same(got: Tables, exp: Tables, names: list[str] = DATA) -> None:
    for name in names:
        assert_frame_equal(getattr(got, name), getattr(exp, name), obj=name)


@pytest.mark.parametrize("name", quickly(QUICK, WRITERS))
def test_every_format_gives_the_same_tables(
    name: str, tmp_path: Path, real_raw: pd.DataFrame, real_study: Study, real_tables: Tables
) -> None:
    form = real_study.questionnaire
    file = WRITERS[name](real_raw, form, tmp_path)
    responses = read_responses(file, real_study)
    assert responses.tool == (LIMESURVEY if "LimeSurvey" in name else XLSFORM)
    got = clean_responses(responses, real_study)
    same(got, real_tables)
    assert got.set_aside.empty


@pytest.mark.long
def test_windows_1252_is_read_and_told(
    tmp_path: Path, real_raw: pd.DataFrame, real_study: Study, real_tables: Tables
) -> None:
    file = as_text(real_raw, tmp_path / "old.csv", encoding="cp1252")
    responses = read_responses(file, real_study)
    assert [p.rule for p in responses.problems] == ["windows_1252"]
    same(clean_responses(responses, real_study), real_tables)


def test_tool_that_is_named_is_used(
    tmp_path: Path, real_raw: pd.DataFrame, real_study: Study
) -> None:
    form = real_study.questionnaire
    with pytest.raises(StudyError) as error:
        read_responses(kobo(real_raw, form, tmp_path), real_study, LIMESURVEY)
    assert str(error.value) == (
        f"{tmp_path / 'kobo.csv'}: the headings are those of no known form tool; expected the "
        "columns of the questionnaire, as LimeSurvey names them. Check that this is the export "
        "of this form; see docs/exports.md."
    )


@pytest.mark.long
def test_zeros_without_a_base_column_are_ambiguous(
    tmp_path: Path, real_raw: pd.DataFrame, real_study: Study, real_tables: Tables
) -> None:
    """ODK writes 0 where nothing was answered: only the base column tells."""
    form = real_study.questionnaire
    level = form.levels[0]
    ticks = [level.tick_column(option) for option in level.options]
    blank = real_raw[level.answers_column].isna()
    zeros = real_raw.assign(**{c: real_raw[c].fillna("0") for c in ticks})
    responses = read_responses(only_split(zeros, form, tmp_path), real_study)
    assert [(p.rule, p.row) for p in responses.problems] == [
        ("ambiguous_block", int(row) + 2) for row in real_raw.index[blank]
    ]
    got = clean_responses(responses, real_study)
    same(got, real_tables)
    assert list(got.findings["rule"]) == ["ambiguous_block"]


@pytest.mark.long
def test_spss_export_is_read_back(
    tmp_path: Path, real_raw: pd.DataFrame, real_study: Study, real_tables: Tables
) -> None:
    """The wide table that goes to SPSS is an export too; only the last questions are not in it."""
    write_spss(real_tables, real_study, tmp_path)
    responses = read_responses(tmp_path / "wide.sav", real_study)
    assert responses.problems == ()
    # Without those of the last questions, no other heading is sure to be one.
    unknown = [f"(column {n}, a text of {len(g)} characters)" for n, g in GROUPS.items()]
    raw = responses.raw.drop(columns=unknown)
    for column in ("closing/has_material", "closing/share_material"):
        raw[column] = real_raw[column].to_numpy()
    got = clean_responses(replace(responses, raw=raw), real_study)
    same(got, real_tables, [name for name in DATA if name != "questions"])


def test_spss_files_have_the_same_bytes_each_time(
    tmp_path: Path, real_study: Study, real_tables: Tables
) -> None:
    for folder in ("a", "b"):
        write_spss(real_tables, real_study, tmp_path / folder)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_all_tables_are_compared() -> None:
    account = {"findings", "set_aside", "corrections", "masked", "hidden"}
    account |= {f"known{part}" for part in ("", "_shares", "_differences", "_options", "_means")}
    assert {field.name for field in fields(Tables)} == {*DATA, *account}
