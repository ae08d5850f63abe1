from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dwimpact.prose.conclusions import certainty
from dwimpact.prose.known import (
    describe_half,
    describe_known,
    describe_known_answers,
    describe_known_shares,
)
from dwimpact.prose.readings import describe_known_differences, describe_wider_reading
from dwimpact.study.questionnaire import Questionnaire

LABELS = {"mbo": "mbo", "higher": "hbo", "early": "eerst", "late": "later"}


def known(**bounds: tuple[int, int, int, int]) -> pd.DataFrame:
    """Outcome → smallest and largest of ten, and those of the wide reading."""
    columns = ["smallest", "largest", "wide_smallest", "wide_largest"]
    rows = [["school", outcome, 10, *numbers] for outcome, numbers in bounds.items()]
    return pd.DataFrame(rows, columns=["level", "outcome", "n", *columns])


def differences(*rows: tuple[Any, ...]) -> pd.DataFrame:
    columns = ["outcome", "group", "than_group", "lowest", "highest", "wide_lowest", "wide_highest"]
    return pd.DataFrame(rows, columns=columns).assign(level="school")


def test_what_is_bounded_is_named_where_nothing_is_fixed(form: Questionnaire) -> None:
    (told,) = describe_known(known(network=(3, 6, 3, 6), region=(4, 7, 4, 7)), form)
    assert told.startswith("Tussen twee grenzen ligt het aandeel bij")


def test_what_a_wider_reading_takes_away_is_said(form: Questionnaire) -> None:
    table = known(network=(7, 9, 4, 9), region=(2, 4, 2, 5))
    assert describe_wider_reading(table, form)[-1] == (
        "Ruimer gelezen ligt ook niet meer vast wat het vaakst is genoemd."
    )
    assert describe_half(table, form) == (
        "Van de twee voorgelegde opbrengsten is er één door ten minste de helft van de "
        "respondenten genoemd (ruimer gelezen 0 tot 2)."
    )
    assert [text.partition(". ")[2] for text in certainty(table, form).values()] == [
        "Ruimer gelezen is dat niet zeker bij het contact met scholen.",
        "Ruimer gelezen is dat niet zeker bij de positie.",
    ]


def test_nothing_is_said_of_a_reading_that_changes_nothing(form: Questionnaire) -> None:
    table = known(network=(7, 9, 7, 9), region=(2, 4, 2, 4))
    assert "ruimer" not in describe_half(table, form).lower()
    assert "Ruimer" not in " ".join(certainty(table, form).values())


@pytest.mark.parametrize(
    ("wide", "exp"),
    [(0.5, "."), (0.66, " (ruimer gelezen schuift een grens hooguit 16 procentpunten op).")],
)
def test_how_far_a_bound_of_a_share_moves(wide: float, exp: str, form: Questionnaire) -> None:
    row = {"characteristic": "nature", "category": "new", "lowest": 0.1, "highest": 0.5}
    table = pd.DataFrame([{**row, "wide_lowest": 0.1, "wide_highest": wide}])
    (told,) = describe_known_shares(table, {"new": "Nieuw"}, form)
    assert told.endswith(f"daarover niet vast{exp}")


def test_groups_are_compared_with_the_other_of_their_own_split(form: Questionnaire) -> None:
    table = differences(
        ("network", "mbo", "higher", 0.12, 0.3, 0.05, 0.4),
        ("region", "mbo", "higher", -0.12, 0.3, -0.2, 0.4),
        ("network", "early", "late", -0.2, -0.002, -0.2, 0.0),
        ("region", "early", "late", -0.2, -0.1, -0.2, -0.1),
    )
    assert describe_known_differences(table, form.level("school"), LABELS, form) == [
        "Bij het contact met scholen ligt het aandeel van mbo 12–30 "
        "procentpunten hoger dan dat van hbo (ruimer gelezen 5–40 procentpunten hoger).",
        "Bij de andere opbrengsten laat de publicatie open wie vaker noemt, mbo of hbo; het "
        "verschil is er hooguit 30 procentpunten.",
        "Bij het contact met scholen ligt het aandeel van later hooguit 20 procentpunten "
        "hoger dan dat van eerst (ruimer gelezen blijft ook open wie vaker noemt).",
        "Bij de positie ligt het aandeel van later 10–20 procentpunten hoger dan dat van eerst.",
    ]


@pytest.mark.parametrize(
    ("bounds", "exp"),
    [
        ((0.001, 1.0, 0.001, 1.0), "hoger dan dat van later (hoeveel blijft open)"),
        (
            (0.001, 1.0, -0.1, 1.0),
            "hoger dan dat van later (hoeveel blijft open; ruimer gelezen blijft ook open wie "
            "vaker noemt)",
        ),
        (
            (0.001, 0.4, 0.001, 1.0),
            "hooguit 40 procentpunten hoger dan dat van later (ruimer gelezen blijft open hoeveel)",
        ),
        ((0.2, 0.4, float("nan"), float("nan")), "20–40 procentpunten hoger dan dat van later"),
    ],
)
def test_a_difference_that_can_be_nearly_anything_has_no_number(
    bounds: tuple[float, ...], exp: str, form: Questionnaire
) -> None:
    table = differences(("network", "early", "late", *bounds))
    (told,) = describe_known_differences(table, form.level("school"), LABELS, form)
    assert told == f"Bij het contact met scholen ligt het aandeel van eerst {exp}."


@pytest.mark.parametrize(
    ("bounds", "exp"),
    [
        ({"network": (1, 4, 1, 4), "region": (0, 2, 0, 2)}, "opbrengsten is er geen door"),
        ({"network": (7, 9, 7, 9), "region": (2, 6, 2, 6)}, "opbrengsten zijn er 1 tot 2 door"),
    ],
)
def test_half_is_said_of_outcomes_not_of_what_each_names(
    bounds: dict[str, tuple[int, int, int, int]], exp: str, form: Questionnaire
) -> None:
    assert exp in describe_half(known(**bounds), form)


@pytest.mark.parametrize(
    ("second", "exp"),
    [
        ((0, 9), "geen van de twee aantallen bij deze figuur vast; over alle zegt zij zo goed als"),
        ((1, 2), "geen van de twee aantallen bij deze figuur vast; over één zegt zij zo goed als"),
        ((1, 1), "één van de twee aantallen bij deze figuur vast; over één zegt zij zo goed als"),
    ],
)
def test_a_range_that_is_wide_says_next_to_nothing(
    second: tuple[int, int], exp: str, form: Questionnaire
) -> None:
    table = known(network=(0, 9, 0, 9), region=(*second, *second)).assign(category="new")
    told = describe_known_answers(table, {"new": "Nieuw"}, form)
    assert told[0] == f"De publicatie legt {exp} niets."


def test_outcomes_of_which_the_same_is_told_are_told_together(form: Questionnaire) -> None:
    bounds = (0.001, 1.0, 0.001, 1.0)
    table = differences(*((outcome, "early", "late", *bounds) for outcome in ("network", "region")))
    assert describe_known_differences(table, form.level("school"), LABELS, form) == [
        "Bij het contact met scholen en de positie ligt het aandeel van eerst hoger dan dat van "
        "later (hoeveel blijft open)."
    ]
