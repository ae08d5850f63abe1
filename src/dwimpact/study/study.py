"""A study folder as read: its settings, questionnaire, registry, approached and corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.errors import Problem, StudyError
from dwimpact.study.edition import ALL as ALL
from dwimpact.study.edition import Edition
from dwimpact.study.files import read_csv, read_model
from dwimpact.study.opening import is_there
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.schema import approached_schema, corrections_schema, workplaces_schema
from dwimpact.study.settings import Settings
from dwimpact.study.validation import validate

CLAIMS = "published.yml"
CORRECTIONS = "corrections.csv"
HIDDEN_COLUMNS = ["what", "level", "outcome", "by"]
CORRECTION_COLUMNS = ["respondent", "column", "expected", "new", "reason"]


@dataclass(frozen=True, repr=False)
class Study:
    """A study folder as read: settings, questionnaire and registry, without responses.

    `edition` is the part of the respondents it is about; None stands for all. `group_names`
    are the Dutch names of groups made of the respondents, such as 'all others' (see `names`).
    `hidden` says which counts are not shown, see disclosure/release.py.
    """

    folder: Path
    settings: Settings
    questionnaire: Questionnaire
    workplaces: pd.DataFrame
    approached: pd.DataFrame
    corrections: pd.DataFrame = field(default_factory=lambda: no_corrections(), kw_only=True)
    edition: Edition | None = field(default=None, kw_only=True)
    group_names: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    hidden: pd.DataFrame = field(default_factory=lambda: nothing_hidden(), kw_only=True)

    def __repr__(self) -> str:
        return f"<Study '{self.settings.title}' in {self.folder}>"

    @property
    def strict(self) -> bool:
        """Whether nothing may be shown from which the counts of a small group follow."""
        return self.settings.strict

    @property
    def names(self) -> dict[Any, str]:
        """Code → Dutch name of every group that the questionnaire does not know."""
        registry = zip(self.workplaces["workplace"], self.workplaces["name"], strict=True)
        return {**dict(registry), **self.group_names}

    @property
    def population(self) -> int | None:
        """How many people were approached, in an edition for its own part; None if unknown."""
        known = self.populations[ALL]
        return int(known[ALL]) if ALL in known else None

    @cached_property
    def populations(self) -> dict[str, pd.Series[int]]:
        """People approached per group, by the column that groups respondents.

        The total under 'all' is that of the tranches, or of the edition; the groups of
        sectors and tranches add up their members.
        """
        counts = self.approached.set_index(["dimension", "group"])["approached"]
        tranche = counts.loc["tranche"].rename(index=int)
        sector = counts.loc["sector"]
        form = self.questionnaire
        groups = {
            ALL: pd.Series({ALL: int(tranche.sum())}),
            "tranche": tranche,
            "sector": sector,
            "tranche_group": tranche.groupby(form.tranche_group_of).sum(),
            "sector_group": sector.groupby(form.sector_group_of).sum(),
        }
        return self.edition.populations(groups) if self.edition else groups


def read_study(folder: Path) -> Study:
    """Read the definition of a study. Raises StudyError for a file that is absent or wrong.

    >>> dw.read_study(study.folder).questionnaire.levels[2].code
    'student'
    """
    form = read_model(folder / "questionnaire.yml", Questionnaire)
    sectors = [sector.code for sector in form.sectors]
    tranches = sorted(form.tranche_group_of)
    workplaces = read_csv(folder / "workplaces.csv")
    approached = read_csv(folder / "approached.csv")
    approached = validate(
        approached, approached_schema(tranches, sectors), folder / "approached.csv"
    )
    _require_equal_totals(approached, folder / "approached.csv")
    return Study(
        folder=folder,
        settings=read_model(folder / "study.yml", Settings),
        questionnaire=form,
        workplaces=validate(
            workplaces, workplaces_schema(tranches, sectors), folder / "workplaces.csv"
        ),
        approached=approached,
        corrections=_read_corrections(folder / CORRECTIONS),
    )


def workplace_codes(workplaces: pd.DataFrame) -> dict[str, str]:
    """Every text that names a workplace (code, name, other spelling) → its code."""
    other = workplaces["other_spellings"].str.split("|").explode().dropna()
    return {
        **dict(zip(other, workplaces["workplace"].loc[other.index], strict=True)),
        **dict(zip(workplaces["name"], workplaces["workplace"], strict=True)),
        **{code: code for code in workplaces["workplace"]},
    }


def no_corrections() -> pd.DataFrame:
    """An empty corrections.csv: one row per correction of one cell of the responses."""
    return pd.DataFrame(columns=CORRECTION_COLUMNS, dtype="str")


def nothing_hidden() -> pd.DataFrame:
    """One row per count that is not shown, without rows."""
    return pd.DataFrame(columns=HIDDEN_COLUMNS, dtype="str")


def _read_corrections(path: Path) -> pd.DataFrame:
    if not is_there(path):
        return no_corrections()
    return validate(read_csv(path), corrections_schema(CORRECTION_COLUMNS), path)


def _require_equal_totals(approached: pd.DataFrame, path: Path) -> None:
    """Tranches and sectors count the same people, or shares of them could not be compared."""
    totals = approached.groupby("dimension")["approached"].sum()
    tranches, sectors = (int(totals.get(dimension, 0)) for dimension in ("tranche", "sector"))
    if tranches != sectors:
        raise StudyError(
            path,
            Problem(
                what=f"the tranches add up to {tranches} people and the sectors to {sectors}",
                expected="the same people, counted by tranche and by sector",
                remedy="Correct the counts.",
            ),
        )
