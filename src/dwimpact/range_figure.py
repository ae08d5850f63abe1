"""The figure of what the publication leaves possible: a bar from smallest to largest count."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from dwimpact.statistics import percentage
from dwimpact.theme import (
    INK,
    SMALL,
    Layout,
    ReportFigure,
    bar_share,
    canvas,
    finish,
    group_styles,
    in_both_layouts,
)

BAR = 0.2  # inches
ROOM = {False: 82, True: 74}  # percent: beyond it a text no longer fits behind, by labels_above


@in_both_layouts
def plot_ranges(
    layout: Layout,
    ranges: pd.DataFrame,
    labels: Mapping[str, Mapping[str, str]],
    level_labels: Mapping[str, str],
    value_label: str,
) -> ReportFigure:
    """Per outcome a bar from the smallest to the largest share that the publication allows, in
    the colour of its level, and a dot where the responses at hand lie.

    `ranges` has one row per outcome: level, outcome, n, smallest, largest, count. `labels` is
    level → outcome → label; `value_label` says in the legend what the dot is.
    """
    order = {level: position for position, level in enumerate(level_labels)}
    rows = ranges.assign(position=ranges["level"].map(order)).sort_values(
        ["position", "count"], ascending=[True, False], kind="stable", ignore_index=True
    )
    names = [labels[row.level][row.outcome] for row in rows.itertuples()]
    figure, axes = canvas(layout)
    height = bar_share(figure, BAR, names)
    low, high = (percentage(rows[bound], rows["n"]) for bound in ("smallest", "largest"))
    for (level, label), (colour, pattern) in zip(
        level_labels.items(), group_styles(len(level_labels)), strict=True
    ):
        here = rows.index[rows["level"] == level]
        axes.barh(
            here,
            (high - low)[here],
            left=low[here],
            height=height,
            color=colour,
            hatch=pattern,
            edgecolor="white",
            label=label,
        )
    values = percentage(rows["count"], rows["n"])
    axes.plot(values, rows.index, "o", color="white", markeredgecolor=INK, label=value_label)
    for row in rows.index:
        _write(axes, row, int(low[row]), int(high[row]), ROOM[layout.labels_above])
    n = int(rows["n"].iloc[0])
    finish(figure, axes, names, BAR, f"Deel van alle respondenten (n = {n})")
    return figure


def _write(axes: Axes, row: int, low: int, high: int, room: int) -> None:
    """The range in words behind its bar, or before it where there is no room behind."""
    text = f"precies {low}%" if low == high else f"{low}–{high}%"
    behind = high <= room
    axes.annotate(
        text,
        (high if behind else low, row),
        xytext=(6 if behind else -6, 0),
        textcoords="offset points",
        ha="left" if behind else "right",
        va="center",
        fontsize=SMALL,
    )
