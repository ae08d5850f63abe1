"""How the study was done, and what was written."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dwimpact.analysis.response import response_rates
from dwimpact.loading import with_tables
from dwimpact.prose.study import (
    caption_of_registry,
    describe_explanations,
    describe_fieldwork,
    describe_limits,
    describe_open_answers,
    describe_registry,
    describe_response,
)
from dwimpact.shares import at_level
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.settings import Fieldwork
from dwimpact.study.study import Study
from dwimpact.tables.labels import group_labels
from dwimpact.tidy.tables import Tables


@pytest.fixture
def options(outcomes: pd.DataFrame) -> pd.DataFrame:
    return at_level(outcomes, "school", listed_only=False)


def test_registry(study: Study) -> None:
    assert describe_registry(study) == (
        "De 3 werkplaatsen tellen 6 scholen: 3 mbo, 2 hbo en 1 wo. Bij twee van de 3 is er meer "
        "dan één soort."
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


def test_fieldwork(study: Study, tables: Tables) -> None:
    whole = with_tables(study, tables)
    known = [
        "Benaderd zijn 12 docenten van scholen.",
        "Daarvan vulden er 6 het formulier in: de helft (50%).",
        "Zij komen uit 2 van de 3 werkplaatsen.",
        "Het aantal respondenten is aangenomen.",  # no publication states it
    ]
    assert describe_fieldwork(whole) == [
        "Wanneer het veldwerk was, vermeldt de bron niet.",
        *known,
    ]
    fieldwork = Fieldwork(period="mei 2023", instrument="formulier op papier", interviews=8)
    settings = study.settings.model_copy(update={"fieldwork": fieldwork})
    assert describe_fieldwork(replace(whole, settings=settings)) == [
        "Het formulier is ontwikkeld na gesprekken met acht projectleiders.",
        "De vragen zijn gesteld met een formulier op papier.",
        "Het veldwerk was in mei 2023.",
        *known,
    ]


def test_highest_and_lowest_response(study: Study, tables: Tables, form: Questionnaire) -> None:
    rates = response_rates(tables.respondents, "tranche", study.populations["tranche"])
    assert describe_response(rates, group_labels(form), "tranches") == (
        "Van de tranches is de respons het hoogst bij tranche 2 (3 van 4; 75%) en het laagst bij "
        "tranche 3 (0 van 2; 0%)."
    )


def test_open_answers(tables: Tables, study: Study) -> None:
    assert describe_open_answers(tables.open_answers, tables.respondents, study) == [
        "Het formulier begint met een open vraag: Wat is de impact?",
        "Bij ten minste één niveau vulde de helft van de respondenten (3 van 6; 50%) iets in: "
        "1 voor mbo, 1 voor hbo en wo en 1 voor overige instellingen.",
        "Het aantal mensen dat iets invulde is aangenomen.",
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
    start = "Wie een opbrengst aankruiste, kon die toelichten. Dat gebeurde bij"
    explained = options.dropna(subset=["explanation"])
    got = describe_explanations(explained, options, form)
    assert got == f"{start} 1 van de 6 genoemde opbrengsten, door 1 respondent."
    nobody = describe_explanations(explained[:0], options, form)
    assert nobody == f"{start} 0 van de 6 genoemde opbrengsten, door 0 respondenten."


@pytest.mark.parametrize("reconstructed", [True, False])
def test_limits(study: Study, reconstructed: bool) -> None:
    settings = study.settings.model_copy(update={"reconstructed": reconstructed})
    got = describe_limits(settings, 6, 12)
    exp = [
        "De cijfers gaan over 6 van de 12 benaderde personen (50%). Wie niet meedeed, kan er "
        "anders over denken.",
        "De intervallen bij de cijfers laten zien hoeveel toeval bij deze aantallen kan "
        "meespelen; ze zeggen niets over selectieve deelname.",
    ]
    if reconstructed:
        exp[1] = (
            "Wat ieder precies antwoordde, is niet gepubliceerd. De grenzen hier volgen "
            "uit de gepubliceerde uitspraken, zoals de bijlage daarover ze leest. Het open teken "
            "in een figuur is de reconstructie: één van de vele mogelijkheden, en een aanname "
            "overal waar de grenzen uiteenliggen."
        )
    assert got == exp
