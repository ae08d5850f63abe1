"""Figures of status and nature: the answers of a bar's respondents beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from dwimpact.figures.axes import (
    Sort,
    Unit,
    axis_end,
    figure_of,
    groups_with_n,
    outcome_labels,
    outcome_order,
)
from dwimpact.figures.layout import BAR, Layout, ReportFigure, canvas, finish
from dwimpact.figures.theme import SMALL, ink_on, scale_styles
from dwimpact.statistics import percentage
from dwimpact.study.edition import ALL
from dwimpact.study.study import Study
from dwimpact.tables.labels import category_labels
from dwimpact.templates.html import unbroken


@figure_of
def plot_characteristic_shares(
    layout: Layout,
    shares: pd.DataFrame,
    study: Study,
    unit: Unit = "share",
    sort: Sort = "mentions",
) -> ReportFigure:
    """Stacked bars over all respondents: status or nature per outcome, and per group if any.

    `shares` is a `characteristic_shares` table of one level, without groups that are too small;
    categories nobody is in are left out, and what was not mentioned is told apart by a pattern
    on white. Raises ValueError for other tables.

    >>> shares = study.characteristic_shares("student", "status")
    >>> dw.plot_characteristic_shares(shares, study, title="Hoe ver het is").get_suptitle()
    'Hoe ver het is'
    """
    bars, people = _bars(shares, study, sort), axis_end(shares, unit)
    present = shares.groupby("category", observed=True)["count"].sum()
    categories = [str(category) for category, count in present.items() if count > 0]
    form = study.questionnaire
    called = {**category_labels(form, "status"), **category_labels(form, "nature")}
    figure, axes, rows = canvas(layout, list(bars["name"]), BAR)
    left = pd.Series(0.0, index=bars.index)
    for category, style in zip(categories, scale_styles(categories), strict=True):
        counts = bars[category]
        length = counts.astype(float) if people else 100 * counts / bars["n"]
        segments = axes.barh(
            rows.centres,
            length,
            left=left,
            height=rows.bars,
            label=called[category],
            **style,
        )
        numbers = numbers_in_segments(counts, bars["n"], people, layout.narrowest_labelled)
        label_segments(axes, segments, numbers, style)
        left += length
    finish(figure, axes, rows, _base_in_words(shares, unit, study), people)
    return figure


def label_segments(
    axes: Axes, segments: BarContainer, numbers: Sequence[str], style: dict[str, Any]
) -> None:
    """Put the numbers in their segments, on a plain ground where these have a pattern."""
    fill = style["facecolor"]
    for text in axes.bar_label(
        segments, numbers, label_type="center", color=ink_on(fill), fontsize=SMALL
    ):
        if "hatch" in style and text.get_text():
            text.set_bbox({"facecolor": fill, "edgecolor": "none", "pad": 1})


def numbers_in_segments(
    counts: pd.Series[int], n: pd.Series[int], people: int | None, narrowest: int
) -> list[str]:
    """What stands in each segment: a percentage, or a count on an axis of so many people;
    nothing where there is no room.
    """
    shown = counts.astype(str) if people else [f"{p}%" for p in percentage(counts, n)]
    room = percentage(counts, people or n)
    return [text if p >= narrowest else "" for text, p in zip(shown, room, strict=True)]


def _bars(shares: pd.DataFrame, study: Study, sort: Sort) -> pd.DataFrame:
    """One row per bar: its name, base n, and a column with the count of each category.

    With several groups the bars of an outcome follow each other, the first with its name.
    """
    labels, order = outcome_labels(shares, study), outcome_order(shares, sort)
    shares = shares if "group" in shares else shares.assign(group=ALL)
    called = {group: unbroken(name) for group, name in groups_with_n(shares, study).items()}
    wide = shares.astype({"group": object, "outcome": object, "category": object}).pivot(
        index=["outcome", "group", "n"], columns="category", values="count"
    )
    bars = wide.reset_index(level="n").loc[[(code, group) for code in order for group in called]]
    if len(called) == 1:
        return bars.assign(name=[labels[code] for code, _ in bars.index])
    first = next(iter(called))
    outcome = [f"{labels[code]}: " if group == first else "" for code, group in bars.index]
    return bars.assign(name=[o + called[g] for o, (_, g) in zip(outcome, bars.index, strict=True)])


def _base_in_words(shares: pd.DataFrame, unit: Unit, study: Study) -> str:
    people = study.questionnaire.terms.respondent.plural
    if unit == "count":
        return f"Aantal {people}"
    sizes = list(shares.drop_duplicates("group")["n"]) if "group" in shares else [shares["n"].max()]
    base = f" (n = {sizes[0]})" if len(sizes) == 1 else " van de groep"
    return f"Deel van de {people}{base}"
