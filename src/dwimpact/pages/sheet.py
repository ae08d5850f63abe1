"""A sheet of a workbook in house style, written from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dwimpact.pages.workbook import as_text

WIDEST, NARROWEST = 46, 9  # characters
HOUSE, RULED = "#12355b", "#d5dae0"
PAPER = 9  # A4
HEADING_POINTS = 42  # three lines
AS_TEXT = "@"  # how a cell of text is written
GRID = {"visible": True, "line": {"color": RULED}}
CHART_ROWS, PIXELS_OF_A_ROW = 18, 20


@dataclass
class Sheet:
    """A sheet that is written from top to bottom."""

    book: Any
    sheet: Any
    row: int = 0
    widths: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Any, name: str) -> Sheet:
        sheet = book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(PAPER)
        sheet.fit_to_pages(1, 0)
        return cls(book, sheet)

    def line(self, text: str, *, link: str = "", **look: Any) -> None:
        """One cell in a row of its own, which may run over those beside it."""
        if link:
            self.link(0, text, link)
        else:
            self.sheet.write_string(self.row, 0, as_text(text), self._look(**look))
        self.row += 1

    def link(self, column: int, text: str, place: str) -> None:
        """A cell that leads elsewhere in the workbook, or to a page beside it."""
        look = self._look(font_color=HOUSE, underline=1)
        self.sheet.write_url(self.row, column, place, look, as_text(text))

    def headings(self, headings: Sequence[str], formats: Sequence[str]) -> None:
        """A row of headings, each on the side of what stands below it."""
        self.sheet.set_row(self.row, HEADING_POINTS)
        for column, (heading, form) in enumerate(zip(headings, formats, strict=True)):
            side = "left" if form == AS_TEXT else "right"
            look = self._look(bold=True, bottom=2, text_wrap=True, align=side)
            self.sheet.write_string(self.row, column, as_text(heading), look)
            self._make_room(column, max(map(len, heading.split()), default=0))
        self.row += 1

    def cells(self, values: Sequence[Any], formats: Sequence[str]) -> None:
        """A row of cells, numbers as numbers."""
        for column, (value, form) in enumerate(zip(values, formats, strict=True)):
            self.cell(column, value, form)
        self.row += 1

    def cell(self, column: int, value: Any, form: str) -> None:
        side = "left" if form == AS_TEXT else "right"
        given = self._look(num_format=form, valign="top", text_wrap=True, align=side)
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(self.row, column, value, given)
        else:
            self.sheet.write_string(self.row, column, as_text(str(value)), given)
        self._make_room(column, len(str(value)[:6] if isinstance(value, float) else str(value)))

    def over(self, first: int, last: int, text: str) -> None:
        """A heading over some columns."""
        look = self._look(bold=True, bottom=1, bottom_color=RULED, align="left")
        if first == last:
            self.sheet.write_string(self.row, first, as_text(text), look)
        else:
            self.sheet.merge_range(self.row, first, self.row, last, as_text(text), look)

    def finish(self) -> None:
        for column, width in self.widths.items():
            wide = min(max(width + 1, NARROWEST), WIDEST)
            self.sheet.set_column(column, column, wide)

    def bars(self, series: Sequence[Mapping[str, Any]], alt: str, *, stacked: bool) -> None:
        """A native chart of shares on the sheet, below it, with what it says in words; of stacked
        bars the first series only holds the others in place.
        """
        kind = {"type": "bar", "subtype": "stacked"} if stacked else {"type": "bar"}
        made = self.book.add_chart(kind)
        for one in series:
            made.add_series({"gap": 60, **one})
        made.set_x_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": GRID})
        made.set_y_axis({"reverse": True})
        made.set_legend({"none": True} if stacked else {"position": "bottom"})
        made.set_size({"width": 900, "height": CHART_ROWS * PIXELS_OF_A_ROW})
        self.sheet.insert_chart(self.row, 0, made, {"description": as_text(alt)})
        self.row += CHART_ROWS + 1

    def _make_room(self, column: int, characters: int) -> None:
        self.widths[column] = max(self.widths.get(column, 0), characters)

    def _look(self, **look: Any) -> Any:
        return self.book.add_format({"font_name": "Arial", "font_size": 10, **look})
