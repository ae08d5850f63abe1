"""How the quantity words of a publication are read, as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import pandas as pd

from dwimpact.published.checks import Check, CompareCheck, ValueCheck
from dwimpact.published.claims import Claim
from dwimpact.published.words import CENTRALLY, NARROWLY, WIDELY, Bounds, Meanings, Word

IN_ORDER = (CENTRALLY, NARROWLY, WIDELY)
AS_COUNT, AS_SHARE, APART, ON_TOP = ("", "%", " punten verschil", " punten erbij")


def words_read(claims: Iterable[Claim], words: Meanings) -> pd.DataFrame:
    """The words that claims use, in the order of `words`: word, statements (how many use it), and
    what it says in each reading, in Dutch: central, narrow, wide.

    >>> table = dw.words_read(dw.read_claims(study), dw.read_words(study))
    >>> dict(zip(table["word"], table["central"]))["veel"]
    '50% of meer'
    """
    used = pd.DataFrame(
        [
            (check.word, claim.id, _unit(check, words[check.word]))
            for claim in claims
            for check in claim.checks
            if check.word
        ],
        columns=["word", "claim", "unit"],
    )
    uses = {word: used[used["word"] == word] for word in words if (used["word"] == word).any()}
    rows = [
        (word, rows["claim"].nunique(), *_readings(words[word], list(rows["unit"].unique())))
        for word, rows in uses.items()
    ]
    return pd.DataFrame(rows, columns=["word", "statements", *IN_ORDER])


def _unit(check: Check, word: Word) -> str:
    if isinstance(check, CompareCheck):
        return APART
    if word.adds:
        return ON_TOP
    return AS_SHARE if isinstance(check, ValueCheck) and check.over else AS_COUNT


def _readings(word: Word, units: list[str]) -> Iterator[str]:
    for name in IN_ORDER:
        said = word.reading(name)
        parts = [between(said, unit) for unit in units if unit]
        yield ", ".join(filter(None, [between(said.count, AS_COUNT), *parts])) or "alles"


def between(bounds: Bounds, unit: str) -> str:
    """'48 tot en met 52%', 'meer dan 50%', '3 of meer'; nothing without bounds. `unit` is what
    stands behind the number; shares and points are told in hundredths.
    """
    low, high = (
        None if side is None else (_number(side[0] * (100 if unit else 1)), bool(side[1]))
        for side in (bounds.lowest, bounds.highest)
    )
    if low and high:
        start = "meer dan " * low[1] + low[0]
        return f"{start} tot {'' if high[1] else 'en met '}{high[0]}{unit}"
    if low:
        return f"meer dan {low[0]}{unit}" if low[1] else f"{low[0]}{unit} of meer"
    if high:
        return f"minder dan {high[0]}{unit}" if high[1] else f"hooguit {high[0]}{unit}"
    return ""


def _number(number: Fraction) -> str:
    """With at most one decimal, a comma, and a real minus sign."""
    text = f"{float(number):.1f}".removesuffix(".0").replace(".", ",")
    return text.replace("-", "\N{MINUS SIGN}")
