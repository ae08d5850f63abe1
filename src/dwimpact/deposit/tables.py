"""The tables of a deposit as files: figure tables, the register, rows, and what is known of their
columns.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from dwimpact.deposit.figures import INDEX, FigureTable, file_of, table_of_tables
from dwimpact.deposit.metadata.columns import OF_INDEX, REGISTER, meanings_of
from dwimpact.deposit.metadata.datapackage import Resource
from dwimpact.deposit.record import Record
from dwimpact.deposit.register import register_of
from dwimpact.loading import load
from dwimpact.pages.spss import LONGEST_FILE_LABEL, spss_tables, write_sav
from dwimpact.pages.workbook import neutralised
from dwimpact.study.study import Study, read_study
from dwimpact.tables.variables import (
    DataVariable,
    multiple_responses,
    raw_variables,
    tidy_variables,
)

PRIMARY_KEYS = {
    "respondents": ("respondent",),
    "wide": ("respondent",),
    "outcomes": ("respondent", "level", "outcome"),
}
TITLES = {
    "respondents": "een rij per respondent, met de achtergrond",
    "outcomes": "een rij per respondent en antwoord",
    "open_answers": "open antwoorden",
    "other_outcomes": "andere antwoorden, in eigen woorden",
    "remarks": "opmerkingen",
    "answers": "antwoorden op de andere vragen",
    "item_texts": "teksten bij de andere vragen",
    "wide": "een rij per respondent, met alle antwoorden",
}


def write_figures(record: Record, tables: list[FigureTable], folder: Path) -> Iterator[Resource]:
    """Every figure table as the report has it, and a table of them."""
    for table in tables:
        to = folder / file_of(table, record)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(table.file, to)
        title = f"{table.title}. {table.caption}".strip()
        columns = pd.read_csv(to, nrows=0).columns
        meanings = meanings_of(columns, record.study.questionnaire.terms)
        name, key = file_of(table, record), record.id_of(table.name)
        yield Resource(name, title, record.notice, key, meanings=meanings)
    path = f"data/cijfers/{record.prefix}{INDEX}.csv"
    _csv(table_of_tables(tables, record), folder / path)
    title = "De cijfertabellen, met hun kenmerk"
    yield Resource(path, title, record.notice, key=("id",), meanings=OF_INDEX)


def write_register(record: Record, folder: Path) -> Iterator[Resource]:
    """The register of a publication, as tables; none for a study without."""
    titles = {
        "claims": "Wat de publicatie stelt, een rij per uitspraak",
        "quantifiers": "Hoe woorden voor hoeveelheden zijn gelezen: nauw, gewoon en ruim",
    }
    for name, table in register_of(record.study).items():
        path = f"register/{record.prefix}{name}.csv"
        _csv(table, folder / path)
        yield Resource(path, titles[name], record.notice, meanings=REGISTER)


def write_tidy(record: Record, folder: Path, at: str, source: str) -> Iterator[Resource]:
    """The tidy tables of the rows that a folder has, as CSV and for SPSS."""
    study = load(folder / source)
    definition = read_study(folder / source)
    variables, sets = tidy_variables(definition), multiple_responses(definition)
    label = record.title_within(LONGEST_FILE_LABEL)
    for name, table in spss_tables(study.tables, definition).items():
        if table.empty:
            continue
        path = f"{at}{record.prefix}{name}"
        _csv(neutralised(_with_days(table)), folder / f"{path}.csv")
        write_sav(table, folder / f"{path}.sav", variables, sets, label)
        title, key = f"{name}: {TITLES[name]}", PRIMARY_KEYS.get(name, ())
        here = {str(column): variables[str(column)] for column in table}
        yield Resource(f"{path}.csv", title, record.notice, variables=here, key=key)


def _with_days(table: pd.DataFrame) -> pd.DataFrame:
    """The table with moments as days."""
    days = [c for c in table if pd.api.types.is_datetime64_any_dtype(table[c])]
    return table.assign(**{str(c): table[c].dt.strftime("%Y-%m-%d") for c in days})


def _csv(table: pd.DataFrame, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(file, index=False, lineterminator="\n")


def variables_of(rows: Sequence[Resource], form: Study) -> dict[str, DataVariable]:
    """The variables of tables with rows, those of the wide one first and in its order; where there
    are no rows, those that the form asks.
    """
    found = {name: v for table in reversed(rows) for name, v in table.variables.items()}
    return found or raw_variables(form)
