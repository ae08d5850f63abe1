"""An export as a file: text cells under headings, whatever program wrote it.

Nothing is interpreted here. The first row with something in it holds the headings; the frame's
index is the row as a spreadsheet shows it, less two, so that a finding can name it.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.intake.files.isolated import NativeFile, ReadingRefused
from dwimpact.intake.files.kinds import HEAD, is_utf_8, kind_of, looks_mac, unpacked, utf_16
from dwimpact.rules import EXPORT_AGAIN, found
from dwimpact.study.files.delimited import UTF_8, WINDOWS, NoTable, Undecodable, delimited
from dwimpact.study.files.grid import Grid, Row, TooMany
from dwimpact.study.files.opening import MOST_BYTES, CannotOpen, open_file
from dwimpact.study.folder import GZIPPED, OPEN_DOCUMENT, SPSS, WORKBOOK, ZIPPED

MOST_RESPONSES = 100_000
MAC = "mac_roman"
# White space and what cannot be seen: a cell with nothing else is blank.
UNSEEN_CHARACTERS = string.whitespace + "\0\xa0\u200b\u2060\ufeff"
END_OF_FILE = ["\x1a"]  # Ctrl-Z, as old programs end a text
QUALTRICS = '{"ImportId"'  # begins each cell of its third row of headings


@dataclass(frozen=True)
class Export:
    """A file as read. `cells` has one column per heading, numbered from 0, all text and blank
    as missing; `labels` gives the labels of a column's values (SPSS); `dates` are the rows that
    hold a date, per column, `numbers` the columns that hold numbers rather than text (Excel), and
    `broken` the places of errors, and of formulas without a value (''); `sheets` the others.
    """

    headings: list[str]
    cells: pd.DataFrame
    labels: dict[int, dict[str, str]] = field(default_factory=dict)
    dates: Mapping[int, Sequence[int]] = field(default_factory=dict)
    numbers: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    broken: list[tuple[int, int, str]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    rows: int | None = None  # of the whole file, where `cells` has only some of them


def read_export(path: Path, sheet: str | None = None, encoding: str = "") -> Export:
    """The cells of a CSV, Excel or SPSS file. `encoding` is that of a text, where it is known.
    Raises StudyError when the file cannot be read.
    """
    with as_told(path):
        kind = kind_of(path)
        if kind in (ZIPPED, GZIPPED):
            with unpacked(path, kind) as inside:
                return _read_text(inside, [encoding] if encoding else [], called=path)
        if kind in (WORKBOOK, OPEN_DOCUMENT):
            return _read_workbook(path, sheet)
        if kind == SPSS:
            return _read_spss(path)
        return _read_text(path, [encoding] if encoding else [], called=path)


@contextmanager
def as_told(path: Path) -> Iterator[None]:
    """Raises StudyError for what goes wrong in reading a file."""
    try:
        yield
    except FileNotFoundError:
        problem = found("absent")
    except CannotOpen as error:
        problem = found("unreadable", found=error.what, remedy=error.remedy)
    except OSError as error:
        remedy = "Look at the disk that it is on."
        problem = found("unreadable", found=(error.strerror or "").lower(), remedy=remedy)
    except ReadingRefused as error:
        problem = error.problem
    except NoTable as error:
        problem = found("damaged", found=str(error))
    except TooMany as error:
        problem = found(f"too_many_{error.what}", limit=error.limit)
    else:
        return
    raise StudyError(path, problem)


def _read_text(path: Path, encodings: Sequence[str], called: Path) -> Export:
    rows, told = text_rows(path, encodings, called)
    return _as_export(called, rows, told)


def text_rows(
    path: Path, encodings: Sequence[str], called: Path, most: int = MOST_BYTES
) -> tuple[Iterator[Row], list[Problem]]:
    """The rows of a text in one of these encodings, or in the one that it seems to have, and what
    is to be told of that; `called` is how a message names the file.
    """
    encodings = encodings or _encodings(path, most)
    try:
        file = delimited(path, encodings, most)
    except Undecodable as error:
        cut = "it ends in the middle of a letter"
        problem = found("damaged", found=cut) if error.cut else found("encoding", line=error.line)
        raise StudyError(called, problem) from None
    guesses = {WINDOWS: "windows_1252", MAC: "mac_roman"}
    guessed = len(encodings) > 1 and file.encoding in guesses
    told = [found(guesses[file.encoding])] if guessed else []
    return ((r, (), ()) if any(r) and r != END_OF_FILE else 1 for r in file.records()), told


def _encodings(path: Path, most: int) -> list[str]:
    """The encodings that a text may have, the likeliest first."""
    with open_file(path, most) as stream:
        if encoding := utf_16(stream.read(HEAD)):
            return [encoding]
    # Looking for the likelier of two takes much longer than reading one.
    if is_utf_8(path, most):
        return [UTF_8]
    return [UTF_8, MAC if looks_mac(path, most) else WINDOWS]


def _read_workbook(path: Path, sheet: str | None) -> Export:
    with NativeFile("excel", path, sheet or "") as file:
        sheets = [name for name in file.about["sheets"] if name != file.about["read"]]
        others = f"Name another sheet with --sheet: {listed(map(repr, sheets))}." if sheets else ""
        told = _about_sheets(file.about, sheet)
        export = _as_export(path, file.rows(), told, others or EXPORT_AGAIN)
    broken = [(row, position, value) for row, position, value in file.about["broken"]]
    return replace(export, broken=broken, sheets=sheets)


def _about_sheets(about: Mapping[str, Any], sheet: str | None) -> Iterator[Problem]:
    """That another sheet than the first is read, where nobody asked for it; and that errors cannot
    be told from blanks, where that is so.
    """
    if not about["tells_errors"]:
        yield found("old_workbook")
    if not sheet and about["passed"]:
        passed = listed(map(repr, about["passed"]))
        yield found("other_sheet", name=repr(about["read"]), found=f"{passed} is hidden or empty")


def _read_spss(path: Path) -> Export:
    with NativeFile("spss", path, most_rows=MOST_RESPONSES + 1) as file:
        export = _as_export(path, file.rows())
    # SPSS numbers its cases from 1: it has no row of headings.
    export.cells.index = export.cells.index - 1
    known = file.about["labels"]
    labels = {p: dict(known[name]) for p, name in enumerate(export.headings) if name in known}
    return Export(export.headings, export.cells, labels)


def _as_export(
    path: Path, rows: Iterable[Row], told: Iterable[Problem] = (), nothing_below: str = EXPORT_AGAIN
) -> Export:
    """Rows of cells as an export: headings apart, blank rows and columns at the end left out.
    `nothing_below` is what to do where there are headings only.
    """
    grid = Grid(MOST_RESPONSES)
    told = [*gathered(grid, path, rows, nothing_below), *told]
    headings, cells = grid.table()
    cells = without_blank_texts(below_headings(cells))
    return Export(headings, cells, {}, grid.dates, grid.numbers, told)


def gathered(
    grid: Grid, path: Path, rows: Iterable[Row], nothing_below: str = EXPORT_AGAIN
) -> list[Problem]:
    """Put rows into a grid, and tell which do not fit. Raises StudyError where there are none."""
    for row in rows:
        grid.add(row)
    if not grid.rows:
        raise StudyError(path, found("no_rows", remedy=nothing_below))
    return [
        found("ragged_row", row=row, cells=cells, headings=len(grid.headings))
        for row, cells in grid.ragged()
    ]


def below_headings(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells without the two rows that Qualtrics has below its headings."""
    if len(cells) < 2:
        return cells
    third = cells.iloc[1].dropna()
    is_named = len(third) and third.str.startswith(QUALTRICS).mean() > 1 / 2
    return cells.iloc[2:] if is_named else cells


def without_blank_texts(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with those blank that hold nothing to be seen."""
    return cells.apply(lambda column: column.mask(column.str.strip(UNSEEN_CHARACTERS).eq("")))
