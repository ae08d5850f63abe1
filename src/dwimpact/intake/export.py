"""An export as a file: text cells under headings, whatever program wrote it.

Nothing is interpreted here. The first row with something in it holds the headings; the frame's
index is the row as a spreadsheet shows it, less `FIRST_ROW`, so that a finding can name it.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
from python_calamine import CalamineError, CalamineWorkbook

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.rules import found
from dwimpact.study.folder import EXTENSIONS

FIRST_ROW = 2  # index 0 of a frame is this row of a spreadsheet
MOST_ROWS = 100_000
SEPARATORS = (",", ";", "\t", "|")
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
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
Cell = str | None
Row = Sequence[Any]


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


def read_export(path: Path, sheet: str | None = None) -> Export:
    """The cells of a CSV, Excel or SPSS file. Raises StudyError when it cannot be read."""
    try:
        content = path.read_bytes()
        kind = _kind(path, content)
        if kind == "an Excel workbook":
            return _read_excel(path, sheet)
        if kind == "an SPSS file":
            return _read_spss(path)
        return _read_text(path, content)
    except FileNotFoundError:
        raise StudyError(path, found("absent")) from None
    except OSError as error:
        remedy = "It is a folder." if path.is_dir() else "Close it elsewhere, or allow reading."
        raise StudyError(path, found("unreadable", remedy=remedy)) from error


def _kind(path: Path, content: bytes) -> str:
    """What the content is. Raises StudyError when that is no table, or not the extension's."""
    if not content.strip():
        raise StudyError(path, found("empty_file"))
    start = content.lstrip()[:64]
    kind = next((k for magic, k in SIGNATURES.items() if start.startswith(magic)), "text")
    if kind == "an Excel workbook" and start.startswith(b"PK") and not _is_workbook(path):
        kind = "a zip file"
    if kind == "text" and b"\0" in content[:4096] and not content.startswith(UTF_16):
        kind = "binary"
    says = EXTENSIONS.get(path.suffix.lower())
    if says and kind != says:
        expected = f"{says}, as '{path.suffix}' says"
        raise StudyError(path, found("wrong_kind", found=kind, expected=expected))
    if kind not in EXTENSIONS.values():
        raise StudyError(path, found("unknown_kind", found=kind))
    return kind


def _is_workbook(path: Path) -> bool:
    """Whether a zip holds a workbook; one that is cut off is taken for what it says it is."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except zipfile.BadZipFile:
        return path.suffix.lower() in (".xlsx", ".xls")


def _read_text(path: Path, content: bytes) -> Export:
    text, problems = _decoded(path, content)
    if told := SEPARATOR_LINE.match(text):
        text, separator = text[told.end() :], told[1]
    else:
        # The one that gives the most headings: counting separators in texts would mislead.
        separator = max(SEPARATORS, key=lambda s: len(_first_record(text, s)))
    try:
        rows: list[Row] = list(islice(_records(text, separator), MOST_ROWS + 2))
    except csv.Error as error:
        raise StudyError(path, found("damaged", found=str(error))) from None
    export = _as_export(path, rows)
    export.problems.extend(problems)
    return export


def _records(text: str, separator: str) -> Iterator[list[str]]:
    # Strict, so that a quotation mark that is never closed is told and swallows no rows.
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _first_record(text: str, separator: str) -> list[str]:
    try:
        return next((record for record in _records(text, separator) if any(record)), [])
    except csv.Error:
        return []


def _decoded(path: Path, content: bytes) -> tuple[str, list[Problem]]:
    encoding = "utf-16" if content.startswith(UTF_16) else "utf-8-sig"
    try:
        return content.decode(encoding), []
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" or encoding == "utf-16":
            cut = "it ends in the middle of a letter"
            raise StudyError(path, found("damaged", found=cut)) from None
    try:
        return content.decode("cp1252"), [found("windows_1252")]
    except UnicodeDecodeError:
        raise StudyError(path, found("encoding")) from None


def _read_excel(path: Path, sheet: str | None) -> Export:
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
        if sheet is not None and sheet not in names:
            raise StudyError(
                path, found("no_sheet", found=f"'{sheet}'", expected=listed(map(repr, names)))
            )
        table = workbook.get_sheet_by_name(names[0] if sheet is None else sheet)
        rows: list[Row] = list(table.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2))
    except (CalamineError, IndexError, ValueError, zipfile.BadZipFile) as error:
        raise StudyError(path, found("damaged", found=_first_line(error))) from None
    return _as_export(path, rows)


def _read_spss(path: Path) -> Export:
    try:
        frame, meta = pyreadstat.read_sav(path, row_limit=MOST_ROWS + 1)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError) as error:
        raise StudyError(path, found("damaged", found=_first_line(error))) from None
    values = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    export = _as_export(path, [list(frame.columns), *values])
    # SPSS numbers its cases from 1: it has no row of headings.
    export.cells.index = export.cells.index - 1
    labels = {
        position: {_text(value) or "": str(label) for value, label in names.items()}
        for position, name in enumerate(frame.columns)
        for names in [meta.variable_value_labels.get(name, {})]
        if names
    }
    return Export(export.headings, export.cells, labels)


def _as_export(path: Path, rows: Sequence[Row]) -> Export:
    """Rows of cells as an export: headings apart, blank rows and columns at the end left out."""
    texts = [[_text(cell) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    first = next((number for number, row in enumerate(texts) if any(row)), 0)
    if len(texts) < first + 2:
        raise StudyError(path, found("no_rows"))
    if len(texts) > first + 1 + MOST_ROWS:
        raise StudyError(path, found("too_many_rows", limit=MOST_ROWS))
    headings = [(cell or "").strip() for cell in texts[first]]
    width = len(headings)
    body = texts[first + 1 :]
    index = pd.RangeIndex(first + 2 - FIRST_ROW, first + 2 - FIRST_ROW + len(body))
    problems = list(_ragged_rows(body, width, first + 2))
    padded = [(row + [None] * width)[:width] for row in body]
    cells = pd.DataFrame(padded, index=index, columns=range(width), dtype="str")
    raw = list(enumerate(rows[first + 1 : first + 1 + len(body)], start=first + 2))
    return Export(
        *_without_blank_columns(headings, cells),
        dates=[
            (row, column)
            for row, values in raw
            for column, value in enumerate(values[:width])
            if isinstance(value, datetime.date | datetime.time | datetime.timedelta)
        ],
        numbers={
            column
            for _, values in raw
            for column, value in enumerate(values[:width])
            if isinstance(value, float)
        },
        problems=problems,
    )


def _ragged_rows(body: Sequence[Sequence[Cell]], width: int, first: int) -> Iterator[Problem]:
    """A row that is cut off, or that has a separator too many in one of its texts.

    Blank cells past the headings are let through where every row has them.
    """
    usual = Counter(len(cells) for cells in body if any(cells)).most_common(1)[0][0]
    for row, cells in enumerate(body, start=first):
        fits = len(cells) in (width, max(width, usual)) and not any(cells[width:])
        if any(cells) and not fits:
            yield found("ragged_row", row=row, cells=len(cells), headings=width)


def _without_blank_columns(
    headings: list[str], cells: pd.DataFrame
) -> tuple[list[str], pd.DataFrame]:
    """Without columns that have neither heading nor content, as Excel leaves at the end."""
    kept = [c for c, heading in enumerate(headings) if heading or cells[c].notna().any()]
    last = max(kept, default=-1) + 1
    named = [h or f"(column {n} without a heading)" for n, h in enumerate(headings[:last], 1)]
    return named, cells[list(range(last))]


def _text(value: Any) -> Cell:
    """A cell as text: whole numbers without decimals, truth as 1 and 0, blank as None."""
    match value:
        case None | "":
            return None
        case bool():
            return str(int(value))
        case float() if value.is_integer():
            return str(int(value))
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:80] if str(error).strip() else "no reason given"
