"""Rows in are rows used plus rows set aside, whatever the study says of rules; and a respondent
whose answers came in twice counts once.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import Form, examined, rules, with_form, with_settings

from dwimpact.intake.set_aside import parted, row_problems, severity_of
from dwimpact.rules import ADJUSTABLE, REPORTED, SET_ASIDE, STOPS
from dwimpact.study.settings import Fieldwork
from dwimpact.study.study import Study

MAY = "2023-05-01T09:12:00"
SPRING = Fieldwork(opened=datetime.date(2023, 4, 1), closed=datetime.date(2023, 6, 30))
OF_ROWS = [rule for rule in ADJUSTABLE if rule != "none_with_outcomes"]
CELLS = {
    "review_state": ["rejected", "on hold", "approved"],
    "submitted": [MAY, "2022-01-01T10:00:00", "gisteren", None],
    "edits": ["0", "1"],
    "submission": ["a", "b", "c", "d"],
    "last_page": ["3"],
    "closing/remarks": ["test", "Dank", None],
    "respondent": ["R1", "R2", "test 3", "R4"],
}


@given(
    chosen=st.dictionaries(st.sampled_from(OF_ROWS), st.sampled_from([STOPS, REPORTED, SET_ASIDE])),
    data=st.data(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rules_of_any_kind_together(
    chosen: dict[str, str], data: st.DataObject, raw: pd.DataFrame, study: Study
) -> None:
    drawn = {c: [data.draw(st.sampled_from(CELLS[c])) for _ in raw.index] for c in CELLS}
    cells = pd.DataFrame(drawn, dtype="str")
    study = with_settings(study, rules=chosen, fieldwork=SPRING)
    problems = row_problems(raw.assign(**cells), study)

    aside, stay = parted(problems, study)

    rows = [problem.row for problem in aside]
    assert rows == sorted({p.row for p in problems if severity_of(p, study) == SET_ASIDE})
    assert not {*rows} & {p.row for p in stay}
    assert {severity_of(p, study) for p in stay} <= {STOPS, REPORTED}
    assert [p for p in problems if p.row not in rows] == stay


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("test", True),
        (" TEST! ", True),
        ("Dit is een test.", True),
        ("proefinzending", True),
        ("test test", True),
        ("test 12", True),
        ("test_1", True),
        ("testen", False),
        ("proefles", False),
        ("De test ging goed", False),
        ("test van de school", False),
        ("contest", False),
    ],
)
def test_what_says_that_it_is_a_test(
    text: str, is_one: bool, raw: pd.DataFrame, study: Study
) -> None:
    """In all texts of who ticked nothing it sets aside, and beside what was ticked it is told."""
    raw.loc[3, ["pupil/outcomes", "pupil/explanation/skills"]] = None
    raw.loc[[0, 3], "closing/remarks"] = text
    said = [(p.row, p.rule) for p in row_problems(raw.astype("str"), study)]
    assert said == ([(5, "test_submission"), (2, "test_word")] if is_one else [])


def test_a_respondent_may_be_called_a_test(raw: pd.DataFrame, study: Study) -> None:
    raw.loc[[0, 1], "respondent"] = ["test1", "attest1"]
    assert [(p.row, p.rule) for p in row_problems(raw, study)] == [(2, "test_submission")]


def test_who_filled_in_nothing_is_empty(raw: pd.DataFrame, study: Study) -> None:
    raw.loc[[1, 4], raw.columns.drop("respondent")] = None
    assert [str(p) for p in row_problems(raw, study)] == [
        "row 3: empty row; expected a respondent. It is set aside.",
        "row 6: empty row; expected a respondent. It is set aside.",
    ]


@pytest.mark.parametrize(("severity", "used"), [("stops", 6), ("reported", 6), ("set_aside", 5)])
def test_a_study_chooses_what_becomes_of_rows(
    severity: str, used: int, raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    raw["_validation_status"] = ["Approved", "On hold", *["Approved"] * 4]
    found = examined(raw, with_settings(study, rules={"doubtful_submission": severity}), tmp_path)
    assert rules(found) == {"doubtful_submission": 1}
    assert (len(found.used), len(found.stopping)) == (used, int(severity == STOPS))


def test_a_study_may_set_aside_none_with_outcomes(
    raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    raw.loc[0, ["pupil/outcomes", "pupil/outcomes/none"]] = ["soft_skills none", "1"]
    study = with_settings(study, rules={"none_with_outcomes": SET_ASIDE})
    assert examined(raw, study, tmp_path).set_aside.to_numpy().tolist() == [
        [2, "none_with_outcomes"]
    ]


def test_of_two_copies_of_which_one_was_rejected_the_other_counts(
    raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    """Rejecting one of two is how who looks after a form takes a double out."""
    twice = pd.concat([raw, raw.iloc[[0]].assign(respondent="R7")], ignore_index=True)
    twice["_uuid"] = ["a", "b", "c", "d", "e", "f", "a"]
    twice["_validation_status"] = ["Not approved", *["Approved"] * 6]
    found = examined(twice, study, tmp_path)
    assert found.used["respondent"].tolist() == ["R2", "R3", "R4", "R5", "R6", "R7"]


def test_of_two_copies_of_which_one_is_too_early_the_other_counts(
    raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    twice = pd.concat([raw, raw.iloc[[0]]], ignore_index=True)
    twice["end"] = ["2023-03-31T12:00:00", *[MAY] * 6]
    found = examined(twice, with_settings(study, fieldwork=SPRING), tmp_path)
    assert sorted(found.used["respondent"]) == ["R1", "R2", "R3", "R4", "R5", "R6"]


def test_a_text_that_says_test_beside_a_scale_is_asked_about(
    raw: pd.DataFrame, study: Study, form_data: Form, tmp_path: Path
) -> None:
    points = [{"code": "1", "label": "slecht"}, {"code": "2", "label": "goed"}]
    grade = {"code": "grade", "label": "Oordeel", "kind": "scale", "options": points}
    raw.loc[4, raw.columns.difference(["respondent", "workplace", "sector"])] = None
    raw = raw.assign(grade="2")
    raw.loc[4, "closing/remarks"] = "proef"
    found = examined(raw, with_form(study, form_data, items=[grade]), tmp_path)
    assert rules(found) == {"test_word": 1}


def test_what_is_not_set_aside_is_not_said_to_be(
    raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    study = with_settings(study, fieldwork=SPRING, rules={"outside_fieldwork": REPORTED})
    found = examined(raw.assign(end="2023-03-01T10:00:00"), study, tmp_path)
    assert len(found.used) == 6
    assert not any("set aside" in p.remedy for p in found.problems)
