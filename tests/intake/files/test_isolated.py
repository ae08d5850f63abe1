"""Excel and SPSS files whose content, or what they claim, is too much for their readers."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import xlsxwriter
from exported_files import with_part

from dwimpact.errors import StudyError
from dwimpact.intake.files import isolated, native
from dwimpact.intake.files.export import read_export
from dwimpact.intake.files.isolated import NativeFile, ReadingRefused

TOO_BIG = (
    "reading the file takes more than 600 MB of memory; expected a row per respondent. Delete "
    "what stands far below or to the right of the answers, or save it as 'CSV UTF-8'."
)
CUT = "; expected a whole file. Export it again from the form tool."
SHARED = "xl/sharedStrings.xml"


def workbook(file: Path, *cells: tuple[int, int, object]) -> Path:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, column, value in ((0, 0, "respondent"), (1, 0, "R1"), *cells):
            sheet.write(row, column, value)
    return file


def message(file: Path) -> str:
    with pytest.raises(StudyError) as error:
        read_export(file)
    return str(error.value).removeprefix(f"{file}: ")


def test_cell_in_the_last_row_and_column(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", (1_048_575, 16_383, "x"))
    assert message(file) == TOO_BIG


@pytest.mark.long
def test_string_of_more_than_a_gigabyte(tmp_path: Path) -> None:
    start, end = b"<sst><si><t>", b"</t></si></sst>"
    file = with_part(
        workbook(tmp_path / "a.good"),
        tmp_path / "a.xlsx",
        SHARED,
        start,
        b"a" * (1 << 20),
        1200,
        end,
    )
    assert file.stat().st_size < 8 << 20
    assert message(file) == TOO_BIG


def test_row_with_more_text_than_anybody_writes(tmp_path: Path) -> None:
    end = b"</t></si><si><t>R1</t></si></sst>"
    file = with_part(
        workbook(tmp_path / "a.good"),
        tmp_path / "a.xlsx",
        SHARED,
        b"<sst><si><t>",
        b"a" * (1 << 20),
        20,
        end,
    )
    told = "the file is damaged or cut off (a row has more than 16 million letters)"
    assert message(file) == told + CUT


def test_workbook_with_a_password(tmp_path: Path) -> None:
    # The header of a compound file, in which Excel keeps an encrypted workbook.
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    assert message(tmp_path / "a.xlsx").endswith(CUT)


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("told", [2, 5])
def test_cases_that_the_header_does_not_tell_of(
    tmp_path: Path, told: int, *, compressed: bool
) -> None:
    file = tmp_path / "a.sav"
    frame = pd.DataFrame({"respondent": ["R1", "R2", "R3"], "n": [1.0, 2.0, 3.0]})
    pyreadstat.write_sav(frame, file, compress=compressed)
    content = bytearray(file.read_bytes())
    assert content[80:84] == struct.pack("<i", 3)
    content[80:84] = struct.pack("<i", told)
    file.write_bytes(bytes(content))
    why = f"the file is damaged or cut off (it tells of {told} cases and holds 3)"
    assert message(file) == why + CUT


def test_header_that_leaves_the_count_open(tmp_path: Path) -> None:
    file = tmp_path / "a.sav"
    pyreadstat.write_sav(pd.DataFrame({"respondent": ["R1", "R2"]}), file)
    content = bytearray(file.read_bytes())
    content[80:84] = b"\xff" * 4
    file.write_bytes(bytes(content))
    assert len(read_export(file).cells) == 2


@pytest.mark.parametrize(
    ("place", "count"), [(68, 2**31 - 1), (68, -1), (80, 2**31 - 1), (80, -5), (64, 2**31 - 1)]
)
def test_header_with_absurd_counts(tmp_path: Path, place: int, count: int) -> None:
    """Size of a case, number of cases and the like: read all the same, or refused."""
    file = tmp_path / "a.sav"
    pyreadstat.write_sav(pd.DataFrame({"respondent": ["R1"], "n": [1.0]}), file)
    content = bytearray(file.read_bytes())
    content[place : place + 4] = struct.pack("<i", count)
    file.write_bytes(bytes(content))
    try:
        got = " ".join(read_export(file).headings)
    except StudyError as error:
        got = str(error)
    assert got == "respondent n" or "damaged" in got or "memory" in got


@pytest.mark.parametrize(
    ("crash", "exp"),
    [
        ("os.abort()", "reading the file takes more than 600 MB of memory"),
        ("os.kill(os.getpid(), 11)", "the file is damaged or cut off (its reader crashes)"),
        ("[0 for _ in iter(int, 1)]", "reading the file takes more than 1 seconds"),
        ("bytearray(1 << 40)", "reading the file takes more than 600 MB of memory"),
        ("1 / 0", "the file is damaged or cut off (it cannot be read)"),
    ],
)
def test_reader_that_crashes_half_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crash: str, exp: str
) -> None:
    file = workbook(tmp_path / "a.xlsx")
    source = Path(native.__file__).read_text("utf-8")
    assert "yield above\n" in source
    broken = source.replace("yield above\n", f"yield above; import os; {crash}\n")
    (tmp_path / "native.py").write_text(broken, "utf-8")
    monkeypatch.setattr(native, "__file__", str(tmp_path / "native.py"))
    monkeypatch.setattr(isolated, "LEAST_SECONDS", 1)
    assert message(file).startswith(exp)


def test_reader_ends_with_who_listens(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", *[(row, 0, "R") for row in range(1, 20_000)])
    with NativeFile("excel", file) as rows:
        next(rows.rows())
        process = rows._process
    assert process.returncode is not None


def test_sheets_are_named_but_not_all(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for number in range(12):
            book.add_worksheet(f"Blad {number}")
    with pytest.raises(ReadingRefused) as error, NativeFile("excel", tmp_path / "a.xlsx", "Blad"):
        pass
    assert error.value.problem.what == "no sheet 'Blad'"
    assert error.value.problem.expected.endswith("'Blad 8' or 'Blad 9'")


def test_blank_rows_are_counted_and_not_written(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", (3, 0, "R2"), (200_000, 0, " "))
    start = time.process_time()
    with NativeFile("excel", file) as opened:
        rows = list(opened.rows())
    assert [row if isinstance(row, int) else row[0] for row in rows] == [
        0,
        ["respondent"],
        ["R1"],
        1,
        ["R2"],
        199_996,
        [" "],
    ]
    assert time.process_time() - start < 5
