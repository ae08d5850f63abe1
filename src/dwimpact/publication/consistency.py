"""Published percentages held against their own base: can they be right?"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN

import pandas as pd

from dwimpact.publication.claims import Claim, PercentageCheck
from dwimpact.publication.register import fixed_counts
from dwimpact.statistics import implied_counts

POSSIBLE, AMBIGUOUS, IMPOSSIBLE, AT_ODDS = "possible", "ambiguous", "impossible", "at odds"
CONSISTENCY_COLUMNS = [
    "section",
    "says",
    "published",
    "n",
    "implied",
    "stated",
    "truncated",
    "consistency",
]


def percentage_consistency(claims: Iterable[Claim]) -> pd.DataFrame:
    """Published percentages whose base is published too, one row for each.

    Columns: section, says, published (the percentage, 0-100), n, implied (the counts that
    round to it), stated (the count as published, missing where it is not), truncated (the
    counts that would give it without rounding up) and consistency.

    'possible': one count gives the percentage. 'ambiguous': several do, and none is stated.
    'impossible': none does. 'at odds': not the stated one.

    >>> from dwimpact.publication.register import read_claims
    >>> table = dw.percentage_consistency(read_claims(study))
    >>> table["consistency"].value_counts().to_dict()
    {'possible': 16}
    """
    claims = list(claims)
    fixed = fixed_counts(claims)
    published = [
        (claim, check, fixed.get(check.base or check.quantity.base(), 0))
        for claim in claims
        for check in claim.check.parts()
        if isinstance(check, PercentageCheck)
    ]
    rows = [_row(claim, check, n, fixed.get(check.quantity)) for claim, check, n in published if n]
    return pd.DataFrame(rows, columns=CONSISTENCY_COLUMNS).astype({"stated": "Int64"})


def _row(claim: Claim, check: PercentageCheck, n: int, stated: int | None) -> list[object]:
    implied = implied_counts(check.percentage, n)
    truncated = implied_counts(check.percentage, n, ROUND_DOWN)
    verdict = _consistency(implied, stated)
    return [claim.section, claim.says, check.percentage, n, implied, stated, truncated, verdict]


def _consistency(implied: list[int], stated: int | None) -> str:
    if not implied:
        return IMPOSSIBLE
    if stated is not None:
        return POSSIBLE if stated in implied else AT_ODDS
    return POSSIBLE if len(implied) == 1 else AMBIGUOUS
