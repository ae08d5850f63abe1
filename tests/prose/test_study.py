"""How the study was done, and what was written."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dwimpact.analysis.response import response_rates
from dwimpact.prose.origin import according_to
from dwimpact.prose.study import (
    caption_of_registry,
    describe_explanations,
    describe_open_answers,
    describe_registry,
    describe_response,
)
from dwimpact.shares import at_level
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tables.labels import group_labels
from dwimpact.tidy.tables import Tables


@pytest.fixture
def options(outcomes: pd.DataFrame) -> pd.DataFrame:
    return at_level(outcomes, "school", listed_only=False)


def test_registry(study: Study) -> None:
    assert describe_registry(study) == (
        "De 3 werkplaatsen tellen volgens het register 6 scholen: 3 mbo, 2 hbo en 1 wo; bij twee "
        "van de 3 is er meer dan één soort."
    )
    assert caption_of_registry(study.questionnaire.variable("workplace")) == (
        "De werkplaatsen en hun aantal scholen"
    )


def test_registry_that_counts_nothing(study: Study) -> None:
    (place, *others) = study.questionnaire.background
    alone = place.model_copy(update={"members": None})
    form = study.questionnaire.model_copy(update={"background": (alone, *others)})
    assert describe_registry(replace(study, questionnaire=form)) == ""
    assert caption_of_registry(alone) == "De werkplaatsen"


def test_highest_and_lowest_response(study: Study, tables: Tables, form: Questionnaire) -> None:
    rates = response_rates(tables.respondents, "tranche", study.populations["tranche"])
    told = "het hoogst bij tranche 2 (3 van 4; 75%) en het laagst bij tranche 3 (0 van 2; 0%)."
    assert describe_response(rates, group_labels(form), "tranches") == (
        f"Van de tranches is de respons {told}"
    )
    source = according_to(study.settings, published=True)
    assert describe_response(rates, group_labels(form), "tranches", source) == (
        f"Van de tranches is de respons volgens de publicatie {told}"
    )


def test_open_answers(tables: Tables, study: Study) -> None:
    assert describe_open_answers(tables.open_answers, tables.respondents, study) == [
        "Het formulier begint met een open vraag: Wat is de impact?",
        "Bij ten minste één niveau vulde de helft van de respondenten (3 van 6; 50%) iets in: "
        "1 voor mbo, 1 voor hbo en wo en 1 voor overige instellingen (aangenomen).",
        "De teksten hieronder zijn voor dit project geschreven, als voorbeeld van hoe de bladzijde "
        "eruitziet: niemand heeft ze ingevuld.",
        "Een streepje is een leeg vak.",
    ]
    settings = study.settings.model_copy(update={"reconstructed": False})
    real = replace(study, settings=settings)
    assert describe_open_answers(tables.open_answers, tables.respondents, real)[2] == (
        "De antwoorden staan hieronder zoals ze zijn ingevuld, op namen na: daarvoor staat een "
        "aanduiding tussen rechte haken."
    )


def test_explanations(options: pd.DataFrame, form: Questionnaire) -> None:
    start = "Dat gebeurde bij"
    explained = options.dropna(subset=["explanation"])
    got = describe_explanations(explained, options, form)
    other = " ‘Andere opbrengsten’ telt hier mee."
    assert got == f"{start} 1 van de 6 genoemde opbrengsten, door 1 respondent.{other}"
    nobody = describe_explanations(explained[:0], options, form)
    assert nobody == f"{start} 0 van de 6 genoemde opbrengsten, door 0 respondenten.{other}"
