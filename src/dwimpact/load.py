"""What an analyst or a notebook starts with: the study's definition and its tidy tables."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from dwimpact.aggregate import with_background
from dwimpact.study import Study, Tables, read_study, read_tables


@dataclass(frozen=True)
class CleanStudy(Study):
    """A study with its tidy tables; each text and outcome has its respondent's background."""

    tables: Tables

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


def load(study: str | Path = "data/raw", processed: str | Path = "data/processed") -> CleanStudy:
    """The study whose tidy tables lie in `processed`. Raises StudyError when they do not."""
    definition = read_study(Path(study))
    return with_tables(definition, read_tables(Path(processed), definition.questionnaire))


def with_tables(study: Study, tables: Tables) -> CleanStudy:
    """The study together with its tidy tables."""
    return CleanStudy(**{f.name: getattr(study, f.name) for f in fields(Study)}, tables=tables)
