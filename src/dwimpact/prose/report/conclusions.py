"""Sentences that conclude: how sure what was found is, and what can be built on."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.published.known import number_range, read_widely
from dwimpact.prose.words import (
    enumerate_in_words,
    how_many,
    number_in_words,
    share_of_all,
    upper_first,
    verb,
)
from dwimpact.statistics import points
from dwimpact.study.evidence import count_evidence
from dwimpact.study.questionnaire.model import Questionnaire

HALF_OF_ALL = 1 / 2


def describe_evidence(known: pd.DataFrame, form: Questionnaire) -> str:
    """How many shares the publication fixes, bounds and leaves open; `known` has rows of
    `study.known_mentions()`, of one group.

    >>> dw.describe_evidence(study.known_mentions().query("group == 'all'"), form)[:28]
    'Van de 17 aandelen liggen er'
    """
    fixed, bounded, assumed = count_evidence(known)
    n = len(known)
    there = "" if fixed == n else "er "
    told = [
        f"Van de {number_in_words(n)} aandelen {verb(max(fixed, 1), 'ligt', 'liggen')} {there}"
        f"{share_of_all(fixed, n)} vast"
    ]
    if bounded:
        lie = verb(bounded, "ligt", "liggen")
        told.append(f"{share_of_all(bounded, n)} {lie} tussen twee grenzen")
    if assumed:
        told.append(f"over {share_of_all(assumed, n)} zegt de publicatie zo goed als niets")
    return f"{'; '.join(told)}."


def describe_margins(shares: pd.DataFrame) -> str:
    """How far a share of a `mention_shares` table can lie from what is shown, by chance; nothing
    without shares.

    >>> dw.describe_margins(study.mention_shares())[:60]
    'Door toeval kan een aandeel van iedereen samen 10 tot 13 pro'
    """
    if shares.empty:
        return ""
    return (
        f"Door toeval kan een aandeel van iedereen samen {number_range(*margins(shares))} "
        "procentpunten naast het getoonde liggen, en dat van een groep nog verder: zo ver reikt "
        "het 95%-interval aan de ruimste kant."
    )


def margins(shares: pd.DataFrame) -> tuple[int, int]:
    """The least and the most of how far, in points, an interval reaches at its wider side."""
    away = pd.concat([shares["share"] - shares["low"], shares["high"] - shares["share"]], axis=1)
    widest = away.max(axis=1).map(points)
    return int(widest.min()), int(widest.max())


def certainty(shares: pd.DataFrame, form: Questionnaire) -> dict[str, str]:
    """What can be said surely of half of the respondents → the outcomes of which that holds: that
    at least half mention them, that fewer do, or neither, with what would tell.

    `shares` has rows of `study.known_mentions()`, or of a `mention_shares` table with its
    intervals, of one group.

    >>> list(dw.certainty(study.mention_shares("student"), form))[0]
    'Genoemd door ten minste de helft, ook met toeval meegerekend'
    """
    known = "smallest" in shares
    at_least, below = surely_half(shares)
    still = surely_half(read_widely(shares)) if known else (at_least, below)
    surely = "welke antwoorden er ook waren" if known else "ook met toeval meegerekend"
    needed = "de antwoorden zelf" if known else "meer antwoorden"
    parts = {
        f"Genoemd door ten minste de helft, {surely}": (
            at_least,
            _no_more(shares[at_least & ~still[0]], form),
        ),
        f"Genoemd door minder dan de helft, {surely}": (
            below,
            _no_more(shares[below & ~still[1]], form),
        ),
        "Of het de helft is, is niet te zeggen": (
            ~at_least & ~below,
            f" Daarvoor zijn {needed} nodig.",
        ),
    }
    return {
        title: f"{upper_first(_named(shares[rows], form))}.{more}"
        for title, (rows, more) in parts.items()
        if rows.any()
    }


def surely_half(shares: pd.DataFrame) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Which are surely mentioned by at least half, and which surely by fewer."""
    known = "smallest" in shares
    low = shares["smallest"] / shares["n"] if known else shares["low"]
    high = shares["largest"] / shares["n"] if known else shares["high"]
    return low >= HALF_OF_ALL, high < HALF_OF_ALL


def surely_of(shares: pd.DataFrame) -> str:
    """Of how many outcomes of a `mention_shares` table chance leaves it that half mention them."""
    sure = int(surely_half(shares)[0].sum())
    return f"toeval meegerekend is dat van {how_many(sure) if sure else 'geen enkele'} zeker"


def as_counts(shares: pd.DataFrame) -> pd.DataFrame:
    """Rows of `study.known_mentions()` as they are; those of a `mention_shares` table with counts
    that lie between nothing else.
    """
    if "smallest" in shares:
        return shares
    return shares.assign(smallest=shares["count"], largest=shares["count"])


def _no_more(lost: pd.DataFrame, form: Questionnaire) -> str:
    """Of which outcomes that is not sure any more when the publication is read more widely."""
    return f" Ruimer gelezen is dat niet zeker bij {_named(lost, form)}." if len(lost) else ""


def _named(shares: pd.DataFrame, form: Questionnaire) -> str:
    pairs = zip(shares["level"], shares["outcome"], strict=True)
    return enumerate_in_words(form.phrases[str(lv)][str(o)] for lv, o in pairs)
