"""What an analyst or a notebook starts with: the study's definition and its tidy tables."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from dwimpact.disclosure.editions import allowed_edition
from dwimpact.disclosure.merging import merge_small_groups, regrouped
from dwimpact.disclosure.small_groups import SPLIT_COLUMNS, shows, withhold
from dwimpact.errors import Problem, StudyError
from dwimpact.intake.responses import read_responses
from dwimpact.shares import at_level, characteristic_shares, listed_outcomes, mention_shares
from dwimpact.study.edition import ALL, EDITION, SIDE
from dwimpact.study.folder import STUDY_FOLDER, digests_of, find_responses
from dwimpact.study.study import Study, read_study
from dwimpact.templates.html import TEMPLATES, notice_of
from dwimpact.tidy.clean import clean_responses
from dwimpact.tidy.tables import Tables, read_tables, require_made_from, with_background

TEXT_TABLES = ("open_answers", "other_outcomes", "remarks")
SHOWN = ("respondents", "outcomes", *TEXT_TABLES)


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
     tables: respondents, outcomes, open_answers, other_outcomes, remarks>
    >>> study.mention_shares("student", by="sector_group")["group"].unique().tolist()
    ['mbo', 'hbo']
    """

    tables: Tables
    loaded_with: str = field(default="load()", kw_only=True)  # for code that loads it again

    @property
    def whole(self) -> CleanStudy:
        """The same study about all respondents."""
        return replace(self, edition=None, group_names={})

    @property
    def splits(self) -> tuple[str, ...]:
        """The columns whose groups are set side by side, the one for figures first."""
        if self.edition:
            return (SIDE,)
        return tuple(by for by in SPLIT_COLUMNS if len(self.respondents[by].unique()) > 1)

    @property
    def respondents(self) -> pd.DataFrame:
        """One row per respondent."""
        return self._tidy("respondents")

    @property
    def outcomes(self) -> pd.DataFrame:
        """One row per respondent × level × option of the form."""
        return self._tidy("outcomes")

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
    def remarks(self) -> pd.DataFrame:
        """One row per respondent with a closing remark."""
        return self._tidy("remarks")

    def mention_shares(
        self, level: str = "", by: str | None = None, *, listed_only: bool = True
    ) -> pd.DataFrame:
        """Share of the respondents that mention each outcome, as the study shows it.

        The `mention_shares` of one level, or of all, with intervals corrected for the people
        approached and without groups that are too small. `by` is a column of `respondents`;
        `listed_only` leaves out 'other' and 'none'. Raises UnknownName.
        """
        return withhold(self.all_mention_shares(level, by, listed_only=listed_only), self)

    def all_mention_shares(
        self, level: str = "", by: str | None = None, *, listed_only: bool = True
    ) -> pd.DataFrame:
        """`mention_shares` before anything is withheld: to say what is, not to show."""
        outcomes = self._at(level, by, listed_only=listed_only)
        return mention_shares(outcomes, by, self.populations.get(by or ALL))

    def characteristic_shares(
        self, level: str, characteristic: str, by: str | None = None
    ) -> pd.DataFrame:
        """Share of all respondents per outcome and 'status' or 'nature', as the study shows it:
        `characteristic_shares` with what `mention_shares` adds. Raises UnknownName.
        """
        return withhold(self.all_characteristic_shares(level, characteristic, by), self)

    def all_characteristic_shares(
        self, level: str, characteristic: str, by: str | None = None
    ) -> pd.DataFrame:
        """`characteristic_shares` before anything is withheld: to say what is, not to show."""
        outcomes = self._at(level, by)
        return characteristic_shares(outcomes, characteristic, by, self.populations.get(by or ALL))

    def _at(self, level: str, by: str | None, *, listed_only: bool = True) -> pd.DataFrame:
        outcomes = self.compared if by else self.outcomes
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
            **texts,
        }

    def shows(self, what: str, level: str = "", outcome: str = "", by: str = ALL) -> bool:
        """Whether a count is shown of everybody, or split by a column; see `withhold`.

        `what` is 'mentioned', 'status', 'nature' or 'missing', or texts: 'open_answers',
        'other_outcomes', 'explanations' or 'remarks'.
        """
        return shows(self, what, level, outcome, by)

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
        origin = "a reconstruction" if self.settings.reconstructed else "responses"
        return (
            f"<{self.settings.title}{part}: {len(self.respondents)} respondents, {origin}\n"
            f" levels: {levels}\n tables: {tables}>"
        )

    def _repr_html_(self) -> str:
        """What a notebook shows of the study."""
        return TEMPLATES.get_template("study.html.j2").render(
            settings=self.settings,
            n=len(self.respondents),
            levels=self.questionnaire.levels,
            tables={
                name: (len(table), list(table)) for name in SHOWN for table in [getattr(self, name)]
            },
            notice=notice_of(self),
        )


def load(
    study: str | Path | None = None,
    processed: str | Path | None = None,
    *,
    responses: str | Path | None = None,
    edition: str = "",
) -> CleanStudy:
    """A study folder with its tidy tables.

    Without arguments it is the nearest data/raw: that of the working folder or of a folder above,
    so that every notebook inside the project finds it. Its responses are cleaned, or those in the
    file `responses`; with `processed` the tables are those that a report on them left in that
    folder. With `edition`, such as 'sector=hbo' or 'tranche=1-2', it is about that part of the
    respondents.

    Raises StudyError when there is no study folder, when something in it is wrong, when
    `processed` lacks a table or was made from other files, or when the edition is unknown or may
    not be made.

    >>> dw.load(study.folder, edition="sector=hbo").respondents["sector"].unique().tolist()
    ['hbo']
    """
    definition = read_study(Path(study) if study else find_study(Path.cwd()))
    other = Path(responses) if responses else None
    if processed:
        tables = read_tables(Path(processed), definition.questionnaire)
        require_made_from(Path(processed), digests_of(definition.folder, other))
    else:
        file = other or find_responses(definition.folder)
        tables = clean_responses(read_responses(file, definition.questionnaire), definition)
    named = {"study": study, "processed": processed, "responses": responses}
    named["edition"] = edition
    given = ", ".join(f"{name}={str(path)!r}" for name, path in named.items() if path)
    return replace(with_tables(definition, tables, edition), loaded_with=f"load({given})")


def find_study(start: Path) -> Path:
    """The nearest data/raw with a questionnaire, in a folder or in those above it. Raises
    StudyError.
    """
    for folder in (start, *start.parents):
        if (folder / STUDY_FOLDER / "questionnaire.yml").is_file():
            return folder / STUDY_FOLDER
    problem = Problem(
        what=f"no study folder {STUDY_FOLDER} here or in a folder above",
        expected=f"{STUDY_FOLDER}/questionnaire.yml",
        remedy="Work in a folder of the project, or name one: dwimpact.load('path/to/study').",
    )
    raise StudyError(start, problem)


def with_tables(study: Study, tables: Tables, edition: str = "") -> CleanStudy:
    """The study together with its tidy tables, or an edition of it. Raises StudyError."""
    _require_enough(study, len(tables.respondents))
    if study.strict:
        study = replace(merge_small_groups(study, tables.respondents), hidden=tables.hidden)
    respondents = regrouped(tables.respondents, study.questionnaire)
    part = allowed_edition(edition, study, respondents) if edition else None
    known = {f.name: getattr(study, f.name) for f in fields(Study)}
    made = CleanStudy(**known, tables=tables)
    return replace(made, edition=part, group_names=part.labels) if part else made


def _require_enough(study: Study, n: int) -> None:
    """A report on a few people is a report on each of them."""
    if n < (below := study.settings.withhold_below):
        problem = Problem(
            what=f"{n} respondents, and a group below {below} is not shown",
            expected=f"at least {below} respondents",
            remedy="Wait for more responses; 'make check' looks at these.",
        )
        raise StudyError(study.folder, problem)
