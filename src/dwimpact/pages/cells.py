"""The cells of a report's figure tables that count outcomes: all that is told, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    return _each_once(bounded or found, NAMED_BY)


def answers_of_groups(parts: Iterable[PagePart]) -> pd.DataFrame:
    """The cells of all tables with the answers of groups, among who mention an outcome, each once:
    measure, split, level, outcome, category, group, and its numbers.
    """
    keys = [*NAMED_BY[:-1], "category", NAMED_BY[-1]]
    found = [
        numbers.table[[*keys, *OF_SHARES]].assign(measure=numbers.measure, split=numbers.split)
        for numbers in _numbers(parts)
        if numbers.measure and not numbers.beside_everybody
    ]
    return _each_once(found, keys)


def _each_once(found: Sequence[pd.DataFrame], keys: Sequence[str]) -> pd.DataFrame:
    if not found:
        return pd.DataFrame()
    return pd.concat(found, ignore_index=True).drop_duplicates(["measure", "split", *keys])


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
    return [numbers for numbers in _numbers(parts) if numbers.beside_everybody]


def _numbers(parts: Iterable[PagePart]) -> list[Numbers]:
    return [part.numbers for part in parts if isinstance(part, Exhibit) and part.numbers]


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
