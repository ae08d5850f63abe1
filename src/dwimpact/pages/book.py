"""The banner book: the tables of a report as a workbook with contents, a sheet per page and links
back. The same parts give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from pandas.api.types import is_numeric_dtype

from dwimpact.figures.theme import GROUP_COLOURS
from dwimpact.pages.banner import COUNTS, NOT_SHOWN, P_VALUES, SHARES_IN_FULL, Banner, banners
from dwimpact.pages.page import ORIGIN
from dwimpact.pages.parts import Exhibit, PagePart
from dwimpact.pages.sheet import AS_TEXT, HOUSE, Sheet
from dwimpact.pages.workbook import DATE, read_table
from dwimpact.prose.views import MEASURES
from dwimpact.tables.format import HEADINGS
from dwimpact.tables.labels import TOTAL
from dwimpact.templates.html import BOUNDS_NOTICE, RANGES_NOTICE

BOOK_NAME, CONTENTS = "tabellen.xlsx", "Inhoud"
HIDDEN_NOTE = f"{NOT_SHOWN} niet getoond: daaruit zou het antwoord van een kleine groep volgen."
FORMATS = {
    **dict.fromkeys(("share", "low", "high", "weighted"), SHARES_IN_FULL),
    **dict.fromkeys(("p", "p_holm"), P_VALUES),
    **dict.fromkeys(("kappa", "per_respondent"), "0.00"),
}
EVERYBODY, PER_ANSWER = "iedereen samen", "iedereen samen, per antwoord"
DRAWN_SHARE, DRAWN_BOUNDS = "Aandeel", ("Kleinste aandeel", "Ruimte ertussen")
BY_HEADING = {HEADINGS[column]: form for column, form in FORMATS.items()}


@dataclass(frozen=True)
class BookPage:
    """A page of the report for the book: its file name, 'Hoofdstuk 2', its title and its parts."""

    name: str
    heading: str
    title: str
    parts: Sequence[PagePart]

    @property
    def exhibits(self) -> list[Exhibit]:
        return [part for part in self.parts if isinstance(part, Exhibit)]


@dataclass(frozen=True)
class BookWords:
    """What the book is called, what must stand beside every table, and what a study calls levels,
    outcomes and those that a level lists.
    """

    title: str
    notice: str
    level: str
    outcome: str
    listed: Mapping[str, Sequence[str]]


def write_book(pages: Sequence[BookPage], words: BookWords, tables: Path) -> None:
    """Write the book of all pages that have tables into the folder with their CSV files."""
    pages = [page for page in pages if page.exhibits]
    if not pages:
        return
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(tables / BOOK_NAME, options) as book:
        book.set_properties({"created": DATE, "title": words.title, "comments": words.notice})
        contents = Sheet.of(book, CONTENTS)
        lines = []
        for page in pages:
            sheet = Sheet.of(book, page.heading)
            lines += [(page, *line) for line in _write_page(sheet, page, words, tables)]
            sheet.finish()
        _write_contents(contents, lines, words)
        contents.finish()


def _write_page(
    sheet: Sheet, page: BookPage, words: BookWords, tables: Path
) -> Iterator[tuple[str, int, Exhibit]]:
    """Write the tables of a page; of each what it is called, its row and where it comes from."""
    sheet.line(f"← {CONTENTS}", link=f"internal:'{CONTENTS}'!A1")
    sheet.line(f"{page.heading}: {page.title}", bold=True, font_size=14, font_color=HOUSE)
    beside = [e for e in page.exhibits if e.numbers and e.numbers.beside_everybody]
    for banner in banners(page.parts, words.listed):
        first = next(e for e in beside if e.numbers and e.numbers.measure == banner.measure)
        yield _begin(sheet, page, first, first.caption)
        rows = _write_banner(sheet, banner, words)
        notice = RANGES_NOTICE if first.notice == BOUNDS_NOTICE else first.notice
        _end(sheet, notice, HIDDEN_NOTE if banner.hides else "")
        _draw_banner(sheet, banner, rows, first.alt or first.caption)
    for exhibit in page.exhibits:
        if exhibit not in beside:
            yield _begin(sheet, page, exhibit, f"{exhibit.title}: {exhibit.caption}")
            _write_table(sheet, read_table(tables / f"{exhibit.name}.csv"))
            _end(sheet, exhibit.notice, exhibit.note)


def _begin(
    sheet: Sheet, page: BookPage, exhibit: Exhibit, caption: str
) -> tuple[str, int, Exhibit]:
    sheet.row += 1
    began = sheet.row
    sheet.line(caption, bold=True, font_size=11)
    place = f"external:../chapters/{page.name}.html#{exhibit.name}"
    sheet.line(f"In het rapport: {exhibit.title}", link=place)
    return caption, began, exhibit


def _end(sheet: Sheet, *notes: str) -> None:
    sheet.row += 1
    for note in filter(None, notes):
        sheet.line(note, italic=True, font_color="#55606d")


def _write_banner(sheet: Sheet, banner: Banner, words: BookWords) -> tuple[int, int]:
    """Write a banner; the first and the last row of its outcomes."""
    columns = banner.columns
    everybody = EVERYBODY if banner.measure == MEASURES["mentioned"] else PER_ANSWER
    for names in ([(c.split,) for c in columns], [(c.split, c.group) for c in columns]):
        for first, last, text in _runs(names):
            sheet.over(first + 2, last + 2, text or everybody)
        sheet.row += 1
    forms = [AS_TEXT, AS_TEXT, *(c.format for c in columns)]
    sheet.headings([words.level, words.outcome, *(c.heading for c in columns)], forms)
    for position, (level, outcome) in enumerate(banner.outcomes):
        cells = [c.cells[position] for c in columns]
        shown = [NOT_SHOWN if cell is None else cell for cell in cells]
        sheet.cells([level, outcome, *shown], forms)
    return sheet.row - len(banner.outcomes), sheet.row - 1


def _draw_banner(sheet: Sheet, banner: Banner, rows: tuple[int, int], alt: str) -> None:
    """Its shares as bars; where it has bounds, what is possible of everybody as bars between."""
    bounds = [n for n, c in enumerate(banner.columns) if c.heading in DRAWN_BOUNDS][:2]
    shares = [n for n, c in enumerate(banner.columns) if c.heading == DRAWN_SHARE]
    if bounds and not banner.columns[bounds[0]].group.startswith(TOTAL):
        return  # answers, of which each has bounds
    name, (first, last) = sheet.sheet.get_name(), rows
    series = [
        {
            "name": banner.columns[n].heading if bounds else banner.columns[n].group,
            "categories": [name, first, 1, last, 1],
            "values": [name, first, n + 2, last, n + 2],
            "fill": {"color": GROUP_COLOURS[k % len(GROUP_COLOURS)]},
        }
        for k, n in enumerate(bounds or shares)
    ]
    if bounds:
        series[0]["fill"] = {"none": True}
    sheet.bars(series, alt, stacked=bool(bounds))


def _runs(names: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int, str]]:
    """Where the same name stands in a row of columns: the first, the last, and its last part."""
    start = 0
    for position in range(1, len(names) + 1):
        if position == len(names) or names[position] != names[start]:
            yield start, position - 1, names[start][-1]
            start = position


def _write_table(sheet: Sheet, table: pd.DataFrame) -> None:
    table = table.drop(columns=ORIGIN, errors="ignore")  # it stands below
    headings = [str(column) for column in table]
    forms = [BY_HEADING.get(h, COUNTS if is_numeric_dtype(table[h]) else AS_TEXT) for h in headings]
    sheet.headings(headings, forms)
    for row in table.astype(object).to_numpy().tolist():
        sheet.cells(["" if pd.isna(cell) else cell for cell in row], forms)


def _write_contents(sheet: Sheet, lines: Sequence[Any], words: BookWords) -> None:
    sheet.line(words.title, bold=True, font_size=16, font_color=HOUSE)
    if words.notice:
        sheet.line(words.notice, font_color="#8a2b06")
    sheet.line("Het rapport", link="external:../index.html")
    sheet.row += 1
    sheet.headings(["Blad", "Tabel"], [AS_TEXT, AS_TEXT])
    for page, caption, row, _ in lines:
        sheet.cell(0, page.heading, AS_TEXT)
        sheet.link(1, caption, f"internal:'{page.heading}'!A{row + 1}")
        sheet.row += 1
