"""A view of the outcomes of one level: what an analyst chose, and the table, figure and code
that follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, get_args

import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure

from dwimpact.analysis.differences import group_differences
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.small_groups import withhold
from dwimpact.disclosure.views import of_groups, require_large_enough, withheld_apart
from dwimpact.errors import require_known
from dwimpact.explorer.code import code_of
from dwimpact.figures.answers import plot_characteristic_shares
from dwimpact.figures.axes import Sort, Unit, outcome_order
from dwimpact.figures.shares import plot_mention_shares
from dwimpact.figures.svg import svg_text
from dwimpact.prose.views import (
    BASE_OF_VIEW,
    describe_compared,
    describe_view,
    describe_withheld_apart,
    mentioning,
)
from dwimpact.shares import at_level, characteristic_shares, mention_shares, stack
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import MENTIONED, codes
from dwimpact.tables.format import OUTCOME, for_reading, numeric_headings, precision_note
from dwimpact.tables.labels import group_labels, in_words_of, split_label, with_labels
from dwimpact.tables.wide import answers_per_outcome, differences_for_reading
from dwimpact.templates.html import TEMPLATES, notice_of

Measure = Literal["mentioned", "status", "nature"]


class NotTogether(ValueError):
    """Choices that exclude each other."""


@dataclass(frozen=True, eq=False)
class OutcomeView:
    """The outcomes of one level as chosen; a notebook shows the figure, its table and the code.

    `measure` is what is counted: 'mentioned', or the 'status' or 'nature' of what was mentioned.
    `by` splits by a column of the respondents' background, or by an outcome as (level, code): who
    mentions it beside who does not. `only` keeps a part of them, such as {'sector': 'hbo'}; by an
    outcome only mentions of everybody are shown. The figure draws a 'share' or a 'count' (`unit`),
    most 'mentions' first or in the order of the 'form' (`sort`). Groups that are too small are
    withheld.

    Raises UnknownName for a choice there is not, TooSmall for a filter that keeps too few people,
    NotTogether for choices that exclude each other.

    >>> dw.OutcomeView(study, "student", by="sector_group").table["n"].unique().tolist()
    [64, 26, 32]
    """

    study: CleanStudy
    level: str
    measure: Measure = "mentioned"
    by: str | tuple[str, str] | None = None
    only: Mapping[str, Any] = field(default_factory=dict)
    unit: Unit = "share"
    sort: Sort = "mentions"

    def __post_init__(self) -> None:
        require_known("level", self.level, codes(self.study.questionnaire.levels))
        require_known("measure", self.measure, get_args(Measure))
        require_known("unit", self.unit, get_args(Unit))
        require_known("order", self.sort, get_args(Sort))
        if isinstance(self.by, tuple):
            if self.only or self.measure != MENTIONED:
                raise NotTogether(
                    "split by an outcome only mentions of everybody are shown; expected the "
                    "measure 'mentioned' and no filter, or a split by background"
                )
            require_known("outcome", self.by[1], self.study.questionnaire.level(self.by[0]).listed)
        elif self.by is not None:
            require_known("column of groups", self.by, self.study.groups)
        shown = self.study.split_columns
        require_large_enough(self.study.respondents, self.only, self._below, shown)

    @cached_property
    def withheld(self) -> dict[Any, int]:
        """Group → n of the groups that are not shown apart."""
        if self.by is None or isinstance(self.by, tuple):
            return {}
        study = self.study
        return withheld_apart(
            study.respondents, self.by, self._below, self.only, study.split_columns
        )

    @cached_property
    def table(self) -> pd.DataFrame:
        """The figure table: all chosen respondents ('all'), then the groups that may be shown.

        As `mention_shares` or `characteristic_shares` give it, with the outcomes in the order
        chosen. Intervals know the population where the number of people approached is known.
        """
        total = self._shares(None, self._population)
        parts = [total.assign(group=ALL) if self.by else total]
        if isinstance(self.by, tuple):
            parts.append(self.study.mention_shares(self.level, self.by))
        elif self.by:
            population = None if self.only else self.study.sampled_from.get(self.by)
            groups = self._shares(self.by, population)
            parts.append(groups[~groups["group"].isin(list(self.withheld)) & (groups["n"] > 0)])
        shares = withhold(stack(*parts) if self.by else total, self.study)
        position = shares["outcome"].map(outcome_order(shares, self.sort).index).astype(int)
        return shares.iloc[position.argsort(kind="stable")].reset_index(drop=True)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """How far the groups differ, as `group_differences` says of the report's own splits and of
        outcomes; no rows of other choices, nor of a reconstruction, on which nothing can be tested.
        """
        by = self.by if isinstance(self.by, tuple) or self.by in self.study.splits else None
        if by is None or self.only or self.study.settings.reconstructed:
            return pd.DataFrame()
        return group_differences(self.study, self.level, by, self.measure)

    @cached_property
    def figure(self) -> Figure:
        """The figure of the table."""
        plot = plot_mention_shares if self.measure == "mentioned" else plot_characteristic_shares
        return plot(self.table, self.study, self.unit, self.sort)

    @property
    def code(self) -> str:
        """The lines that make this view in a notebook of one's own."""
        return code_of(self)

    def _repr_html_(self) -> str:
        study, form = self.study, self.study.questionnaire
        labelled = with_labels(self.table, form, study.names).drop(columns="level")
        labelled.insert(0, "outcome", labelled.pop("outcome"))
        shown, numeric = for_reading(labelled), numeric_headings(labelled)
        if self.measure != "mentioned":
            given = self.table.groupby("category", observed=True)["count"].transform("sum") > 0
            shown = answers_per_outcome(shown[given])
            numeric = set(shown.columns) - {"Groep", OUTCOME}
        groups = group_labels(form, study.names)
        differences = with_labels(self.differences, form, study.names)
        return TEMPLATES.get_template("view.html.j2").render(
            title=describe_view(self.level, self.measure, self._split, self.only, form, groups),
            drawing=Markup(svg_text(self.figure, f"w{sha256(self.code.encode()).hexdigest()[:8]}")),
            table=in_words_of(shown, form),
            classes=dict.fromkeys(numeric, "number"),
            compared=describe_compared(self.measure),
            differences=in_words_of(differences_for_reading(differences), form),
            sentences=filter(
                None,
                [
                    describe_withheld_apart(self.withheld, groups, self._below),
                    BASE_OF_VIEW,
                    precision_note(labelled),
                ],
            ),
            notice=notice_of(study),
            code=self.code,
        )

    @property
    def _split(self) -> str:
        form = self.study.questionnaire
        if isinstance(self.by, tuple):
            return mentioning(form, *self.by)
        return split_label(form, self.by) if self.by else ""

    def _shares(self, by: str | None, population: pd.Series[int] | None) -> pd.DataFrame:
        outcomes = at_level(of_groups(self.study.counted_outcomes, self.only), self.level)
        if self.measure == "mentioned":
            return mention_shares(outcomes, by, population, self.study.clusters)
        return characteristic_shares(outcomes, self.measure, by, population, self.study.clusters)

    @property
    def _population(self) -> pd.Series[int] | None:
        """How many people were approached of all that are chosen, where that is known."""
        if not self.only:
            return self.study.sampled_from[ALL]
        (column, group), *more = self.only.items()
        known = self.study.sampled_from.get(column)
        return None if more or known is None else pd.Series({ALL: known[group]})

    @property
    def _below(self) -> int:
        return self.study.settings.withhold_below
