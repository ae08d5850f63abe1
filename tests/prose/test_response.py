"""Response, and weights."""

from __future__ import annotations

import pandas as pd
from frames import shares_of

from dwimpact.analysis.weighting import Weighting
from dwimpact.prose.response import describe_response_tests, describe_weighted, describe_weights
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.tables.labels import group_labels


def after_tests(form: Questionnaire, tranche: float, sector: float) -> list[str]:
    p = [tranche, sector]
    table = pd.DataFrame({"dimension": ["tranche", "sector"], "p": p, "p_holm": p})
    return describe_response_tests(table, form)


def test_response_that_differs_or_not(form: Questionnaire) -> None:
    chance = (
        "is geen verschil in respons aangetoond: toeval kan verklaren wat er aan verschil is. Bij "
        "deze aantallen komen alleen grote verschillen aan het licht."
    )
    clear = "meer dan door toeval is te verklaren."
    assert after_tests(form, 0.2, 0.051) == [f"Tussen tranches en tussen sectoren {chance}"]
    assert after_tests(form, 0.2, 0.05) == [
        f"De respons verschilt tussen sectoren {clear}",
        f"Tussen tranches {chance}",
    ]
    assert after_tests(form, 0.001, 0.01) == [
        f"De respons verschilt tussen tranches en tussen sectoren {clear}"
    ]


def test_weights_in_words() -> None:
    weights = pd.Series([1.0, 1.0, 2.0, 6.0])
    assert describe_weights(Weighting(weights), ["tranche", "sector"], {}) == [
        "De antwoorden van 4 mensen zijn zo gewogen dat deze groep naar tranche en naar sector net "
        "zo is verdeeld als de 10 benaderde personen.",
        "Wie antwoordde, staat dan voor 1,0 tot 6,0 benaderde personen, gemiddeld 2,5.",
        "Ongelijke gewichten kosten nauwkeurigheid: met een ontwerpeffect van 1,68 zeggen de 4 "
        "antwoorden evenveel als 2 die even zwaar wegen.",
    ]


def test_who_weighs_most_is_named(form: Questionnaire) -> None:
    weighting = Weighting(pd.Series([1.0, 4.0]), heaviest=("tranche", "3", 4.0))
    got = describe_weights(weighting, ["tranche"], group_labels(form))
    assert got[2] == (
        "Het zwaarst tellen de antwoorden van de groep ‘tranche 3’: daar staat ieder gemiddeld "
        "voor 4,0 benaderde personen."
    )


def test_why_there_are_no_weights(form: Questionnaire) -> None:
    labels, by = group_labels(form), ["tranche", "sector"]
    assert describe_weights(Weighting(None, ("3",)), by, labels) == [
        "De antwoorden zijn niet gewogen: zonder antwoord bleef tranche 3."
    ]
    assert describe_weights(Weighting(None, ("3", "wo")), by, labels) == [
        "De antwoorden zijn niet gewogen: zonder antwoord bleven tranche 3 en wo."
    ]
    assert describe_weights(Weighting(None), by, labels) == [
        "De antwoorden zijn niet gewogen: bij de combinaties van tranche en sector die meededen, "
        "bestaan geen gewichten waarmee alle verdelingen kloppen."
    ]


LIMITS_OF_WEIGHTING = (
    "Wegen neemt alleen verschillen in respons naar tranche en sector weg; waarin wie niet meedeed "
    "verder verschilt, is onbekend. De andere cijfers in dit rapport zijn ongewogen."
)


def weighted(form: Questionnaire, network: float, region: float) -> list[str]:
    shares = shares_of(10, network=6, region=4).assign(
        low=[0.5, 0.35], high=[0.7, 0.45], weighted=[network, region]
    )
    return describe_weighted(shares, ["tranche", "sector"], form)


def test_largest_shift_by_weighting(form: Questionnaire) -> None:
    assert weighted(form, 0.61, 0.375) == [
        "De grootste verschuiving zit bij de positie op schoolniveau: van 40 naar 38%.",
        LIMITS_OF_WEIGHTING,
    ]
    assert weighted(form, 0.8, 0.1)[:1] == [
        "De grootste verschuiving zit bij de positie op schoolniveau: van 40 naar 10%.",
    ]
    assert weighted(form, 0.603, 0.4)[0] == (
        "De grootste verschuiving zit bij het contact met scholen op schoolniveau, minder dan een "
        "procentpunt."
    )
