"""Figures of status and nature: in the row of an outcome a mark per answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dwimpact.figures.axes import (
    Sort,
    Unit,
    axis_end,
    figure_of,
    groups_with_n,
    outcome_labels,
    outcome_order,
)
from dwimpact.figures.dots import Column, marks_of_groups, marks_of_shares, with_interval
from dwimpact.figures.layout import Layout, ReportFigure, finish
from dwimpact.figures.looks import answer_looks
from dwimpact.shares import NOT_MENTIONED, first_of_pair
from dwimpact.study.edition import ALL
from dwimpact.study.study import Study
from dwimpact.tables.labels import category_labels, group_labels
from dwimpact.templates.html import unbroken

NOT_MENTIONED_HEADING = "Niet genoemd"


@figure_of
def plot_characteristic_shares(
    layout: Layout,
    shares: pd.DataFrame,
    study: Study,
    unit: Unit = "share",
    sort: Sort = "mentions",
    asked: int | None = None,
) -> ReportFigure:
    """A row per outcome, and per group if any: in it a mark for each answer, with its interval.

    `shares` is a `characteristic_shares` table of one level, without groups that are too small. Of
    who mention an outcome two answers are one mark, as the first tells of the other. Who do not
    mention it stand in a column of their own: of a table of everybody, or when it is said how many
    people were `asked`. Raises ValueError for other tables.

    >>> shares = study.characteristic_shares("student", "status", among="mentioned")
    >>> dw.plot_characteristic_shares(shares, study, asked=64).axes[0].get_xlabel()
    'Deel van de respondenten die de opbrengst noemen'
    """
    labels, keyed = outcome_labels(shares, study), _keyed(shares)
    of_all = NOT_MENTIONED in set(shares["category"])
    said = _said(keyed)
    form, people = study.questionnaire, axis_end(shares, unit)
    called = {**category_labels(form, "status"), **category_labels(form, "nature")}
    given = said.assign(group=said["category"])
    marks = marks_of_shares(given, "key", called, answer_looks(study), study, unit)
    names = _names(keyed, labels, study, sort, with_n=not of_all)
    figure, axes, rows = marks_of_groups(layout, names, marks, apart=_apart(keyed, asked))
    finish(figure, axes, rows, with_interval(_base_in_words(shares, unit, study), marks), people)
    return figure


def _keyed(shares: pd.DataFrame) -> pd.DataFrame:
    """The table with what tells its rows apart, outcome and group, in one column."""
    groups = shares["group"] if "group" in shares else pd.Series(ALL, index=shares.index)
    keys = list(zip(shares["outcome"], groups, strict=True))
    return shares.assign(key=pd.Series(keys, index=shares.index))


def _said(keyed: pd.DataFrame) -> pd.DataFrame:
    """The rows that are drawn: those of answers that somebody gave, of two answers the first."""
    first = first_of_pair(keyed)
    if len(first) < len(keyed):
        return first
    given = keyed.groupby("category", observed=True)["count"].transform("sum") > 0
    return keyed[given & (keyed["category"] != NOT_MENTIONED)]


def _names(
    keyed: pd.DataFrame, labels: Mapping[str, str], study: Study, sort: Sort, *, with_n: bool
) -> dict[Any, str]:
    """The rows by their key: of an outcome with several groups the first has its name."""
    sizes = keyed.groupby("key", sort=False)["n"].first()
    groups = groups_with_n(keyed, study) if "group" in keyed else {ALL: ""}
    if with_n and "group" in keyed:
        known = group_labels(study.questionnaire, study.names)
        groups = {group: known[group] for group in groups}
    names: dict[Any, str] = {}
    for outcome in outcome_order(keyed, sort):
        start = labels[outcome]
        for group in (g for g in groups if (outcome, g) in sizes):
            n = f" (n = {sizes[outcome, group]})" if with_n else ""
            name = f"{start}: {groups[group]}" if start and groups[group] else start + groups[group]
            names[outcome, group] = unbroken(name + n)
            start = "" if len(groups) > 1 else start
    return names


def _apart(keyed: pd.DataFrame, asked: int | None) -> Column | None:
    """Who do not mention the outcome of each row, of how many."""
    rows = keyed[keyed["category"] == NOT_MENTIONED]
    if len(rows):
        told = zip(rows["key"], rows["count"], rows["n"], strict=True)
        return Column(NOT_MENTIONED_HEADING, {key: f"{count} van {n}" for key, count, n in told})
    if asked is None:
        return None
    sizes = keyed.groupby("key", sort=False)["n"].first()
    return Column(
        NOT_MENTIONED_HEADING, {key: f"{asked - n} van {asked}" for key, n in sizes.items()}
    )


def _base_in_words(shares: pd.DataFrame, unit: Unit, study: Study) -> str:
    terms = study.questionnaire.terms
    people = terms.respondent.plural
    if unit == "count":
        return f"Aantal {people}"
    if NOT_MENTIONED not in set(shares["category"]):
        return f"Deel van de {people} die {terms.outcome.after('de', 'het')} noemen"
    sizes = list(shares.drop_duplicates("group")["n"]) if "group" in shares else [shares["n"].max()]
    base = f" (n = {sizes[0]})" if len(sizes) == 1 else " van de groep"
    return f"Deel van de {people}{base}"
