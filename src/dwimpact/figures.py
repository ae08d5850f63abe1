"""seaborn figures from figure tables, all in one theme (theme.py).

A figure never computes: it draws the shares it is given and labels them with whole
percentages rounded as in the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dwimpact.aggregate import NOT_MENTIONED
from dwimpact.statistics import percentage
from dwimpact.study import ALL
from dwimpact.theme import (
    GROUP_COLOURS,
    NARROW,
    PART_COLOUR,
    SMALL,
    TOTAL_COLOUR,
    Layout,
    ReportFigure,
    Rows,
    add_notice,
    canvas,
    finish,
    group_styles,
    in_both_layouts,
    ink_on,
    scale_styles,
    theme,
)

__all__ = [
    "GROUP_COLOURS",
    "add_notice",
    "plot_characteristics",
    "plot_finding",
    "plot_mentions",
    "plot_ranking",
    "plot_response",
]

BAR, THIN_BAR = 0.26, 0.22  # inches
NO_ROOM_BEHIND = 65  # percent


@in_both_layouts
def plot_mentions(
    layout: Layout,
    shares: pd.DataFrame,
    labels: Mapping[str, str],
    group_labels: Mapping[str, str],
) -> ReportFigure:
    """Grouped bars: the share of each group that mentions each outcome, most mentioned first.

    `shares` is a `mention_shares` table of one level in which the first group sets the order.
    """
    groups = list(shares["group"].drop_duplicates())
    first = shares[shares["group"] == groups[0]]
    order = list(first.sort_values("count", ascending=False, kind="stable")["outcome"])
    n = shares.drop_duplicates("group").set_index("group")["n"]
    names = [labels[code] for code in order]
    figure, axes, rows = canvas(layout, names, THIN_BAR * len(groups))
    table = pd.DataFrame(
        {
            "row": [rows.centres[order.index(code)] for code in shares["outcome"]],
            "percentage": percentage(shares["count"], shares["n"]),
            "group": [f"{group_labels[g]} (n = {n[g]})" for g in shares["group"]],
        }
    )
    _bars(axes, table, hue="group", rows=rows)
    finish(figure, axes, rows, "Deel van de respondenten dat de opbrengst noemt")
    return figure


@in_both_layouts
def plot_characteristics(
    layout: Layout,
    shares: pd.DataFrame,
    labels: Mapping[str, str],
    category_labels: Mapping[str, str],
) -> ReportFigure:
    """Stacked bars over all respondents: status or nature per outcome, most mentioned first.

    `shares` is a `characteristic_shares` table of one level; categories nobody is in are
    left out, and what was not mentioned is told apart by a pattern on white.
    """
    present = shares.groupby("category", observed=True)["count"].sum()
    categories = [str(category) for category, count in present.items() if count > 0]
    silent = shares[shares["category"] == NOT_MENTIONED].set_index("outcome")["count"]
    order = [str(code) for code in silent.sort_values(kind="stable").index]
    wide = shares.pivot(index="outcome", columns="category", values="count")
    wide = wide.loc[order, categories].astype(int)
    n = int(shares["n"].iloc[0])
    figure, axes, rows = canvas(layout, [labels[code] for code in order], BAR)
    left = pd.Series(0.0, index=wide.index)
    for category, style in zip(categories, scale_styles(categories), strict=True):
        width = 100 * wide[category] / n
        bars = axes.barh(
            rows.centres,
            width,
            left=left,
            height=BAR,
            label=category_labels[category],
            **style,
        )
        whole = percentage(wide[category], n)
        texts = [f"{p}%" if p >= layout.narrowest_labelled else "" for p in whole]
        fill = style["facecolor"]
        for text in axes.bar_label(
            bars, texts, label_type="center", color=ink_on(fill), fontsize=SMALL
        ):
            if "hatch" in style and text.get_text():
                text.set_bbox({"facecolor": fill, "edgecolor": "none", "pad": 1})
        left += width
    finish(figure, axes, rows, f"Deel van alle respondenten (n = {n})")
    return figure


@in_both_layouts
def plot_ranking(
    layout: Layout,
    shares: pd.DataFrame,
    labels: Mapping[str, Mapping[str, str]],
    level_labels: Mapping[str, str],
) -> ReportFigure:
    """All outcomes of all levels in one ranking, coloured by level.

    `shares` is a `mention_shares` table of one group; `labels` is level → outcome → label.
    """
    ranked = shares.sort_values("count", ascending=False, kind="stable")
    # By position, because two levels may have outcomes with the same label.
    pairs = zip(ranked["level"], ranked["outcome"], strict=True)
    figure, axes, rows = canvas(layout, [labels[level][code] for level, code in pairs], BAR)
    table = pd.DataFrame(
        {
            "row": rows.centres,
            "percentage": percentage(ranked["count"], ranked["n"]),
            "level": pd.Categorical(
                [level_labels[level] for level in ranked["level"]], list(level_labels.values())
            ),
        }
    )
    _bars(axes, table, hue="level", rows=rows, dodge=False)
    n = int(shares["n"].iloc[0])
    finish(figure, axes, rows, f"Deel van alle respondenten (n = {n})")
    return figure


@in_both_layouts
def plot_response(layout: Layout, rates: pd.DataFrame, labels: Mapping[Any, str]) -> ReportFigure:
    """Bars: the response per group of a `response_rates` table, the total last."""
    texts = [
        f"{row.percentage}% ({row.responses} van {row.approached})" for row in rates.itertuples()
    ]
    figure, axes, rows = canvas(layout, [labels[group] for group in rates["group"]], BAR)
    colours = [TOTAL_COLOUR if g == ALL else PART_COLOUR for g in rates["group"]]
    _plain_bars(axes, rows, list(rates["percentage"]), texts, colours)
    finish(figure, axes, rows, "Deel van de benaderde personen dat meedeed")
    return figure


def plot_finding(percentages: Mapping[str, int], x_label: str) -> Figure:
    """A small figure for the front page: one bar per label, in whole percentages."""
    values = list(percentages.values())
    with theme():
        figure, axes, rows = canvas(NARROW, list(percentages), BAR)
        texts, colours = [f"{value}%" for value in values], [TOTAL_COLOUR] * len(values)
        _plain_bars(axes, rows, values, texts, colours)
        finish(figure, axes, rows, x_label)
    return figure


def _plain_bars(
    axes: Axes,
    rows: Rows,
    values: Sequence[int],
    texts: Sequence[str],
    colours: Sequence[str],
) -> None:
    """One bar per row, with its text behind it or, where there is no room, inside."""
    bars = axes.barh(rows.centres, values, color=colours, height=rows.bars)
    drawn = axes.bar_label(bars, texts, padding=3, fontsize=SMALL)
    for text, value, colour in zip(drawn, values, colours, strict=True):
        if value > NO_ROOM_BEHIND:
            text.set(position=(-3, 0), ha="right", color=ink_on(colour))


def _bars(axes: Axes, table: pd.DataFrame, *, hue: str, rows: Rows, dodge: bool = True) -> None:
    """Bars of a table with row, percentage and a column for colour, each with its number."""
    # seaborn wants their height as a part of the least distance between two rows.
    distance = min((b - a for a, b in pairwise(rows.centres)), default=1.0)
    styles = group_styles(table[hue].nunique())
    sns.barplot(
        table,
        y="row",
        x="percentage",
        orient="y",
        hue=hue,
        palette=[colour for colour, _ in styles],
        saturation=1,
        dodge=dodge,
        width=rows.bars / distance,
        edgecolor="white",
        native_scale=True,
        ax=axes,
    )
    handles = axes.get_legend().legend_handles  # type: ignore[union-attr]
    for container, handle, (_, pattern) in zip(axes.containers, handles, styles, strict=True):
        for bar in (*container, handle):
            bar.set_hatch(pattern)
        axes.bar_label(container, fmt="%d%%", padding=3, fontsize=SMALL)  # type: ignore[arg-type]
