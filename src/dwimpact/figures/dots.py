"""Rows of marks with what is known around them: a band for the first group, lines for the others.

What is known of a share is its interval, or between what it lies in a study without microdata; the
mark is what the responses give. After Cleveland, The Elements of Graphing Data (1985): positions on
one scale, labels once, numbers in a column of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from dwimpact.figures.layout import Layout, ReportFigure, Rows, canvas
from dwimpact.figures.theme import GROUP_COLOURS, GROUP_SHAPES, SMALL
from dwimpact.statistics import percentage, points
from dwimpact.study.study import Study

STEP = 0.2  # inches: a group's line in its row
BAND, THIN = 0.14, 2.4  # inches and points: what is known of the first group, and of another
LETTER_WIDTH = 0.085  # inches, of the numbers behind the axis


def marks_of_groups(
    layout: Layout,
    names: Mapping[Any, str],
    marks: pd.DataFrame,
    *,
    beside: bool = True,
) -> tuple[ReportFigure, Axes, Rows]:
    """A figure with a row for each of `names` (key → label), and in it a mark for each group.

    `marks` has key, group (as the legend names it), low, at and high (in units of the axis, low and
        high missing where nothing is drawn around the mark), text (the number behind the axis) and
    assumed (such a mark is open). In a row groups stand below each other or, not `beside`, there is
    one.
    """
    groups = list(marks["group"].drop_duplicates())
    deep = len(groups) if beside else 1
    layout = replace(layout, right=0.25 + LETTER_WIDTH * marks["text"].str.len().max())
    figure, axes, rows = canvas(layout, list(names.values()), STEP * deep)
    places = dict(zip(names, rows.centres, strict=True))
    styles = islice(cycle(zip(GROUP_COLOURS, GROUP_SHAPES, strict=True)), len(groups))
    for position, (group, (colour, shape)) in enumerate(zip(groups, styles, strict=True)):
        drawn = marks[marks["group"] == group]
        shift = STEP * (position - (deep - 1) / 2) if beside else 0
        heights = pd.Series([places[key] + shift for key in drawn["key"]], index=drawn.index)
        _around(axes, drawn, heights, colour, band=not (beside and position))
        _marks(axes, drawn, heights, colour, shape)
        _write(axes, drawn["text"], heights, colour, bold=not (beside and position))
    return figure, axes, rows


def marks_of_shares(
    shares: pd.DataFrame, key: str, called: Mapping[Any, str], study: Study, unit: str
) -> pd.DataFrame:
    """The marks of a figure table with group, count, n and, if it has intervals, low and high; of a
    reconstruction without them, as they would be of what nobody answered.
    """
    whole = percentage(shares["count"], shares["n"])
    at = shares["count"] if unit == "count" else whole
    marks = pd.DataFrame(
        {
            "key": shares[key],
            "group": [called[group] for group in shares["group"]],
            "low": float("nan"),
            "at": at,
            "high": float("nan"),
            "text": [f"{value}%" if unit == "share" else str(value) for value in at],
            "assumed": [study.assumes(group) for group in shares["group"]],
        }
    )
    if unit == "share" and {"low", "high"} <= set(shares):
        for bound in ("low", "high"):
            marks[bound] = shares[bound].map(points).mask(marks["assumed"])
    return marks


def with_interval(what: str, marks: pd.DataFrame) -> str:
    """What an axis shows, and that intervals are drawn where they are."""
    return f"{what}, met 95%-interval" if marks["low"].notna().any() else what


def _marks(
    axes: Axes, drawn: pd.DataFrame, heights: pd.Series[float], colour: str, shape: str
) -> None:
    """What the responses give; open where that is assumed."""
    label = str(drawn["group"].iloc[0])
    for assumed, fill, edge in ((True, "white", colour), (False, colour, "white")):
        here = drawn["assumed"] == assumed
        if not here.any():
            continue
        axes.plot(
            drawn.loc[here, "at"], heights[here], shape, label=label,
            color=fill, mec=edge, mew=1.3, ms=7, clip_on=False, zorder=3,
        )  # fmt: skip
        label = "_"  # the legend has a group once


def _around(
    axes: Axes, drawn: pd.DataFrame, heights: pd.Series[float], colour: str, *, band: bool
) -> None:
    known = drawn["low"].notna()
    low, high = drawn.loc[known, "low"], drawn.loc[known, "high"]
    if band:
        axes.barh(heights[known], high - low, left=low, height=BAND, color=colour, alpha=0.3, lw=0)
    else:
        axes.hlines(heights[known], low, high, color=colour, lw=THIN)


def _write(
    axes: Axes, texts: pd.Series[str], heights: pd.Series[float], colour: str, *, bold: bool
) -> None:
    """The numbers in a column behind the axis."""
    for text, height in zip(texts, heights, strict=True):
        axes.annotate(
            text,
            (1, height),
            xycoords=("axes fraction", "data"),
            xytext=(10, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=SMALL,
            fontweight="bold" if bold else "normal",
            annotation_clip=False,
        )
