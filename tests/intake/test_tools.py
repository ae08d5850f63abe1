"""What KoboToolbox and LimeSurvey themselves wrote of 64 respondents comes back as their answers.

The files, and how they were made, are in tests/tools; those of ODK Central are read in
tests/forms/test_round_trip.py.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from exported import differing, exported_tables, raw_cells, require_same
from marks import first_quickly, quickly

from dwimpact.errors import StudyError
from dwimpact.intake.examine import examine
from dwimpact.intake.responses import read_responses
from dwimpact.study.files.reading import read_csv
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.clean import clean
from dwimpact.tidy.tables import Tables

TOOLS = Path(__file__).parents[1] / "tools"
WHOLE = [
    *(f"kobo/raw_xml_groups_{kind}.csv" for kind in ("both", "summary", "details")),
    "kobo/raw_xml_groups_both.xlsx",
    "kobo/raw_xml_groups_both_two_versions.csv",
    *(f"limesurvey/raw_{kind}.csv" for kind in ("codes", "codes_semicolon", "codes_underscores")),
    "limesurvey/raw_codes.xlsx",
    "limesurvey/raw_codes_yes_1_no_2.csv",
    "limesurvey/raw_codes_remote.csv",
    "limesurvey/raw_anonymous_codes.csv",
    "limesurvey/raw_full.csv",
    "limesurvey/raw_full.xlsx",
    "limesurvey/raw_full_code_and_question.csv",
    "limesurvey/raw_full_remote.csv",
    "limesurvey/raw_participants_timings_codes.csv",
    "limesurvey/raw_participants_timings_full.csv",
]
A_FEW = ["kobo/raw_xml_groups_both.csv", "limesurvey/raw_full.xlsx"]
OTHER_STUDY = [
    *(f"kobo/buurthuizen_xml_groups_both.{kind}" for kind in ("csv", "xlsx")),
    *(
        f"limesurvey/buurthuizen_{what}.{kind}"
        for what in ("codes", "full")
        for kind in ("csv", "xlsx")
    ),
]
QUESTIONS_IN_WORDS = [
    "kobo/raw_labels_groups_both.csv",
    "kobo/raw_labels_nogroups_both.csv",
    "limesurvey/raw_full_questions.csv",
    "limesurvey/raw_full_abbreviated.csv",
]


@pytest.mark.parametrize("name", quickly(A_FEW, WHOLE))
def test_every_answer_comes_back(
    name: str, real_study: Study, real_raw: pd.DataFrame, real_tables: Tables
) -> None:
    got = exported_tables(TOOLS / name, real_study, real_raw["respondent"])
    require_same(got, real_tables)
    assert got.set_aside.empty


@pytest.mark.long
@pytest.mark.parametrize("name", first_quickly(OTHER_STUDY))
def test_every_answer_of_another_study_comes_back(name: str, root: Path) -> None:
    """Conditions, scales, a number, a date and texts."""
    study = read_study(root / "examples/buurthuizen")
    raw = read_csv(TOOLS / "buurthuizen_responses.csv")
    require_same(exported_tables(TOOLS / name, study, raw["respondent"]), clean(raw, study))


@pytest.mark.parametrize("name", QUESTIONS_IN_WORDS)
def test_questions_in_words_say_how_to_export(name: str, real_study: Study) -> None:
    with pytest.raises(StudyError, match="export it again with 'XML values and headers'"):
        read_responses(TOOLS / name, real_study)


def test_rows_that_grew_say_what_to_include(real_study: Study) -> None:
    responses = read_responses(TOOLS / "kobo/raw_xml_groups_both_option_removed.csv", real_study)
    stopping = examine(responses, real_study).stopping
    assert {p.rule for p in stopping} >= {"ragged_row"}
    assert all("fields from all versions" in p.remedy for p in stopping if p.rule == "ragged_row")


def test_what_kobo_did_not_approve_is_set_aside(real_study: Study) -> None:
    responses = read_responses(TOOLS / "kobo/raw_xml_nogroups_both.csv", real_study)
    found = examine(responses, real_study)
    assert found.set_aside.to_numpy().tolist() == [[4, "rejected_submission"]]
    assert [(p.row, p.rule) for p in found.problems if not p.stops and p.row == 3] == [
        (3, "doubtful_submission")
    ]


@pytest.mark.long
@pytest.mark.parametrize("words", ["codes", "full"])
def test_who_stopped_half_way_is_told(
    words: str, real_study: Study, real_raw: pd.DataFrame
) -> None:
    responses = read_responses(TOOLS / f"limesurvey/raw_incomplete_{words}.csv", real_study)
    told = [
        p.row for p in examine(responses, real_study).problems if p.rule == "incomplete_response"
    ]
    assert told == [5, 13, 28, 42, 65]
    cells = differing(raw_cells(responses.raw, real_study), raw_cells(real_raw, real_study))
    assert {row for row, _ in cells} <= {*told}
