"""Sentences about an edition: who is in it, what it leaves out, and why another is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dwimpact.disclosure.editions import (
    BY_DIFFERENCE,
    FEW_OTHERS,
    NOT_APART,
    NOT_PUBLISHED,
    TOO_FEW,
    EditionVerdict,
)
from dwimpact.prose.published.origin import origin_of
from dwimpact.prose.words import enumerate_in_words, in_brackets, number_in_words, verb
from dwimpact.statistics import percentage
from dwimpact.study.edition import Edition
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Settings

if TYPE_CHECKING:
    from dwimpact.dataset import CleanStudy


def describe_part(edition: Edition, n: int, everybody: int, form: Questionnaire) -> str:
    """'Editie hbo: 32 van de 64 respondenten'."""
    return f"Editie {edition.label}: {n} van de {everybody} {form.terms.respondent.plural}"


def describe_edition(study: CleanStudy, edition: Edition) -> list[str]:
    """What this edition of the study is about and how it differs from the whole report, in
    paragraphs.

    >>> hbo = dw.load(study.folder, edition="sector=hbo")
    >>> dw.describe_edition(hbo, hbo.edition)[0][:60]
    'Deze editie gaat over hbo: 32 van de 64 respondenten (gepubl'
    """
    n, everybody = study.n, study.whole.n
    people = study.questionnaire.terms.respondent.plural
    approached, below = study.population, study.settings.withhold_below
    few = f"{number_in_words(below)} {study.questionnaire.terms.respondent.times(below)}"
    origin = origin_of(study, n)
    response = (
        f"Uit deze groep {verb(approached, 'is 1 persoon', f'zijn {approached} personen')} "
        f"benaderd; daarvan deed {percentage(n, approached)}% mee{in_brackets(origin)}."
        if approached
        else "Hoeveel mensen van deze groep zijn benaderd, is niet bekend; de intervallen houden "
        "daarom geen rekening met de omvang van de groep."
    )
    beside = (
        "Wat alleen over iedereen samen is gepubliceerd, staat in het hele rapport."
        if study.settings.has_bounds
        else f"De andere {everybody - n} {people} staan er als ‘alle anderen’ naast."
    )
    first = study.split_columns[:1]
    named = [v.label for v in study.questionnaire.split_by if v.group_column in first]
    listed_by = f"per {named[0]} " if named else ""
    texts = (
        "Open antwoorden, toelichtingen en opmerkingen zijn die van de editie."
        if edition.shows_texts
        else "Open antwoorden, toelichtingen en opmerkingen staan alleen in het hele rapport. Daar "
        f"zijn ze {listed_by}te lezen; stonden ze ook hier, dan kwam wie beide naast elkaar legt, "
        "te veel over de schrijver te weten."
    )
    return [
        f"Deze editie gaat over {edition.label}: {n} van de {everybody} {people}"
        f"{in_brackets(origin)}. {response} " + beside,
        f"Waar van {people} of van het totaal sprake is, gaat het om de {people} van deze editie. "
        f"Verder is niet uitgesplitst, omdat een groep met minder dan {few} niet apart "
        "wordt getoond.",
        f"{texts} Hoofdstukken en bijlagen houden hun nummer uit het hele rapport; wat alleen daar "
        "staat, ontbreekt in de telling.",
    ]


def beside_an_edition(settings: Settings) -> str:
    """What stands beside the numbers of an edition, after its name: nothing where only totals are
    known.
    """
    return "" if settings.has_bounds else ", met alle anderen ernaast"


def describe_refusals(verdicts: Sequence[EditionVerdict]) -> list[str]:
    """Which editions were not made and why, a sentence per reason, not how small they are."""
    reasons = {
        TOO_FEW: "Te klein: {}.",
        FEW_OTHERS: "Zo groot dat er te weinig anderen zijn om mee te vergelijken: {}.",
        BY_DIFFERENCE: "Naast het hele rapport en de andere edities zou een te kleine groep zijn "
        "af te leiden: {}.",
        NOT_APART: "Ook in het hele rapport niet apart getoond: {}.",
        NOT_PUBLISHED: "Niet apart te zien in wat is gepubliceerd: {}.",
    }
    return [
        reason.format(enumerate_in_words(found))
        for refused, reason in reasons.items()
        if (found := [v.edition.label for v in verdicts if v.refused == refused])
    ]
