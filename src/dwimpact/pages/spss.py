"""The tidy tables for SPSS, with labels; the same tables give the same bytes."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import PEOPLE, REMARKS, Questionnaire
from dwimpact.study.study import Study
from dwimpact.tables.variables import (
    DataVariable,
    MultipleResponse,
    multiple_responses,
    tidy_variables,
)
from dwimpact.tidy.tables import Tables

SPSS_DATE, SPSS_DATE_AT = b"01 Jan 0000:00:00", 92
LONGEST_FILE_LABEL = 64
EXTENSION, SETS, LONG_NAMES, ENCODING, CHARACTERS = (
    7,
    7,
    13,
    20,
    b"UTF-8",
)  # records of a system file


def write_spss(tables: Tables, study: Study, folder: Path) -> None:
    """Write the tidy tables and one wide table as .sav files, with labels: for the analyst only,
    as they have a row per respondent. Nothing where respondents are counted.
    """
    if PEOPLE in tables.outcomes:
        return
    folder.mkdir(parents=True, exist_ok=True)
    variables, sets = tidy_variables(study), multiple_responses(study)
    for name, table in spss_tables(tables, study).items():
        write_sav(table, folder / f"{name}.sav", variables, sets, study.settings.title)


def spss_tables(tables: Tables, study: Study) -> dict[str, pd.DataFrame]:
    """The tidy tables with rows of respondents, and one wide table of them all, by name."""
    return {
        "respondents": tables.respondents,
        "outcomes": tables.outcomes,
        "open_answers": tables.open_answers,
        "other_outcomes": tables.other_outcomes,
        "remarks": tables.remarks,
        "answers": tables.answers,
        "item_texts": tables.item_texts,
        "wide": wide_table(tables, study.questionnaire),
    }


def wide_table(tables: Tables, form: Questionnaire) -> pd.DataFrame:
    """One row per respondent in the raw layout: background, texts, ticks, matrices, remarks."""
    wide = tables.respondents.set_index("respondent")
    made: dict[str, Any] = {str(column): wide[column] for column in wide}
    for level in form.levels:
        written = _by_level(tables.open_answers).get(level.code)
        made |= dict.fromkeys(level.open_answer_columns, written)
    for level in form.levels:
        rows = tables.outcomes[tables.outcomes["level"] == level.code]
        for option in level.options:
            cells = rows[rows["outcome"] == option].set_index("respondent")
            made[level.tick_column(option)] = cells["mentioned"].astype("Int64")
            for matrix in level.asks if option in level.rows else ():
                made[level.matrix_column(matrix, option)] = cells[matrix]
        others = _by_level(tables.other_outcomes).get(level.code)
        made |= dict.fromkeys(level.other_text_columns, others)
    for item in form.items:
        made |= _item_columns(tables, item)
    if REMARKS in form.closing_columns:
        made[REMARKS] = tables.remarks.set_index("respondent")["text"]
    frame = {
        name: pd.Series(None, wide.index, dtype="str") if v is None else v
        for name, v in made.items()
    }
    return pd.DataFrame(frame, index=wide.index).reset_index()


def _item_columns(tables: Tables, item: Item) -> dict[str, pd.Series[Any]]:
    """The columns of a question beside the levels."""
    if item.kind == "text":
        texts = tables.item_texts[tables.item_texts["item"] == item.code]
        return {item.code: texts.set_index("respondent")["text"]}
    made = {}
    for column in item.rows:
        rows = tables.answers[tables.answers["column"] == column].set_index("respondent")
        if item.kind in ("number", "date"):
            dates = rows["date"].dt.strftime(item.date_format)
            made[column] = rows["number"] if item.kind == "number" else dates
        elif item.kind == "choices":
            for option in item.options:
                ticked = rows.loc[rows["option"] == option, "chosen"]
                made[item.tick_column(option)] = ticked.astype("Int64")
        else:
            chosen = rows.loc[rows["chosen"].fillna(False).astype(bool), "option"]
            made[column] = chosen.astype(pd.CategoricalDtype(list(item.options)))
    return made


def _by_level(table: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    return {
        str(level): rows.set_index("respondent")["text"]
        for level, rows in table.groupby("level", observed=True)
    }


def write_sav(
    table: pd.DataFrame,
    path: Path,
    variables: Mapping[str, DataVariable],
    sets: Sequence[MultipleResponse] = (),
    title: str = "",
) -> None:
    """Write a table as SPSS users expect: categories as numbers with value labels, a label and a
    level of measurement for every column, and the multiple-response sets whose ticks it has.
    `title` is the label of the file.
    """
    names = {str(column): str(column).replace("/", ".") for column in table}
    made, value_labels = pd.DataFrame(index=table.index), {}
    for column, name in names.items():
        made[name], value_labels[name] = _as_numbers(table[column], variables[column])
    pyreadstat.write_sav(
        made,
        path,
        file_label=title[:LONGEST_FILE_LABEL],
        column_labels={name: variables[column].label for column, name in names.items()},
        variable_value_labels={name: known for name, known in value_labels.items() if known},
        variable_measure={name: variables[column].measure for column, name in names.items()},
    )
    present = [s for s in sets if set(s.columns) <= names.keys()]
    content = _with_sets(path.read_bytes(), present, names)
    path.write_bytes(_with_fixed_date(content))


def _as_numbers(
    values: pd.Series[Any], variable: DataVariable
) -> tuple[pd.Series[Any], dict[int | float, str]]:
    """The column as SPSS has it, and number → label of what stands in it."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes = values.cat.codes.astype("float64")
        known = enumerate(values.cat.categories, start=1)
        named = {float(n): variable.categories.get(str(c), str(c)) for n, c in known}
        return codes.where(codes >= 0) + 1, named
    if str(values.dtype) in ("Int64", "boolean", "bool"):
        return values.astype("Float64").astype("float64"), {0.0: "nee", 1.0: "ja"}
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return values, {}
    return values.astype(object).where(values.notna(), None), {}


def _with_sets(content: bytes, sets: Sequence[MultipleResponse], names: Mapping[str, str]) -> bytes:
    """The file with multiple-response sets, which pyreadstat cannot write: an extension record of
    subtype 7 before that of the encoding. The format is that of PSPP's developers' guide, System
    File Format, 'Multiple Response Sets Records'.
    """
    if not sets:
        return content
    short = _short_names(content)
    lines = "".join(_dichotomies(s, [short[names[column]] for column in s.columns]) for s in sets)
    text = lines.encode("utf-8")
    at = content.index(struct.pack("<4i", EXTENSION, ENCODING, 1, len(CHARACTERS)) + CHARACTERS)
    record = struct.pack("<4i", EXTENSION, SETS, 1, len(text)) + text
    return content[:at] + record + content[at:]


def _dichotomies(asked: MultipleResponse, columns: Sequence[str]) -> str:
    """A set of columns of which 1 counts as chosen; lengths are those of bytes."""
    length = len(asked.label.encode("utf-8"))
    return f"${asked.name}=D1 1 {length} {asked.label} {' '.join(columns).lower()}\n"


def _short_names(content: bytes) -> dict[str, str]:
    """Long name → the short name under which the file keeps a variable."""
    start = content.index(struct.pack("<3i", EXTENSION, LONG_NAMES, 1)) + 16
    (length,) = struct.unpack("<i", content[start - 4 : start])
    pairs = (pair.split("=") for pair in content[start : start + length].decode().split("\t"))
    return {long: short for short, long in pairs}


def _with_fixed_date(content: bytes) -> bytes:
    """SPSS files tell when they were written: the same tables would give other bytes."""
    return content[:SPSS_DATE_AT] + SPSS_DATE + content[SPSS_DATE_AT + len(SPSS_DATE) :]
