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
    whose: dict[str, list[Any]] = {}
    for index, respondent in raw.get("respondent", pd.Series(dtype="str")).dropna().items():
        whose.setdefault(respondent, []).append(index)
    columns = ["respondent", "column", "expected", "new"]
    for place, respondent, column, expected, new in corrections[columns].itertuples(name=None):
        line = row_of(place)
        if column not in raw:
            problems.append(found("correction_column", line=line, value=column))
            continue
        rows = whose.get(respondent, [])
        if not rows:
            words = {"column": column, "value": respondent, "line": line}
            problems.append(found("correction_respondent", **words))
        for index in rows:
            old = raw.loc[index, column]
            if _blank(old) != _blank(expected):
                row = row_of(index)
                problems.append(found("correction_stale", row=row, column=column, line=line))
                continue
            made.loc[index, column] = _blank(new) or None
            applied.append(place)
    return made, corrections.loc[list(dict.fromkeys(applied))].reset_index(drop=True), problems


def _blank(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
