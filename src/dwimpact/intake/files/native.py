"""The program that reads an Excel or SPSS file, in a process of its own (see isolated.py).

Run as a file, so that it loads nothing else of this package. It writes a line of JSON per row:
the cells as text, the positions of dates and those of numbers, or for blank rows how many there
are. Before them stands what to know beforehand; wherever it stops, the rule that is broken.
"""

from __future__ import annotations

import datetime
import io
import json
import math
import struct
import sys
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any
from xml.etree.ElementTree import fromstring, iterparse

MEMORY = "memory"
MOST_SHEETS_NAMED = 10
MOST_BROKEN = 20_000  # cells
MOST_LETTERS = 1 << 24  # in a row


def text_of(value: Any) -> str | None:
    """A cell as text: whole numbers without decimals, truth as 1 and 0, blank as None."""
    match value:
        case None | "":
            return None
        case bool():
            return str(int(value))
        case float() if math.isnan(value):
            return None
        case float() if value.is_integer():
            return str(int(value))
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)


class TooLong(Exception):
    """A row with more text than any respondent writes."""


def _row(cells: Iterable[Any]) -> Any:
    values = list(cells)
    kinds = set(map(type, values))
    if kinds <= {str, float}:  # nearly all rows: no need to look at each cell
        texts = [value if type(value) is str else text_of(value) for value in values]
        dates: list[int] = []
    else:
        texts = [text_of(value) for value in values]
        moments = (datetime.date, datetime.time, datetime.timedelta)
        dates = [position for position, value in enumerate(values) if isinstance(value, moments)]
    if not any(texts):
        return 1
    if sum(len(text) for text in texts if text) > MOST_LETTERS:
        raise TooLong
    numbers = (
        [n for n, value in enumerate(values) if type(value) is float] if float in kinds else []
    )
    return texts, dates, numbers


def _excel(path: str, sheet: str) -> Iterator[Any]:
    """The rows of a sheet, the first without a name."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_path(path)
        names = workbook.sheet_names
        if not names:
            yield {"rule": "damaged", "found": "it has no sheet"}
            return
        if sheet and sheet not in names:
            yield {"rule": "no_sheet", "found": [sheet], "expected": names[:MOST_SHEETS_NAMED]}
            return
        read = sheet or _first_in_use(workbook)
        table = workbook.get_sheet_by_name(read)
        passed = names[: names.index(read)]
        yield {
            "read": read,
            "passed": passed[:MOST_SHEETS_NAMED],
            "sheets": names[:MOST_SHEETS_NAMED],
            "broken": list(islice(_broken_cells(path, read), MOST_BROKEN)),
            "tells_errors": _is_xml(path),
        }
        # What stands above the first cell in use is not given.
        above, before = table.start or (0, 0)
        yield above
        for row in table.iter_rows():
            yield _row([None] * before + row)
    except PasswordError:
        yield {"rule": "locked"}
    except CalamineError:
        yield {"rule": "damaged", "found": "no workbook can be read from it"}


def _first_in_use(workbook: Any) -> str:
    """The first sheet that is shown and holds something; else the first."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for about in workbook.sheets_metadata:
        shown = about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet
        if shown and workbook.get_sheet_by_name(about.name).start is not None:
            return str(about.name)
    return str(workbook.sheet_names[0])


def _is_xml(path: str) -> bool:
    """Whether this is an .xlsx file: of others nobody here can tell errors from blanks."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _broken_cells(path: str, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row, position and value of each error in a sheet of an .xlsx file, and of each formula that
    no value is stored of: a reader of values sees a blank in both.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        if not part or not _holds(archive, part, (b't="e"', b"t='e'", b"<f", b":f>")):
            return
        with archive.open(part) as stream:
            for _, cell in iterparse(stream):
                if cell.tag.endswith("}c"):
                    value = cell.findtext("{*}v") or ""
                    # A formula that gives a text has said so, also a blank one.
                    formula = cell.find("{*}f") is not None and not value and not cell.get("t")
                    if cell.get("t") == "e" or formula:
                        yield *_place(cell.get("r", "A1")), value
                if cell.tag.endswith("}row"):
                    cell.clear()


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The file in an .xlsx that holds a sheet; empty where there is none."""
    try:
        book = fromstring(archive.read("xl/workbook.xml"))
        related = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return ""
    sheets = [node for node in book.iter() if node.tag.endswith("}sheet")]
    ids = {
        node.get("name"): value
        for node in sheets
        for name, value in node.attrib.items()
        if name.endswith("}id")
    }
    targets = {r.get("Id"): r.get("Target", "") for r in related}
    target = targets.get(ids.get(sheet), "")
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if target and part in archive.namelist() else ""


def _holds(archive: zipfile.ZipFile, part: str, signs: tuple[bytes, ...]) -> bool:
    """Whether any of these stands in a file; that is soon seen, and reading it as XML is slow."""
    before = b""
    with archive.open(part) as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            if any(sign in before + chunk for sign in signs):
                return True
            before = chunk[-8:]
    return False


def _place(reference: str) -> tuple[int, int]:
    """Row as a spreadsheet shows it, and position from 0, of 'AB12'."""
    letters = reference.rstrip("0123456789")
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :] or 1), position - 1


class _Uncounted(io.FileIO):
    """An SPSS file without the number of cases that its header gives, so that all are read."""

    COUNT = slice(80, 84)

    def read(self, size: int | None = -1, /) -> bytes:
        start = self.tell()
        content = super().read(-1 if size is None else size) or b""
        if start >= self.COUNT.stop:
            return content
        return bytes(
            255 if self.COUNT.start <= place < self.COUNT.stop else byte
            for place, byte in enumerate(content, start)
        )

    def counted(self) -> int:
        """What its header says; less than 0 where it does not."""
        self.seek(64)
        code, _, _, _, count = struct.unpack("<5i", super().read(20))
        return int(count if code in (2, 3) else int.from_bytes(struct.pack("<i", count), "big"))


def _spss(path: str, most_rows: int) -> Iterator[Any]:
    """The names of the variables, then the cases; beforehand the labels of values."""
    import pyreadstat

    with _Uncounted(path) as file:
        counted = file.counted()
        file.seek(0)
        try:
            columns, meta = pyreadstat.read_sav(file, row_limit=most_rows, output_format="dict")
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
            short = "memory" in str(error)
            yield {"rule": MEMORY} if short else {"rule": "damaged", "found": "it stops half-way"}
            return
    rows = len(next(iter(columns.values()), []))
    if rows < most_rows and counted not in (-1, rows):
        yield {"rule": "damaged", "found": f"it tells of {counted} cases and holds {rows}"}
        return
    labels = {
        name: [(text_of(value) or "", str(label)) for value, label in pairs.items()]
        for name, pairs in meta.variable_value_labels.items()
    }
    yield {"labels": labels}
    yield _row(columns)
    yield from map(_row, zip(*columns.values(), strict=True))


def _limit(megabytes: int, seconds: int) -> None:
    """From here on no more memory and time of a processor than so much; of memory where the
    system keeps to it (Linux). Windows has no such limits.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # told first, then killed
    if sys.platform == "linux":
        with open("/proc/self/statm") as stream:
            now = int(stream.read().split()[0]) * resource.getpagesize()
        limit = now + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def read_for_parent(
    kind: str, path: str, sheet: str, most_rows: int, megabytes: int, seconds: int
) -> None:
    """Write the rows of a file; whatever goes wrong is written too."""
    if kind == "excel":
        import python_calamine  # noqa: F401  (before the limit, as its code is no data)
    else:
        import pyreadstat  # noqa: F401
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    _limit(megabytes, seconds)
    rows = _excel(path, sheet) if kind == "excel" else _spss(path, most_rows)
    try:
        for blank, group in groupby(rows, lambda row: isinstance(row, int)):
            for row in [sum(group)] if blank else group:
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    except TooLong:
        _refuse(f"a row has more than {MOST_LETTERS >> 20} million letters")
    except MemoryError:
        sys.stdout.write(json.dumps({"rule": MEMORY}) + "\n")
    except BrokenPipeError:
        pass  # who reads has seen enough
    except BaseException:  # a panic of the reader's own code is no Exception
        _refuse("it cannot be read")


def _refuse(found: str) -> None:
    sys.stdout.write(json.dumps({"rule": "damaged", "found": found}) + "\n")


if __name__ == "__main__":
    read_for_parent(*sys.argv[1:4], *map(int, sys.argv[4:]))  # type: ignore[arg-type]
