"""How far two shares can differ: of two outcomes, or of one outcome in two groups."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from dwimpact.published.quantity import Quantity
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.reconstruction.program.highs import Expression
from dwimpact.study.edition import ALL
from dwimpact.tidy.tables import DIFFERENCE_COLUMNS


@dataclass(frozen=True)
class Pair:
    """Two shares of which the first less the second is `expression` / `scale`."""

    level: str
    outcome: str
    group: str
    than_outcome: str
    than_group: str
    expression: Expression
    scale: int


def pairs_of(
    counts: Counts, groups: Mapping[str, Sequence[str]], *, outcomes: bool = True
) -> list[Pair]:
    """Every two outcomes of a level, among all; and every two groups by the same column, per
    outcome. `groups` is column → its groups that are shown, with all together.
    """
    if not any(groups.values()):
        return []
    apart = [pair for by in groups for pair in _groups(counts, by, groups[by])]
    return [*(_outcomes(counts) if outcomes else ()), *apart]


def share_differences(pairs: Sequence[Pair], bounds: Sequence[Sequence[int]]) -> pd.DataFrame:
    """Between what each difference lies (-1 to 1): see `Identified`."""
    rows = [
        (p.level, p.outcome, p.group, p.than_outcome, p.than_group, low / p.scale, high / p.scale)
        for p, (low, high) in zip(pairs, bounds, strict=True)
    ]
    return pd.DataFrame(rows, columns=DIFFERENCE_COLUMNS)


def _outcomes(counts: Counts) -> Iterator[Pair]:
    n = counts.known(Quantity(of="respondents"))
    for level in counts.form.levels:
        for one, other in combinations(level.listed, 2):
            a, b = (Quantity(of="mentions", level=level.code, outcome=o) for o in (one, other))
            yield Pair(level.code, one, ALL, other, ALL, _less(counts, a, 1, b, 1), n)


def _groups(counts: Counts, by: str, groups: Sequence[str]) -> Iterator[Pair]:
    for one, other in combinations([group for group in groups if group != ALL], 2):
        for level in counts.form.levels:
            for outcome in level.listed:
                of = {"of": "mentions", "level": level.code, "outcome": outcome}
                a, b = (Quantity(**of, **{by: group}) for group in (one, other))
                n_a, n_b = counts.known(a.base()), counts.known(b.base())
                step = math.gcd(n_a, n_b)
                expression = _less(counts, a, n_b // step, b, n_a // step)
                yield Pair(level.code, outcome, one, outcome, other, expression, n_a * n_b // step)


def _less(counts: Counts, a: Quantity, of_a: int, b: Quantity, of_b: int) -> Expression:
    """So many times one count less so many times another."""
    total = Counter({v: of_a * w for v, w in (counts.expression(a) or {}).items()})
    total.subtract({v: of_b * w for v, w in (counts.expression(b) or {}).items()})
    return total
