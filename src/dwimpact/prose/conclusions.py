"""Sentences that conclude: how sure what was found is, and what can be built on."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.words import (
    enumerate_in_words,
    number_in_words,
    verb,
)
from dwimpact.statistics import points
from dwimpact.study.evidence import ASSUMED, BOUNDED, FIXED, evidence_of
from dwimpact.study.questionnaire import Questionnaire

HALF = 1 / 2


def describe_evidence(known: pd.DataFrame, form: Questionnaire) -> str:
    """How many shares the publication fixes, bounds and leaves open; `known` has rows of
    `study.known_mentions()`, of one group.

    >>> dw.describe_evidence(study.known_mentions().query("group == 'all'"), form)[:28]
    'Van de 17 aandelen liggen er'
    """
    counts = evidence_of(known).value_counts()
    fixed, bounded, assumed = (int(counts.get(kind, 0)) for kind in (FIXED, BOUNDED, ASSUMED))
    return (
        f"Van de {len(known)} aandelen {verb(fixed, 'ligt', 'liggen')} er "
        f"{_number(fixed)} vast, {verb(bounded, 'ligt', 'liggen')} er {_number(bounded)} tussen "
        f"twee grenzen, en over {_number(assumed)} zegt de publicatie zo goed als niets."
    )


def describe_margins(shares: pd.DataFrame) -> str:
    """How far a share of a `mention_shares` table can lie from what is shown, by chance; nothing
    without shares.

    >>> dw.describe_margins(study.mention_shares())[:60]
    'Door toeval kan een aandeel 8 tot 11 procentpunten naast het'
    """
    if shares.empty:
        return ""
    away = pd.concat([shares["share"] - shares["low"], shares["high"] - shares["share"]], axis=1)
    widest = away.max(axis=1).map(points)
    low, high = int(widest.min()), int(widest.max())
    between = str(low) if low == high else f"{low} tot {high}"
    return (
        f"Door toeval kan een aandeel {between} procentpunten naast het getoonde liggen: zo ver "
        "reikt het 95%-interval aan de ruimste kant."
    )


def describe_certainty(shares: pd.DataFrame, form: Questionnaire) -> list[str]:
    """Which outcomes surely half of the respondents mention, which surely fewer, and of which that
    cannot be said.

    `shares` has rows of `study.known_mentions()`, or of a `mention_shares` table with its
    intervals, of one group.

    >>> dw.describe_certainty(study.mention_shares("student"), form)[0][:53]
    'Ook met toeval meegerekend noemt ten minste de helft '
    """
    if shares.empty:
        return []
    known = "smallest" in shares
    low = shares["smallest"] / shares["n"] if known else shares["low"]
    high = shares["largest"] / shares["n"] if known else shares["high"]
    people = form.terms.respondent.plural
    surely = "Welke antwoorden er ook waren, noemt" if known else "Ook met toeval meegerekend noemt"
    unknown = (
        "laat de publicatie open: daarvoor zijn de antwoorden zelf nodig"
        if known
        else "is bij dit aantal antwoorden niet te zeggen"
    )
    parts = [
        (low >= HALF, f"{surely} ten minste de helft van de {people} {{}}."),
        (high < HALF, f"{surely} minder dan de helft {{}}."),
        ((low < HALF) & (high >= HALF), f"Of de helft ook {{}} noemt, {unknown}."),
    ]
    return [text.format(_named(shares[rows], form)) for rows, text in parts if rows.any()]


def _named(shares: pd.DataFrame, form: Questionnaire) -> str:
    pairs = zip(shares["level"], shares["outcome"], strict=True)
    return enumerate_in_words(form.phrases[str(lv)][str(o)] for lv, o in pairs)


def _number(number: int) -> str:
    return number_in_words(number) if number else "geen"
