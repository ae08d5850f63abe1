"""An export as a file: text cells under headings, whatever program wrote it.

Nothing is interpreted here. The first row with something in it holds the headings; the frame's
index is the row as a spreadsheet shows it, less two, so that a finding can name it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from dwimpact.errors import Problem, StudyError
from dwimpact.intake.isolated import NativeFile, ReadingRefused
from dwimpact.rules import found
from dwimpact.study.delimited import UTF_8, UTF_16_STARTS, WINDOWS, NoTable, Undecodable, delimited
from dwimpact.study.folder import EXTENSIONS
from dwimpact.study.grid import Grid, Row, TooMany
from dwimpact.study.opening import CannotOpen, open_file

MOST_RESPONSES = 100_000
HEAD = 1 << 16  # bytes by which a file is known
SIGNATURES = {
    b"PK\x03\x04": "an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"$FL2": "an SPSS file",
    b"$FL3": "an SPSS file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"{": "JSON",
    b"[": "JSON",
    b"<": "a web page or XML",
}


@dataclass(frozen=True)
class Export:
    """A file as read. `cells` has one column per heading, numbered from 0, all text and blank
    as missing; `labels` gives the labels of a column's values (SPSS); `dates` are the places
    that hold a date and `numbers` the columns that hold numbers rather than text (Excel).
    """

    headings: list[str]
    cells: pd.DataFrame
    labels: dict[int, dict[str, str]] = field(default_factory=dict)
    dates: list[tuple[int, int]] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def read_export(path: Path, sheet: str | None = None, encoding: str = "") -> Export:
    """The cells of a CSV, Excel or SPSS file. `encoding` is that of a text, where it is known.
    Raises StudyError when the file cannot be read.
    """
    try:
        kind = _kind(path)
        if kind == "an Excel workbook":
            return _read_excel(path, sheet)
        if kind == "an SPSS file":
            return _read_spss(path)
        return _read_text(path, [encoding] if encoding else [UTF_8, WINDOWS])
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
    raise StudyError(path, problem)


def _kind(path: Path) -> str:
    """What the content is. Raises StudyError when that is no table, or not the extension's."""
    with open_file(path) as stream:
        head = stream.read(HEAD)
        stream.seek(-min(HEAD, len(head)), os.SEEK_END)
        tail = stream.read()
    start = head.lstrip()
    if not start and len(head) < HEAD:
        raise StudyError(path, found("empty_file"))
    kind = next((k for magic, k in SIGNATURES.items() if start.startswith(magic)), "text")
    # A zip names its files at the start of each, and again at its end.
    if start.startswith(b"PK") and b"xl/" not in head + tail:
        kind = "a zip file"
    if kind == "text" and b"\0" in head and not head.startswith(UTF_16_STARTS):
        kind = "binary"
    says = EXTENSIONS.get(path.suffix.lower())
    if says and kind != says:
        expected = f"{says}, as '{path.suffix}' says"
        raise StudyError(path, found("wrong_kind", found=kind, expected=expected))
    if kind not in EXTENSIONS.values():
        raise StudyError(path, found("unknown_kind", found=kind))
    return kind


def _read_text(path: Path, encodings: Sequence[str]) -> Export:
    try:
        file = delimited(path, encodings)
    except Undecodable as error:
        cut = "it ends in the middle of a letter"
        problem = found("damaged", found=cut) if error.cut else found("encoding", line=error.line)
        raise StudyError(path, problem) from None
    rows: Iterator[Row] = ((r, (), ()) if any(r) else 1 for r in file.records())
    guessed = file.encoding == WINDOWS and len(encodings) > 1
    told = [found("windows_1252")] if guessed else []
    return _as_export(path, rows, told)


def _read_excel(path: Path, sheet: str | None) -> Export:
    with NativeFile("excel", path, sheet or "") as file:
        return _as_export(path, file.rows())


def _read_spss(path: Path) -> Export:
    with NativeFile("spss", path, most_rows=MOST_RESPONSES + 1) as file:
        export = _as_export(path, file.rows())
    # SPSS numbers its cases from 1: it has no row of headings.
    export.cells.index = export.cells.index - 1
    known = file.about["labels"]
    labels = {p: dict(known[name]) for p, name in enumerate(export.headings) if name in known}
    return Export(export.headings, export.cells, labels)


def _as_export(path: Path, rows: Iterable[Row], told: Iterable[Problem] = ()) -> Export:
    """Rows of cells as an export: headings apart, blank rows and columns at the end left out."""
    grid = Grid(MOST_RESPONSES)
    for row in rows:
        grid.add(row)
    if not grid.rows:
        raise StudyError(path, found("no_rows"))
    headings, cells = grid.table()
    ragged = [
        found("ragged_row", row=row, cells=cells, headings=len(grid.headings))
        for row, cells in grid.ragged()
    ]
    return Export(headings, cells, {}, grid.dates, grid.numbers, [*ragged, *told])
