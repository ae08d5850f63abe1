"""Sentences about a part of the respondents, and about two waves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from dwimpact.analysis.waves import Waves
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.editions import BY_DIFFERENCE, FEW_OTHERS, TOO_FEW, EditionVerdict
from dwimpact.loading import with_tables
from dwimpact.prose.editions import describe_edition, describe_part, describe_refusals
from dwimpact.prose.fieldwork import describe_limits
from dwimpact.prose.front import describe_citation
from dwimpact.prose.outcomes import describe_other_outcomes
from dwimpact.prose.study import describe_explanations
from dwimpact.prose.waves import (
    changes_in_words,
    describe_changes,
    describe_clear,
    describe_comparability,
    describe_wave_differences,
    describe_waves,
)
from dwimpact.study.edition import Edition
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

HBO = Edition("sector", "hbo", "sector", "hbo", "hbo", shows_texts=True)
LATE = Edition("tranche", "late", "tranche_group", "late", "tranches 3 en 4")
PHRASES = {"network": "het netwerk", "region": "de regio", "prize": "een prijs"}


@pytest.fixture
def whole(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


def changes(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["part", "change", "code"])
    return frame.assign(earlier="Oud", later="Nieuw")


def part(study: CleanStudy, code: str, *, reconstructed: bool = False) -> list[str]:
    settings = study.settings.model_copy(update={"reconstructed": reconstructed})
    edition = with_tables(replace(study, settings=settings), study.tables, code)
    assert edition.edition
    return describe_edition(edition, edition.edition)


def test_an_edition_says_who_it_is_about(whole: CleanStudy) -> None:
    whole = replace(whole, settings=whole.settings.model_copy(update={"withhold_below": 1}))

    assert part(whole, "sector=mbo") == [
        "Deze editie gaat over mbo: 3 van de 6 respondenten. Van hen zijn er 5 benaderd, en 60% "
        "deed mee. De andere 3 respondenten staan er als ‘alle anderen’ naast.",
        "Waar van respondenten of van het totaal sprake is, gaat het om de respondenten van deze "
        "editie. Verder is niet uitgesplitst, omdat een groep met minder dan een respondenten "
        "niet apart wordt getoond.",
        "Open antwoorden, toelichtingen en opmerkingen zijn die van de editie. Hoofdstukken en "
        "bijlagen houden hun nummer uit het hele rapport; wat alleen daar staat, ontbreekt in de "
        "telling.",
    ]
    assert part(whole, "sector=mbo", reconstructed=True)[0] == (
        "Deze editie gaat over mbo: 3 van de 6 respondenten (aangenomen). Van hen zijn er 5 "
        "benaderd, en 60% deed mee (aangenomen). Wat alleen over iedereen samen is gepubliceerd, "
        "staat in het hele rapport."
    )


def test_an_edition_says_what_is_not_known_and_not_shown(whole: CleanStudy) -> None:
    first, _, last = part(whole, "workplace=beta")

    assert first == (
        "Deze editie gaat over Werkplaats Bèta: 3 van de 6 respondenten. Hoeveel mensen van deze "
        "groep zijn benaderd, is niet bekend; de intervallen houden daarom geen rekening met de "
        "omvang van de groep. De andere 3 respondenten staan er als ‘alle anderen’ naast."
    )
    assert last == (
        "Open antwoorden, toelichtingen en opmerkingen staan alleen in het hele rapport. Daar zijn "
        "ze per sector te lezen; stonden ze ook hier, dan kwam wie beide naast elkaar legt te veel "
        "over de schrijver te weten. Hoofdstukken en bijlagen houden hun nummer uit het hele "
        "rapport; wat alleen daar staat, ontbreekt in de telling."
    )


def test_the_head_of_a_page_names_the_edition(form: Questionnaire) -> None:
    assert describe_part(HBO, 32, 64, form) == "Editie hbo: 32 van de 64 respondenten"


def test_refusals_are_told_per_reason() -> None:
    verdicts = [
        EditionVerdict(HBO, 4, 64, TOO_FEW, 4),
        EditionVerdict(HBO, 32, 64),
        EditionVerdict(LATE, 6, 64, TOO_FEW, 6),
        EditionVerdict(LATE, 60, 64, FEW_OTHERS, 4),
        EditionVerdict(HBO, 14, 64, BY_DIFFERENCE, 9),
    ]

    assert describe_refusals(verdicts) == [
        "Te klein: hbo en tranches 3 en 4.",
        "Zo groot dat er te weinig anderen zijn om mee te vergelijken: tranches 3 en 4.",
        "Naast het hele rapport en de andere edities zou een te kleine groep zijn af te leiden: "
        "hbo.",
    ]
    assert describe_refusals(verdicts[1:2]) == []


@pytest.mark.parametrize(
    ("texts", "edition", "exp"),
    [
        (["iets"], None, "In eigen woorden is ook genoemd:"),
        (["iets"], HBO, "In eigen woorden is ook genoemd:"),
        ([], HBO, "Niemand vulde iets in bij ‘Andere opbrengsten’."),
        (
            [],
            LATE,
            "Wat in eigen woorden is toegevoegd, staat alleen in het hele rapport.",
        ),
    ],
)
def test_other_outcomes(
    texts: list[str], edition: Edition | None, exp: str, form: Questionnaire
) -> None:
    level = form.level("school")
    assert describe_other_outcomes(pd.DataFrame({"text": texts}), level, edition) == exp


def test_explanations_of_an_edition_that_shows_no_texts(form: Questionnaire) -> None:
    nothing = pd.DataFrame()
    assert describe_explanations(nothing, nothing, form, LATE) == (
        "Wat bij de antwoorden is geschreven, staat alleen in het hele rapport."
    )


def test_limits_when_it_is_not_known_how_many_were_approached(study: Study) -> None:
    assert describe_limits(study.settings, 12, None)[0] == (
        "De cijfers gaan over 12 personen; hoeveel er van deze groep zijn benaderd, is niet "
        "bekend. Wie niet meedeed, kan er anders over denken."
    )


def test_an_edition_is_cited_as_such(study: Study) -> None:
    got = describe_citation(study.settings, "1.2", "tranche 3")
    assert got == (
        "dwimpact 1.2. De proef: herberekening, editie tranche 3, met een reconstructie van de "
        "antwoorden."
    )


def test_a_reconstruction_is_not_cited_as_the_work_of_whose_report_it_is_about(
    study: Study,
) -> None:
    made = {"conducted_by": "Bureau Uit", "published": date(2023, 7, 26)}
    settings = study.settings.model_copy(update=made)
    assert describe_citation(settings, "1.2") == (
        "dwimpact 1.2. De proef: herberekening met een reconstructie van de antwoorden. Over het "
        "rapport van Bureau Uit (2023)."
    )
    real = settings.model_copy(update={"reconstructed": False})
    assert describe_citation(real, "1.2") == (
        "Bureau Uit (2023). De proef. Berekend uit de antwoorden met dwimpact 1.2."
    )


def test_waves_are_told_with_their_response(whole: CleanStudy) -> None:
    again = whole.settings.model_copy(update={"title": "De proef, vervolg", "reconstructed": False})
    period = again.fieldwork.model_copy(update={"period": "mei 2024"})
    later = replace(whole, settings=again.model_copy(update={"fieldwork": period}))

    assert describe_waves(Waves(whole, later)) == [
        "De vorige meting is ‘De proef’, met 6 respondenten (50% van de 12 benaderde personen).",
        "De nieuwste meting is ‘De proef, vervolg’ (mei 2024), met 6 respondenten (50% van de 12 "
        "benaderde personen).",
        "Alleen de vorige meting is een reconstructie.",
    ]
    assert len(describe_waves(Waves(whole, whole))) == 2


@pytest.mark.parametrize(
    ("rows", "exp"),
    [
        (
            [],
            ["Beide vragenlijsten zijn gelijk: niets is toegevoegd, vervallen of anders gezegd."],
        ),
        (
            [("school", "added", "prize"), ("school", "dropped", "region")],
            [
                "Van de opbrengsten is er één toegevoegd, één vervallen en geen anders "
                "geformuleerd.",
                "Verder is de vragenlijst gelijk gebleven.",
                "Alleen wat in beide metingen is gevraagd, is te vergelijken.",
            ],
        ),
        (
            [("school", "reworded", "network"), ("Status", "added", "x"), ("Levels", "added", "y")],
            [
                "Van de opbrengsten zijn er geen toegevoegd, geen vervallen en één anders "
                "geformuleerd.",
                "Verder verandert de vragenlijst nog op twee punten.",
                "Alleen wat in beide metingen is gevraagd, is te vergelijken.",
            ],
        ),
    ],
)
def test_changes_of_the_questionnaire(rows: list[Any], exp: list[str], form: Questionnaire) -> None:
    assert describe_changes(changes(*rows), form) == exp


def test_what_cannot_be_compared_is_said(whole: CleanStudy) -> None:
    found = changes(
        ("school", "added", "prize"),
        ("school", "dropped", "region"),
        ("school", "reworded", "network"),
        ("pupil", "dropped", "skills"),
    )

    assert describe_comparability(found, "school", PHRASES) == [
        "Alleen in de nieuwste meting gevraagd: een prijs.",
        "Alleen in de vorige meting gevraagd: de regio.",
        "Anders geformuleerd, zodat een verschil ook aan de vraag kan liggen: het netwerk.",
    ]
    assert describe_comparability(found[:0], "school", PHRASES) == []


def test_changes_in_a_table_are_in_dutch(whole: CleanStudy) -> None:
    found = changes(("school", "reworded", "network"), ("Status", "added", "partly"))

    got = changes_in_words(found, whole.questionnaire)

    assert got.values.tolist() == [
        ["Opbrengsten op schoolniveau", "anders geformuleerd", "Oud", "Nieuw"],
        ["Status", "toegevoegd", "Oud", "Nieuw"],
    ]


def test_differences_name_the_waves() -> None:
    shares = pd.DataFrame(
        {"group": ["earlier", "later"], "outcome": "network", "n": [10, 20], "count": [3, 16]}
    ).assign(share=[0.3, 0.8])
    differences = pd.DataFrame({"outcome": ["network"], "difference": [0.5], "p_holm": [0.01]})

    assert describe_wave_differences(shares, differences, PHRASES) == [
        "Het grootste verschil zit bij het netwerk: 80% (de nieuwste meting) tegen 30% (de vorige "
        "meting).",
        "Het verschil bij het netwerk is groter dan door toeval is te verwachten.",
    ]


@pytest.mark.parametrize(
    ("clear", "start"),
    [(0, "Geen van de 16 vergeleken opbrengsten verschilt"), (1, "Een van de 16 vergeleken"),
     (3, "Drie van de 16 vergeleken opbrengsten verschillen")],
)  # fmt: skip
def test_how_many_differences_are_clear(clear: int, start: str, form: Questionnaire) -> None:
    got = describe_clear(clear, 16, form)
    assert got.startswith(start)
    assert got.endswith(" meer dan door toeval is te verwachten in hoe vaak die is genoemd.")
