"""Between what the mean of each number, and of each row of a scale, lies."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.reconstruction.program.answers import largest_answer
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.reconstruction.program.highs import Expression, Infeasible
from dwimpact.reconstruction.ranges.bounds import ratio_bounds
from dwimpact.reconstruction.ranges.kept import kept
from dwimpact.tidy.tables import KNOWN_MEAN_COLUMNS


def known_means(counts: Counts, claims: Sequence[Claim]) -> pd.DataFrame:
    """One row per number and per row of a scale: item, column (of the raw layout), and the lowest
    and highest mean that agree with the claims, of who gave a number or a point of the scale (which
    count from 1 up). People may be divided in the bounds, which are then no narrower than those of
    whole people. A number that nothing bounds above has no highest mean: infinity. No row where
    nobody can have answered.
    """
    largest = largest_answer(claims)
    rows = []
    for item in counts.form.items:
        for column in item.rows if item.kind in ("number", "scale") else ():
            where = {"item": item.code, "row": column.partition("/")[2]}
            total = counts.expression(Quantity(of="totals", **where)) or {}
            given = counts.expression(Quantity(of="answers", **where, point=True)) or {}
            if found := _mean(counts, total, given):
                low, high = found
                open_ended = item.kind == "number" and high > largest - 1
                rows.append((item.code, column, low, float("inf") if open_ended else high))
    return pd.DataFrame(rows, columns=KNOWN_MEAN_COLUMNS)


def _mean(counts: Counts, total: Expression, given: Expression) -> list[float] | None:
    """The lowest and highest of a total by who gave one; None where nobody can have."""
    program = counts.program
    try:
        return kept(
            program, [total, given], lambda: list(ratio_bounds(program, total, given, exact=False))
        )
    except Infeasible:
        return None
