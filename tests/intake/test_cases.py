"""Exports that once went wrong, made by real exporters or after them on twelve respondents.

Each says the same but for what it is about: that is either read as it was meant or told.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import yaml
from exported import differing, raw_cells
from marks import first_quickly

from dwimpact.errors import StudyError
from dwimpact.intake.examine import Examined, examine
from dwimpact.intake.responses import read_responses
from dwimpact.study.study import Study, read_study

CASES = Path(__file__).parents[1] / "cases"
UNREADABLE = {
    "01_plain.xlsx": "This is a form, not what was answered to it.",
    "03_notes.xlsx": "This is a form, not what was answered to it.",
    "19_kobo_labels.csv": "They are the questions in words: export it again with 'XML values and "
    "headers' (KoboToolbox) or 'question code' (LimeSurvey). Of another "
    "tool 'export' in questionnaire.yml says which column is which; see docs/studies.md.",
    "19_x14_password.xlsx": "Save it without a password.",
}
FIRST = "impact/institution"
# File → the cells that do not say what those of the others say, and the rules it breaks.
READ: dict[str, tuple[set[tuple[int, str]], set[str]]] = {
    "02_odk_real_split.csv": (set(), {"identifying_column"}),
    "03_odk_notes.csv": (set(), {"identifying_column", "blank_columns"}),
    "04_x05_error_cells.xlsx": (
        {(2, FIRST), (3, "institution/explanation/cooperation_other_institutions")},
        {"excel_error"},
    ),
    "05_x04_formula_text.xlsx": ({(2, FIRST)}, {"formula_without_value"}),
    "06_d02.csv": (set(), {"outside_fieldwork", "nobody_left", "doubtful_moment"}),
    "06_s07b.sav": (set(), {"outside_fieldwork", "nobody_left"}),
    "07_ls_1980.csv": (set(), {"unknown_moment", "identifying_column"}),
    "08_ls_full.csv": (set(), {"identifying_column"}),
    "10_w01.csv": (set(), set()),
    "10_w09.csv": (set(), {"identifying_column"}),
    "11_m01.csv": (set(), {"rejected_submission", "doubtful_submission", "identifying_column"}),
    "12_m05.csv": (set(), {"identifying_column"}),
    "14_sm_lab.csv": (set(), set()),
    "15_m08.csv": (set(), {"same_submission"}),
    "16_d11.csv": (set(), {"outside_fieldwork", "nobody_left"}),
    "18_b14.csv": ({(2, FIRST)}, {"control_characters"}),
    "18_b15.csv": (set(), set()),
    "18_b22.csv": ({(2, FIRST)}, set()),
    "18_b38b.csv": ({(2, FIRST)}, set()),
    "19_x03_hidden_first.xlsx": (set(), {"other_sheet"}),
    "21_m15.csv": ({(2, FIRST), (4, "impact/student"), (3, "closing/remarks")}, {"test_word"}),
    "23_google.csv": (set(), set()),
    "23_ticks_float.csv": (set(), set()),
}


@pytest.fixture(scope="module")
def fieldwork(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The shipped study with the fieldwork of spring 2023."""
    folder = tmp_path_factory.mktemp("fieldwork")
    return changed(root, folder, lambda s: s["fieldwork"].update(FIELDWORK))


FIELDWORK = {"opened": "2023-04-01", "closed": "2023-06-30"}


def changed(root: Path, folder: Path, change: Callable[[dict], None]) -> Study:
    """The shipped study with another study.yml."""
    for file in (root / "data/raw").glob("*.*"):
        shutil.copy(file, folder)
    settings = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
    change(settings)
    (folder / "study.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return read_study(folder)


def examined(name: str, study: Study) -> Examined:
    return examine(read_responses(CASES / name, study), study)


@pytest.fixture(scope="module")
def expected(real_study: Study) -> pd.DataFrame:
    """What the twelve answered, by an export in which nothing is odd but its dates."""
    return raw_cells(read_responses(CASES / "06_d02.csv", real_study).raw, real_study)


def test_every_case_is_tried() -> None:
    beside = {"01_kobo_both.csv", "09_ls_incomplete.csv", "13a_ls_dual.csv", "13b_ls_P.csv"}
    assert {file.name for file in CASES.iterdir()} == {*UNREADABLE, *READ, *beside}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_export_says_what_to_do(name: str, real_study: Study) -> None:
    with pytest.raises(StudyError) as error:
        read_responses(CASES / name, real_study)
    assert str(error.value).endswith(UNREADABLE[name])


@pytest.mark.parametrize("name", first_quickly(READ, 3))
def test_every_cell_is_read_as_it_was_meant(
    name: str, fieldwork: Study, expected: pd.DataFrame
) -> None:
    cells, rules = READ[name]
    responses = read_responses(CASES / name, fieldwork)
    got = raw_cells(responses.raw, fieldwork).head(len(expected))
    assert differing(got, expected) == cells
    assert {problem.rule for problem in examine(responses, fieldwork).problems} == rules


def test_odk_tells_which_submissions_were_rejected(fieldwork: Study) -> None:
    table = examined("11_m01.csv", fieldwork).set_aside
    assert table.to_numpy().tolist() == [[2, "rejected_submission"]]


def test_one_submission_under_two_ids_counts_once(fieldwork: Study) -> None:
    table = examined("15_m08.csv", fieldwork).set_aside
    assert table.to_numpy().tolist() == [[14, "same_submission"]]


@pytest.mark.parametrize(
    ("severity", "used", "stops"),
    [("reported", 12, False), ("set_aside", 9, False), ("stops", 12, True)],
)
def test_a_study_chooses_what_becomes_of_unfinished_responses(
    severity: str, used: int, stops: bool, root: Path, tmp_path: Path
) -> None:
    study = changed(root, tmp_path, lambda s: s.update(rules={"incomplete_response": severity}))
    found = examined("09_ls_incomplete.csv", study)
    assert (len(found.used), bool(found.stopping)) == (used, stops)


def test_columns_that_kobo_leaves_out_are_told_per_question(real_study: Study) -> None:
    found = examined("01_kobo_both.csv", real_study).stopping
    told = [p.what for p in found if p.rule == "missing_block"]
    assert "no column about 'institution/outcomes'" in told
    assert all("make form" in p.remedy for p in found if p.rule == "missing_block")
    assert len(found) < 20


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("13a_ls_dual.csv", {"instSN[1]": "institution/status", "instSN[2]": "institution/nature"}),
        ("13b_ls_P.csv", {"instA[comment]": "institution/explanation"}),
    ],
)
def test_scales_and_comments_of_limesurvey_are_mapped(
    name: str, codes: dict[str, str], real_study: Study, expected: pd.DataFrame
) -> None:
    form = real_study.questionnaire
    mapping = form.limesurvey.model_copy(
        update={"questions": {**form.limesurvey.questions, **codes}}
    )
    study = replace(real_study, questionnaire=form.model_copy(update={"limesurvey": mapping}))
    got = raw_cells(read_responses(CASES / name, study).raw, study)
    assert differing(got, expected) == set()


def test_columns_can_be_left_out_by_name(root: Path, tmp_path: Path) -> None:
    study = changed(root, tmp_path, lambda s: s.update(ignore=["instA*comment?"]))
    responses = read_responses(CASES / "13b_ls_P.csv", study)
    told = [problem.what for problem in responses.problems if problem.rule == "ignored_columns"]
    assert told == ["left out, as study.yml says: 6 of the columns"]
