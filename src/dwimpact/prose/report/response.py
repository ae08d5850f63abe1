"""Sentences about non-response: tests of it, and what weighting for it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from dwimpact.analysis.weighting import Weighting
from dwimpact.prose.differences import beyond_chance
from dwimpact.prose.words import enumerate_in_words, lower_first, upper_first, verb
from dwimpact.statistics import percentage
from dwimpact.study.questionnaire.model import Questionnaire

if TYPE_CHECKING:
    from dwimpact.study.study import Study

NOT_WEIGHTED = (
    "Hier staan geen gewogen aandelen: daarvoor is van ieder zowel de groep als het antwoord "
    "nodig, en dat is niet gepubliceerd."
)


def describe_response_tests(tests: pd.DataFrame, form: Questionnaire) -> list[str]:
    """Which groups of a `response_tests` table differ in response, and which do not.

    >>> tests = dw.response_tests(study.respondents, {"sector": study.populations["sector"]})
    >>> dw.describe_response_tests(tests, form)[0][:60]
    'Tussen sectoren is geen verschil in respons aangetoond: toev'
    """
    clear = beyond_chance(tests)
    between = tests["dimension"].map(lambda by: f"tussen {form.variable(by).plural}")
    sentences = []
    if clear.any():
        named = enumerate_in_words(between[clear])
        sentences.append(f"De respons verschilt {named} meer dan door toeval is te verklaren.")
    if not clear.all():
        named = enumerate_in_words(between[~clear])
        sentences.append(
            f"{upper_first(named)} is geen verschil in respons aangetoond: toeval kan verklaren "
            "wat er aan verschil is. Bij deze aantallen komen alleen grote verschillen aan het "
            "licht."
        )
    return sentences


def describe_response_method(study: Study) -> str:
    """How the response of groups was tested, and what that cannot reckon with.

    >>> dw.describe_response_method(study)[:50]
    'p volgens de exacte toets van Fisher, Freeman en H'
    """
    said = "p volgens de exacte toets van Fisher, Freeman en Halton, met Holm-correctie."
    if not study.clusters:
        return said
    one = study.questionnaire.variable(study.clusters).label
    unknown = "" if study.clusters in study.populations else ", en dat is niet bekend"
    return (
        f"{said} Mensen uit één {one} tellen hier als los, anders dan in de andere toetsen: om met "
        f"hun samenhang te rekenen, is nodig hoeveel mensen per {one} zijn benaderd{unknown}. Een "
        "kleine p kan dus ook daarvan komen."
    )


def describe_weights(
    weighting: Weighting, by: Sequence[str], labels: Mapping[Any, str]
) -> list[str]:
    """How respondents were weighted, how unequal the weights are and who weighs most, or why they
    were not weighted.

    `by` are what the variables are called whose groups were counted among those approached.

    >>> weighting = dw.rake(study.respondents, {"sector": study.populations["sector"]})
    >>> dw.describe_weights(weighting, ["sector"], dw.group_labels(form))[0][:60]
    'De antwoorden van 64 mensen zijn zo gewogen dat deze groep n'
    """
    if weighting.absent:
        groups = [lower_first(labels[group]) for group in weighting.absent]
        return [
            "De antwoorden zijn niet gewogen: zonder antwoord "
            f"{verb(len(groups), 'bleef', 'bleven')} {enumerate_in_words(groups)}."
        ]
    if weighting.weights is None:
        return [
            "De antwoorden zijn niet gewogen: bij de combinaties van "
            f"{enumerate_in_words(by)} die meededen, bestaan geen gewichten waarmee alle "
            "verdelingen kloppen."
        ]
    found = weighting.summary()
    n = f"{found['n']:.0f}"
    cost = (
        "Ongelijke gewichten kosten nauwkeurigheid: met een ontwerpeffect van "
        f"{_decimal(found['design_effect'], 2)} zeggen de {n} antwoorden evenveel als "
        f"{found['effective_n']:.0f} die even zwaar wegen."
    )
    least, most, mean = (_decimal(found[name], 1) for name in ("least", "most", "mean"))
    if weighting.given:
        about = f"{least} tot {most}, gemiddeld {mean}."
        return [f"De gewichten stonden bij de antwoorden en lopen van {about}", cost]
    return [
        f"De antwoorden van {n} mensen zijn zo gewogen dat deze groep "
        f"{enumerate_in_words(f'naar {name}' for name in by)} net zo is verdeeld als de "
        f"{found['total']:.0f} benaderde personen.",
        f"Wie antwoordde, staat dan voor {least} tot {most} benaderde personen, gemiddeld {mean}.",
        *_heaviest(weighting, labels),
        cost,
    ]


def _heaviest(weighting: Weighting, labels: Mapping[Any, str]) -> list[str]:
    """Of a group only the average is told: so many of it were approached for each answer."""
    if weighting.heaviest is None:
        return []
    _, group, mean = weighting.heaviest
    return [
        f"Het zwaarst tellen de antwoorden van de groep ‘{lower_first(labels[group])}’: daar staat "
        f"ieder gemiddeld voor {_decimal(mean, 1)} benaderde personen."
    ]


def describe_weighted(shares: pd.DataFrame, by: Sequence[str], form: Questionnaire) -> list[str]:
    """The largest shift of a `weighted_shares` table. `by` are what the variables are called by
    which was weighted, where that is known.

    >>> weights = pd.Series(1.0, index=study.respondents["respondent"])
    >>> table = dw.weighted_shares(dw.at_level(study.outcomes, "student"), weights)
    >>> dw.describe_weighted(table, ["sector"], form)[0][:50]
    'De grootste verschuiving zit bij de ontwikkeling v'
    """
    row = shares.iloc[(shares["weighted"] - shares["share"]).abs().argmax()]
    before, after = int(percentage(row["count"], row["n"])), int(100 * row["weighted"] + 0.5)
    shift = f": van {before} naar {after}%" if before != after else ", minder dan een procentpunt"
    return [
        f"De grootste verschuiving zit bij {form.phrases[row['level']][row['outcome']]} "
        f"{form.level(row['level']).where}{shift}.",
        f"Wegen neemt alleen {_taken_away(by)}; waarin mensen die niet meededen verder "
        "verschillen, is onbekend. De andere cijfers in dit rapport zijn ongewogen.",
    ]


def _taken_away(by: Sequence[str]) -> str:
    if by:
        return f"verschillen in respons naar {enumerate_in_words(by)} weg"
    return "de verschillen weg waarvoor de gewichten zijn gemaakt"


def _decimal(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")
