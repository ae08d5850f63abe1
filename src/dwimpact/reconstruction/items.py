"""Answers of invented respondents to the questions beside the levels, from solved counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.reconstruction.program.answers import ONE_OPTION, drawn_by
from dwimpact.reconstruction.program.counts import Solved
from dwimpact.reconstruction.program.frames import Cell, parts_by
from dwimpact.reconstruction.program.highs import Infeasible
from dwimpact.reconstruction.program.joint import Together
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import Questionnaire

Places = npt.NDArray[np.int64]  # of respondents


def fill_items(
    raw: pd.DataFrame,
    form: Questionnaire,
    people: pd.DataFrame,
    solved: Solved,
    random: np.random.Generator,
) -> None:
    """Give the solved answers to people of each cell, drawn at random; numbers as alike as they can
    be. Raises Infeasible where nobody has room for a tick that is left.
    """
    for item in form.items:
        for row, cell, members in _answering(item, people, solved, random):
            given, total = (
                _of(solved.beside[source], item, row, cell) for source in ("answers", "totals")
            )
            if item.kind in ONE_OPTION:
                answers = given.loc[given.index.repeat(given["n"]), "option"]
                raw.loc[members, f"{item.code}/{row}" if row else item.code] = answers.to_numpy()
            elif item.kind == "number":
                raw.loc[members, item.code] = _spread(int(total["n"].sum()), len(members))
            elif item.kind == "choices":
                patterns = patterns_in(solved.patterns, "answers", item.code)
                here = _in(patterns, cell) if len(patterns) else patterns
                ticks = _ticked(given, members, here, item, random)
                _write_ticks(raw, item, members, ticks)


def patterns_in(patterns: pd.DataFrame, source: str, block: str) -> pd.DataFrame:
    """The solved patterns of one level or question."""
    return patterns[(patterns["source"] == source) & (patterns["block"] == block)]


def _answering(
    item: Item, people: pd.DataFrame, solved: Solved, random: np.random.Generator
) -> Iterator[tuple[str, Cell, Places]]:
    """Who answers each row of a question, in each cell of the background."""
    asked = solved.beside["asked"]
    for cell, rows in parts_by(asked[asked["item"] == item.code], list(drawn_by(asked))):
        numbers = rows[rows["answered"]].set_index("row")["n"]
        base = int(rows.loc[rows["row"] == numbers.index[0], "n"].sum()) if len(numbers) else 0
        order = random.permutation(_in(people, cell).index.to_numpy())[:base]
        start = 0  # one after the other, so that everybody who counts answers something
        for row, n in numbers.items():
            turn = (start + np.arange(n)) % max(len(order), 1)
            yield str(row), cell, random.permutation(order[turn])
            start += int(n)


def _of(frame: pd.DataFrame, item: Item, row: str, cell: Cell) -> pd.DataFrame:
    here = _in(frame, cell)
    return here[(here["item"] == item.code) & (here["row"] == row)]


def _in(frame: pd.DataFrame, cell: Cell) -> pd.DataFrame:
    same = (frame[list(cell)] == pd.Series(cell, dtype="object")).all(axis=1)
    return frame[same] if cell else frame


def _spread(total: int, people: int) -> list[str]:
    """Whole numbers that add up to a total."""
    whole, left = divmod(total, people) if people else (0, 0)
    return [str(whole + (place < left)) for place in range(people)]


def _ticked(
    given: pd.DataFrame,
    members: Places,
    patterns: pd.DataFrame,
    item: Item,
    random: np.random.Generator,
) -> list[set[str]]:
    """What each member ticks: first what is named together, then each other option by those who
    have most room left. That finds a way where there is one: Ryser (1957), Combinatorial properties
    of matrices of zeros and ones, Canadian Journal of Mathematics 9.
    """
    pairs: Any = zip(patterns["pattern"], patterns["n"], strict=True)
    known: list[Together] = [pattern for pattern, n in pairs for _ in range(int(n))]
    ticks = [set(pattern) for pattern in known] or [set() for _ in members]
    named = frozenset().union(*patterns["pattern"])
    left = given[~given["option"].isin(named)].sort_values("n", ascending=False, kind="stable")
    most = item.at_most or len(item.options)
    for option, n in zip(left["option"], left["n"], strict=True):
        room = np.array([most - len(own) for own in ticks])
        order = np.lexsort([random.random(len(ticks)), -room])[: int(n)]
        if len(order) < n or (room[order] <= 0).any():
            raise Infeasible(f"nobody has room for '{option}' of '{item.code}'")
        for place in order:
            ticks[place].add(str(option))
    return ticks


def _write_ticks(raw: pd.DataFrame, item: Item, members: Places, ticks: list[set[str]]) -> None:
    for option in item.options:
        raw.loc[members, item.tick_column(option)] = [str(int(option in own)) for own in ticks]
    raw.loc[members, item.code] = [" ".join(o for o in item.options if o in own) for own in ticks]
