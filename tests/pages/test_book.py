"""The workbook of a report's tables: contents, a sheet per page, links, formats and notes."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from dwimpact.pages.book import BOOK_NAME, BookPage, BookWords, write_book
from dwimpact.pages.parts import Exhibit, Numbers, words

LEVEL, FIRST, SECOND = "schoolniveau", "=Contact", "Regio"
COLUMNS = ["group", "level", "outcome", "n", "count", "share", "low", "high", "imprecise"]
ROWS = [
    ["Totaal", LEVEL, FIRST, 6, 3, 0.5, 0.2, 0.8, True],
    ["Totaal", LEVEL, SECOND, 6, 2, 1 / 3, 0.1, 0.7, True],
    ["mbo", LEVEL, FIRST, 3, 3, 1.0, 0.4, 1.0, True],
    ["hbo", LEVEL, FIRST, 2, 0, 0.0, 0.0, 0.6, True],
]
NOTICE = "Reconstructie: niemands antwoorden."
WORDS = BookWords("De proef", NOTICE, "Niveau", "Opbrengst", {LEVEL: [FIRST, SECOND]})


def exhibit(kind: str, name: str, caption: str, numbers: Numbers | None) -> Exhibit:
    title = name.replace("_", " ", 1).replace("_", ".").capitalize()
    return Exhibit(
        kind=kind,
        name=name,
        title=title,
        caption=caption,
        columns=[],
        rows=[],
        headings=1,
        numeric=[],
        totals=[],
        note="",
        notice=NOTICE,
        alt="In woorden.",
        numbers=numbers,
    )


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder with the CSV files of a page that counts outcomes and of one that does not."""
    plain = pd.DataFrame({"Groep": ["mbo", None], "Aandeel": [0.25, 0.5], "Herkomst": NOTICE})
    plain.to_csv(tmp_path / "tabel_b2_1.csv", index=False)
    pages = [
        BookPage("hoofdstuk_1", "Hoofdstuk 1", "Inleiding", [words("text", ["Een zin."])]),
        BookPage(
            "hoofdstuk_2",
            "Hoofdstuk 2",
            "Opbrengsten",
            [
                exhibit(
                    "figure",
                    "figuur_2_1",
                    "Wat is genoemd",
                    Numbers(COLUMNS, ROWS, "Genoemd", "naar sector"),
                )
            ],
        ),
        BookPage(
            "bijlage_2", "Bijlage 2", "Respons", [exhibit("table", "tabel_b2_1", "Respons", None)]
        ),
    ]
    write_book(pages, WORDS, tmp_path)
    return tmp_path


def sheet(tables: Path, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(tables / BOOK_NAME).get_sheet_by_name(name).to_python()


def links_of(sheet: Any) -> list[tuple[str, Any]]:
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink)
    return [(cell.coordinate, cell.hyperlink) for cell in cells]


def test_contents_lead_to_every_table_and_tables_back(tables: Path) -> None:
    book = openpyxl.load_workbook(tables / BOOK_NAME)

    assert book.sheetnames == ["Inhoud", "Hoofdstuk 2", "Bijlage 2"]
    assert book.properties.title == "De proef"
    contents = book["Inhoud"]
    assert [contents.cell(row, 1).value for row in (1, 2)] == ["De proef", NOTICE]
    assert {place: link.location or link.target for place, link in links_of(contents)} == {
        "A3": "..\\index.html",
        "B6": "'Hoofdstuk 2'!A4",
        "B7": "'Bijlage 2'!A4",
    }
    for name, page, exhibit_name in (
        ("Hoofdstuk 2", "hoofdstuk_2", "figuur_2_1"),
        ("Bijlage 2", "bijlage_2", "tabel_b2_1"),
    ):
        back, there = (link for _, link in links_of(book[name]))
        assert back.location == "'Inhoud'!A1"
        assert (there.target, there.location) == (f"..\\chapters\\{page}.html", exhibit_name)
        assert book[name].cell(4, 1).value


def test_a_banner_has_splits_groups_and_bases_above_its_columns(tables: Path) -> None:
    rows = sheet(tables, "Hoofdstuk 2")

    top = next(n for n, row in enumerate(rows) if "iedereen samen" in row)
    splits, groups, headings, first, second = rows[top : top + 5]
    assert [cell for cell in splits if cell] == ["iedereen samen", "naar sector"]
    assert [cell for cell in groups if cell] == ["Totaal (n = 6)", "mbo (n = 3)", "hbo (n = 2)"]
    assert headings[:6] == ["Niveau", "Opbrengst", "Aantal", "Aandeel", "Ondergrens", "Bovengrens"]
    assert first == [LEVEL, "'=Contact", 3, 0.5, 0.2, 0.8, 3, 1, 0.4, 1, 0, 0, 0, 0.6]
    assert second == [LEVEL, SECOND, 2, 1 / 3, 0.1, 0.7, *["·"] * 8]
    notes = [row[0] for row in rows[top + 5 :] if row[0]]
    assert notes == [
        NOTICE,
        "· niet getoond: daaruit zou het antwoord van een kleine groep volgen.",
    ]


def test_numbers_look_like_what_they_are(tables: Path) -> None:
    book = openpyxl.load_workbook(tables / BOOK_NAME)

    formats = {}
    for row in book["Hoofdstuk 2"].iter_rows():
        for cell in row:
            if isinstance(cell.value, int | float):
                formats.setdefault(cell.number_format, []).append(cell.column_letter)
    assert set(formats) == {"0", "0%"}
    assert {"C", "G", "K"} == set(formats["0"])
    assert book["Bijlage 2"].cell(7, 2).number_format == "0%"
    assert book["Hoofdstuk 2"].column_dimensions["B"].width >= 9


def test_a_chart_says_in_words_what_it_shows(tables: Path) -> None:
    with zipfile.ZipFile(tables / BOOK_NAME) as parts:
        drawings = [n for n in parts.namelist() if n.startswith("xl/drawings/drawing")]
        (drawing,) = (parts.read(name).decode() for name in drawings)
    assert 'descr="In woorden."' in drawing


def test_other_tables_are_as_in_their_files_without_the_notice_in_each_row(tables: Path) -> None:
    rows = sheet(tables, "Bijlage 2")

    assert rows[5:8] == [["Groep", "Aandeel"], ["mbo", 0.25], ["", 0.5]]
    assert rows[-1][0] == NOTICE


def test_answers_of_groups_stand_in_a_table_of_their_own(tmp_path: Path) -> None:
    columns = [*COLUMNS, "category"]
    answers = Numbers(columns, [[*row, "Nieuw"] for row in ROWS], "Genoemd", "naar sector")
    table = pd.DataFrame({"Groep": ["mbo"], "Antwoord": ["Nieuw"], "Aandeel": [0.25]})
    table.to_csv(tmp_path / "tabel_2_1.csv", index=False)
    parts = [
        exhibit("table", "tabel_2_1", "Aard naar sector", answers),
        exhibit("figure", "f", "Wat is genoemd", Numbers(COLUMNS, ROWS, "Genoemd", "naar sector")),
    ]
    write_book([BookPage("a", "Hoofdstuk 2", "a", parts)], WORDS, tmp_path)

    rows = sheet(tmp_path, "Hoofdstuk 2")
    titles = [row[0] for row in rows if str(row[0]).endswith(("genoemd", "sector"))]
    assert titles[0] == "Wat is genoemd"
    assert len(titles) == 2
    assert ["Groep", "Antwoord", "Aandeel"] in [row[:3] for row in rows]


def test_nothing_in_it_is_computed_and_the_same_parts_give_the_same_bytes(
    tables: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tables / BOOK_NAME) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name)
    first = (tables / BOOK_NAME).read_bytes()
    again = tmp_path / "again"
    again.mkdir()
    page = BookPage(
        "a",
        "Hoofdstuk 2",
        "a",
        [exhibit("figure", "f", "c", Numbers(COLUMNS, ROWS, "Genoemd", "naar sector"))],
    )
    made = []
    for _ in range(2):
        write_book([page], WORDS, again)
        made.append((again / BOOK_NAME).read_bytes())
    assert made[0] == made[1] != first


def test_without_tables_there_is_no_book(tmp_path: Path) -> None:
    write_book([BookPage("a", "Hoofdstuk 1", "a", [words("text", ["a"])])], WORDS, tmp_path)

    assert list(tmp_path.iterdir()) == []
