"""Answers can be split by a question beside the levels: a choice, a scale, a number or a date."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tiny import Form, with_form

from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean_respondents

TRAVEL = {
    "code": "travel",
    "label": "Vervoer",
    "kind": "choice",
    "options": [{"code": "bike", "label": "fiets"}, {"code": "train", "label": "trein"}],
}
VISITS = {"code": "visits", "label": "Bezoeken", "kind": "number"}
SINCE = {"code": "since", "label": "Sinds", "kind": "date", "date_format": "%d-%m-%Y"}
BY_TRAVEL = {"code": "mode", "label": "vervoer", "plural": "vervoer", "item": "travel"}
UNKNOWN = {"code": "unknown", "label": "onbekend"}
OFTEN = [
    {"code": "seldom", "label": "minder dan 5 keer", "below": 5},
    {"code": "often", "label": "5 keer of vaker"},
    UNKNOWN,
]
EARLY = [
    {"code": "before", "label": "voor 2020", "below": "2020-01-01"},
    {"code": "after", "label": "vanaf 2020"},
    UNKNOWN,
]


def split(
    study: Study, form_data: Form, item: dict[str, Any], variable: dict[str, Any] | None = None
) -> Study:
    variable = {**BY_TRAVEL, "item": item["code"], **(variable or {})}
    background = [*form_data["background"], variable]
    return with_form(study, form_data, items=[item], background=background)


def test_of_a_choice_the_options_are_its_own(study: Study, form_data: Form) -> None:
    form = split(study, form_data, TRAVEL).questionnaire
    assert form.variable("mode").group_of == {
        "bike": "bike",
        "train": "train",
        "no_answer": "no_answer",
    }
    assert "mode" not in form.raw_columns
    assert form.raw_columns.count("travel") == 1


@pytest.mark.parametrize(
    ("item", "variable", "cells", "expected"),
    [
        (
            TRAVEL,
            {},
            ["bike", "train", None, "bike", "bike", "train"],
            ["bike", "train", "no_answer", "bike", "bike", "train"],
        ),
        (
            VISITS,
            {"options": OFTEN, "blank": "unknown"},
            ["4", "4,9", "5", "5.0", None, "12"],
            ["seldom", "seldom", "often", "often", "unknown", "often"],
        ),
        (
            SINCE,
            {"options": EARLY, "blank": "unknown"},
            ["31-12-2019", "01-01-2020", None, "2019-05-01", "01-02-2023", "01-01-1999"],
            ["before", "after", "unknown", "before", "after", "before"],
        ),
    ],
    ids=["choice", "number", "date"],
)
def test_what_somebody_is(
    item: dict[str, Any],
    variable: dict[str, Any],
    cells: list[str | None],
    expected: list[str],
    raw: pd.DataFrame,
    study: Study,
    form_data: Form,
) -> None:
    raw[item["code"]] = pd.Series(cells, dtype="str")
    people = clean_respondents(raw, split(study, form_data, item, variable))
    assert people["mode"].tolist() == expected
    assert people["mode_group"].tolist() == expected


def test_who_was_not_asked_is_unknown(raw: pd.DataFrame, study: Study, form_data: Form) -> None:
    raw["travel"] = "bike"
    some = {**TRAVEL, "asked_if": {"sector": ["mbo"]}}
    people = clean_respondents(raw, split(study, form_data, some))
    assert people["mode"].eq("bike").tolist() == raw["sector"].eq("mbo").tolist()


@pytest.mark.parametrize(
    ("item", "variable", "refused"),
    [
        (TRAVEL, {"code": "travel"}, "another code than an item has"),
        (TRAVEL, {"item": "bus"}, "either options or a registry, or an item with options"),
        (TRAVEL, {"options": OFTEN, "blank": "unknown"}, "its options and 'blank', not "),
        ({**TRAVEL, "kind": "choices"}, {}, "one choice, a scale, a number or a date"),
        (VISITS, {"options": EARLY, "blank": "unknown"}, "'below' as its answers are"),
        (SINCE, {"options": OFTEN, "blank": "unknown"}, "'below' as its answers are"),
        (VISITS, {"options": OFTEN[:2]}, "an item, and 'blank' for who did not answer it"),
        (TRAVEL, {"known_from": "workplace"}, "an item, and 'blank' for who did not answer it"),
    ],
)
def test_what_does_not_go_together_is_refused(
    item: dict[str, Any], variable: dict[str, Any], refused: str, study: Study, form_data: Form
) -> None:
    with pytest.raises(ValueError, match=refused):
        split(study, form_data, item, variable)
