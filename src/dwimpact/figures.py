"""seaborn figures from figure tables, all in one theme.

A figure never computes: it draws the shares it is given and labels them with whole
percentages rounded as in the report.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from typing import Any

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from dwimpact.aggregate import NOT_MENTIONED, UNKNOWN
from dwimpact.statistics import percentage
from dwimpact.study import ALL

WIDTH = 7.2  # inches: the text column of a page
LABEL_WIDTH, LEGEND_WIDTH = 30, 70  # characters
LINE = 0.17  # inches: the height of a line of text
NARROWEST_LABELLED = 5  # percent: a narrower segment has no room for its number

GROUP_COLOURS = (
    "#12355b",
    "#c8550a",
    "#2a7f78",
    "#7b4ea3",
    "#8a6d1f",
    "#a3244f",
    "#4d6b1e",
    "#5b5b5b",
)
SCALE_COLOURS = ("#12355b", "#3f78ae", "#7fa6cf", "#a9b8c6")
UNKNOWN_COLOUR, NOT_MENTIONED_COLOUR = "#8d8d8d", "#e7e5e0"
INK = "#1d2733"

THEME: dict[str, Any] = {
    "figure.constrained_layout.use": True,
    "figure.dpi": 100,
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same on every machine
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.grid.axis": "x",
    "grid.color": "#dcdcdc",
    "svg.fonttype": "none",
    "text.parse_math": False,  # a dollar sign in a label is a dollar sign
}


def plot_mentions(
    shares: pd.DataFrame, labels: Mapping[str, str], group_labels: Mapping[str, str]
) -> Figure:
    """Grouped bars: the share of each group that mentions each outcome, most mentioned first.

    `shares` is a `mention_shares` table of one level in which the first group sets the order.
    """
    groups = list(shares["group"].drop_duplicates())
    first = shares[shares["group"] == groups[0]]
    order = list(first.sort_values("count", ascending=False, kind="stable")["outcome"])
    n = shares.drop_duplicates("group").set_index("group")["n"]
    table = pd.DataFrame(
        {
            "outcome": shares["outcome"].astype("str"),
            "percentage": percentage(shares["count"], shares["n"]),
            "group": [f"{group_labels[g]} (n = {n[g]})" for g in shares["group"]],
        }
    )
    with _theme():
        names = [_wrap(labels[code]) for code in order]
        figure, axes = _canvas(names, per_row=0.27 * len(groups) + 0.22)
        sns.barplot(
            table,
            y="outcome",
            x="percentage",
            hue="group",
            order=order,
            palette=_group_colours(len(groups)),
            saturation=1,
            width=0.82,
            ax=axes,
        )
        for bars in axes.containers:
            axes.bar_label(bars, fmt="%d%%", padding=3, fontsize=8.5)  # type: ignore[arg-type]
        _finish(figure, axes, names, "Deel van de respondenten dat de opbrengst noemt")
    return figure


def plot_characteristics(
    shares: pd.DataFrame, labels: Mapping[str, str], category_labels: Mapping[str, str]
) -> Figure:
    """Stacked bars over all respondents: status or nature per outcome, most mentioned first.

    `shares` is a `characteristic_shares` table of one level; categories nobody is in are
    left out, and what was not mentioned is told apart in the lightest colour.
    """
    present = shares.groupby("category", observed=True)["count"].sum()
    categories = [str(category) for category, count in present.items() if count > 0]
    silent = shares[shares["category"] == NOT_MENTIONED].set_index("outcome")["count"]
    order = [str(code) for code in silent.sort_values(kind="stable").index]
    wide = shares.pivot(index="outcome", columns="category", values="count")
    wide = wide.loc[order, categories].astype(int)
    n = int(shares["n"].iloc[0])
    with _theme():
        names = [_wrap(labels[code]) for code in order]
        figure, axes = _canvas(names, per_row=0.52)
        left = pd.Series(0.0, index=wide.index)
        for category, colour in zip(categories, _scale(categories), strict=True):
            width = 100 * wide[category] / n
            bars = axes.barh(
                range(len(order)),
                width,
                left=left,
                color=colour,
                edgecolor="white",
                linewidth=1.5,
                height=0.7,
                label=category_labels[category],
            )
            whole = percentage(wide[category], n)
            texts = [f"{p}%" if p >= NARROWEST_LABELLED else "" for p in whole]
            ink = "white" if _is_dark(colour) else "black"
            axes.bar_label(bars, texts, label_type="center", color=ink, fontsize=8.5)
            left += width
        axes.invert_yaxis()
        _finish(figure, axes, names, f"Deel van alle respondenten (n = {n})")
    return figure


def plot_ranking(
    shares: pd.DataFrame, labels: Mapping[str, Mapping[str, str]], level_labels: Mapping[str, str]
) -> Figure:
    """All outcomes of all levels in one ranking, coloured by level.

    `shares` is a `mention_shares` table of one group; `labels` is level → outcome → label.
    """
    ranked = shares.sort_values("count", ascending=False, kind="stable")
    table = pd.DataFrame(
        {
            "position": range(len(ranked)),
            "percentage": percentage(ranked["count"], ranked["n"]),
            "level": [level_labels[level] for level in ranked["level"]],
        }
    )
    with _theme():
        pairs = zip(ranked["level"], ranked["outcome"], strict=True)
        names = [_wrap(labels[level][code]) for level, code in pairs]
        figure, axes = _canvas(names, per_row=0.36)
        sns.barplot(
            table,
            y="position",
            x="percentage",
            orient="y",
            hue="level",
            hue_order=list(level_labels.values()),
            palette=_group_colours(len(level_labels)),
            saturation=1,
            dodge=False,
            width=0.75,
            ax=axes,
        )
        for bars in axes.containers:
            axes.bar_label(bars, fmt="%d%%", padding=3, fontsize=8.5)  # type: ignore[arg-type]
        n = int(shares["n"].iloc[0])
        _finish(figure, axes, names, f"Deel van alle respondenten (n = {n})")
    return figure


def plot_response(rates: pd.DataFrame, labels: Mapping[Any, str]) -> Figure:
    """Bars: the response per group of a `response_rates` table, the total last."""
    with _theme():
        names = [_wrap(labels[group]) for group in rates["group"]]
        figure, axes = _canvas(names, per_row=0.42)
        colours = [GROUP_COLOURS[0] if g == ALL else "#3f78ae" for g in rates["group"]]
        bars = axes.barh(
            range(len(rates)),
            rates["percentage"],
            color=colours,
            height=0.7,
        )
        texts = [
            f"{row.percentage}% ({row.responses} van {row.approached})"
            for row in rates.itertuples()
        ]
        axes.bar_label(bars, texts, padding=3, fontsize=8.5)
        axes.invert_yaxis()
        _finish(figure, axes, names, "Deel van de benaderde personen dat meedeed")
    return figure


def add_notice(figure: Figure, notice: str) -> None:
    """Print a notice under the figure, inside its frame, so that it stays with the image."""
    figure.supxlabel(notice, fontsize=8, color="#8a2b06", x=0.01, ha="left")


def _theme() -> Any:
    """The one theme, in force inside a `with`: nothing is set for the analyst's session."""
    return mpl.rc_context(sns.axes_style("whitegrid") | THEME)


def _canvas(names: Sequence[str], *, per_row: float) -> tuple[Figure, Axes]:
    """An empty figure with room for these row labels: `per_row` inches each, or more where
    a label has many lines.
    """
    lines = max(name.count("\n") + 1 for name in names)
    height = len(names) * max(per_row, LINE * (lines + 0.5))
    # A Figure of its own, not pyplot's: nothing to close and nothing shown twice.
    figure = Figure(figsize=(WIDTH, 1.35 + height))
    return figure, figure.subplots()


def _finish(figure: Figure, axes: Axes, names: Sequence[str], x_label: str) -> None:
    # Rows are labelled by position, because two outcomes may have the same label.
    axes.set_yticks(range(len(names)), names)
    axes.set(xlim=(0, 100), ylabel="", xlabel=x_label)
    axes.xaxis.set_major_formatter(PercentFormatter(decimals=0))
    axes.tick_params(axis="y", length=0)
    sns.despine(ax=axes, left=True, bottom=True)
    handles, entries = axes.get_legend_handles_labels()
    if axes.get_legend():
        axes.get_legend().remove()  # type: ignore[union-attr]
    if handles:
        _add_legend(figure, handles, [textwrap.fill(entry, LEGEND_WIDTH) for entry in entries])


def _add_legend(figure: Figure, handles: Sequence[Any], entries: Sequence[str]) -> None:
    """A legend above the axes in as many columns as fit; the figure grows with its rows."""
    for columns in range(len(entries), 0, -1):
        legend = figure.legend(
            handles, entries, loc="outside upper left", ncols=columns, frameon=False
        )
        if columns == 1 or legend.get_window_extent().width <= figure.bbox.width:
            break
        legend.remove()
    lines = max(entry.count("\n") + 1 for entry in entries)
    further = math.ceil(len(entries) / columns) * lines - 1
    figure.set_figheight(figure.get_figheight() + further * LINE)


def _group_colours(number: int) -> list[str]:
    return list(islice(cycle(GROUP_COLOURS), number))


def _scale(categories: Sequence[str]) -> list[str]:
    fixed = {UNKNOWN: UNKNOWN_COLOUR, NOT_MENTIONED: NOT_MENTIONED_COLOUR}
    number = len([category for category in categories if category not in fixed])
    shades = list(SCALE_COLOURS)
    if number > len(shades):
        shades = sns.blend_palette(SCALE_COLOURS, number).as_hex()
    scale = iter(shades)
    return [fixed.get(category) or next(scale) for category in categories]


def _is_dark(colour: str) -> bool:
    """Whether white text reads better on it than black text (WCAG relative luminance).

    Whichever does, reads with a contrast of at least 4.5:1 on any colour.
    """
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour)]
    luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    return luminance < 0.179


def _rgb(colour: str) -> tuple[float, float, float]:
    return mpl.colors.to_rgb(colour)


def _wrap(label: str) -> str:
    return "\n".join(textwrap.wrap(label, LABEL_WIDTH))
