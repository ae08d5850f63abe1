"""A study folder: reading its files into models and frames, and keeping the tidy tables.

With files.py, which reads them, the only module of the library that touches files.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.edition import ALL as ALL
from dwimpact.edition import Edition
from dwimpact.errors import Problem, StudyError, listed
from dwimpact.files import read_csv, read_model
from dwimpact.questionnaire import Model, Questionnaire
from dwimpact.rules import findings_table, masked_table, set_aside_table
from dwimpact.schemas import approached_schema, corrections_schema, workplaces_schema
from dwimpact.validation import validate

RESPONSES = "responses.csv"
CLAIMS = "published.yml"
CORRECTIONS = "corrections.csv"
CORRECTION_COLUMNS = ["respondent", "column", "expected", "new", "reason"]


class Fieldwork(Model):
    period: str | None = None
    instrument: str = ""
    interviews: int | None = None
    opened: datetime.date | None = None
    closed: datetime.date | None = None


class Fact(Model):
    """A number from elsewhere that the introduction quotes, with where it comes from."""

    value: str
    what: str
    source: str


class Settings(Model):
    """study.yml: what the study is and what it may show. Texts are in Dutch.

    `mask` lists names (of people, schools, firms) that open texts may not show.
    """

    title: str
    subtitle: str = ""
    commissioned_by: str = ""
    conducted_by: str = ""
    published: datetime.date | None = None
    source: str = ""
    population: str
    question: str = ""
    about: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    fieldwork: Fieldwork = Fieldwork()
    reconstructed: bool
    withhold_below: int = 10
    mask: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tables:
    """The tidy tables, one attribute and one parquet file each (see clean.py)."""

    respondents: pd.DataFrame
    outcomes: pd.DataFrame
    open_answers: pd.DataFrame
    other_outcomes: pd.DataFrame
    remarks: pd.DataFrame
    questions: pd.DataFrame
    findings: pd.DataFrame = field(default_factory=lambda: findings_table([]))
    set_aside: pd.DataFrame = field(default_factory=lambda: set_aside_table([]))
    corrections: pd.DataFrame = field(default_factory=lambda: no_corrections())
    masked: pd.DataFrame = field(default_factory=lambda: masked_table({}))


@dataclass(frozen=True)
class Study:
    """A study folder as read: settings, questionnaire and registry, without responses.

    `edition` is the part of the respondents it is about; None stands for all. `group_names`
    are the Dutch names of groups made of the respondents, such as 'all others' (see `names`).
    """

    folder: Path
    settings: Settings
    questionnaire: Questionnaire
    workplaces: pd.DataFrame
    approached: pd.DataFrame
    corrections: pd.DataFrame = field(default_factory=lambda: no_corrections(), kw_only=True)
    edition: Edition | None = field(default=None, kw_only=True)
    group_names: Mapping[str, str] = field(default_factory=dict, kw_only=True)

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
    """Read the definition of a study. Raises StudyError for a file that is absent or wrong."""
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


def _read_corrections(path: Path) -> pd.DataFrame:
    if not path.is_file():
        return no_corrections()
    return validate(read_csv(path), corrections_schema(CORRECTION_COLUMNS), path)


def write_tables(tables: Tables, folder: Path) -> None:
    """Write each tidy table as parquet, for the notebooks to read."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in fields(Tables):
        getattr(tables, table.name).to_parquet(folder / f"{table.name}.parquet", index=False)


def read_tables(folder: Path, form: Questionnaire) -> Tables:
    """The tidy tables of a folder, as `clean` made them. Raises StudyError when one is absent."""
    names = [table.name for table in fields(Tables)]
    absent = [name for name in names if not (folder / f"{name}.parquet").is_file()]
    if absent:
        raise StudyError(
            folder,
            Problem(
                what=f"no tidy table {listed(absent)}",
                expected="the tables that the preparation notebook makes",
                remedy="Run 'make report' or notebooks/prepare.ipynb first.",
            ),
        )
    frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in names}
    # Parquet keeps the categories of text, but not of numbers.
    tranches = pd.CategoricalDtype(sorted(form.tranche_group_of))
    frames["respondents"] = frames["respondents"].astype({"tranche": tranches})
    return Tables(**frames)


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
