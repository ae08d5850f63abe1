"""Workbooks as programs write them: every cell as it was filled in, or told of."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from tiny import rezipped

from dwimpact.intake.files.export import Export, read_export
from dwimpact.intake.files.native import text_of
from dwimpact.study.files.grid import Grid

OFFICE = Path(__file__).parents[2] / "tools/office"
KINDS = ["ods", "xls", "xlsx"]
TEXT = 2  # the column of the texts
DIVIDED = (3, TEXT, "#DIV/0!")
Write = Callable[[Callable[[str, bytes], bytes]], Export]


def rows(export: Export) -> list[list[str | None]]:
    return export.cells.astype(object).where(export.cells.notna(), None).to_numpy().tolist()


def rules_of(export: Export) -> list[str]:
    return [problem.rule for problem in export.problems]


@pytest.mark.parametrize("kind", KINDS)
def test_what_libreoffice_writes_is_what_was_filled_in(kind: str) -> None:
    export = read_export(OFFICE / f"plain.{kind}")
    assert export.headings[4:] == ["closing/remarks", "started"]
    assert rows(export) == [
        ["001", "alfa", "mbo", "één café", "‘Dank’ 😀", "2023-05-01T12:00:00"],
        ["002", "beta", "hbo", None, "regel 1\nregel 2", "0.25"],
        ["003", "alfa", "mbo", "3-5", None, "1"],
    ]
    dates = {position: [*rows] for position, rows in export.dates.items()}
    assert (dates, export.numbers, export.broken) == ({5: [2]}, {5}, [])
    assert str(export.problems[-1]) == (
        "the sheet 'Antwoorden' is read: 'Lijst' is hidden or empty; expected the answers on the "
        "first sheet. Name another one with --sheet."
    )
    assert rules_of(export)[:-1] == ([] if kind == "xlsx" else ["old_workbook"])


@pytest.mark.parametrize("name", ["any_sheets", "date"])
def test_a_binary_workbook_is_read_as_the_other_kind(name: str) -> None:
    binary, other = (read_export(OFFICE / f"excel/{name}.{kind}") for kind in ("xlsb", "xlsx"))
    assert (binary.headings, rows(binary)) == (other.headings, rows(other))
    assert (binary.dates, binary.numbers) == (other.dates, other.numbers)
    assert binary.sheets == other.sheets
    assert (rules_of(binary), rules_of(other)) == (["old_workbook"], [])


@pytest.mark.parametrize("kind", KINDS)
def test_the_texts_of_formulas_are_read(kind: str) -> None:
    export = read_export(OFFICE / f"errors.{kind}")
    assert export.cells[4].tolist() == ["Dank", "Veel dank", "Dank"]
    assert export.cells[3].isna().all()
    named = read_export(OFFICE / f"errors.{kind}", "Antwoorden")
    assert rules_of(named) == ([] if kind == "xlsx" else ["old_workbook"])


def test_errors_are_no_blank_answers() -> None:
    broken = read_export(OFFICE / "errors.xlsx").broken
    assert [place for place in broken if place[2]] == [(2, 3, "#DIV/0!"), (3, 3, "#N/A")]


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_where_errors_cannot_be_told_from_blanks_that_is_said(kind: str) -> None:
    told = read_export(OFFICE / f"errors.{kind}").problems[0]
    assert str(told) == (
        "a spreadsheet in which errors cannot be told from blanks; expected .xlsx or CSV. Save it "
        "as .xlsx where there may be errors such as #N/A."
    )


def test_a_formula_that_gives_a_blank_text_has_a_value() -> None:
    """=IF(A1="";"";…): Excel and LibreOffice store '<v></v>' of a text."""
    assert (4, 3, "") not in read_export(OFFICE / "errors.xlsx").broken


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", None),
        (float("nan"), None),
        (7.0, "7"),
        (0.1, "0.1"),
        (-3.0, "-3"),
        (True, "1"),
        (False, "0"),
        (datetime.date(2023, 5, 1), "2023-05-01"),
        (datetime.datetime(2023, 5, 1, 9, 12), "2023-05-01T09:12:00"),
        (datetime.time(9, 12), "09:12:00"),
        ("  x ", "  x "),
    ],
)
def test_cells_as_text(value: object, text: str | None) -> None:
    assert text_of(value) == text


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A workbook with '=1/0' in the second row of texts, and each of its files changed."""

    def file(change: Callable[[str, bytes], bytes]) -> Export:
        book, stream = openpyxl.Workbook(), io.BytesIO()
        for row in (["respondent", "sector", "text"], ["R1", "mbo", "a"], ["R2", "hbo", "=1/0"]):
            book.active.append(row)
        book.save(stream)
        (tmp_path / "a.xlsx").write_bytes(rezipped(stream.getvalue(), change))
        return read_export(tmp_path / "a.xlsx")

    return file


def with_value(name: str, content: bytes) -> bytes:
    """As Excel stores an error beside its formula."""
    if not name.endswith("sheet1.xml"):
        return content
    return re.sub(rb"<v ?/>|<v></v>", b"<v>#DIV/0!</v>", content).replace(
        b'<c r="C3"', b'<c r="C3" t="e"'
    )


def prefixed(name: str, content: bytes) -> bytes:
    """The same with 'x:' before every name, as the Open XML SDK writes it."""
    if not name.startswith("xl/worksheets/"):
        return content
    return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", content).replace(b"xmlns=", b"xmlns:x=")


def strict(_: str, content: bytes) -> bytes:
    """'Strict Open XML Spreadsheet' of Excel: other namespaces."""
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    for name in (b"spreadsheetml", b"officeDocument"):
        content = content.replace(old + name + b"/2006/", new + name + b"/")
    return content


def test_formula_without_a_value_and_error_are_found(write: Write) -> None:
    assert write(lambda _, content: content).broken == [(3, TEXT, "")]
    assert write(with_value).broken == [DIVIDED]
    assert write(lambda n, c: prefixed(n, with_value(n, c))).broken == [DIVIDED]
    renamed = write(
        lambda n, c: with_value(n, c).replace(b'name="Sheet"', b'name="A&amp;B &#233;"')
    )
    assert renamed.broken == [DIVIDED]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda n, c: strict(n, with_value(n, c)), id="strict, an error"),
        pytest.param(strict, id="strict, a formula"),
        pytest.param(prefixed, id="prefixes, a formula"),
        pytest.param(
            lambda n, c: with_value(n, c).replace(b't="e"', b"t='e'").replace(b"<f>1/0</f>", b""),
            id="single quotes, an error",
        ),
    ],
)
def test_in_every_spelling_of_the_same_xml(
    change: Callable[[str, bytes], bytes], write: Write
) -> None:
    export = write(change)
    assert export.cells[TEXT][0] == "a"
    assert [place[:2] for place in export.broken] == [DIVIDED[:2]]


def test_errors_of_another_column_hide_none(tmp_path: Path) -> None:
    """A column with VLOOKUPs that find nothing, and one error in an answer."""
    answers = pd.DataFrame({"text": ["a"] * 1200, "helper": ["=NA()"] * 1200})
    answers.loc[1100, "text"] = "=NA()"
    answers.to_excel(tmp_path / "a.xlsx", index=False, engine="openpyxl")
    broken = read_export(tmp_path / "a.xlsx").broken
    assert any(row == 1102 and position == 0 for row, position, _ in broken)


def test_dates_of_other_columns_hide_none() -> None:
    """A Kobo export has three columns of them; an answer that became one is then text."""
    grid = Grid(3)
    for row in (
        ["start", "end", "text"],
        ["1", "2", "a"],
        ["1", "2", "b"],
        ["1", "2", "2023-05-03"],
    ):
        grid.add((row, [0, 1, 2] if row[2].startswith("2023") else [0, 1], []))
    assert [*grid.dates[2]] == [4]
