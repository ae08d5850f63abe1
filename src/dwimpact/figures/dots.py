"""Rows of marks with what is known around them: a band for everybody, lines for groups.

What is known of a share is its interval, or between what it lies in a study without microdata; the
mark is what the responses give. After Cleveland, The Elements of Graphing Data (1985): positions on
one scale, labels once, numbers in a column of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from dwimpact.figures.layout import LINE_HEIGHT, ROW_GAP, Layout, ReportFigure, Rows, canvas
from dwimpact.figures.looks import TOTAL_LOOK, Look
from dwimpact.statistics import percentage, points
from dwimpact.study.study import Study

STEP = 0.2  # inches: a group's line in its row
BAND, THIN = 0.14, 2.4  # inches and points: what is known of everybody, and of a group
LETTER_WIDTH = 0.098  # inches, of the numbers behind the axis


@dataclass(frozen=True)
class Column:
    """Texts in a column of their own, by the key of their row."""

    heading: str
    texts: Mapping[Any, str]

    @property
    def width(self) -> float:
        return LETTER_WIDTH * len(self.heading)


def marks_of_groups(
    layout: Layout,
    names: Mapping[Any, str],
    marks: pd.DataFrame,
    *,
    beside: bool = True,
    legend: bool = True,
    apart: Column | None = None,
) -> tuple[ReportFigure, Axes, Rows]:
    """A figure with a row for each of `names` (key → label), and in it a mark for each group.

    `marks` has key, group (as the legend names it), look, low, at and high (in units of the axis,
    low and high missing where nothing is drawn around the mark), text (the number behind the axis)
    and assumed (such a mark is open). In a row groups stand below each other or, not `beside`,
    there is one; without `legend` the rows are named by them already. `apart` is what stands in a
    column of its own, behind the numbers.
    """
    groups = list(marks["group"].drop_duplicates())
    deep = len(groups) if beside else 1
    numbers = 0.25 + LETTER_WIDTH * marks["text"].str.len().max()
    layout = replace(layout, right=numbers + (apart.width if apart else 0))
    figure, axes, rows = canvas(layout, list(names.values()), STEP * deep)
    places = dict(zip(names, rows.centres, strict=True))
    for position, group in enumerate(groups):
        drawn = marks[marks["group"] == group]
        look = drawn["look"].iloc[0]
        shift = STEP * (position - (deep - 1) / 2) if beside else 0
        heights = pd.Series([places[key] + shift for key in drawn["key"]], index=drawn.index)
        band = deep == 1 or look == TOTAL_LOOK
        _around(axes, drawn, heights, look.colour, band=band)
        _marks(figure, axes, drawn, heights, legend=legend)
        _write(axes, drawn["text"], heights, look.colour, bold=band)
    if apart:
        figure.over = LINE_HEIGHT
        _write_apart(axes, apart, places, 72 * numbers)
    return figure, axes, rows


def marks_of_shares(
    shares: pd.DataFrame,
    key: str,
    called: Mapping[Any, str],
    looks: Mapping[Any, Look],
    study: Study,
    unit: str = "share",
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
            "look": [looks[group] for group in shares["group"]],
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
    figure: ReportFigure,
    axes: Axes,
    drawn: pd.DataFrame,
    heights: pd.Series[float],
    *,
    legend: bool,
) -> None:
    """What the responses give; open where that is assumed."""
    group, look = str(drawn["group"].iloc[0]), drawn["look"].iloc[0]
    label = group if legend else "_"
    for assumed, fill, edge in ((True, "white", look.colour), (False, look.colour, "white")):
        here = (drawn["assumed"] == assumed) & drawn["at"].notna()
        if not here.any():
            continue
        (points_drawn,) = axes.plot(
            drawn.loc[here, "at"], heights[here], look.shape, label=label,
            color=fill, mec=edge, mew=1.3 if assumed else 0.7, ms=8, clip_on=False, zorder=3, ls="",
        )  # fmt: skip
        said = [f"{group}: {text}".removeprefix(": ") for text in drawn.loc[here, "text"]]
        figure.name_marks(points_drawn, said)
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
            fontweight="bold" if bold else "normal",
            annotation_clip=False,
        )


def _write_apart(axes: Axes, apart: Column, places: Mapping[Any, float], indent: float) -> None:
    """A column behind the numbers, with its heading over it; `indent` is in points."""
    where: Any = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
    for key, text in apart.texts.items():
        axes.annotate(text, (1, places[key]), xytext=(indent, 0), va="center", **where)
    axes.annotate(apart.heading, (1, -ROW_GAP / 2), xytext=(indent, 0), va="bottom", **where)
