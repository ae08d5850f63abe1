"""What figures are called: side by side, for a reader of Dutch."""

from __future__ import annotations

import pandas as pd
import pytest
from frames import shares_of
from sentences import Said

from dwimpact.prose.messages import (
    message_of_answers,
    message_of_known,
    message_of_known_answers,
    message_of_mentions,
    message_of_response,
    message_of_themes,
)
from dwimpact.statistics import imprecise, wilson_interval
from dwimpact.study.questionnaire.model import Questionnaire

LABELS = {"realised": "Gerealiseerd", "expected": "Verwacht", "unknown": "Niet ingevuld"}


def of_school(table: pd.DataFrame) -> pd.DataFrame:
    low, high = wilson_interval(table["count"], table["n"])
    return table.assign(level="school", share=table["count"] / table["n"], low=low, high=high)


def known(**bounds: tuple[int, int]) -> pd.DataFrame:
    rows = [("school", o, 64, low, high) for o, (low, high) in bounds.items()]
    return pd.DataFrame(rows, columns=["level", "outcome", "n", "smallest", "largest"])


@pytest.mark.parametrize(
    ("counts", "exp"),
    [
        ({"region": 60, "network": 20}, "De positie wordt het vaakst genoemd"),
        ({"region": 40, "network": 38}, ""),  # either may come first, and there is no other
        ({"region": 20, "network": 20}, ""),
        ({"region": 0, "network": 0}, ""),
    ],
)
def test_message_of_mentions(counts: dict[str, int], exp: str, form: Questionnaire) -> None:
    assert message_of_mentions(of_school(shares_of(64, **counts)), form) == exp


def test_what_cannot_be_told_apart_from_the_first_is_named_with_it(form: Questionnaire) -> None:
    extra = pd.DataFrame({"level": ["pupil"], "outcome": ["skills"], "n": [64], "count": [9]})
    both = of_school(shares_of(64, region=40, network=38))
    low, high = wilson_interval(extra["count"], extra["n"])
    rows = pd.concat([both, extra.assign(share=9 / 64, low=low, high=high)], ignore_index=True)
    got = message_of_mentions(rows, form)
    assert got.endswith(" worden het vaakst genoemd")
    assert " op schoolniveau en " in got


@pytest.mark.parametrize(
    ("bounds", "exp"),
    [
        ({"region": (50, 60), "network": (10, 49)}, "De positie is het vaakst genoemd"),
        (
            {"region": (50, 60), "network": (10, 50)},
            "Geen opbrengst is vaker genoemd dan de positie",
        ),
        ({"region": (50, 60), "network": (10, 55)}, ""),  # of two either: that tells nothing
        ({"region": (0, 64), "network": (0, 64)}, ""),
    ],
)
def test_message_of_known(
    bounds: dict[str, tuple[int, int]], exp: str, form: Questionnaire
) -> None:
    assert message_of_known(known(**bounds), form) == exp


def test_no_message_follows_from_nothing(form: Questionnaire) -> None:
    assert message_of_known(known(), form) == ""
    assert message_of_mentions(of_school(shares_of(64, region=1))[:0], form) == ""
    assert message_of_known_answers(known(), "status") == ""


def answers(**counts: tuple[int, int, int]) -> pd.DataFrame:
    rows = [
        ("school", o, c, sum(row), k)
        for o, row in counts.items()
        for c, k in zip(LABELS, row, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["level", "outcome", "category", "n", "count"])
    return of_school(table)


def test_message_of_answers(form: Questionnaire) -> None:
    clear = answers(region=(40, 5, 1), network=(30, 4, 0))
    assert message_of_answers(clear, LABELS, form) == (
        "Bij elke opbrengst is ‘gerealiseerd’ het vaakst gekozen"
    )
    assert message_of_answers(answers(region=(40, 5, 1), network=(9, 8, 0)), LABELS, form) == ""
    assert message_of_answers(answers(region=(40, 5, 1), network=(4, 30, 0)), LABELS, form) == ""


@pytest.mark.parametrize(
    ("characteristic", "exp"),
    [
        ("status", "Hoe ver het is, laat de publicatie vrijwel open"),
        ("nature", "Of het nieuw is, laat de publicatie vrijwel open"),
    ],
)
def test_message_of_known_answers(characteristic: str, exp: str) -> None:
    assert message_of_known_answers(known(a=(0, 64), b=(0, 64), c=(9, 9)), characteristic) == exp
    assert message_of_known_answers(known(a=(0, 64), c=(9, 9)), characteristic) == ""


@pytest.mark.parametrize(
    ("responses", "exp"),
    [
        (64, "Ruim een derde van de benaderde personen deed mee"),
        (89, "De helft van de benaderde personen deed mee"),
        (105, "59 procent van de benaderde personen deed mee"),
        (178, ""),
        (0, ""),
    ],
)
def test_message_of_response(responses: int, exp: str) -> None:
    rates = pd.DataFrame({"group": ["all"], "approached": [178], "responses": [responses]})
    assert message_of_response(rates) == exp
    assert message_of_response(rates.assign(group="mbo")) == ""


def themed(level: str, n: int, **counts: int) -> pd.DataFrame:
    low, high = wilson_interval(list(counts.values()), n)
    told = {"theme": list(counts), "count": list(counts.values()), "low": low, "high": high}
    table = pd.DataFrame({"group": level, "n": n, **told})
    return table.assign(share=table["count"] / n, imprecise=imprecise(table["count"], n))


SCHOOL = themed("schoolniveau", 80, Regio=60, Lessen=20, Werk=10)
PUPIL = {"Regio": 12, "Lessen": 60, "Werk": 10}


@pytest.mark.parametrize(
    ("pupil", "exp"),
    [
        (
            themed("leerlingniveau", 80, **PUPIL),
            "Op schoolniveau gaan antwoorden het vaakst over regio en op leerlingniveau over "
            "lessen",
        ),
        (
            themed("leerlingniveau", 80, Regio=60, Lessen=20),
            "Bij elk niveau gaan antwoorden het vaakst over regio",
        ),
        (
            themed("leerlingniveau", 80, Regio=42, Lessen=40),  # chance
            "Op schoolniveau gaan antwoorden het vaakst over regio",
        ),
        (
            themed("leerlingniveau", 9, Regio=9, Lessen=0),  # of nine people
            "Op schoolniveau gaan antwoorden het vaakst over regio",
        ),
        (
            themed("leerlingniveau", 80, Regio=60),  # no other theme
            "Op schoolniveau gaan antwoorden het vaakst over regio",
        ),
    ],
)
def test_message_of_themes(said: Said, pupil: pd.DataFrame, exp: str, form: Questionnaire) -> None:
    assert said(message_of_themes, pd.concat([SCHOOL, pupil], ignore_index=True), form) == exp


def test_themes_of_texts_that_nobody_wrote_say_nothing(said: Said, form: Questionnaire) -> None:
    assert said(message_of_themes, SCHOOL.drop(columns=["low", "high", "imprecise"]), form) == ""
    assert said(message_of_themes, SCHOOL[:0], form) == ""
    tied = themed("schoolniveau", 80, Regio=60, Lessen=60)
    assert said(message_of_themes, tied, form) == ""
