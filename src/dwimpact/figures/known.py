"""The figure of what is known of a study without microdata: a band per outcome, not a point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.figures.axes import figure_of
from dwimpact.figures.dots import marks_of_groups
from dwimpact.figures.layout import Layout, ReportFigure, finish
from dwimpact.figures.looks import TOTAL_LOOK, Look, answer_looks, group_looks, look_of_each
from dwimpact.prose.items import option_label
from dwimpact.prose.words import percentages
from dwimpact.shares import first_of_pair
from dwimpact.statistics import percentage, points
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.study import Study
from dwimpact.tables.labels import category_labels, group_labels

Percentages = pd.Series | npt.NDArray[np.int64]  # percentages


@figure_of
def plot_known(layout: Layout, known: pd.DataFrame, study: Study) -> ReportFigure:
    """Per outcome and group, or answer, the shares that agree with what was published: a band for
    the first, lines for the others, and an open mark where the reconstruction lies. Two answers are
    one band, of the first; what is known of the other stands in the table.

    `known` has rows of `study.known` of one characteristic: level, outcome, group or category, n,
    smallest, largest, count. Outcomes come in the order of the first group's smallest counts.

    >>> dw.plot_known(study.known_mentions("student"), study).axes[0].get_xlabel()[:48]
    'Deel van de respondenten dat de opbrengst noemt,'
    """
    form = study.questionnaire
    by = "group" if "group" in known else "category"
    known = first_of_pair(known)
    first = known[known[by] == known[by].iloc[0]]
    ranked = first.sort_values(["smallest", "largest"], ascending=False, kind="stable")
    keys = list(zip(ranked["level"], ranked["outcome"], strict=True))
    short = form.short_labels
    names = {(level, outcome): short[level][outcome] for level, outcome in keys}
    called = _named(known, by, study)
    looks = look_of_each(called, group_looks(study) if by == "group" else answer_looks(study))
    marks = marks_of_known(
        known, [called[code] for code in known[by]], [looks[code] for code in known[by]]
    )
    figure, axes, rows = marks_of_groups(layout, names, marks)
    noun = form.terms.outcome.after("de", "het")
    sizes = known["n"].unique()
    n = f"(n = {sizes[0]}) " if len(sizes) == 1 else ""
    what = f"dat {noun} noemt" if by == "group" else f"{n}dat dit van {noun} zegt"
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
    keys = list(ranges[key].drop_duplicates())
    names = {k: item.rows[k] if item.statements else option_label(item, k) for k in keys}
    called = [option_label(item, p) if item.statements else "" for p in ranges[series]]
    points_of = ranges[series].drop_duplicates()
    looks = look_of_each(points_of, {}) if item.statements else {}
    marks = _marks(
        list(ranges[key]), called, [looks.get(p, TOTAL_LOOK) for p in ranges[series]],
        *(ranges[c].map(points) for c in ("lowest", "share", "highest")),
        assumed=ranges["lowest"] != ranges["highest"],
    )  # fmt: skip
    figure, axes, rows = marks_of_groups(layout, names, marks)
    people = study.questionnaire.terms.respondent.plural
    until = "voor zover de publicatie dat vastlegt"
    finish(figure, axes, rows, f"Deel van de {people} aan wie het is gevraagd, {until}")
    return figure


@figure_of
def plot_known_finding(
    layout: Layout, ranges: pd.DataFrame, study: Study, x_label: str
) -> ReportFigure:
    """One band per row of a table with columns label, smallest and largest (whole percentages)."""
    whole = ranges.assign(n=100, level="", outcome=ranges["label"], count=ranges["smallest"])
    marks = marks_of_known(whole, [""] * len(whole), [TOTAL_LOOK] * len(whole))
    marks = marks.assign(at=marks["at"].where(marks["low"] == marks["high"]))
    names = dict(zip(marks["key"], ranges["label"], strict=True))
    figure, axes, rows = marks_of_groups(layout, names, marks)
    finish(figure, axes, rows, x_label)
    return figure


def marks_of_known(
    known: pd.DataFrame, groups: Sequence[str], looks: Sequence[Look]
) -> pd.DataFrame:
    """The marks of a table with level, outcome, n, smallest, largest and count: see
    `marks_of_groups`.
    """
    low, at, high = (percentage(known[c], known["n"]) for c in ("smallest", "count", "largest"))
    keys = list(zip(known["level"], known["outcome"], strict=True))
    return _marks(keys, groups, looks, low, at, high, assumed=known["smallest"] != known["largest"])


def _marks(
    keys: Sequence[Any],
    groups: Sequence[str],
    looks: Sequence[Look],
    low: Percentages,
    at: Percentages,
    high: Percentages,
    *,
    assumed: pd.Series[bool],
) -> pd.DataFrame:
    texts = [percentages(a, b) for a, b in zip(low, high, strict=True)]
    made = {"low": low, "at": at, "high": high, "text": texts, "assumed": assumed, "look": looks}
    marks = pd.DataFrame(made).assign(group=groups)
    return marks.assign(key=pd.Series(keys, index=marks.index))


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
