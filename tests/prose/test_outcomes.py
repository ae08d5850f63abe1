"""Outcomes of one group, and of a level."""

from __future__ import annotations

import pandas as pd
import pytest
from frames import shares_of

from dwimpact.analysis.overview import level_overview
from dwimpact.prose.outcomes import (
    describe_characteristic,
    describe_levels,
    describe_mentions,
    describe_ranking,
    describe_silence,
    describe_withheld,
)
from dwimpact.shares import at_level, characteristic_shares, mention_shares
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.terms import Terms
from dwimpact.tables.labels import category_labels, group_labels

PHRASES = {"a": "de eerste", "b": "de tweede", "c": "de derde", "d": "de vierde"}


@pytest.fixture
def options(outcomes: pd.DataFrame) -> pd.DataFrame:
    return at_level(outcomes, "school", listed_only=False)


def test_ranking_of_mentions() -> None:
    got = describe_mentions(shares_of(64, a=30, b=40, c=53, d=32), PHRASES, Terms().respondent)
    assert got == [
        "Het vaakst genoemd wordt de derde: door 53 van de 64 respondenten (83%).",
        "Ook de tweede en de vierde worden door ten minste de helft genoemd (50 tot 63%).",
        "Minder dan de helft noemt de eerste (30 van 64; 47%).",
    ]


def test_ranking_with_one_at_half_and_without_the_rest() -> None:
    got = describe_mentions(shares_of(4, a=3, b=2), PHRASES, Terms().respondent)
    assert got == [
        "Het vaakst genoemd wordt de eerste: door driekwart van de respondenten (3 van 4; 75%).",
        "Ook de tweede wordt door ten minste de helft genoemd (50%).",
    ]


def test_silence(options: pd.DataFrame, form: Questionnaire) -> None:
    level = form.level("school")
    assert describe_silence(mention_shares(options), level, form) == (
        "Van de 6 respondenten kruist er één ‘Geen opbrengsten’ aan; één liet dit deel van het "
        "formulier leeg. Eén kiest (ook) ‘Andere opbrengsten’. De percentages zijn steeds berekend "
        "over deze 6 respondenten."
    )
    several = shares_of(64, none=2, other=0).assign(missing=13)
    assert describe_silence(several, level, form) == (
        "Van de 64 respondenten kruisen er twee ‘Geen opbrengsten’ aan; 13 lieten dit deel van het "
        "formulier leeg. Niemand kiest (ook) ‘Andere opbrengsten’. De percentages zijn steeds "
        "berekend over deze 64 respondenten."
    )


def test_withheld_groups(form: Questionnaire) -> None:
    got = describe_withheld({"rest": 1, "mbo": 3}, group_labels(form), 10)
    assert got == (
        "Niet apart getoond: overige instellingen (n = 1) en mbo (n = 3). Een groep met minder dan "
        "10 mensen telt alleen mee in het totaal."
    )
    assert describe_withheld({}, {}, 10) == ""


def test_status_over_all_mentions(school: pd.DataFrame, form: Questionnaire) -> None:
    got = describe_characteristic(
        characteristic_shares(school, "status"),
        category_labels(form, "status"),
        form,
    )
    assert got == [
        "Van de 5 keer dat een opbrengst is genoemd, is de verdeling: 60% gerealiseerd en 40% "
        "verwacht.",
        "‘Gerealiseerd’ komt verhoudingsgewijs het meest voor bij het contact met scholen "
        "(2 van 3; 67% van wie die opbrengst noemt).",
    ]


def test_nature_that_not_everybody_filled_in(school: pd.DataFrame, form: Questionnaire) -> None:
    got = describe_characteristic(
        characteristic_shares(school, "nature"),
        category_labels(form, "nature"),
        form,
    )
    assert got == [
        "Van de 5 keer dat een opbrengst is genoemd, is dit 4 keer ingevuld, met als verdeling: "
        "50% nieuw en 50% versterking.",
        "‘Nieuw’ komt verhoudingsgewijs het meest voor bij het contact met scholen "
        "(2 van 3; 67% van wie dit bij die opbrengst invult).",
    ]


def test_status_that_nobody_filled_in(school: pd.DataFrame, form: Questionnaire) -> None:
    blank = school.assign(status=school["status"].where(school["status"].isna()))
    got = describe_characteristic(
        characteristic_shares(blank, "status"),
        category_labels(form, "status"),
        form,
    )
    assert got == ["Bij geen enkele genoemde opbrengst is dit ingevuld."]


def test_levels_compared(outcomes: pd.DataFrame, form: Questionnaire) -> None:
    overview = level_overview(outcomes[~outcomes["outcome"].isin(["other", "none"])])
    assert describe_levels(overview, form) == [
        "Het antwoord ‘Gerealiseerd’ komt bij de genoemde opbrengsten het meest voor op "
        "schoolniveau (60%), gevolgd door leerlingniveau (60%).",
        "Het antwoord ‘Nieuw’ komt bij de genoemde opbrengsten het meest voor op leerlingniveau "
        "(60%), gevolgd door schoolniveau (50%).",
    ]


def test_level_without_mentions_is_left_out(form: Questionnaire) -> None:
    overview = pd.DataFrame(
        {"level": ["school", "pupil"], "new": [0.25, None], "realised": [None] * 2}
    )
    got = describe_levels(overview, form)
    exp = "Het antwoord ‘Nieuw’ komt bij de genoemde opbrengsten het meest voor op schoolniveau"
    assert got == [f"{exp} (25%)."]


def test_ranking_over_levels(outcomes: pd.DataFrame, form: Questionnaire) -> None:
    shares = mention_shares(outcomes[~outcomes["outcome"].isin(["other", "none"])])
    assert describe_ranking(shares, form, top=2) == [
        "Over de niveaus heen worden het vaakst genoemd: het contact met scholen op schoolniveau "
        "(3 van 6; 50%) en soft skills op leerlingniveau (3 van 6; 50%).",
        "Van de 4 voorgelegde opbrengsten worden er twee door ten minste de helft van de "
        "respondenten genoemd.",
    ]
