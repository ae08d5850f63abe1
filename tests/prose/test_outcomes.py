"""Which outcomes are mentioned, and how often."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from frames import shares_of

from dwimpact.loading import with_tables
from dwimpact.prose.outcomes import describe_mentions, describe_ranking, describe_silence
from dwimpact.shares import at_level, mention_shares
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.study import Study
from dwimpact.study.terms import Terms
from dwimpact.tidy.tables import Tables

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


def test_ranking_over_levels(study: Study, tables: Tables) -> None:
    all_levels = with_tables(study, tables)
    assert describe_ranking(all_levels.mention_shares(), all_levels, top=2) == [
        "Over de niveaus heen worden het vaakst genoemd: het contact met scholen op schoolniveau "
        "(3 van 6; 50%) en soft skills op leerlingniveau (3 van 6; 50%).",
        "Van de 4 voorgelegde opbrengsten worden er twee door ten minste de helft van de "
        "respondenten genoemd.",
    ]


def test_what_nobody_was_asked_is_not_put_to_anybody(
    study: Study, form: Questionnaire, tables: Tables
) -> None:
    school, pupil = form.levels
    routed = pupil.model_copy(update={"asked_if": {"sector": ("wo",)}})
    form = form.model_copy(update={"levels": (school, routed)})
    asked = tables.outcomes[tables.outcomes["level"] == "school"]
    here = with_tables(replace(study, questionnaire=form), replace(tables, outcomes=asked))
    assert here.asked_levels == (school,)
    assert here.offered == 2
    assert describe_ranking(here.mention_shares(), here)[1] == (
        "Van de 2 voorgelegde opbrengsten wordt er een door ten minste de helft van de "
        "respondenten genoemd."
    )
