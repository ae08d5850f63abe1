"""What an analyst or a notebook starts with: the study's definition and its tidy tables."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import pandas as pd

from dwimpact.aggregate import with_background
from dwimpact.clean import clean_responses
from dwimpact.errors import Problem, StudyError
from dwimpact.html import TEMPLATES, notice_of
from dwimpact.responses import find_responses, read_responses
from dwimpact.study import Study, Tables, read_study, read_tables

STUDY = "data/raw"


@dataclass(frozen=True)
class CleanStudy(Study):
    """A study with its tidy tables; each text and outcome has its respondent's background."""

    tables: Tables
    loaded_with: str = field(default="load()", kw_only=True)  # for code that loads it again

    @property
    def respondents(self) -> pd.DataFrame:
        """One row per respondent."""
        return self.tables.respondents

    @property
    def outcomes(self) -> pd.DataFrame:
        """One row per respondent × level × option of the form."""
        return with_background(self.tables.outcomes, self.respondents)

    @property
    def open_answers(self) -> pd.DataFrame:
        """One row per respondent × level with an answer to the opening question."""
        return with_background(self.tables.open_answers, self.respondents)

    @property
    def other_outcomes(self) -> pd.DataFrame:
        """One row per respondent × level where 'other' was filled in."""
        return with_background(self.tables.other_outcomes, self.respondents)

    @property
    def remarks(self) -> pd.DataFrame:
        """One row per respondent with a closing remark."""
        return with_background(self.tables.remarks, self.respondents)

    def _repr_html_(self) -> str:
        """What a notebook shows of the study."""
        return TEMPLATES.get_template("study.html.j2").render(
            settings=self.settings,
            n=len(self.respondents),
            levels=self.questionnaire.levels,
            tables={
                name: (len(table), list(table))
                for name in ("respondents", "outcomes", "open_answers", "other_outcomes", "remarks")
                for table in [getattr(self, name)]
            },
            notice=notice_of(self),
        )


def load(
    study: str | Path | None = None,
    processed: str | Path | None = None,
    *,
    responses: str | Path | None = None,
) -> CleanStudy:
    """A study folder with its tidy tables.

    Without arguments it is the nearest data/raw: that of the working folder or of a folder above,
    so that every notebook inside the project finds it. Its responses are cleaned, or those in the
    file `responses`; with `processed` the tables are those that a report left in that folder.

    Raises StudyError when there is no study folder, when something in it is wrong, or when
    `processed` lacks a table.
    """
    definition = read_study(Path(study) if study else find_study(Path.cwd()))
    if processed:
        tables = read_tables(Path(processed), definition.questionnaire)
    else:
        file = Path(responses) if responses else find_responses(definition.folder)
        tables = clean_responses(read_responses(file, definition.questionnaire), definition)
    named = {"study": study, "processed": processed, "responses": responses}
    given = ", ".join(f"{name}={str(path)!r}" for name, path in named.items() if path)
    return replace(with_tables(definition, tables), loaded_with=f"load({given})")


def find_study(start: Path) -> Path:
    """The nearest data/raw with a questionnaire, in a folder or in those above it. Raises
    StudyError.
    """
    for folder in (start, *start.parents):
        if (folder / STUDY / "questionnaire.yml").is_file():
            return folder / STUDY
    problem = Problem(
        what=f"no study folder {STUDY} here or in a folder above",
        expected=f"{STUDY}/questionnaire.yml",
        remedy="Work in a folder of the project, or name one: dwimpact.load('path/to/study').",
    )
    raise StudyError(start, problem)


def with_tables(study: Study, tables: Tables) -> CleanStudy:
    """The study together with its tidy tables."""
    return CleanStudy(**{f.name: getattr(study, f.name) for f in fields(Study)}, tables=tables)
