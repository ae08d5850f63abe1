"""A frame held against its schema, and what pandera finds in the analyst's words.

All validation is lazy, so that an analyst sees every problem of a file at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import pandas as pd
import pandera.pandas as pa

from dwimpact.errors import Problem, StudyError, shown
from dwimpact.rules import MOST_ALIKE, found, rest_of

HEADING_ROWS = 1
MOST_PAIRS = 20_000  # of columns that are not there and that are not known: about a second


def row_of(index: Any) -> int:
    """The row of a spreadsheet that a frame's index stands for."""
    return int(index) + HEADING_ROWS + 1


def index_of(row: int | None) -> int:
    """The frame's index of a row of a spreadsheet."""
    return (row or 0) - HEADING_ROWS - 1


def validate(frame: pd.DataFrame, schema: pa.DataFrameSchema, file: object) -> pd.DataFrame:
    """The frame, checked and coerced. Raises StudyError with every failure, in row order."""
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise StudyError(file, _problems(error, frame, schema)) from None


def failures(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> list[Problem]:
    """Every failure of the frame against the schema, in row order."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        return _problems(error, frame, schema)
    return []


def _without_consequences(cases: pd.DataFrame) -> pd.DataFrame:
    """Without what pandera adds for a column that could not be coerced: checks on its text."""
    coercion = cases["check"].str.contains("dtype")
    failed = cases.loc[coercion, "column"]
    return cases[coercion | ~cases["column"].isin(failed)]


def _problems(
    error: pa.errors.SchemaErrors, frame: pd.DataFrame, schema: pa.DataFrameSchema
) -> list[Problem]:
    unknown = [str(column) for column in frame if column not in schema.columns]
    cases = _without_consequences(error.failure_cases)
    if len(unknown) * cases["check"].eq("column_in_dataframe").sum() > MOST_PAIRS:
        unknown = []  # no slip of the pen, but another file
    alike = cases.groupby(["column", "check"], dropna=False)
    told = cases[(alike.cumcount() < MOST_ALIKE) | cases["column"].isna()]
    told = told.sort_values("index", na_position="first", kind="stable")
    problems = list(dict.fromkeys(_problem(case, unknown) for case in told.itertuples()))
    for (column, check), cells in _cells(error).items():
        if cells > MOST_ALIKE:
            first = told[told["column"].eq(column) & told["check"].eq(check)]
            problems += rest_of(_problem(next(first.itertuples()), unknown), cells)
    return problems


def _cells(error: pa.errors.SchemaErrors) -> dict[tuple[str, str], int]:
    """Column and check → in how many cells it failed; pandera itself lists the first."""
    return {
        (one.schema.name, getattr(one.check, "error", one.check)): (
            len(one.failure_cases) if one.check_output is None else int((~one.check_output).sum())
        )
        for one in error.schema_errors
        if isinstance(one.schema, pa.Column)
    }


def _problem(case: Any, unknown: Sequence[str]) -> Problem:
    """One pandera failure case in the analyst's words; a missing column may be an unknown one."""
    column = None if pd.isna(case.column) else str(case.column)
    row = None if pd.isna(case.index) else row_of(case.index)
    value = None if pd.isna(case.failure_case) else str(case.failure_case)
    match str(case.check):
        case "column_in_dataframe":
            near = get_close_matches(str(value), unknown, n=1)
            hint = f"Is '{near[0]}' meant? Rename it." if near else "Add the column."
            return found("missing_column", name=value, hint=hint)
        case "column_in_schema":
            # A heading with spaces may be an answer that slipped into the wrong row.
            named = shown(str(value)) if " " in str(value) or "@" in str(value) else f"'{value}'"
            return found("unknown_column", shown=named)
        case "field_uniqueness" | "multiple_fields_uniqueness":
            return found("repeated_value", row=row, column=column, value=value)
        case "not_nullable":
            return found("blank_cell", row=row, column=column)
        case check if "dtype" in check:
            return found("unusable_value", row=row, column=column, value=value)
        case check:
            return found(
                "unknown_value",
                row=row,
                column=column,
                value=value,
                expected=check,
                remedy="Correct the cell.",
            )
