from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.analysis.differences import compare_groups
from dwimpact.analysis.overview import level_overview
from dwimpact.analysis.response import response_rates
from dwimpact.analysis.weighting import Weighting
from dwimpact.prose import views
from dwimpact.prose.cleaning import describe_cleaning
from dwimpact.prose.outcomes import (
    describe_characteristic,
    describe_differences,
    describe_levels,
    describe_mentions,
    describe_ranking,
    describe_silence,
    describe_withheld,
)
from dwimpact.prose.response import describe_response_tests, describe_weighted, describe_weights
from dwimpact.prose.study import (
    describe_explanations,
    describe_fieldwork,
    describe_limits,
    describe_open_answers,
    describe_registry,
    describe_response,
    describe_verdicts,
)
from dwimpact.prose.themes import describe_coding, describe_themes
from dwimpact.prose.words import (
    ANCHORS,
    count_of,
    enumerate_in_words,
    lower_first,
    number_in_words,
    of_respondents,
    share_in_words,
    upper_first,
    verb,
)
from dwimpact.shares import at_level, characteristic_shares, mention_shares
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.settings import Fieldwork
from dwimpact.study.study import Study
from dwimpact.tables.labels import category_labels, group_labels
from dwimpact.tidy.tables import Tables

PHRASES = {"a": "de eerste", "b": "de tweede", "c": "de derde", "d": "de vierde"}
LEVELS = {"school": "schoolniveau", "pupil": "leerlingniveau"}


def shares_of(n: int, group: str = "all", **counts: int) -> pd.DataFrame:
    """A figure table of one level, with what prose looks at."""
    table = pd.DataFrame({"outcome": list(counts), "count": list(counts.values())})
    share = table["count"] / n if n else float("nan")
    return table.assign(group=group, level="school", n=n, missing=1, share=share)


@pytest.fixture
def options(outcomes: pd.DataFrame) -> pd.DataFrame:
    return at_level(outcomes, "school", listed_only=False)


@pytest.mark.parametrize(
    ("count", "n", "exp"),
    [
        (0, 64, "geen"),
        (64, 64, "alle"),
        (16, 64, "een kwart"),
        (32, 64, "de helft"),
        (48, 64, "driekwart"),
        (1, 3, "een derde"),
        (2, 3, "twee derde"),
        (53, 64, "83 procent"),
        (34, 64, "ruim de helft"),
        (30, 64, "bijna de helft"),
        (64, 178, "ruim een derde"),
        (1, 64, "2 procent"),
        (63, 64, "98 procent"),
    ],
)
def test_share_in_words(count: int, n: int, exp: str) -> None:
    assert share_in_words(count, n) == exp


@given(st.data(), st.integers(1, 500))
def test_share_in_words_is_true(data: st.DataObject, n: int) -> None:
    count = data.draw(st.integers(0, n))
    share, words = Fraction(count, n), share_in_words(count, n)
    values = {word: anchor for anchor, word in ANCHORS.items()}
    if words in ("geen", "alle"):
        assert share == {"geen": 0, "alle": 1}[words]
    elif words in values:
        assert abs(share - values[words]) <= Fraction(1, 200)
    elif words.startswith("ruim "):
        assert 0 < share - values[words.removeprefix("ruim ")] <= Fraction(4, 100)
    elif words.startswith("bijna "):
        assert 0 < values[words.removeprefix("bijna ")] - share <= Fraction(4, 100)
    else:
        assert abs(100 * share - int(words.removesuffix(" procent"))) <= Fraction(1, 2)


def test_share_of_nobody_has_no_words() -> None:
    with pytest.raises(ZeroDivisionError):
        share_in_words(0, 0)


@pytest.mark.parametrize(
    ("number", "exp"), [(0, "nul"), (3, "drie"), (12, "twaalf"), (13, "13"), (178, "178")]
)
def test_number_in_words(number: int, exp: str) -> None:
    assert number_in_words(number) == exp


@pytest.mark.parametrize(
    ("words", "exp"),
    [(["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c"), (iter("ab"), "a en b")],
)
def test_enumeration(words: Any, exp: str) -> None:
    assert enumerate_in_words(words) == exp


def test_first_letter() -> None:
    assert lower_first("De ICT") == "de ICT"
    assert upper_first("mbo en hbo") == "Mbo en hbo"
    assert lower_first("") == upper_first("") == ""


@pytest.mark.parametrize(
    ("count", "exp"),
    [
        (0, "geen respondenten (0 van 64; 0%)"),
        (32, "de helft van de respondenten (32 van 64; 50%)"),
        (34, "ruim de helft van de respondenten (34 van 64; 53%)"),
        (53, "53 van de 64 respondenten (83%)"),
        (64, "alle respondenten (64 van 64; 100%)"),
    ],
)
def test_part_of_the_respondents(count: int, exp: str) -> None:
    assert of_respondents(count, 64) == exp


def test_count_and_verb() -> None:
    assert count_of(pd.Series({"count": 53, "n": 64})) == "53 van 64; 83%"
    assert [verb(n, "is", "zijn") for n in (0, 1, 2)] == ["zijn", "is", "zijn"]


def test_ranking_of_mentions() -> None:
    got = describe_mentions(shares_of(64, a=30, b=40, c=53, d=32), PHRASES)
    assert got == [
        "Het vaakst genoemd wordt de derde: door 53 van de 64 respondenten (83%).",
        "Ook de tweede en de vierde worden door ten minste de helft genoemd (50 tot 63%).",
        "Minder dan de helft noemt de eerste (30 van 64; 47%).",
    ]


def test_ranking_with_one_at_half_and_without_the_rest() -> None:
    got = describe_mentions(shares_of(4, a=3, b=2), PHRASES)
    assert got == [
        "Het vaakst genoemd wordt de eerste: door driekwart van de respondenten (3 van 4; 75%).",
        "Ook de tweede wordt door ten minste de helft genoemd (50%).",
    ]


def test_silence(options: pd.DataFrame) -> None:
    assert describe_silence(mention_shares(options)) == (
        "Van de 6 respondenten ziet er één op dit niveau geen opbrengsten of heeft daar geen zicht "
        "op; één liet dit deel van het formulier leeg. Eén noemt (ook) een andere opbrengst. De "
        "percentages zijn steeds berekend over alle respondenten."
    )
    several = shares_of(64, none=2, other=0).assign(missing=13)
    assert describe_silence(several) == (
        "Van de 64 respondenten zien er twee op dit niveau geen opbrengsten of hebben daar geen "
        "zicht op; 13 lieten dit deel van het formulier leeg. Niemand noemt (ook) een andere "
        "opbrengst. De percentages zijn steeds berekend over alle respondenten."
    )


def test_withheld_groups(form: Questionnaire) -> None:
    got = describe_withheld({"rest": 1, "mbo": 3}, group_labels(form), 10)
    assert got == (
        "Niet apart getoond: overige instellingen (n = 1) en mbo (n = 3). Een groep met minder dan "
        "10 respondenten telt alleen mee in het totaal."
    )
    assert describe_withheld({}, {}, 10) == ""


def differences(mbo: pd.DataFrame, hbo: pd.DataFrame) -> list[str]:
    shares = pd.concat([mbo.assign(group="mbo"), hbo.assign(group="hbo")], ignore_index=True)
    compared = compare_groups(shares, "mbo", "hbo")
    return describe_differences(shares, compared, PHRASES, NAMES)


NAMES = {"mbo": "het mbo", "hbo": "het hbo"}


def test_of_one_group_nothing_can_be_compared() -> None:
    one = pd.DataFrame({"group": ["mbo"], "level": ["a"], "outcome": ["first"], "share": [0.5]})
    assert describe_differences(one, compare_groups(one), PHRASES, NAMES) == [
        "Er zijn geen twee groepen die groot genoeg zijn om te vergelijken."
    ]


CHANCE = (
    "Bij deze aantallen kan toeval alle verschillen verklaren: geen enkel verschil is statistisch "
    "significant (exacte toets van Fisher, Holm-correctie)."
)


def test_largest_differences() -> None:
    got = differences(shares_of(10, a=2, b=6, c=5), shares_of(10, a=5, b=4, c=5))
    assert got == [
        "Het grootste verschil zit bij de eerste: 50% (het hbo) tegen 20% (het mbo).",
        "Ook bij de tweede is er verschil: 60% (het mbo) tegen 40% (het hbo).",
        CHANCE,
    ]


def test_small_differences_are_not_singled_out() -> None:
    got = differences(shares_of(100, a=50, b=50), shares_of(100, a=59, b=41))
    exp = "De verschillen tussen het mbo en het hbo zijn klein: overal minder dan 10 procentpunten."
    assert got == [exp, CHANCE]


@pytest.mark.parametrize(
    ("b", "exp"),
    [
        (
            50,
            "Statistisch significant is het verschil bij de eerste (exacte toets van Fisher, "
            "Holm-correctie).",
        ),
        (
            10,
            "Statistisch significant zijn de verschillen bij de eerste en de tweede "
            "(exacte toets van Fisher, Holm-correctie).",
        ),
    ],
)
def test_difference_that_chance_does_not_explain(b: int, exp: str) -> None:
    got = differences(shares_of(100, a=80, b=50), shares_of(100, a=10, b=b))
    assert got[0] == "Het grootste verschil zit bij de eerste: 80% (het mbo) tegen 10% (het hbo)."
    assert got[-1] == exp


def test_differences_between_several_groups() -> None:
    groups = {"mbo": (9, 5), "hbo": (5, 5), "wo": (1, 3)}
    shares = pd.concat(
        [shares_of(10, group=group, a=a, b=b) for group, (a, b) in groups.items()],
        ignore_index=True,
    )
    test = "exacte toets van Fisher, Freeman en Halton, Holm-correctie"
    names = NAMES | {"wo": "het wo"}
    assert describe_differences(shares, compare_groups(shares), PHRASES, names) == [
        "Het grootste verschil zit bij de eerste: 90% (het mbo) tegen 10% (het wo).",
        "Ook bij de tweede is er verschil: 50% (het mbo) tegen 30% (het wo).",
        f"Statistisch significant is het verschil bij de eerste ({test}).",
    ]
    alike = shares.assign(count=5, share=0.5)
    assert describe_differences(alike, compare_groups(alike), PHRASES, names) == [
        "De verschillen tussen het mbo, het hbo en het wo zijn klein: overal minder dan 10 "
        "procentpunten.",
        "Bij deze aantallen kan toeval alle verschillen verklaren: geen enkel verschil is "
        f"statistisch significant ({test}).",
    ]


def test_status_over_all_mentions(school: pd.DataFrame, form: Questionnaire) -> None:
    got = describe_characteristic(
        characteristic_shares(school, "status"),
        category_labels(form, "status"),
        form.outcome_phrases("school"),
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
        form.outcome_phrases("school"),
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
        form.outcome_phrases("school"),
    )
    assert got == ["Bij geen enkele genoemde opbrengst is dit ingevuld."]


def test_levels_compared(outcomes: pd.DataFrame) -> None:
    overview = level_overview(outcomes[~outcomes["outcome"].isin(["other", "none"])])
    got = describe_levels(overview, LEVELS, {"new": "Nieuw", "strengthened": "Versterking"})
    assert got == [
        "Het antwoord ‘Nieuw’ komt bij de genoemde opbrengsten het meest voor op leerlingniveau "
        "(60%), gevolgd door schoolniveau (50%).",
        "Het antwoord ‘Versterking’ komt bij de genoemde opbrengsten het meest voor op "
        "schoolniveau (50%), gevolgd door leerlingniveau (40%).",
    ]


def test_level_without_mentions_is_left_out() -> None:
    overview = pd.DataFrame({"level": ["school", "pupil"], "new": [0.25, None], "old": [None] * 2})
    got = describe_levels(overview, LEVELS, {"new": "Nieuw", "old": "Oud"})
    exp = "Het antwoord ‘Nieuw’ komt bij de genoemde opbrengsten het meest voor op schoolniveau"
    assert got == [f"{exp} (25%)."]


def test_ranking_over_levels(outcomes: pd.DataFrame, form: Questionnaire) -> None:
    shares = mention_shares(outcomes[~outcomes["outcome"].isin(["other", "none"])])
    phrases = {level.code: form.outcome_phrases(level.code) for level in form.levels}
    assert describe_ranking(shares, phrases, LEVELS, top=2) == [
        "Over de niveaus heen worden het vaakst genoemd: het contact met scholen op schoolniveau "
        "(3 van 6; 50%) en soft skills op leerlingniveau (3 van 6; 50%).",
        "Van de 4 voorgelegde opbrengsten worden er twee door ten minste de helft van de "
        "respondenten genoemd.",
    ]


def test_registry(study: Study) -> None:
    assert describe_registry(study.workplaces, ["mbo", "hbo", "wo"]) == (
        "Samen tellen de 3 werkplaatsen 3 mbo-, 2 hbo- en 1 wo-instellingen. In twee werkplaatsen "
        "werken instellingen uit meer dan één onderwijssector samen."
    )


def test_fieldwork(study: Study, tables: Tables) -> None:
    facts = (tables.respondents, study.workplaces, 12)
    known = [
        "Benaderd zijn 12 docenten van scholen.",
        "Daarvan vulden er 6 het formulier in: de helft (50%).",
        "Zij komen uit 2 van de 3 werkplaatsen.",
    ]
    assert describe_fieldwork(study.settings, *facts) == [
        "Wanneer het veldwerk was, vermeldt de bron niet.",
        *known,
    ]
    fieldwork = Fieldwork(period="mei 2023", instrument="formulier op papier", interviews=8)
    settings = study.settings.model_copy(update={"fieldwork": fieldwork})
    assert describe_fieldwork(settings, *facts) == [
        "Het formulier is ontwikkeld na gesprekken met acht projectleiders.",
        "De vragen zijn gesteld met een formulier op papier.",
        "Het veldwerk was in mei 2023.",
        *known,
    ]


def test_highest_and_lowest_response(study: Study, tables: Tables, form: Questionnaire) -> None:
    rates = response_rates(tables.respondents, "tranche", study.populations["tranche"])
    assert describe_response(rates, group_labels(form), "de tranches") == (
        "Van de tranches is de respons het hoogst bij tranche 2 (3 van 4; 75%) en het laagst bij "
        "tranche 3 (0 van 2; 0%)."
    )


def after_tests(tranche: float, sector: float) -> list[str]:
    p = [tranche, sector]
    table = pd.DataFrame({"dimension": ["tranche", "sector"], "p": p, "p_holm": p})
    return describe_response_tests(table)


def test_response_that_differs_or_not() -> None:
    chance = (
        "is geen verschil in respons aangetoond: toeval kan verklaren wat er aan verschil is. Bij "
        "deze aantallen komen alleen grote verschillen aan het licht."
    )
    clear = "meer dan door toeval is te verklaren."
    assert after_tests(0.2, 0.05) == [f"Tussen tranches en tussen sectoren {chance}"]
    assert after_tests(0.2, 0.01) == [
        f"De respons verschilt tussen sectoren {clear}",
        f"Tussen tranches {chance}",
    ]
    assert after_tests(0.001, 0.01) == [
        f"De respons verschilt tussen tranches en tussen sectoren {clear}"
    ]


def test_weights_in_words() -> None:
    weights = pd.Series([1.0, 1.0, 2.0, 6.0])
    assert describe_weights(Weighting(weights), {}) == [
        "De 4 respondenten zijn zo gewogen dat zij naar tranche en naar sector net zo verdeeld "
        "zijn als de 10 benaderde personen.",
        "Een respondent staat dan voor 1,0 tot 6,0 benaderde personen, gemiddeld 2,5.",
        "Ongelijke gewichten kosten nauwkeurigheid: met een ontwerpeffect van 1,68 zeggen de 4 "
        "respondenten evenveel als 2 die even zwaar wegen.",
    ]


def test_why_there_are_no_weights(form: Questionnaire) -> None:
    labels = group_labels(form)
    assert describe_weights(Weighting(None, (3,)), labels) == [
        "De antwoorden zijn niet gewogen: zonder respondenten bleef tranche 3."
    ]
    assert describe_weights(Weighting(None, (3, "wo")), labels) == [
        "De antwoorden zijn niet gewogen: zonder respondenten bleven tranche 3 en wo."
    ]
    assert describe_weights(Weighting(None), labels) == [
        "De antwoorden zijn niet gewogen: bij de combinaties van tranche en sector die meededen, "
        "bestaan geen gewichten waarmee beide verdelingen kloppen."
    ]


LIMITS_OF_WEIGHTING = (
    "Wegen neemt alleen verschillen in respons naar tranche en sector weg; waarin wie niet meedeed "
    "verder verschilt, is onbekend. De andere cijfers in dit rapport zijn ongewogen."
)


def weighted(a: float, b: float) -> list[str]:
    shares = shares_of(10, a=6, b=4).assign(low=[0.5, 0.35], high=[0.7, 0.45], weighted=[a, b])
    return describe_weighted(shares, {"school": PHRASES}, LEVELS)


def test_largest_shift_by_weighting() -> None:
    assert weighted(0.61, 0.375) == [
        "De grootste verschuiving zit bij de tweede op schoolniveau: van 40 naar 38%.",
        "Geen enkel gewogen aandeel ligt buiten het interval van het ongewogen aandeel.",
        LIMITS_OF_WEIGHTING,
    ]
    assert weighted(0.8, 0.1)[:2] == [
        "De grootste verschuiving zit bij de tweede op schoolniveau: van 40 naar 10%.",
        "Van de 2 gewogen aandelen liggen er twee buiten het interval van het ongewogen aandeel.",
    ]
    assert weighted(0.603, 0.4)[0] == (
        "De grootste verschuiving zit bij de eerste op schoolniveau, minder dan een procentpunt."
    )


def test_open_answers(tables: Tables, study: Study) -> None:
    assert describe_open_answers(tables.open_answers, tables.respondents, study) == [
        "Het formulier begint met een open vraag: Wat is de impact?",
        "Op ten minste één niveau vulde de helft van de respondenten (3 van 6; 50%) iets in: "
        "1 voor mbo, 1 voor hbo en wo en 1 voor overige instellingen.",
        "De antwoorden staan hieronder zoals ze zijn ingevuld, op namen na: daarvoor staat een "
        "aanduiding tussen rechte haken. Een streepje is een leeg vak.",
    ]


def test_explanations(options: pd.DataFrame) -> None:
    start = "Wie een opbrengst aankruiste, kon die toelichten. Dat gebeurde bij"
    explained = options.dropna(subset=["explanation"])
    got = describe_explanations(explained, options)
    assert got == f"{start} 1 van de 6 genoemde opbrengsten, door 1 respondent."
    nobody = describe_explanations(explained[:0], options)
    assert nobody == f"{start} 0 van de 6 genoemde opbrengsten, door 0 respondenten."


def test_verdicts() -> None:
    table = pd.DataFrame({"verdict": ["confirmed"] * 3 + ["not checkable"] * 2})
    got = describe_verdicts(table, reconstructed=False)
    assert got == [
        "Het rapport bevat 5 uitspraken met een getal of een vergelijking.",
        "De gegevens bevestigen er 3 en spreken er geen enkele tegen; 2 zijn met dit onderzoek "
        "niet te toetsen.",
        "Bij elke uitspraak staat wat er uit de gegevens komt en, waar de tekst van het rapport "
        "onduidelijk of tegenstrijdig is, hoe zij hier is gelezen.",
    ]
    exp = ["Bij dit onderzoek hoort geen lijst van gepubliceerde uitspraken."]
    assert describe_verdicts(table[:0], reconstructed=False) == exp
    circular = set(describe_verdicts(table, reconstructed=True)) - set(got)
    assert [text.split(":")[0] for text in circular] == ["Dat bewijst niets over het rapport"]


def test_cleaning(tables: Tables) -> None:
    got = describe_cleaning(tables)
    assert got[0] == (
        "Het antwoordbestand heeft 6 rijen; alle 6 zijn gebruikt, geen enkele is weggelaten."
    )
    assert got[2] == "Bij geen enkele genoemde opbrengst ontbreekt de status."


@pytest.mark.parametrize(("reconstructed", "sentences"), [(True, 3), (False, 2)])
def test_limits(study: Study, reconstructed: bool, sentences: int) -> None:
    settings = study.settings.model_copy(update={"reconstructed": reconstructed})
    got = describe_limits(settings, 6, 12)
    exp = [
        "De cijfers gaan over 6 van de 12 benaderde personen (50%). Wie niet meedeed, kan anders "
        "over de opbrengsten denken.",
        "De intervallen bij de cijfers laten zien hoeveel toeval bij deze aantallen kan "
        "meespelen; ze zeggen niets over selectieve deelname.",
        "De gegevens zijn een reconstructie die met het gepubliceerde rapport overeenstemt. Waar "
        "het rapport geen cijfer noemt, is het cijfer hier een aanname.",
    ]
    assert got == exp[:sentences]


LABELS_OF_GROUPS = {"mbo": "mbo", "rest": "overige instellingen", 2: "tranche 2", 3: "tranche 3"}


@pytest.mark.parametrize(
    ("choices", "exp"),
    [
        (("school", "mentioned", None, {}), "Opbrengsten op schoolniveau"),
        (
            ("pupil", "status", "workplace", {"sector": "mbo", "tranche": 3}),
            "Status van de opbrengsten op leerlingniveau, naar Digitale Werkplaats; alleen mbo en "
            "tranche 3",
        ),
    ],
)
def test_title_of_a_view_names_what_was_chosen(choices, exp, form):
    assert views.describe_view(*choices, form, LABELS_OF_GROUPS) == exp


def test_title_of_texts_names_what_was_chosen(form):
    title = views.describe_text_view("remarks", None, {"sector": "mbo"}, form, LABELS_OF_GROUPS)

    assert title == "Opmerkingen; alleen mbo"
    title = views.describe_text_view(None, "school", {}, form, LABELS_OF_GROUPS)
    assert title == "Alle teksten van respondenten op schoolniveau"


def test_withheld_groups_of_a_view_are_those_with_people():
    small = "Een groep met minder dan 10 respondenten telt alleen mee in het totaal."
    larger = " Een grotere groep ook, waar anders uit het verschil een kleinere zou volgen."

    got = [
        views.describe_withheld_apart(withheld, LABELS_OF_GROUPS, 10)
        for withheld in ({}, {"mbo": 0}, {"mbo": 0, "rest": 6}, {2: 14, 3: 9})
    ]

    assert got == [
        "",
        "",
        f"Niet apart getoond: overige instellingen (n = 6). {small}",
        f"Niet apart getoond: tranche 2 (n = 14) en tranche 3 (n = 9). {small}{larger}",
    ]


def test_a_refusal_is_singular_for_one_respondent():
    assert views.describe_refusal(1, 10, left_out=False).startswith(
        "Deze keuze laat 1 respondent over. Minder dan 10 mensen"
    )
    assert views.describe_refusal(9, 10, left_out=True).startswith(
        "Deze keuze laat 9 respondenten weg."
    )


def test_hits_and_texts_are_counted():
    assert views.describe_hits(1, 1) == "1 vindplaats in 1 tekst."
    assert views.describe_hits(0, 12) == "0 vindplaatsen in 12 teksten."


def test_what_is_written_about_most_level_by_level() -> None:
    shares = pd.DataFrame(
        [
            ("schoolniveau", "Regio en netwerk", 10, 4),
            ("schoolniveau", "Vernieuwing", 10, 5),
            ("leerlingniveau", "Regio en netwerk", 8, 6),
            ("leerlingniveau", "Vernieuwing", 8, 1),
        ],
        columns=["group", "theme", "n", "count"],
    )
    coded = pd.DataFrame(
        {
            "respondent": ["R1", "R1", "R2", "R2"],
            "level": "school",
            "coded": [True, True, False, False],
        }
    )
    assert describe_themes(shares, coded) == [
        "Wat respondenten schrijven, gaat het vaakst op schoolniveau over vernieuwing (5 van 10; "
        "50%) en op leerlingniveau over regio en netwerk (6 van 8; 75%).",
        "Een antwoord kan meer dan één thema hebben; een van de 2 antwoorden heeft er geen.",
    ]


def test_how_answers_got_their_themes() -> None:
    rules = (
        "De thema's zijn toegekend met regels: woorden in al hun vormen, en vaste uitdrukkingen."
    )
    agreement = pd.DataFrame({"n": [42, 42, 42], "kappa": [0.6, None, 1.0]})
    assert describe_coding(agreement) == [
        rules,
        "42 antwoorden zijn met de hand gecodeerd; daar geldt wat de codeur vond.",
        "Regels en codeur stemmen overeen met een kappa tussen 0,60 en 1,00 (1 is volledig, 0 is "
        "wat toeval geeft).",
    ]
    assert describe_coding(agreement[:0]) == [rules]
