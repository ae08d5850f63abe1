"""Responses in several files of a folder, read as one: which file a row stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.rules import FILE
from dwimpact.study.validation import index_of, row_of

OTHER_ROW = re.compile(r"(?<=as row )\d+")  # of which a problem says that a row is the same


@dataclass(frozen=True)
class FilePart:
    """A file among others: `begins` is where its rows begin among those of all, from 0; `first`
    the index of the first row below its headings in a frame of this file.
    """

    name: str
    begins: int
    first: int


def among_all(problem: Problem, part: FilePart) -> Problem:
    """A problem of a file with its row as one of all rows."""
    if problem.row is None:
        return replace(problem, file=part.name)
    return replace(problem, row=problem.row + part.begins - part.first)


def in_its_file(problem: Problem, parts: Sequence[FilePart]) -> Problem:
    """A problem of a row of all with the file that it stands in, and its row there."""
    if problem.row is None:
        return problem
    name, row = _place(problem.row, parts)

    def told(other: re.Match[str]) -> str:
        other_name, other_row = _place(int(other[0]), parts)
        return f"{other_row}" if other_name == name else f"{other_row} of {other_name}"

    return replace(problem, file=name, row=row, what=OTHER_ROW.sub(told, problem.what))


def rows_in_files(table: pd.DataFrame, parts: Sequence[FilePart]) -> pd.DataFrame:
    """A table with a row of all in each row, by file and row there."""
    places = [_place(row, parts) for row in table["row"]]
    names = pd.Series([name for name, _ in places], table.index, "str")
    return table.assign(row=[row for _, row in places], **{FILE: names})


def _place(row: int, parts: Sequence[FilePart]) -> tuple[str, int]:
    """The file and the row of it, as a spreadsheet shows it, of a row of all."""
    at = index_of(row)
    part = parts[bisect_right(parts, at, key=lambda p: p.begins) - 1]
    return part.name, row_of(at - part.begins + part.first)
