"""The numbers of a figure with its groups or answers beside each other, to compare them."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.words import count_range
from dwimpact.tables.format import DASH, INTERVAL, for_reading

IN_RECONSTRUCTION = "reconstructie"
NAMES = ("level", "group", "outcome", "theme")  # what a row is told apart by


def has_sides(table: pd.DataFrame) -> bool:
    """Whether a labelled figure table counts outcomes or themes by group or answer, each once."""
    across, keys = _keys(table)
    counted = {across, "n", "count"} <= set(table) and bool({"outcome", "theme"} & set(keys))
    return counted and not table.duplicated([*keys, across]).any()


def row_names(table: pd.DataFrame) -> list[str]:
    """The columns that name the rows of its matrix: those with more than one value."""
    keys = _keys(table)[1]
    return [c for c in keys if c in ("outcome", "theme") or len(table[c].drop_duplicates()) > 1]


def as_matrix(table: pd.DataFrame) -> pd.DataFrame:
    """A labelled figure table that `has_sides` for reading, with its answers or else its groups as
    columns: a row per outcome or theme, as a figure ranks them.

    All text: '22; 34%* (26–43%)', or of a reconstruction '33–42 (52–66%)' with the count that it
    has itself.

    >>> from dwimpact.tables.labels import with_labels
    >>> table = with_labels(study.mention_shares("student", "sector_group"), form, study.names)
    >>> as_matrix(table).columns.tolist()
    ['Uitkomst', 'mbo (n = 26)', 'hbo (n = 32)']
    """
    across, named = _keys(table)[0], row_names(table)
    if across == "category":
        given = (
            table.groupby(across, observed=True)["largest" if "largest" in table else "count"]
            .transform("sum")
            .gt(0)
        )
        table = table[given] if given.any() else table  # an answer that nobody gave has no column
    bases = table.groupby(across, observed=True)["n"].nunique()
    own = across == "group" and bool(bases.gt(1).any())
    names, base = table[across].astype(str), "n = " + table["n"].astype(str)
    heading = names if own or across == "category" else names + " (" + base + ")"
    rows = for_reading(table[named + ["n"] * (across == "category")])
    cells = rows.assign(heading=heading, cell=_cells(table, own=own))
    wide = cells.pivot(index=list(rows), columns="heading", values="cell").reset_index()
    order = pd.concat([rows.loc[_ranked(table, across).index], rows]).drop_duplicates()
    return order.merge(wide)[[*order, *heading.drop_duplicates()]].fillna(DASH)


def _keys(table: pd.DataFrame) -> tuple[str, list[str]]:
    """The column whose values stand beside each other, and those that tell rows apart."""
    across = "category" if "category" in table else "group"
    return across, [column for column in NAMES if column in table and column != across]


def _cells(table: pd.DataFrame, *, own: bool) -> list[str]:
    """What is known of each count; where groups have `own` bases with these before it."""
    if {"smallest", "largest"} <= set(table):
        bounds = table[["smallest", "largest", "n", "count"]].itertuples(index=False, name=None)
        return [
            count_range(low, high, n) + ("" if low == high else f"\n{IN_RECONSTRUCTION}: {count}")
            for low, high, n, count in bounds
        ]
    rows = for_reading(table)
    counts = rows["Aantal"] + (" van " + rows["n"] if own else "") + "; " + rows["Aandeel"]
    if INTERVAL not in rows:
        return list(counts)
    return list(counts + (" (" + rows[INTERVAL] + ")").where(rows[INTERVAL] != DASH, ""))


def _ranked(table: pd.DataFrame, across: str) -> pd.DataFrame:
    """The rows as a figure ranks them: by what is known of the first group or answer, or by how
    many mention the outcome; levels and themes keep their order.
    """
    if "outcome" not in table:
        return table
    first = table[table[across] == table[across].iloc[0]]
    known = [c for c in ("smallest", "largest") if c in table]
    by = known or ["n" if across == "category" else "count"]
    ranked = first.sort_values(by, ascending=False, kind="stable")
    if "level" not in table:
        return ranked
    levels = {level: n for n, level in enumerate(table["level"].drop_duplicates())}
    return ranked.sort_values("level", key=lambda level: level.map(levels), kind="stable")
