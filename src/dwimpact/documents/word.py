"""The report in Word: editable text, tables and charts, from the parts of its pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from dwimpact.documents.charts import chart_numbers, notice_beside_chart
from dwimpact.documents.docx_parts import (
    add_field,
    bookmark,
    describe_table,
    insert_chart,
    link_to,
    say,
)
from dwimpact.documents.house import MESSAGE, NOTE, NOTICE_STYLE, new_document, room
from dwimpact.documents.reading import DocumentPage, FinishedReport
from dwimpact.documents.same_bytes import same_bytes
from dwimpact.pages.cover import Cover
from dwimpact.pages.parts import Exhibit, PagePart, Wording
from dwimpact.prose.published.origin import EXAMPLE_TEXTS

RULE = "D5DAE0"
CELL_SIZE, SMALL_CELL_SIZE, MANY_COLUMNS = (
    Pt(8.5),
    Pt(7),
    7,
)  # of a table with more columns than this
MOST_READ = 60  # characters by which a column is made wide
LETTER, PADDING = Pt(5), Pt(16)
ON_THE_PAGE = "Deze voorbeelden staan op de webpagina."


def word_document(report: FinishedReport) -> bytes:
    """The report as a Word file; the same report gives the same bytes."""
    writer = _Writer(new_document(report.cover), report.folder)
    writer.cover(report.cover)
    writer.contents(report)
    for page in report.pages:
        writer.page(page)
    made = io.BytesIO()
    writer.document.save(made)
    return same_bytes(made.getvalue())


@dataclass
class _Writer:
    document: Any
    folder: Path
    places: int = 0

    def cover(self, cover: Cover) -> None:
        self._line(cover.title, "Title")
        self._line(cover.subtitle, "Subtitle")
        for text, style in (
            (cover.subject, "Normal"),
            (cover.notice, NOTICE_STYLE),
            (cover.question, "Normal"),
        ):
            self._line(text, style)
        self._grid([["", "Wat", "Waarvan"], *cover.key_figures], "Kerncijfers", {0})
        self._line("Belangrijkste bevindingen", "Heading 2")
        for title, text, base in cover.findings:
            self._line(title, "Heading 3")
            self._line(text, "Normal")
            self._line(base, NOTE)
        self._line("Zo verwijst u naar dit rapport", "Heading 2")
        self._line(cover.citation, "Normal")

    def contents(self, report: FinishedReport) -> None:
        """Contents with links, in which Word can put page numbers."""
        self._line("Inhoud", "Heading 1")
        for page in report.pages:
            paragraph = self.document.add_paragraph()
            link_to(paragraph, f"{page.number}  {page.title}", page.name)
            paragraph.paragraph_format.tab_stops.add_tab_stop(room(self.document), 2)
            paragraph.add_run("\t")
            add_field(paragraph, f"PAGEREF {page.name} \\h", dirty=True)

    def page(self, page: DocumentPage) -> None:
        heading = self._line(f"{page.number}  {page.title}", "Heading 1")
        self.places += 1
        bookmark(heading, page.name, self.places)
        for part in page.parts:
            self.part(part)

    def part(self, part: PagePart) -> None:
        if part.kind == "figure":
            self._figure(part)
        elif part.kind == "table":
            self._table(part)
        else:
            self._words(part)

    def _words(self, part: Wording) -> None:
        styles = {"heading": "Heading 2", "subheading": "Heading 3", "list": "List Bullet"}
        if part.kind in ("list", "terms") and part.folded:
            if part.folded.startswith(EXAMPLE_TEXTS):
                self._line(f"{part.folded}. {ON_THE_PAGE}", NOTE)
                return
            self._line(part.folded, "Heading 3")
        for first, *said in part.lines:
            paragraph = self._line(first, styles.get(part.kind, "Normal"))
            if part.kind == "terms":
                paragraph.runs[0].bold = True
                paragraph.add_run(f": {' '.join(said)}")

    def _figure(self, part: Exhibit) -> None:
        self._line(part.message, MESSAGE)
        self._line(f"{part.title}  {part.caption}", "Caption")
        numbers = chart_numbers(part)
        if numbers:
            insert_chart(self.document, numbers, room(self.document), part.title, part.alt)
        else:
            picture = self.folder / f"figures/{part.name}.png"
            shape = self.document.add_picture(str(picture), width=room(self.document))
            say(shape._inline.docPr, part.title, part.alt)
        self._notes(part, notice_beside_chart(part, numbers))

    def _table(self, part: Exhibit) -> None:
        if part.folded.startswith(EXAMPLE_TEXTS):
            self._line(f"{part.title}  {part.caption}", "Caption")
            self._line(f"{part.folded}. {ON_THE_PAGE}", NOTE)
            return
        self._line(f"{part.title}  {part.caption}", "Caption")
        numeric = {n for n, column in enumerate(part.columns) if column in part.numeric}
        self._grid([part.columns, *part.rows], f"{part.title} {part.caption}", numeric, part.note)
        self._notes(part, part.notice)

    def _grid(self, rows: Any, title: str, numeric: set[int], alt: str = "") -> None:
        """A table of text, its first row as headings."""
        head, *body = [[str(cell) for cell in row] for row in rows]
        table = self.document.add_table(len(body) + 1, len(head))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        size = SMALL_CELL_SIZE if len(head) > MANY_COLUMNS else CELL_SIZE
        widths = _widths([head, *body], room(self.document))
        for column, width in zip(table.columns, widths, strict=True):
            column._gridCol.w = width
        for row, texts in zip(table._tbl.tr_lst, [head, *body], strict=True):
            for column, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
                cell.width = widths[column]
                _fill(cell, text, size, bold=texts is head, right=column in numeric)
        _rules(table)
        describe_table(table, title, alt or title)

    def _notes(self, part: Exhibit, notice: str) -> None:
        self._line(part.note, NOTE)
        self._line(notice, NOTICE_STYLE)

    def _line(self, text: str, style: str) -> Any:
        return self.document.add_paragraph(text, style=style) if text else None


def _fill(cell: Any, text: str, size: Any, *, bold: bool, right: bool) -> None:
    """Put text into a cell: by its XML, as a table of a thousand cells takes minutes otherwise."""
    paragraph = cell.p_lst[0]
    looks = paragraph.get_or_add_pPr()
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:after"), "20")
    spacing.set(qn("w:before"), "20")
    looks.append(spacing)
    if right:
        looks.jc_val = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_r()
    run.text = text
    properties = run.get_or_add_rPr()
    properties.sz_val = size
    if bold:
        properties.get_or_add_b()


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide each column is: room for its longest word, then for what there is to read in it."""
    columns = list(zip(*rows, strict=True))
    words = [max(len(w) for text in column for w in text.split() or [""]) for column in columns]
    read = [min(sorted(map(len, column))[-1 - len(column) // 10], MOST_READ) for column in columns]
    least = [LETTER * w + PADDING for w in words]
    more = [LETTER * max(r - w, 0) for w, r in zip(words, read, strict=True)]
    fits = min(1, room / sum(least))
    share = min(1, max(0, room - sum(least)) / max(sum(more), 1))
    return [int(fits * a + share * b) for a, b in zip(least, more, strict=True)]


def _rules(table: Any) -> None:
    """Lines between rows only."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)
