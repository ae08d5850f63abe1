"""What every figure of a study has to get right: its notice, its groups, labels and order."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal, get_args

import pandas as pd

from dwimpact.disclosure.small_groups import require_withheld
from dwimpact.errors import require_known
from dwimpact.figures.layout import NARROW, WIDE, ReportFigure, add_notice
from dwimpact.figures.theme import theme
from dwimpact.shares import NOT_MENTIONED
from dwimpact.study.study import Study
from dwimpact.tables.labels import group_labels
from dwimpact.templates.html import notice_beside

Unit = Literal["share", "count"]
Sort = Literal["mentions", "form"]
TITLE_PARAMETER = inspect.Parameter(
    "title", inspect.Parameter.KEYWORD_ONLY, default="", annotation="str"
)


def figure_of(draw: Callable[..., ReportFigure]) -> Callable[..., ReportFigure]:
    """Make of a function that draws a table of a study in a given layout one that gives the wide
    figure, with the narrow one: in house style, with a title if asked for, signed when the
    responses are a reconstruction, and never of what is too small to show.
    """

    @functools.wraps(draw)
    def plot(
        table: pd.DataFrame, study: Study, *args: Any, title: str = "", **kwargs: Any
    ) -> ReportFigure:
        require_withheld(table, study)
        layouts = (replace(layout, title=title) for layout in (WIDE, NARROW))
        with theme():
            figure, figure.narrow = (draw(lt, table, study, *args, **kwargs) for lt in layouts)
        if notice := notice_beside(study, table):
            figure.notice = notice
            add_notice(figure, notice)
        return figure

    _, *parameters = inspect.signature(draw).parameters.values()  # the layout is not asked for
    signature = inspect.Signature([*parameters, TITLE_PARAMETER], return_annotation="Figure")
    plot.__signature__ = signature  # type: ignore[attr-defined]
    return plot


def outcome_order(shares: pd.DataFrame, sort: Sort = "mentions") -> list[str]:
    """The outcomes of a figure table of one level, as the first group ranks them: most mentioned
    first, in the order of the form where equal; or all in that order. Raises UnknownName.
    """
    require_known("order", sort, get_args(Sort))
    first = shares[shares["group"] == shares["group"].iloc[0]] if "group" in shares else shares
    if sort == "form":
        return list(first["outcome"].drop_duplicates())
    if "category" in first:
        first = first[first["category"] != NOT_MENTIONED]
    counts = first.groupby("outcome", observed=True, sort=False)["count"].sum()
    return list(counts.sort_values(ascending=False, kind="stable").index)


def outcome_labels(shares: pd.DataFrame, study: Study) -> dict[str, str]:
    """Code → label of the outcomes of the one level that a figure table is about."""
    levels = [str(level) for level in shares["level"].unique()]
    if len(levels) != 1:
        raise ValueError(f"the table has levels {levels}; take one with dwimpact.at_level first")
    return study.questionnaire.outcome_labels(levels[0], short=True)


def groups_with_n(shares: pd.DataFrame, study: Study) -> dict[Any, str]:
    """Group → 'mbo (n = 26)', in the order of the table."""
    labels = group_labels(study.questionnaire, study.names)
    groups = shares.drop_duplicates("group")[["group", "n"]]
    return {group: f"{labels[group]} (n = {n})" for group, n in groups.itertuples(index=False)}


def axis_end(shares: pd.DataFrame, unit: Unit) -> int | None:
    """How many respondents the axis goes to, None for percentages. Raises UnknownName."""
    require_known("unit", unit, get_args(Unit))
    return int(shares["n"].max()) if unit == "count" else None
