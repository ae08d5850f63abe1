"""The figure of what the publication leaves possible: a bar from smallest to largest count."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from dwimpact.figures.axes import figure_of
from dwimpact.figures.layout import Layout, ReportFigure, canvas, finish
from dwimpact.figures.theme import INK, SMALL, group_styles
from dwimpact.prose.words import percentages
from dwimpact.statistics import percentage
from dwimpact.study.questionnaire import labels
from dwimpact.study.study import Study

RANGE_BAR = 0.2  # inches
ROOM = {False: 82, True: 74}  # percent: beyond it a text no longer fits behind, by labels_above


@figure_of
def plot_ranges(layout: Layout, ranges: pd.DataFrame, study: Study) -> ReportFigure:
    """Per outcome a bar from the smallest to the largest share that the publication allows, in
    the colour of its level (a line where they are the same), and a dot where the responses at
    hand lie.

    `ranges` has one row per outcome: level, outcome, n, smallest, largest, count.

    >>> ranges = identified.of("mentioned")  # see `identify`
    >>> dw.plot_ranges(ranges[ranges["group"] == "all"], study).get_supxlabel()
    'De grenzen volgen uit de publicatie; het open teken is een reconstructie.'
    """
    form = study.questionnaire
    outcome_labels = form.short_labels
    level_labels = labels(form.levels)
    order = {level: position for position, level in enumerate(level_labels)}
    ranked = ranges.assign(position=ranges["level"].map(order)).sort_values(
        ["position", "count"], ascending=[True, False], kind="stable", ignore_index=True
    )
    pairs = zip(ranked["level"], ranked["outcome"], strict=True)
    names = [outcome_labels[level][outcome] for level, outcome in pairs]
    figure, axes, rows = canvas(layout, names, RANGE_BAR)
    n = ranked["n"]
    drawn = ranked.assign(
        row=rows.centres,
        low=percentage(ranked["smallest"], n),
        high=percentage(ranked["largest"], n),
        value=percentage(ranked["count"], n),
    )
    _bars(axes, drawn, level_labels)
    at_hand = "Reconstructie" if study.settings.reconstructed else "Antwoorden"
    axes.plot(drawn["value"], drawn["row"], "o", color="white", mec=INK, label=at_hand)
    columns = ["row", "low", "high", "smallest", "largest"]
    for row, low, high, smallest, largest in drawn[columns].itertuples(index=False, name=None):
        text = f"precies {low}%" if smallest == largest else percentages(low, high)
        _write(axes, row, low, high, text, ROOM[layout.labels_above])
    people = study.questionnaire.terms.respondent.plural
    finish(figure, axes, rows, f"Deel van alle {people} (n = {n.iloc[0]})")
    return figure


def _bars(axes: Axes, drawn: pd.DataFrame, level_labels: dict[str, str]) -> None:
    styles = group_styles(len(level_labels))
    for (level, label), (colour, pattern) in zip(level_labels.items(), styles, strict=True):
        here = drawn[drawn["level"] == level]
        axes.barh(
            here["row"],
            here["high"] - here["low"],
            left=here["low"],
            height=RANGE_BAR,
            color=colour,
            hatch=pattern,
            edgecolor="white",
            label=label,
        )
        # A count that is pinned down has no bar: its level's colour shows as a line.
        pinned = here[here["smallest"] == here["largest"]]
        axes.plot(pinned["low"], pinned["row"], "|", color=colour, ms=72 * RANGE_BAR, mew=3)


def _write(axes: Axes, row: float, low: int, high: int, text: str, room: int) -> None:
    """The range in words behind its bar, or before it where there is no room behind."""
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
