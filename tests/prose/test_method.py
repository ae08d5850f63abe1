"""What the account of method says of a study, by its design."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dwimpact.analysis.differences import tests_used as used_tests
from dwimpact.analysis.precision import interval_widths
from dwimpact.analysis.response import next_wave, nonresponse_bounds
from dwimpact.loading import with_tables
from dwimpact.prose.method import (
    describe_block_tests,
    describe_intervals,
    describe_next_wave,
    describe_nonresponse,
    describe_target,
    describe_tests,
    describe_widths,
)
from dwimpact.prose.response import describe_response_method
from dwimpact.study.settings import Design
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def designed(study: Study, **design: str) -> Study:
    return replace(study, settings=study.settings.model_copy(update={"design": Design(**design)}))


def test_what_figures_are_about_follows_from_the_design(study: Study) -> None:
    assert describe_target(study) == [
        "De cijfers gaan over de 12 mensen die zijn benaderd.",
        "Hoe meer van hen antwoordden, hoe minder er onzeker blijft. Daarmee is gerekend, in elk "
        "interval en in elke toets van een verschil tussen groepen behalve een permutatietoets "
        "(eindige populatie).",
        "Ieder antwoord telt als een los antwoord.",
    ]
    process = describe_target(designed(study, target="process", clusters="workplace"))
    assert process[0].startswith("De cijfers gaan over meer dan de mensen die zijn benaderd")
    assert process[-1].startswith("Mensen uit één werkplaats maken hetzelfde mee")
    unknown = replace(study, approached=study.approached[:0])
    assert "Hoeveel dat er waren, is niet bekend" in describe_target(unknown)[0]


def test_only_the_test_of_response_takes_people_of_a_workplace_as_independent(
    study: Study,
) -> None:
    clustered = designed(study, clusters="workplace")
    assert describe_target(clustered)[-1].endswith(
        "Alleen de toets van de respons, bij de tabel van de non-respons, rekent er niet mee en "
        "ziet dus eerder een verschil."
    )
    unknown = replace(clustered, approached=study.approached[:0])
    assert describe_target(unknown)[-1].endswith(
        "toetsen van wat groepen antwoorden voorzichtiger."
    )
    said = describe_response_method(study)
    assert said == "p volgens de exacte toets van Fisher, Freeman en Halton, met Holm-correctie."
    assert describe_response_method(clustered) == (
        f"{said} Mensen uit één werkplaats tellen hier als los, anders dan in de andere toetsen: "
        "om met hun samenhang te rekenen, is nodig hoeveel mensen per werkplaats zijn benaderd, "
        "en dat is niet bekend. Een kleine p kan dus ook daarvan komen."
    )


def test_a_block_says_when_workplaces_are_permuted(study: Study) -> None:
    said = describe_block_tests(study)
    assert said == "p van Rao en Scott, tweede orde (Bilder en Loughin), naar boven afgerond."
    clustered = describe_block_tests(designed(study, clusters="workplace"))
    assert clustered.startswith(f"{said} Hoort elke werkplaats bij één groep, dan worden hele ")


def test_intervals_of_clusters_are_told_apart(study: Study) -> None:
    assert describe_intervals(study) == [
        "Het 95%-interval bij een aandeel is dat van Wilson; dat bij een verschil is daaruit "
        "berekend volgens Newcombe."
    ]
    clustered, between, _ = describe_intervals(designed(study, clusters="workplace"))
    assert (
        "ontwerpeffect van het onderdeel en met Students t voor het aantal werkplaats" in clustered
    )
    assert between.startswith("Zitten mensen uit twee groepen in dezelfde werkplaats")


@pytest.mark.parametrize(
    ("design", "exp"),
    [
        (
            {"clusters": "workplace"},
            [
                "Een interval is in dit rapport gemiddeld 30 procentpunten breed.",
                "Wie de eindige populatie buiten beschouwing laat, komt op 35.",
                "Zonder rekening te houden met samenhang binnen een werkplaats was dat 20.",
                "Met geen van beide komt het op 25.",
            ],
        ),
        (
            {},
            [
                "Een interval is in dit rapport gemiddeld 30 procentpunten breed.",
                "Wie de eindige populatie buiten beschouwing laat, komt op 35.",
            ],
        ),
    ],
)
def test_what_assumptions_make_of_intervals(
    study: Study, design: dict[str, str], exp: list[str]
) -> None:
    widths = {"shown": 0.3, "endless": 0.35, "independent": 0.2, "simple": 0.25}
    assert describe_widths(widths, designed(study, **design)) == exp
    same = dict.fromkeys(widths, 0.3)
    assert describe_widths(same, study) == []


def test_widths_are_those_of_the_intervals_shown(study: Study, tables: Tables) -> None:
    made = with_tables(study, tables)
    shares = pd.concat([made.mention_shares(level.code) for level in made.questionnaire.levels])
    widths = interval_widths(made)
    assert widths["shown"] == pytest.approx((shares["high"] - shares["low"]).mean())
    assert widths["independent"] == widths["shown"] < widths["simple"]  # no clusters; 6 of 12


def test_nothing_is_told_of_a_method_where_nothing_is_shown(study: Study, tables: Tables) -> None:
    made = with_tables(study, tables)
    settings = made.settings.model_copy(update={"withhold_below": 7})  # more than there are
    nobody = replace(made, settings=settings)
    assert interval_widths(nobody) == {}
    assert describe_widths(interval_widths(nobody), nobody) == []
    assert used_tests(nobody) == {}


def test_each_test_is_named_once() -> None:
    assert describe_tests("naar regio", ["halton", "rao_scott", "halton"]) == (
        "Verschillen naar regio: exacte toets van Fisher, Freeman en Halton en toets van Rao en "
        "Scott."
    )


def test_those_who_did_not_answer_could_change_it(study: Study, tables: Tables) -> None:
    made = with_tables(study, tables)
    bounds = nonresponse_bounds(made, "school")
    assert describe_nonresponse(bounds, made.questionnaire) == [
        "Van de 12 mensen die zijn benaderd, antwoordden er 6 niet.",
        "Het vaakst genoemd is het contact met scholen op schoolniveau. Noemde niemand van die 6 "
        "deze opbrengst, dan was het aandeel van iedereen die is benaderd 25%; noemden zij deze "
        "opbrengst allemaal, dan 75%.",
        "Ten minste de helft noemt deze opbrengst als dat ook 50% van die 6 zou doen.",
    ]
    assert describe_nonresponse(bounds[:0], made.questionnaire) == []


def test_what_a_next_wave_shows(study: Study, tables: Tables) -> None:
    table = next_wave(with_tables(study, tables))
    none = table.assign(difference=float("nan"))
    assert "geen enkel verschil" in describe_next_wave(none)
    exactly = table.assign(difference=0.2)
    assert "een verschil van 20 procentpunten of meer" in describe_next_wave(exactly)
