"""Joint mentions: who ticked what together, as counts of every pattern of ticks.

Of the outcomes of a level, or the options of a question, that some claim names together, each
subset is a pattern, with how many persons ticked just that of them. Any counts of patterns that
add up to those of the ticks belong to some persons.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from dwimpact.published.claims import Claim
from dwimpact.published.register import named_quantities
from dwimpact.reconstruction.program.highs import Expression, Program
from dwimpact.study.questionnaire.model import Questionnaire

MOST_TOGETHER = 8  # outcomes or options: 256 patterns
Together = frozenset[str]


def named_together(
    form: Questionnaire, claims: Iterable[Claim]
) -> dict[tuple[str, str], list[str]]:
    """Source and block → what claims name together in it, where that is not too much."""
    named: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for claim in claims:
        for quantity in named_quantities(claim, form):
            if quantity.all:
                (block,) = quantity.where["level" if quantity.of == "mentions" else "item"]
                named[quantity.of, str(block)] |= dict.fromkeys(quantity.all)
    return {block: list(codes) for block, codes in named.items() if len(codes) <= MOST_TOGETHER}


def add_patterns(
    program: Program,
    people: Expression,
    ticks: Mapping[str, Expression],
    others: Sequence[Expression],
    at_most: int | None,
) -> dict[Together, int]:
    """Pattern → the variable that counts those of `people` who ticked it. `ticks` are those of the
    codes that are named together, `others` of what else they can tick; everybody ticks something,
    and no more than allowed.
    """
    most = len(ticks) if at_most is None else min(at_most, len(ticks))
    sizes = range(most + 1)
    patterns = [frozenset(p) for k in sizes for p in itertools.combinations(ticks, k)]
    high = sum(weight * program.upper[v] for v, weight in people.items() if weight > 0)
    made = dict(zip(patterns, program.variables([high] * len(patterns)), strict=True))
    program.constrain(_sum(dict.fromkeys(made.values(), 1.0), people, -1), 0, 0)
    for code, tick in ticks.items():
        having = {v: 1.0 for pattern, v in made.items() if code in pattern}
        program.constrain(_sum(having, tick, -1), 0, 0)
    rest: Expression = {}
    for other in others:
        rest = _sum(rest, other)
    program.constrain(_sum({made[frozenset()]: 1.0}, rest, -1), high=0)
    if at_most is not None:
        room = {v: float(at_most - len(pattern)) for pattern, v in made.items()}
        program.constrain(_sum(rest, room, -1), high=0)
        some = {v: 1.0 for v, left in room.items() if left}
        for other in others:
            program.constrain(_sum(other, some, -1), high=0)
    return made


def pattern_frame(
    made: Iterable[tuple[tuple[str, str], Mapping[str, str], Mapping[Together, int]]],
) -> pd.DataFrame:
    """One row per block, cell and pattern: source, block, the cell's columns, pattern, variable."""
    rows = [
        {"source": source, "block": block, **cell, "pattern": pattern, "variable": variable}
        for (source, block), cell, patterns in made
        for pattern, variable in patterns.items()
    ]
    return pd.DataFrame(rows, columns=None if rows else ["source", "block", "pattern", "variable"])


def _sum(one: Expression, other: Expression, times: float = 1) -> dict[int, float]:
    """One expression and so many times another."""
    total = dict(one)
    for variable, weight in other.items():
        total[variable] = total.get(variable, 0.0) + times * weight
    return total
