"""A banner: what is counted of the outcomes of a page, with every split side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dwimpact.pages.cells import NAMED_BY, differences_shown, published_cells
from dwimpact.pages.parts import COUNT_BOUNDS, PagePart
from dwimpact.pages.sheet import AS_TEXT
from dwimpact.prose.differences import beyond_chance
from dwimpact.statistics import points

NOT_SHOWN = "·"
BANNER_KEYS = NAMED_BY[:2]
COUNTS, SHARES_IN_FULL, IN_POINTS, P_VALUES = "0", "0%", "+0;−0;0", "0.000"
# What a column of a group holds: heading, name among the cells, how it is written.
SHARE_COLUMNS_SHOWN = (
    ("Aantal", "count", COUNTS),
    ("Aandeel", "share", SHARES_IN_FULL),
    ("Ondergrens", "low", SHARES_IN_FULL),
    ("Bovengrens", "high", SHARES_IN_FULL),
)
BOUND_COLUMNS_SHOWN = (
    ("Kleinste aantal", "smallest", COUNTS),
    ("Grootste aantal", "largest", COUNTS),
    ("Kleinste aandeel", "smallest_share", SHARES_IN_FULL),
    ("Grootste aandeel", "largest_share", SHARES_IN_FULL),
    ("Ruimte ertussen", "width", SHARES_IN_FULL),
    ("Aantal in de reconstructie", "count", COUNTS),
    ("Berust op", "evidence", AS_TEXT),
)
TEST_COLUMNS_SHOWN = (
    ("Verschil in procentpunten", "difference", IN_POINTS),
    ("p (Holm)", "p_holm", P_VALUES),
    ("Verschil groter dan toeval", "clear", AS_TEXT),
)


@dataclass(frozen=True)
class BannerColumn:
    """One column: the split and group above it, its heading, a cell per outcome (None where it is
    not shown), and how its numbers are written.
    """

    split: str
    group: str
    heading: str
    cells: Sequence[Any]
    format: str


@dataclass(frozen=True)
class Banner:
    """What is told by one measure of the outcomes of a page, (level, outcome) by row."""

    measure: str
    outcomes: Sequence[tuple[str, str]]
    columns: Sequence[BannerColumn]

    @property
    def hides(self) -> bool:
        """Whether some cell is not shown."""
        return any(cell is None for column in self.columns for cell in column.cells)


def banners(parts: Iterable[PagePart], listed: Mapping[str, Sequence[str]]) -> list[Banner]:
    """A banner per measure, of all that the parts of a page tell. `listed` has the outcomes of
    each level that there are, also those of which nothing is shown.
    """
    parts = list(parts)
    cells, tested = _with_shares(published_cells(parts)), _in_points(differences_shown(parts))
    if cells.empty:
        return []
    return [
        _banner(str(measure), told, tested[tested["measure"] == measure], listed)
        for measure, told in cells.groupby("measure", sort=False)
    ]


def _banner(
    measure: str, told: pd.DataFrame, tested: pd.DataFrame, listed: Mapping[str, Sequence[str]]
) -> Banner:
    levels = list(dict.fromkeys(told["level"]))
    shown = told[BANNER_KEYS].itertuples(index=False, name=None)
    every = [(level, outcome) for level in levels for outcome in listed.get(level, ())]
    outcomes = list(dict.fromkeys([*every, *shown]))
    columns: list[BannerColumn] = []
    for split, rows in told.groupby("split", sort=False):
        for group, of_group in rows.groupby("group", sort=False):
            columns += _of_group(str(split), str(group), of_group, outcomes)
        tests = tested[tested["split"] == split]
        columns += _columns(
            str(split), "Toets", tests, TEST_COLUMNS_SHOWN if len(tests) else (), outcomes
        )
    return Banner(measure, outcomes, columns)


def _of_group(
    split: str, group: str, rows: pd.DataFrame, outcomes: Sequence[tuple[str, str]]
) -> Iterator[BannerColumn]:
    least, most = rows["n"].min(), rows["n"].max()
    base = f"{group} (n = {least if least == most else f'{least} tot {most}'})"
    kinds = BOUND_COLUMNS_SHOWN if "smallest" in rows else SHARE_COLUMNS_SHOWN
    yield from _columns(split, base, rows, kinds, outcomes)


def _columns(
    split: str,
    group: str,
    rows: pd.DataFrame,
    kinds: Sequence[tuple[str, str, str]],
    outcomes: Sequence[tuple[str, str]],
) -> Iterator[BannerColumn]:
    by_outcome = rows.set_index(BANNER_KEYS)
    for heading, name, form in kinds:
        if name in by_outcome:
            known = by_outcome[name].to_dict()
            yield BannerColumn(split, group, heading, [_cell(known.get(o)) for o in outcomes], form)


def _cell(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value


def _with_shares(cells: pd.DataFrame) -> pd.DataFrame:
    if "smallest" not in cells:
        return cells
    shares = {f"{bound}_share": cells[bound] / cells["n"] for bound in COUNT_BOUNDS}
    return cells.assign(**shares, width=(cells["largest"] - cells["smallest"]) / cells["n"])


def _in_points(tested: pd.DataFrame) -> pd.DataFrame:
    clear = ["ja" if beyond else "nee" for beyond in beyond_chance(tested)]
    return tested.assign(difference=[points(d) for d in tested["difference"]], clear=clear)
