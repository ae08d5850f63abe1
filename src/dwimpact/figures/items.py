"""Figures of the questions beside the levels."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from dwimpact.analysis.items.chosen import TOGETHER
from dwimpact.figures.axes import figure_of, groups_with_n
from dwimpact.figures.dots import marks_of_groups, marks_of_shares, with_interval
from dwimpact.figures.layout import BAR, Layout, ReportFigure, Rows, canvas, finish
from dwimpact.figures.looks import TOTAL_LOOK, group_looks, look_of_each
from dwimpact.figures.theme import diverging_styles, ink_on
from dwimpact.prose.items import option_label
from dwimpact.statistics import percentage
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.study import Study


@figure_of
def plot_item(layout: Layout, shares: pd.DataFrame, study: Study, item: Item) -> ReportFigure:
    """An `item_shares` table: a mark per answer or class, or stacked bars for the rows of a scale.

    Of a scale, who left a row blank is what its bar lacks.

    >>> shares = pd.DataFrame({"column": "moment", "option": ["2026"], "n": [9], "count": [6]})
    >>> dw.plot_item(shares, study, item).axes[0].get_xlabel()
    'Deel van de respondenten (n = 9)'
    """
    marks = pd.DataFrame({"low": []})
    if item.kind == "scale":
        names = [item.rows[c] if item.statements else item.short for c in shares["column"].unique()]
        figure, axes, rows = canvas(layout, names, BAR)
        _stack(axes, rows, shares, item, layout.narrowest_labelled)
    else:
        of_all = shares.assign(group=ALL)
        marks = marks_of_shares(of_all, "option", {ALL: ""}, {ALL: TOTAL_LOOK}, study)
        options = {option: option_label(item, option) for option in shares["option"]}
        figure, axes, rows = marks_of_groups(layout, options, marks)
    sizes = shares["n"].unique()
    base = f" (n = {sizes[0]})" if len(sizes) == 1 else " aan wie het is gevraagd"
    people = study.questionnaire.terms.respondent.plural
    finish(figure, axes, rows, with_interval(f"Deel van de {people}{base}", marks))
    return figure


@figure_of
def plot_wave_item(layout: Layout, shares: pd.DataFrame, study: Study, item: Item) -> ReportFigure:
    """A `wave_item_shares` table: per answer, or per row of a scale, a mark for each wave.

    >>> shares = pd.DataFrame({"group": ["earlier"], "column": "q", "option": "rest"})
    >>> both = dw.comparable(study, study).study
    >>> figure = dw.plot_wave_item(shares.assign(count=6, n=9), both, item)
    >>> figure.axes[0].get_xlabel()
    'Deel van de respondenten'
    """
    key = "column" if item.kind == "scale" else "option"
    codes = shares[key].unique()
    names = {c: item.rows[c] if key == "column" else option_label(item, c) for c in codes}
    called = groups_with_n(shares, study)
    looks = look_of_each(called, group_looks(study))
    marks = marks_of_shares(shares, key, called, looks, study)
    figure, axes, rows = marks_of_groups(layout, names, marks)
    people = study.questionnaire.terms.respondent.plural
    finish(figure, axes, rows, with_interval(f"Deel van de {people}", marks))
    return figure


def _stack(axes: Axes, rows: Rows, shares: pd.DataFrame, item: Item, narrowest: int) -> None:
    """The answers to each row of a scale beside each other, in its order."""
    wide = shares.pivot(index="column", columns="option", values="count").fillna(0).astype(int)
    wide = wide.loc[shares["column"].unique(), shares["option"].unique()]
    n = shares.groupby("column", sort=False)["n"].first()
    points = sum(str(option).split(TOGETHER)[0] in item.points for option in wide)
    left = pd.Series(0.0, index=wide.index)
    for option, style in zip(wide, diverging_styles(points, wide.shape[1] - points), strict=True):
        length = 100 * wide[option] / n
        segments = axes.barh(
            rows.centres,
            length,
            left=left,
            height=rows.bars,
            label=option_label(item, str(option)),
            **style,
        )
        shown = [f"{p}%" if p >= narrowest else "" for p in percentage(wide[option], n)]
        axes.bar_label(segments, shown, label_type="center", color=ink_on(style["facecolor"]))
        left += length
