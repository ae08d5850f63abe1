"""A study with its tidy tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from dwimpact.counting import clusters_in, people_at_level
from dwimpact.disclosure.merging import regrouped
from dwimpact.disclosure.small_groups import shows, withhold
from dwimpact.disclosure.together import is_shown, may_meet, withhold_split
from dwimpact.errors import Problem, StudyError, require_known
from dwimpact.shares import Among, at_level, characteristic_shares, listed_outcomes, mention_shares
from dwimpact.study.edition import ALL, EDITION, SIDE
from dwimpact.study.evidence import evidence_of
from dwimpact.study.people import people_in
from dwimpact.study.questionnaire.model import MENTIONED, RESPONDENT, Level, codes
from dwimpact.study.schema import require_groups
from dwimpact.study.study import Study
from dwimpact.templates.html import TEMPLATES, notice_of
from dwimpact.tidy.tables import TEXT_TABLES, Tables, with_background

Split = str | tuple[str, str]  # a column of respondents, or level and outcome
SPLIT, NAMED, NOT_NAMED = "named_or_not", "named", "not_named"
SHOWN = ("respondents", "outcomes", "answers", *TEXT_TABLES)


def split_column(by: Split) -> str:
    """The column of `respondents_at` that has the groups."""
    return SPLIT if isinstance(by, tuple) else by


@dataclass(frozen=True, repr=False)
class CleanStudy(Study):
    """A study with its tidy tables; each text and outcome has its respondent's background.

    In a strict study groups that are too small are merged, in the questionnaire too, everywhere
    but in `tables`.

    In an edition all of it is about the edition's respondents, except `tables`, `whole` and
    `compared`, and there are no texts when the edition may not show them.

    >>> study
    <Impactmonitor Digitale Werkplaatsen: 64 respondents, a reconstruction
     levels: institution (5 outcomes), programme (7 outcomes), student (5 outcomes)
     tables: respondents, outcomes, answers, open_answers, other_outcomes, remarks, item_texts>
    >>> study.mention_shares("student", by="sector_group")["group"].unique().tolist()
    ['mbo', 'hbo']
    """

    tables: Tables
    loaded_with: str = field(default="load()", kw_only=True)  # for code that loads it again

    @property
    def n(self) -> int:
        """How many respondents there are."""
        return people_in(self._tables["respondents"])

    @property
    def whole(self) -> CleanStudy:
        """The same study about all respondents."""
        return replace(self, edition=None, group_names={})

    @property
    def splits(self) -> tuple[str, ...]:
        """The columns whose groups are set side by side, the one for figures first."""
        if self.edition:
            return (SIDE,)
        return tuple(by for by in self.split_columns if len(self.respondents[by].unique()) > 1)

    @property
    def respondents(self) -> pd.DataFrame:
        """One row per respondent."""
        return self._tidy("respondents")

    @property
    def outcomes(self) -> pd.DataFrame:
        """One row per respondent × level × option of the form."""
        return self._tidy("outcomes")

    @property
    def counted_outcomes(self) -> pd.DataFrame:
        """The outcomes, for what only counts people: where respondents are counted equal rows once,
        with a column 'people' for how many they stand for.
        """
        return self._tables["outcomes"].copy(deep=False)

    @property
    def counted_answers(self) -> pd.DataFrame:
        """The answers beside the levels, in the same way; with a column 'alike' for the respondents
        who gave the same one, where they are counted.
        """
        return self._tables["answers"].copy(deep=False)

    @property
    def compared(self) -> pd.DataFrame:
        """The outcomes of everybody, with column 'edition' for who is in the edition."""
        return self._tidy("compared")

    @property
    def open_answers(self) -> pd.DataFrame:
        """One row per respondent × level with an answer to the opening question."""
        return self._tidy("open_answers")

    @property
    def other_outcomes(self) -> pd.DataFrame:
        """One row per respondent × level where 'other' was filled in."""
        return self._tidy("other_outcomes")

    @property
    def answers(self) -> pd.DataFrame:
        """One row per respondent × option of the questions beside the levels."""
        return self._tidy("answers")

    @property
    def item_texts(self) -> pd.DataFrame:
        """One row per respondent × free text that was answered beside the levels."""
        return self._tidy("item_texts")

    @property
    def remarks(self) -> pd.DataFrame:
        """One row per respondent with a closing remark."""
        return self._tidy("remarks")

    @property
    def known(self) -> pd.DataFrame:
        """One row per count of a reconstruction: characteristic, level, outcome, group, category,
        n, the smallest and largest count that agree with the publication, count and share in the
        reconstruction, and what it rests on ('fixed', 'bounded' or 'assumed'). No rows for real
        responses; in an edition those of its group, as everybody's.
        """
        known = self.tables.known
        if self.edition:
            known = known[known["group"] == self.edition.group].assign(group=ALL)
        return known.assign(evidence=evidence_of(known)).reset_index(drop=True)

    @property
    def known_differences(self) -> pd.DataFrame:
        """One row per two shares that are compared in a reconstruction, of two outcomes or of one
        outcome in two groups (level, outcome, group, than_outcome, than_group), with between what
        their difference lies (lowest, highest: -1 to 1). No rows in an edition.
        """
        return self._of_everybody(self.tables.known_differences)

    @property
    def known_shares(self) -> pd.DataFrame:
        """Between what the share of each status and nature of all mentions lies in a reconstruction
        (characteristic, category, lowest, highest). No rows in an edition: it is of everybody.
        """
        return self._of_everybody(self.tables.known_shares)

    def _of_everybody(self, known: pd.DataFrame) -> pd.DataFrame:
        """What is known of everybody together, which an edition may not say of its own part."""
        return known if self.edition is None else known[:0]

    def known_mentions(self, level: str = "") -> pd.DataFrame:
        """The rows of `known` about how often outcomes are mentioned, at one level or at all."""
        known = self.known
        rows = known[known["characteristic"] == MENTIONED]
        rows = rows[rows["level"] == level] if level else rows
        return rows.drop(columns=["characteristic", "category"]).reset_index(drop=True)

    def known_answers(self, level: str, characteristic: str) -> pd.DataFrame:
        """The rows of `known` about a status or nature of the outcomes of a level."""
        known = self.known
        rows = known[(known["characteristic"] == characteristic) & (known["level"] == level)]
        return rows.drop(columns=["characteristic", "group"]).reset_index(drop=True)

    def mention_shares(
        self, level: str = "", by: Split | None = None, *, listed_only: bool = True
    ) -> pd.DataFrame:
        """Share of the respondents that mention each outcome, as the study shows it.

        The `mention_shares` of one level, or of all, with intervals corrected for the people
        approached and without groups that are too small. `by` is a column of `respondents`, or an
        outcome as (level, code): who mentions it beside who does not. `listed_only` leaves out
        'other' and 'none'. Raises UnknownName.
        """
        if isinstance(by, tuple):
            return self._by_outcome(level, by)
        return withhold(self.all_mention_shares(level, by, listed_only=listed_only), self)

    def _by_outcome(self, level: str, by: tuple[str, str]) -> pd.DataFrame:
        rows, population = self._split_rows(level, by), self.population_of(level, by)
        shares = mention_shares(rows, SPLIT, population, self.clusters, self.sampled)
        known = is_shown(self, *by)
        return withhold_split(withhold(shares if known else shares[:0], self), self)

    def _sides_of(self, by: tuple[str, str]) -> pd.Series[Any]:
        """Who mentions an outcome and who does not, by respondent, of those asked its level."""
        split, outcome = at_level(self.outcomes, by[0]), ", ".join(map(str, by[1:]))
        require_known("outcome", outcome, list(split["outcome"].cat.categories))
        asked = split[split["outcome"] == outcome].set_index(RESPONDENT)["mentioned"]
        side = np.where(asked.fillna(False).astype(bool), NAMED, NOT_NAMED)
        return pd.Series(side, asked.index).astype(pd.CategoricalDtype([NAMED, NOT_NAMED]))

    def _split_rows(self, level: str, by: tuple[str, str]) -> pd.DataFrame:
        rows, groups = at_level(self.outcomes, level), self._sides_of(by)
        if not may_meet(pd.Index(rows[RESPONDENT].unique()), groups.index, self):
            rows = rows[:0]
        rows = rows[rows[RESPONDENT].isin(groups.index)]
        if level == by[0]:
            rows = rows[rows["outcome"] != by[1]]
            rows = rows.assign(outcome=rows["outcome"].cat.remove_unused_categories())
        return rows.assign(**{SPLIT: rows[RESPONDENT].map(groups).astype(groups.dtype)})

    def all_mention_shares(
        self, level: str = "", by: str | None = None, *, listed_only: bool = True
    ) -> pd.DataFrame:
        """`mention_shares` before anything is withheld: to say what is, not to show."""
        levels = [level] if level else [""]
        if not level and any(lv.is_routed for lv in self.questionnaire.levels):
            levels = codes(self.questionnaire.levels)  # each has a base of its own
        tables = [
            mention_shares(
                self._at(lv, by, listed_only=listed_only),
                by,
                self.population_of(lv, by),
                self.clusters,
                self.sampled,
            )
            for lv in levels
        ]
        return tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)

    def characteristic_shares(
        self, level: str, characteristic: str, by: str | None = None, among: Among = "all"
    ) -> pd.DataFrame:
        """Share of all respondents, or `among` those 'mentioned', per outcome and 'status' or
        'nature', as the study shows it: `characteristic_shares` with what `mention_shares` adds.
        Raises UnknownName.
        """
        return withhold(self.all_characteristic_shares(level, characteristic, by, among), self)

    def all_characteristic_shares(
        self, level: str, characteristic: str, by: str | None = None, among: Among = "all"
    ) -> pd.DataFrame:
        """`characteristic_shares` before anything is withheld: to say what is, not to show."""
        outcomes = self._at(level, by)
        population = self.population_of(level, by)
        return characteristic_shares(
            outcomes, characteristic, by, population, self.clusters, among, self.sampled
        )

    @property
    def sampled(self) -> list[str]:
        """What respondents sit together in by the design, of everybody who answered, also where a
        level or an edition is about some of them; nothing where they are independent.
        """
        return self.clusters_of(self.clusters)

    def clusters_of(self, column: str) -> list[str]:
        """The same by another column with what respondents sit together in."""
        return clusters_in(self._tables["compared"], column)

    def population_of(self, level: str, by: Split | None) -> pd.Series[Any] | None:
        """The people approached per group, where they are those who could be asked this level; by
        an outcome as if the same part of them answered on either side.
        """
        if level and self.questionnaire.level(level).is_routed:
            return None
        if not isinstance(by, tuple):
            return self.sampled_from.get(by or ALL)
        everybody, sides = self.sampled_from[ALL], self._sides_of(by)
        if everybody.empty:
            return None
        return sides.value_counts() * (int(everybody[ALL]) / len(sides))

    def respondents_at(self, level: str, by: Split | None = None) -> pd.DataFrame:
        """The rows of `outcomes` of one level, of which the shares by a column are, or by an
        outcome: then `split_column` has who mentions it and who does not. Raises UnknownName.
        """
        return self.counted_at(level, by)

    def counted_at(self, level: str, by: Split | None = None) -> pd.DataFrame:
        """The same for what only counts people: see `counted_outcomes`. Raises UnknownName."""
        return self._split_rows(level, by) if isinstance(by, tuple) else self._at(level, by)

    def _at(self, level: str, by: str | None, *, listed_only: bool = True) -> pd.DataFrame:
        if by is not None:
            require_groups(self._tables["compared"], by)
        outcomes = self._tables["outcomes" if by is None else "compared"]
        if level:
            return at_level(outcomes, level, listed_only=listed_only)
        return listed_outcomes(outcomes) if listed_only else outcomes

    def _tidy(self, name: str) -> pd.DataFrame:
        """A table as an analyst may change it, without changing ours."""
        return self._tables[name].copy(deep=False)

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        """The tidy tables as this study shows them, each with its respondent's background."""
        everybody = regrouped(self.tables.respondents, self.questionnaire)
        if self.edition:
            everybody = self.edition.with_side(everybody)
        compared = with_background(self.tables.outcomes, everybody)
        shows_texts = self.edition is None or self.edition.shows_texts
        texts = {
            name: self._own(with_background(table if shows_texts else table[:0], everybody))
            for name in TEXT_TABLES
            for table in [getattr(self.tables, name)]
        }
        outcomes = self._own(compared)
        return {
            "respondents": self._own(everybody),
            "outcomes": outcomes if shows_texts else outcomes.assign(explanation=None),
            "compared": compared,
            "answers": self._own(with_background(self.tables.answers, everybody)),
            **texts,
        }

    def shows(self, what: str, level: str = "", outcome: str = "", by: str = ALL) -> bool:
        """Whether a count is shown of everybody, or split by a column; see `withhold`. Nothing
        is of a level that too few were asked.

        `what` is 'mentioned', 'status', 'nature' or 'missing', or texts: 'open_answers',
        'other_outcomes', 'explanations' or 'remarks'.
        """
        few = bool(level) and self.asked(level) < self.settings.withhold_below
        return not few and shows(self, what, level, outcome, by)

    def asked(self, level: str) -> int:
        """How many respondents are in the base of a level. Raises UnknownName."""
        if not self.questionnaire.level(level).is_routed:
            return self.n
        outcomes = self._tables["outcomes"]
        return people_at_level(outcomes[outcomes["level"] == level])

    @property
    def asked_levels(self) -> tuple[Level, ...]:
        """The levels that anybody here was asked."""
        return tuple(level for level in self.questionnaire.levels if self.asked(level.code))

    @property
    def offered(self) -> int:
        """How many outcomes were put to anybody here, of all levels together."""
        return sum(len(level.outcomes) for level in self.asked_levels)

    def _own(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of the edition's respondents; all without an edition."""
        if self.edition is None:
            return table
        own = table[table[SIDE] == EDITION]
        return own.drop(columns=SIDE).reset_index(drop=True)

    def __repr__(self) -> str:
        """A few lines, without anybody's words."""
        form, tables = self.questionnaire, ", ".join(SHOWN)
        levels = ", ".join(f"{lv.code} ({len(lv.outcomes)} outcomes)" for lv in form.levels)
        part = f", {self.edition.code}" if self.edition else ""
        settings = self.settings
        origin = "a reconstruction" if settings.reconstructed else "responses"
        origin = "drawn at random" if settings.drawn else origin
        return (
            f"<{self.settings.title}{part}: {self.n} respondents, {origin}\n"
            f" levels: {levels}\n tables: {tables}>"
        )

    def _repr_html_(self) -> str:
        """What a notebook shows of the study."""
        return TEMPLATES.get_template("study.html.j2").render(
            settings=self.settings,
            outcomes=self.questionnaire.terms.outcome.plural,
            people=self.questionnaire.terms.respondent.plural,
            n=self.n,
            levels=self.questionnaire.levels,
            tables={
                name: (len(table), list(table)) for name in SHOWN for table in [getattr(self, name)]
            },
            notice=notice_of(self),
        )


class CountedStudy(CleanStudy):
    """A study whose respondents are counted, as those of a large file are: it has figure tables by
    any background, of each list of texts a sample, and no respondents one by one. `respondents` has
    a row for each combination of background, with for how many `people` it stands.
    """

    counted = True

    def respondents_at(self, level: str, by: Split | None = None) -> pd.DataFrame:
        """Raises StudyError: there are no rows of respondents."""
        return self.outcomes

    def _split_rows(self, level: str, by: tuple[str, str]) -> pd.DataFrame:
        return self.outcomes  # who mentions one outcome and another is not counted

    def _tidy(self, name: str) -> pd.DataFrame:
        """Raises StudyError for what is not kept of a large file, or is no table of respondents."""
        if name in ("outcomes", "compared", "answers"):
            problem = Problem(
                f"no {name.replace('_', ' ')} are kept of a large file, only counts",
                "what 'mention_shares' and 'characteristic_shares' give, by any background",
                "Take a sample of the file for what needs respondents one by one.",
            )
            raise StudyError(self.folder, problem)
        return super()._tidy(name)

    def __repr__(self) -> str:
        return f"<{self.settings.title}: {self.n} respondents, counted>"

    def _repr_html_(self) -> str:
        return escape(repr(self))
