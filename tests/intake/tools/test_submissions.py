"""What a tool says of a submission is told of its row; what becomes of that: test_set_aside.py."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import pytest
from tiny import with_settings

from dwimpact.intake.tools.submissions import doubled_rows, submission_problems
from dwimpact.study.settings import Fieldwork
from dwimpact.study.study import Study

SPRING = Fieldwork(opened=datetime.date(2023, 4, 1), closed=datetime.date(2023, 6, 30))
MAY = "2023-05-01T09:12:00"


@pytest.fixture
def spring(study: Study) -> Study:
    return with_settings(study, fieldwork=SPRING)


def said(raw: pd.DataFrame, study: Study, **cells: Any) -> list[tuple[int | None, str]]:
    """Row and rule of each finding, with these columns of the tool beside the answers."""
    made = raw.assign(**cells)
    problems = [*submission_problems(made, study), *doubled_rows(made, study.questionnaire)]
    return [(p.row, p.rule) for p in problems]


def test_nothing_is_said_of_columns_that_are_not_there(raw: pd.DataFrame, spring: Study) -> None:
    assert said(raw, spring) == said(raw.drop(columns="respondent"), spring) == []
    assert said(raw.iloc[:0], spring, submitted="") == []


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        ("rejected", "rejected_submission"),  # ODK
        ("hasIssues", "doubtful_submission"),
        ("edited", None),
        ("approved", None),
        ("Not approved", "rejected_submission"),  # Kobo, in words and as it keeps it
        ("validation_status_not_approved", "rejected_submission"),
        ("On hold", "doubtful_submission"),
        ("validation_status_on_hold", "doubtful_submission"),
        ("validation_status_approved", None),
        ("Afgekeurd", "rejected_submission"),
        (None, None),
        ("", None),
    ],
)
def test_states_of_the_tools(
    state: str | None, rule: str | None, raw: pd.DataFrame, study: Study
) -> None:
    states = pd.Series([state, None, None, None, None, None], dtype="str")
    assert said(raw, study, review_state=states) == ([(2, rule)] if rule else [])


@pytest.mark.parametrize("edits", ["1", "3.0", 2])
def test_edits_are_told(edits: object, raw: pd.DataFrame, study: Study) -> None:
    cells = ["0", edits, None, "", "x", "-1"]
    assert said(raw, study, edits=cells) == [(3, "edited_submission")]


def test_who_was_not_sent_is_told_where_the_tool_keeps_pages(
    raw: pd.DataFrame, study: Study
) -> None:
    moments = pd.Series([MAY, None, MAY, MAY, MAY, None], dtype="str")
    assert said(raw, study, submitted=moments) == []
    assert said(raw, study, submitted=moments, last_page="4") == [
        (3, "incomplete_response"),
        (7, "incomplete_response"),
    ]


def test_moments_are_held_against_the_fieldwork(raw: pd.DataFrame, spring: Study) -> None:
    cells = [
        "2023-03-31T23:59:00",
        "2023-03-31T22:00:00Z",  # in Amsterdam it is the next day already
        "2023-06-30T23:59:59",
        "2023-06-30T22:00:00Z",
        "gisteren",
        None,
    ]
    moments = pd.Series(cells, dtype="str")
    assert said(raw, spring, submitted=moments) == [
        (6, "unreadable_moment"),
        (2, "outside_fieldwork"),
        (5, "outside_fieldwork"),
    ]


@pytest.mark.parametrize(
    ("fieldwork", "day", "expected"),
    [
        (Fieldwork(opened=SPRING.opened), "2023-03-31", "2023-04-01 to today"),
        (Fieldwork(closed=SPRING.closed), "2023-07-01", "the start to 2023-06-30"),
    ],
)
def test_one_end_of_the_fieldwork_will_do(
    fieldwork: Fieldwork, day: str, expected: str, raw: pd.DataFrame, study: Study
) -> None:
    moments = pd.Series([day, *["2023-05-01"] * 5], dtype="str")
    changed = with_settings(study, fieldwork=fieldwork)
    problems = list(submission_problems(raw.assign(submitted=moments), changed))
    assert [(p.row, p.expected) for p in problems] == [(2, expected)]


def test_the_day_of_anonymous_responses_is_unknown(raw: pd.DataFrame, spring: Study) -> None:
    told = said(raw, spring, submitted="1980-01-01 00:00:00")
    assert told == [(None, "unknown_moment")]


def test_a_guess_matters_where_there_is_a_fieldwork(
    raw: pd.DataFrame, study: Study, spring: Study
) -> None:
    assert said(raw, study, submitted="1-5-2023") == []
    assert said(raw, spring, submitted="1-5-2023") == [(None, "doubtful_moment")]


def test_what_stands_there_twice(raw: pd.DataFrame, study: Study) -> None:
    """By its id as a row, by that of its submission under another id."""
    more = [raw.iloc[0], raw.iloc[1], raw.iloc[2], raw.iloc[3]]
    twice = pd.concat([raw, pd.DataFrame(more)], ignore_index=True)
    twice["submission"] = ["a", "b", "c", None, None, "f", "a", "b", "c", None]
    twice.loc[[7, 8], "respondent"] = ["R8", "R9"]
    twice.loc[8, "sector"] = "wo"
    assert said(twice, study) == [
        (8, "identical_duplicate"),
        (11, "identical_duplicate"),
        (8, "same_submission"),
        (9, "same_submission"),
        (10, "changed_submission"),
    ]
    changed = next(
        p for p in doubled_rows(twice, study.questionnaire) if p.rule == "changed_submission"
    )
    assert str(changed) == (
        "row 10: the same submission id as row 4, with other answers; expected each submission "
        "once. Keep the one that counts, or both where the id was copied by mistake: give one of "
        "them another."
    )
