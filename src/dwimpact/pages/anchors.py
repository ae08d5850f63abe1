"""What can be linked to on a page, and what a figure says in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from dwimpact.prose.figures import describe_base
from dwimpact.prose.words import percentages
from dwimpact.statistics import percentage, points

ANCHOR = "dwimpact"
SERIES = ("group", "category")  # what is told apart within a row
NOT_SAID = ("evidence", "imprecise")


@dataclass(frozen=True)
class Anchor:
    """Something on a page that can be linked to; kept with the notebook's output, so that the
    contents and the front page can list it.
    """

    kind: str
    id: str = ""
    title: str = ""
    caption: str = ""


def alt_text(caption: str, table: pd.DataFrame) -> str:
    """What a figure shows, for who does not see it: subject, every value of its labelled table, and
    base with its n. Its message stands beside it.
    """
    told = [f"Grafiek: {caption}.", values_in_words(table), describe_base(table)]
    return " ".join(filter(None, told))


def values_in_words(table: pd.DataFrame) -> str:
    """Every value of a labelled figure table: 'Waarden (mbo, hbo): Vaardigheden: 81%, 84%; …'."""
    shown = _shown(table)
    columns = [str(c) for c in table if not is_numeric_dtype(table[c]) and c not in NOT_SAID]
    columns = [c for c in columns if c != "level" or _varies(table[c])]
    if not shown or not columns or table.empty:
        return ""
    columns = [c for c in columns if c != "group" or len(columns) == 1 or _varies(table[c])]
    apart = next((c for c in SERIES if c in columns and len(columns) > 1), "")
    rows: dict[str, dict[str, str]] = {}
    for position, (_, row) in enumerate(table.iterrows()):
        name = ", ".join(str(row[c]) for c in columns if c != apart)
        rows.setdefault(name, {})[str(row[apart]) if apart else ""] = shown[position]
    series = list(dict.fromkeys(tuple(told) for told in rows.values()))
    named = len(series) > 1  # else the series are named once, for all rows
    joined, above = [], ""
    for name, told in rows.items():
        first, _, rest = name.partition(", ") if columns[0] == "level" else ("", "", name)
        values = [f"{of} {value}" if named else value for of, value in told.items()]
        joined.append(f"{name if first != above else rest}: {', '.join(values)}")
        above = first
    once = f" ({', '.join(series[0])})" if apart and not named else ""
    return f"Waarden{once}: {'; '.join(joined)}."


def _varies(column: pd.Series[Any]) -> bool:
    return len(column.drop_duplicates()) > 1


def _shown(table: pd.DataFrame) -> list[str]:
    """The percentages of each row, as a figure has them."""
    if {"smallest", "largest", "n"} <= set(table):
        ends = (percentage(table[c], table["n"]) for c in ("smallest", "largest"))
        return [percentages(low, high) for low, high in zip(*ends, strict=True)]
    if {"lowest", "highest"} <= set(table):
        pairs = zip(table["lowest"], table["highest"], strict=True)
        return [percentages(points(low), points(high)) for low, high in pairs]
    if {"count", "n"} <= set(table):
        return [f"{share}%" for share in percentage(table["count"], table["n"])]
    return [f"{share}%" for share in table["percentage"]] if "percentage" in table else []
