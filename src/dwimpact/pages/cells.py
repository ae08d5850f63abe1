"""The cells of a report's figure tables that count outcomes: all that is told, each once."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dwimpact.pages.parts import COUNT_BOUNDS, Exhibit, Numbers, PagePart
from dwimpact.tables.labels import TOTAL

NAMED_BY = ["level", "outcome", "group"]
OF_SHARES = ["n", "count", "share", "low", "high", "imprecise"]
OF_RANGES = ["n", *COUNT_BOUNDS, "count", "share", "evidence"]
TOLD_APART = ["difference", "p_holm"]


def published_cells(parts: Iterable[PagePart]) -> pd.DataFrame:
    """The cells of all figure tables that count outcomes, each once: measure, split, level,
    outcome, group (an answer, where that is what is told apart), and its numbers. Where some have
    bounds, only those.
    """
    found = [_cells(numbers) for numbers in _counted(parts)]
    bounded = [cells for cells in found if "smallest" in cells]
    kept = bounded or found
    if not kept:
        return pd.DataFrame()
    return pd.concat(kept, ignore_index=True).drop_duplicates(["measure", "split", *NAMED_BY])


def differences_shown(parts: Iterable[PagePart]) -> pd.DataFrame:
    """How the groups of a split differ, where that was tested: measure, split, level, outcome,
    difference and p_holm.
    """
    found = [
        numbers.table.assign(measure=numbers.measure, split=numbers.split)
        for numbers in _counted(parts)
        if set(TOLD_APART) <= set(numbers.columns)
    ]
    keys = ["measure", "split", "level", "outcome"]
    together = pd.concat(found) if found else pd.DataFrame(columns=[*keys, *TOLD_APART])
    return together[[*keys, *TOLD_APART]].drop_duplicates(keys)


def _counted(parts: Iterable[PagePart]) -> list[Numbers]:
    exhibits = (part for part in parts if isinstance(part, Exhibit))
    return [part.numbers for part in exhibits if part.numbers and part.numbers.measure]


def _cells(numbers: Numbers) -> pd.DataFrame:
    table = numbers.table
    if "category" in table:
        table = table.drop(columns="group", errors="ignore").rename(columns={"category": "group"})
    group = table.get("group", pd.Series(TOTAL, table.index))
    split = pd.Series(numbers.split, table.index).where(group != TOTAL, "")
    columns = OF_RANGES if "smallest" in table else OF_SHARES
    told = [column for column in columns if column in table]
    cells = table.assign(group=group)[[*NAMED_BY, *told]]
    return cells.assign(measure=numbers.measure, split=split)
