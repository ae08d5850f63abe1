"""Between what the share of each answer to the questions beside the levels lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dwimpact.published.quantity import Quantity
from dwimpact.reconstruction.program.counts import Counts, NotLinear
from dwimpact.reconstruction.program.highs import Expression
from dwimpact.reconstruction.ranges.bounds import ratio_bounds, whole_bounds
from dwimpact.reconstruction.ranges.kept import kept
from dwimpact.tidy.tables import KNOWN_OPTION_COLUMNS


@dataclass(frozen=True)
class Share:
    """An answer as a part of those who were asked, of whom there are `n` where that is known."""

    item: str
    column: str
    option: str
    part: Expression
    whole: Expression
    n: int | None


def known_options(counts: Counts) -> pd.DataFrame:
    """One row per option of a choice, several choices or a scale: item, column (of the raw layout),
    option, and the lowest and highest share (0-1) of those who were asked that agree with the
    claims. Where these do not fix how many were asked, people may be divided in the bounds, which
    are then no narrower than those of whole people. Raises Infeasible.
    """
    shares = list(_shares(counts))
    sized = [share for share in shares if share.n]
    parts = [share.part for share in sized]
    subjects = [share.column for share in sized]
    program = counts.program
    found = kept(program, parts, lambda: whole_bounds(program, parts, subjects).tolist())
    between = {
        id(share): (low / (share.n or 1), high / (share.n or 1))
        for share, (low, high) in zip(sized, found, strict=True)
    }
    rows = [
        (share.item, share.column, share.option, *(between.get(id(share)) or _ratio(counts, share)))
        for share in shares
    ]
    return pd.DataFrame(rows, columns=KNOWN_OPTION_COLUMNS)


def _shares(counts: Counts) -> Iterator[Share]:
    for item in counts.form.items:
        for column in item.rows:
            row = column.partition("/")[2]
            asked = Quantity(of="asked", item=item.code, row=row)
            whole = counts.expression(asked) or {}
            for option in item.options:
                answer = Quantity(of="answers", item=item.code, row=row, option=option)
                part = counts.expression(answer) or {}
                yield Share(item.code, column, option, part, whole, _size(counts, asked))


def _size(counts: Counts, asked: Quantity) -> int | None:
    try:
        return counts.known(asked)
    except NotLinear:
        return None


def _ratio(counts: Counts, share: Share) -> tuple[float, float]:
    program, both = counts.program, [share.part, share.whole]
    low, high = kept(program, both, lambda: list(ratio_bounds(program, *both, exact=False)))
    return low, high
