"""The figure of what is known of a study without microdata: a band per outcome, not a point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from dwimpact.figures.axes import figure_of
from dwimpact.figures.layout import Layout, ReportFigure, canvas, finish
from dwimpact.figures.theme import GROUP_COLOURS, SMALL, TOTAL_COLOUR
from dwimpact.prose.items import option_label
from dwimpact.prose.words import percentages
from dwimpact.statistics import percentage, points
from dwimpact.study.items import Item
from dwimpact.study.study import Study
from dwimpact.tables.labels import category_labels, group_labels

STEP = 0.2  # inches: a group's line in an outcome's row
BAND, THIN = 0.14, 3.2  # inches and points: what is known of everybody, and of a group
ROOM_BEHIND = 0.85  # inches behind the axis, for ranges in figures
SHAPES = ("o", "s", "D", "^", "v")


@figure_of
def plot_known(layout: Layout, known: pd.DataFrame, study: Study) -> ReportFigure:
    """Per outcome and group, or answer, the shares that agree with what was published: a band for
    the first, lines for the others, and an open mark where the reconstruction lies.

    `known` has rows of `study.known` of one characteristic: level, outcome, group or category, n,
    smallest, largest, count. Outcomes come in the order of the first group's smallest counts.

    >>> dw.plot_known(study.known_mentions("student"), study).axes[0].get_xlabel()[:48]
    'Deel van de respondenten dat de opbrengst noemt,'
    """
    form = study.questionnaire
    by = "group" if "group" in known else "category"
    groups = list(known[by].drop_duplicates())
    first = known[known[by] == groups[0]]
    ranked = first.sort_values(["smallest", "largest"], ascending=False, kind="stable")
    keys = list(zip(ranked["level"], ranked["outcome"], strict=True))
    labels = form.short_labels
    layout = replace(layout, right=ROOM_BEHIND)
    figure, axes, rows = canvas(layout, [labels[lv][o] for lv, o in keys], STEP * len(groups))
    places = dict(zip(keys, rows.centres, strict=True))
    for position, (group, name) in enumerate(_named(known, by, study).items()):
        shift = STEP * (position - (len(groups) - 1) / 2)
        drawn = known[known[by] == group]
        heights = [
            places[key] + shift for key in zip(drawn["level"], drawn["outcome"], strict=True)
        ]
        between = [percentage(drawn[c], drawn["n"]) for c in ("smallest", "largest", "count")]
        _draw(axes, between, heights, position, name)
    noun = form.terms.outcome.after("de", "het")
    what = f"dat {noun} noemt" if by == "group" else f"dat dit van {noun} zegt"
    until = "voor zover de publicatie dat vastlegt"
    finish(figure, axes, rows, f"Deel van de {form.terms.respondent.plural} {what}, {until}")
    return figure


@figure_of
def plot_known_item(layout: Layout, ranges: pd.DataFrame, study: Study, item: Item) -> ReportFigure:
    """An `item_ranges` table: per answer, or per row of a scale and answer, the shares that agree
    with what was published, and an open mark where the reconstruction lies.

    >>> columns = ["column", "option", "lowest", "highest", "share"]
    >>> ranges = pd.DataFrame([("moment", "2026", 0.2, 0.4, 0.3)], columns=columns)
    >>> dw.plot_known_item(ranges, study, item).axes[0].get_xlabel()[:33]
    'Deel van de respondenten aan wie '
    """
    key, series = ("column", "option") if item.statements else ("option", "column")
    keys, parts = (list(ranges[name].drop_duplicates()) for name in (key, series))
    names = [item.rows[k] if item.statements else option_label(item, k) for k in keys]
    layout = replace(layout, right=ROOM_BEHIND)
    figure, axes, rows = canvas(layout, names, STEP * len(parts))
    places = dict(zip(keys, rows.centres, strict=True))
    for position, part in enumerate(parts):
        drawn = ranges[ranges[series] == part]
        shift = STEP * (position - (len(parts) - 1) / 2)
        heights = [places[k] + shift for k in drawn[key]]
        name = option_label(item, part) if item.statements else "in de reconstructie"
        between = [drawn[c].map(points) for c in ("lowest", "highest", "share")]
        _draw(axes, between, heights, position, name)
    people = study.questionnaire.terms.respondent.plural
    until = "voor zover de publicatie dat vastlegt"
    finish(figure, axes, rows, f"Deel van de {people} aan wie het is gevraagd, {until}")
    return figure


@figure_of
def plot_known_finding(
    layout: Layout, ranges: pd.DataFrame, study: Study, x_label: str
) -> ReportFigure:
    """One band per row of a table with columns label, low and high (whole percentages)."""
    layout = replace(layout, right=ROOM_BEHIND)
    figure, axes, rows = canvas(layout, list(ranges["label"]), STEP)
    low, high = ranges["low"], ranges["high"]
    axes.barh(rows.centres, high - low, left=low, height=BAND, color=TOTAL_COLOUR, alpha=0.55, lw=0)
    places = pd.Series(rows.centres, index=ranges.index)[low == high]
    axes.plot(low[low == high], places, "|", color=TOTAL_COLOUR, ms=12, mew=3)
    _write(axes, rows.centres, low, high, TOTAL_COLOUR, bold=True)
    finish(figure, axes, rows, x_label)
    return figure


def _named(known: pd.DataFrame, by: str, study: Study) -> dict[str, str]:
    """Group → 'mbo (n = 26)', or answer → its label."""
    if by == "group":
        labels = group_labels(study.questionnaire, study.names)
        return {g: f"{labels[g]} (n = {n})" for g, n in zip(known[by], known["n"], strict=True)}
    answers = {
        code: label
        for name in study.questionnaire.characteristics
        for code, label in category_labels(study.questionnaire, name).items()
    }
    return {code: answers[code] for code in known[by]}


def _draw(
    axes: Axes, between: Sequence[Any], heights: Sequence[float], position: int, name: str
) -> None:
    """A band, or a line, from the lowest to the highest share, and a mark in it."""
    low, high, at = between
    (colour,) = islice(cycle(GROUP_COLOURS), position, position + 1)
    (shape,) = islice(cycle(SHAPES), position, position + 1)
    if position:
        axes.hlines(heights, low, high, color=colour, lw=THIN)
    else:
        axes.barh(heights, high - low, left=low, height=BAND, color=colour, alpha=0.35, lw=0)
    axes.plot(
        at, heights, shape, color="white", mec=colour, mew=1.5, ms=6, label=name, clip_on=False
    )
    _write(axes, heights, low, high, colour, bold=not position)


def _write(
    axes: Axes,
    heights: Sequence[float],
    low: Iterable[int],
    high: Iterable[int],
    colour: str,
    *,
    bold: bool,
) -> None:
    """The ranges in words, in a column behind the axis."""
    for height, least, most in zip(heights, low, high, strict=True):
        axes.annotate(
            percentages(least, most),
            (100, height),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=SMALL,
            fontweight="bold" if bold else "normal",
            annotation_clip=False,
        )
