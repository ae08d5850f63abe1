"""Sentences about what a publication leaves possible of the questions beside the levels."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dwimpact.prose.items import decimal, option_label
from dwimpact.prose.published.known import moved
from dwimpact.prose.words import enumerate_in_words, in_brackets, percentages, upper_first, verb
from dwimpact.statistics import points
from dwimpact.study.evidence import ASSUMED, SAYS_NOTHING
from dwimpact.study.questionnaire.items import Item

NOTHING_KNOWN = "Over aandelen van antwoorden op deze vraag legt de publicatie niets vast."
REST_UNKNOWN = "Van de andere aandelen legt de publicatie zo goed als niets vast."


def describe_item_ranges(ranges: pd.DataFrame, means: pd.DataFrame, item: Item) -> list[str]:
    """Between what the publication says that shares and means lie: of an `item_ranges` and a
    `mean_ranges` table, and how shares change when it is read more widely.

    >>> dw.describe_item_ranges(dw.item_ranges(study, item), dw.mean_ranges(study, item), item)
    ['Over aandelen van antwoorden op deze vraag legt de publicatie niets vast.']
    """
    mean = _means(means, item)
    if ranges.empty:
        return mean or ([] if item.kind == "text" else [NOTHING_KNOWN])
    told = _of_statements(ranges, item) if item.statements else _of_options(ranges, item)
    wider = moved(ranges)
    return [*told, *([f"{upper_first(wider)}."] if wider else []), *mean]


def _means(means: pd.DataFrame, item: Item) -> list[str]:
    """Between what the means lie of which the publication says more than the form does; rows with
    the same bounds together.
    """
    steps, unit = len(item.points), f" {item.unit}" if item.unit else ""
    scale = f", op een schaal van 1 tot {steps}" if steps else unit
    rows: dict[str, list[str]] = {}
    columns = ["column", "lowest", "highest", "wide_lowest", "wide_highest"]
    for column, low, high, *wide in means[columns].itertuples(index=False, name=None):
        if not _says_nothing(low, high, steps):
            between, widely = _from_to(low, high), _from_to(*wide)
            read = in_brackets(f"ruimer gelezen {widely}" if widely != between else "")
            rows.setdefault(f"{between}{scale}{read}", []).append(column)
    return [f"{_of_rows(some, item)} een gemiddelde van {told}." for told, some in rows.items()]


def _says_nothing(low: float, high: float, steps: int) -> bool:
    """Whether a mean can be nearly all that the form leaves possible."""
    if steps:
        return high - low >= (steps - 1) * SAYS_NOTHING
    return high == float("inf") and low <= 0


def _of_rows(columns: Sequence[str], item: Item) -> str:
    if not item.statements:
        return "Uit de publicatie volgt"
    named = enumerate_in_words(f"‘{item.rows[column]}’" for column in columns)
    return f"Bij {named} volgt uit de publicatie{verb(len(columns), '', ' telkens')}"


def _from_to(low: float, high: float) -> str:
    """'7,3' or '7,3 tot 8', at most one decimal; 'minstens 7,3' where nothing bounds it above."""
    if high == float("inf"):
        return f"minstens {decimal(low)}"
    one, other = decimal(low), decimal(high)
    return one if one == other else f"{one} tot {other}"


def _of_options(ranges: pd.DataFrame, item: Item) -> list[str]:
    """Of which answers the share lies between bounds, and of which nothing is known."""
    known = ranges[ranges["evidence"] != ASSUMED]
    if known.empty:
        return [NOTHING_KNOWN]
    others = [REST_UNKNOWN] if len(known) < len(ranges) else []
    follow = verb(len(known), "volgt het aandeel", "volgen de aandelen")
    return [f"Uit de publicatie {follow} van {_between(known, item)}.", *others]


def _of_statements(ranges: pd.DataFrame, item: Item) -> list[str]:
    """Per statement the answers that surely some gave."""
    shown = [
        f"bij ‘{item.rows[str(column)]}’ {verb(len(some), 'dat', 'die')} van {_between(some, item)}"
        for column, rows in ranges.groupby("column", sort=False)
        if len(some := rows[rows["lowest"].map(points) > 0])
    ]
    if not shown:
        return [NOTHING_KNOWN]
    follow = verb(len(shown), "volgt een aandeel", "volgen aandelen")
    others = [REST_UNKNOWN] if len(shown) < ranges["column"].nunique() else []
    return [f"Uit de publicatie {follow}: {enumerate_in_words(shown)}.", *others]


def _between(rows: pd.DataFrame, item: Item) -> str:
    """'‘man’ (53%) en ‘vrouw’ (45–48%)'."""
    bounds = zip(rows["option"], rows["lowest"], rows["highest"], strict=True)
    return enumerate_in_words(
        f"‘{option_label(item, option)}’ ({percentages(points(low), points(high))})"
        for option, low, high in bounds
    )
