"""The figure of what the publication leaves possible of all outcomes, level by level."""

from __future__ import annotations

import pandas as pd

from dwimpact.figures.axes import figure_of
from dwimpact.figures.dots import marks_of_groups
from dwimpact.figures.known import marks_of_known
from dwimpact.figures.layout import Layout, ReportFigure, finish
from dwimpact.figures.looks import level_looks
from dwimpact.study.questionnaire.model import labels
from dwimpact.study.study import Study


@figure_of
def plot_ranges(layout: Layout, ranges: pd.DataFrame, study: Study) -> ReportFigure:
    """Per outcome a band from the smallest to the largest share that the publication allows, in
    the colour of its level, and an open mark where the responses at hand lie.

    `ranges` has one row per outcome: level, outcome, n, smallest, largest, count.

    >>> ranges = identified.of("mentioned")  # see `identify`
    >>> dw.plot_ranges(ranges[ranges["group"] == "all"], study).get_supxlabel()
    'De grenzen en elke n volgen uit de publicatie; het open teken is een reconstructie.'
    """
    called, short = labels(study.questionnaire.levels), study.questionnaire.short_labels
    order = {level: position for position, level in enumerate(called)}
    ranked = ranges.assign(position=ranges["level"].map(order)).sort_values(
        ["position", "count"], ascending=[True, False], kind="stable", ignore_index=True
    )
    looks = level_looks(study)
    marks = marks_of_known(
        ranked, [called[lv] for lv in ranked["level"]], [looks[lv] for lv in ranked["level"]]
    )
    names = {(level, outcome): short[level][outcome] for level, outcome in marks["key"]}
    figure, axes, rows = marks_of_groups(layout, names, marks, beside=False)
    people = study.questionnaire.terms.respondent.plural
    finish(figure, axes, rows, f"Deel van alle {people} (n = {ranked['n'].iloc[0]})")
    return figure
