"""Columns of an export: what is left out is left out by name, and everything else is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from exported import exported_tables, require_same
from tiny import Form, examined, rules, with_form, with_settings

from dwimpact.intake.examine import Examined
from dwimpact.intake.responses import read_responses
from dwimpact.study.files.reading import read_csv
from dwimpact.study.questionnaire.mapping import places
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.clean import clean

TOOLS = Path(__file__).parents[1] / "tools"
# Not '_id', which names the respondents.
LEFT_OUT = ("start", "end", "formhub/*", "meta/*", "_uuid", "_tags", "__version__", "_sub*")


def stopping(found: Examined) -> list[str]:
    return [str(problem) for problem in found.stopping]


@pytest.mark.parametrize(
    ("ignore", "times"),
    [(("foto*",), 3), (("FOTO  van de klas", 3, "fotos"), 3), (("foto's", "nergens", 400), 1)],
)
def test_columns_are_left_out_by_heading_pattern_or_number(
    ignore: tuple[str | int, ...], times: int, raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    """A pattern in any case and with any white space; what is not there leaves nothing out."""
    frame = raw.copy()
    for place, name in enumerate(("foto van de klas", "fotos", "foto's")):
        frame.insert(place, name, "a.jpg")
    found = examined(frame, with_settings(study, ignore=ignore), tmp_path)
    told = [p.what for p in found.problems if p.rule == "ignored_columns"]
    assert told == [f"left out, as study.yml says: {times} of the columns"]
    assert len(found.used) == 6
    assert rules(found).get("unknown_column", 0) == 3 - times


@pytest.mark.long
def test_what_is_left_out_of_a_study_with_rounds_and_questions_changes_nothing(root: Path) -> None:
    study = read_study(root / "examples/buurthuizen")
    raw = read_csv(TOOLS / "buurthuizen_responses.csv")
    file = TOOLS / "kobo/buurthuizen_xml_groups_both.csv"
    got = exported_tables(file, with_settings(study, ignore=LEFT_OUT), raw["respondent"])
    require_same(got, clean(raw, study))


def test_columns_that_hold_nothing_never_stop_a_report(
    raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    frame = raw.assign(**{"opmerking van ons": None, "leeg": " ", "\u200b": "\xa0"})
    found = examined(frame, study, tmp_path)
    assert rules(found) == {"blank_columns": 1}
    assert (len(found.used), stopping(found)) == (6, [])


@pytest.mark.parametrize("heading", ["opmerking", "Attachments", "sector_2", "leisureTime", "x/y"])
def test_an_unknown_column_with_one_answer_stops(
    heading: str, raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    frame = raw.assign(**{heading: ["iets", *[None] * 5]})
    assert rules(examined(frame, study, tmp_path)) == {"unknown_column": 1}


def test_a_column_left_out_may_be_one_of_two(
    raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    frame = raw.assign(**{"oud/sector": "vmbo"})
    assert rules(examined(frame, study, tmp_path)) == {"doubled_column": 1}
    study = with_settings(study, ignore=("oud/*",))
    found = examined(frame, study, tmp_path)
    assert rules(found) == {"ignored_columns": 1}
    assert found.used["sector"].equals(raw["sector"])


def test_a_heading_of_limesurvey_is_left_out_as_it_is_written() -> None:
    headings = ["foto[SQ001]", "fotos", "foto1", "instA[SQ001]"]
    assert places("foto[SQ001]", headings) == [0]
    assert places("inst*[SQ001]", headings) == [3]


@pytest.mark.parametrize("ignore", ["sector", "school/status/*"])
def test_what_is_left_out_and_needed_is_told_so(
    ignore: str, raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    found = examined(raw, with_settings(study, ignore=(ignore,)), tmp_path)
    assert {problem.rule for problem in found.stopping} == {"ignored_question"}
    assert stopping(found)[0].endswith(
        "a column that the questionnaire asks, and 'ignore' leaves out; expected only columns that "
        "it does not ask. Take it out of 'ignore' in study.yml, or the question out of "
        "questionnaire.yml."
    )


def test_a_finding_names_the_column_that_it_is_about(
    raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    raw.loc[0, "sector"] = "vmbo"
    raw["oud/sector"] = "mbo"
    found = examined(raw, study, tmp_path)
    assert [p.column for p in found.problems if p.rule == "unknown_value"] == ["sector"]


def test_a_question_may_be_called_notes(
    raw: pd.DataFrame, study: Study, form_data: Form, tmp_path: Path
) -> None:
    """KoboToolbox adds '_notes' to every export, mostly blank."""
    notes = {"code": "notes", "label": "Notities", "kind": "text"}
    frame = raw.assign(notes="Dank", _notes=None)
    assert stopping(examined(frame, with_form(study, form_data, items=[notes]), tmp_path)) == []


@pytest.mark.parametrize("heading", ["language", "completed", "sent"])
def test_answers_under_a_name_of_another_tool_are_told(
    heading: str, raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    """A question of a Kobo form that questionnaire.yml does not have: nothing was said of it."""
    frame = raw.assign(**{heading: "iets", "_submission_time": "2023-05-01T10:00:00"})
    assert "unknown_column" in rules(examined(frame, study, tmp_path))


def test_a_row_is_that_of_the_spreadsheet(raw: pd.DataFrame, study: Study, tmp_path: Path) -> None:
    """Also below blank lines, before the headings and between rows."""
    lines = raw.to_csv(index=False).splitlines()
    text = "\n".join(["", "", lines[0], lines[1], "", *lines[2:]])
    (tmp_path / "a.csv").write_text(text.replace("R2,Werkplaats Alfa,hbo", "R2,alfa,vmbo"), "utf-8")
    responses = read_responses(tmp_path / "a.csv", study)
    assert responses.raw.index.tolist() == [2, 3, 4, 5, 6, 7, 8]
    assert responses.raw.loc[4, "sector"] == "vmbo"  # row 6


def test_the_rows_of_headings_that_qualtrics_adds_are_no_responses(
    raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    """Below its headings stand the questions in words, and their ids as JSON."""
    words = pd.DataFrame({column: [f"Vraag over {column}"] for column in raw})
    ids = pd.DataFrame({column: [f'{{"ImportId":"QID{n}"}}'] for n, column in enumerate(raw)})
    file = tmp_path / "qualtrics.csv"
    pd.concat([words, ids, raw]).to_csv(file, index=False)
    read = read_responses(file, study)
    assert len(read.raw) == len(raw)
    assert read.raw["respondent"].tolist() == raw["respondent"].tolist()
    assert read.raw.index[0] == 2  # row 4 of the file
