"""Published percentages held against their own base: can they be right?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import pandas as pd

from dwimpact.published.checks import ValueCheck
from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.published.register import fixed_counts, people_asked
from dwimpact.published.words import WHOLE_PERCENT
from dwimpact.statistics import implied_counts
from dwimpact.study.questionnaire.model import Questionnaire

FIVE = Fraction(5)
POSSIBLE, AMBIGUOUS, IMPOSSIBLE, AT_ODDS = "possible", "ambiguous", "impossible", "at odds"
CONSISTENCY_COLUMNS = [
    "section",
    "says",
    "published",
    "n",
    "implied",
    "stated",
    "truncated",
    "fives",
    "consistency",
]


def percentage_consistency(claims: Iterable[Claim], form: Questionnaire) -> pd.DataFrame:
    """Published percentages whose base is published too, one row for each.

    Columns: section, says, published (the percentage, 0-100), n, implied (the counts that
    round to it), stated (the count as published, missing where it is not), truncated (the
    counts that would give it without rounding up), fives (the counts that round to it in steps of
    five; none where it is no multiple of five, the count is stated, or the register says
    what it was rounded to) and consistency. Shares in words are left out.

    'possible': one count gives the percentage. 'ambiguous': several do, and none is stated.
    'impossible': none does. 'at odds': not the stated one.

    >>> from dwimpact.published.register import read_claims
    >>> table = dw.percentage_consistency(read_claims(study), form)
    >>> table["consistency"].value_counts().to_dict()
    {'possible': 13}
    """
    claims = list(claims)
    fixed = fixed_counts(claims)
    published = [
        (claim, check, _size(check.base, fixed, form))
        for claim in claims
        for check in claim.checks
        if isinstance(check, ValueCheck) and check.base and _unit(check)
    ]
    rows = [_row(claim, check, n, fixed.get(check.value)) for claim, check, n in published if n]
    return pd.DataFrame(rows, columns=CONSISTENCY_COLUMNS).astype({"stated": "Int64"})


def _size(base: Quantity, fixed: Mapping[Quantity, int], form: Questionnaire) -> int:
    """How many a share is of; 0 where that is not published."""
    people, times = people_asked(base, form) or (base, 1)
    return fixed.get(base, 0) or times * fixed.get(people, 0)


def _unit(check: ValueCheck) -> Fraction:
    """What a share was rounded to, in percentage points; 0 where no percentage is stated."""
    whole = Fraction(1, 100) if check.word == WHOLE_PERCENT else Fraction(0)
    return 100 * (check.rounded or whole)


def _row(claim: Claim, check: ValueCheck, n: int, stated: int | None) -> list[object]:
    published, unit = 100 * (check.is_ or Fraction(0)), _unit(check)
    implied = implied_counts(published, n, unit)
    truncated = implied_counts(published, n, unit, up=False)
    coarser = check.word == WHOLE_PERCENT and stated is None
    fives = implied_counts(published, n, FIVE) if coarser else []
    verdict = _consistency(implied, stated)
    shown = int(published) if published.denominator == 1 else float(published)
    return [claim.section, claim.says, shown, n, implied, stated, truncated, fives, verdict]


def _consistency(implied: list[int], stated: int | None) -> str:
    if not implied:
        return IMPOSSIBLE
    if stated is not None:
        return POSSIBLE if stated in implied else AT_ODDS
    return POSSIBLE if len(implied) == 1 else AMBIGUOUS
