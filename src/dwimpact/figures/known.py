"""The figure of what is known of a study without microdata: a band per outcome, not a point."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dwimpact.figures.axes import figure_of
from dwimpact.figures.dots import marks_of_groups
from dwimpact.figures.layout import Layout, ReportFigure, finish
from dwimpact.prose.words import percentages
from dwimpact.statistics import percentage
from dwimpact.study.study import Study
from dwimpact.tables.labels import category_labels, group_labels


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
    short = form.short_labels
    names = {(level, outcome): short[level][outcome] for level, outcome in keys}
    called = _named(known, by, study)
    marks = marks_of_known(known, [called[code] for code in known[by]])
    figure, axes, rows = marks_of_groups(layout, names, marks)
    noun = form.terms.outcome.after("de", "het")
    what = f"dat {noun} noemt" if by == "group" else f"dat dit van {noun} zegt"
    until = "voor zover de publicatie dat vastlegt"
    finish(figure, axes, rows, f"Deel van de {form.terms.respondent.plural} {what}, {until}")
    return figure


@figure_of
def plot_known_finding(
    layout: Layout, ranges: pd.DataFrame, study: Study, x_label: str
) -> ReportFigure:
    """One band per row of a table with columns label, smallest and largest (whole percentages)."""
    whole = ranges.assign(n=100, level="", outcome=ranges["label"], count=ranges["smallest"])
    marks = marks_of_known(whole, [""] * len(whole))
    marks = marks.assign(at=marks["at"].where(marks["low"] == marks["high"]))
    names = dict(zip(marks["key"], ranges["label"], strict=True))
    figure, axes, rows = marks_of_groups(layout, names, marks)
    finish(figure, axes, rows, x_label)
    return figure


def marks_of_known(known: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """The marks of a table with level, outcome, n, smallest, largest and count: see
    `marks_of_groups`.
    """
    low = percentage(known["smallest"], known["n"])
    high = percentage(known["largest"], known["n"])
    return pd.DataFrame(
        {
            "key": list(zip(known["level"], known["outcome"], strict=True)),
            "group": groups,
            "low": low,
            "at": percentage(known["count"], known["n"]),
            "high": high,
            "text": [percentages(a, b) for a, b in zip(low, high, strict=True)],
            "assumed": known["smallest"] != known["largest"],
        }
    )


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
