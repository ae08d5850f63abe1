"""Corrections to an export, kept as records in corrections.csv of the study folder."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.rules import found
from dwimpact.study.validation import row_of


def apply_corrections(
    raw: pd.DataFrame, corrections: pd.DataFrame, responses: Any
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """The frame corrected, the corrections that were applied, and those that cannot be.

    A correction names its cell by respondent and column (of the raw layout, or as in the
    file) and applies only where the old value is still the expected one. The applied ones have
    the column of the raw layout, by which everything after this knows what it holds.
    """
    made, applied, problems = raw.copy(), [], []
    named = {heading: column for column, heading in responses.headings.items()}
    corrections = corrections.assign(column=corrections["column"].replace(named))
    for record in corrections.itertuples():
        column, line = record.column, row_of(record.Index)
        if column not in raw:
            problems.append(found("correction_column", line=line, value=column))
            continue
        rows = raw.index[raw["respondent"].eq(record.respondent)] if "respondent" in raw else []
        if not len(rows):
            place = {"column": column, "value": record.respondent, "line": line}
            problems.append(found("correction_respondent", **place))
        for index in rows:
            old = raw.loc[index, column]
            if _blank(old) != _blank(record.expected):
                place = {"row": row_of(index), "column": column, "line": line}
                problems.append(found("correction_stale", **place))
                continue
            made.loc[index, column] = _blank(record.new) or None
            applied.append(record.Index)
    return made, corrections.loc[list(dict.fromkeys(applied))].reset_index(drop=True), problems


def _blank(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
