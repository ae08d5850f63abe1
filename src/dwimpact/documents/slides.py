"""The report as slides: findings, then each figure and short table of the chapters, editable."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Inches, Pt

from dwimpact.documents.charts import (
    AROUND,
    ROW_HEIGHT,
    ChartNumbers,
    add_chart,
    chart_numbers,
    notice_beside_chart,
)
from dwimpact.documents.reading import DocumentPage, FinishedReport
from dwimpact.documents.same_bytes import same_bytes
from dwimpact.figures.theme import INK, NOTICE_COLOUR, TOTAL_COLOUR
from dwimpact.pages.cover import Cover
from dwimpact.pages.parts import Exhibit, PagePart, Wording

SLIDE_WIDTH, SLIDE_HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.6)
SLIDE_ROOM = SLIDE_WIDTH - 2 * MARGIN
TITLE_TOP, TITLE_ROOM, BODY_TOP = Inches(0.35), Inches(0.9), Inches(1.35)
FOOT_TOP, FOOT_HEIGHT = Inches(6.85), Inches(0.45)
BODY = Inches(5.35)
OPENING, ONLY_TITLE = 0, 5  # layouts of a new presentation
SLIDE_FONT = "Arial"
ROWS_ON_SLIDE, COLUMNS_ON_SLIDE = 10, 6  # of a table that can be read on a slide
KEY_FIGURE, TITLE, TEXT_SIZE, BASE_SIZE, FOOT_SIZE = Pt(40), Pt(26), Pt(16), Pt(12), Pt(10)
LARGEST_LETTERS, SMALLEST_LETTERS, LINE_SHARE = 12, 7, 0.6  # points of letters; of what a row has
SHORT, AGREEMENT = "In het kort", "Zo verwijst u naar dit rapport"


def slide_deck(report: FinishedReport) -> bytes:
    """The report as a PowerPoint file; the same report gives the same bytes."""
    deck = _Deck(report.cover)
    deck.opening(report.cover)
    deck.short(report.cover)
    for page in report.pages:
        if not page.is_appendix:
            deck.page(page)
    deck.text(AGREEMENT, [report.cover.citation])
    made = io.BytesIO()
    deck.presentation.save(made)
    return same_bytes(made.getvalue())


class _Deck:
    def __init__(self, cover: Cover) -> None:
        self.presentation, self.notice = Presentation(), cover.notice
        self.presentation.slide_width, self.presentation.slide_height = SLIDE_WIDTH, SLIDE_HEIGHT
        properties = self.presentation.core_properties
        properties.title, properties.subject, properties.author = cover.title, cover.subtitle, ""
        properties.comments, properties.language = cover.notice, "nl-NL"
        properties.created = properties.modified = datetime(2000, 1, 1)

    def opening(self, cover: Cover) -> None:
        slide = self._slide(cover.title, OPENING)
        _place(slide.shapes.title, MARGIN, Inches(2.3), SLIDE_ROOM, Inches(1.4))
        _look(slide.shapes.title.text_frame, Pt(40), TOTAL_COLOUR, bold=True)
        below = slide.placeholders[1]
        _place(below, MARGIN, Inches(3.8), SLIDE_ROOM, Inches(1.4))
        below.text_frame.text = "\n".join(filter(None, [cover.subtitle, cover.subject]))
        _look(below.text_frame, Pt(20), INK)
        self._foot(slide, [cover.notice])

    def short(self, cover: Cover) -> None:
        """Key figures side by side, and the findings."""
        slide = self._slide("Kerncijfers")
        each = SLIDE_ROOM // max(len(cover.key_figures), 1)
        for position, (value, label, base) in enumerate(cover.key_figures):
            left = MARGIN + position * each
            box = _box(slide, left, Inches(2.2), each - Inches(0.2), Inches(2.6))
            box.text = "\n".join([value, label, base])
            number, name, of = box.paragraphs
            _letters(number, KEY_FIGURE, TOTAL_COLOUR, bold=True)
            _letters(name, TEXT_SIZE, TOTAL_COLOUR, bold=True)
            _letters(of, BASE_SIZE, INK)
        self._foot(slide, [cover.notice])
        self.text(SHORT, [f"{title}. {text}" for title, text, _ in cover.findings])

    def page(self, page: DocumentPage) -> None:
        """A slide for each figure and short table, with what was said before it as notes."""
        said = ""
        for before, part in pairwise([None, *page.parts]):
            said = _said(before, said)
            if isinstance(part, Exhibit) and not part.folded:
                self._exhibit(part, page, said)
                said = ""

    def text(self, title: str, lines: Sequence[str]) -> None:
        slide = self._slide(title)
        box = _box(slide, MARGIN, BODY_TOP, SLIDE_ROOM, BODY)
        box.text = "\n".join(lines)
        for paragraph in box.paragraphs:
            _letters(paragraph, TEXT_SIZE + Pt(2), INK)
            paragraph.space_after = Pt(14)
        self._foot(slide, [self.notice])

    def _exhibit(self, part: Exhibit, page: DocumentPage, said: str) -> None:
        numbers = chart_numbers(part)
        if part.kind == "figure" and numbers is None:
            return
        short = len(part.rows) <= ROWS_ON_SLIDE and len(part.columns) <= COLUMNS_ON_SLIDE
        if numbers is None and not short:
            return
        slide = self._slide(part.message or part.caption)
        if numbers:
            height = BODY
            frame = add_chart(slide, numbers, MARGIN, BODY_TOP, SLIDE_ROOM, height)
            frame.chart.font.size = _letters_of(numbers)
        else:
            frame = _table(slide, part)
        properties = frame._element.nvGraphicFramePr.cNvPr
        properties.set("name", part.title)
        properties.set("descr", part.alt or f"{part.title}: {part.caption}")
        topic = f": {part.caption}" if part.message else f", {page.heading.lower()}"
        foot = f"{part.title}{topic}. {part.note}".strip()
        self._foot(slide, [foot, notice_beside_chart(part, numbers)])
        slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, [said, part.alt]))

    def _slide(self, title: str, layout: int = ONLY_TITLE) -> Any:
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[layout])
        slide.shapes.title.text_frame.text = title
        _place(slide.shapes.title, MARGIN, TITLE_TOP, SLIDE_ROOM, TITLE_ROOM)
        _look(slide.shapes.title.text_frame, TITLE, TOTAL_COLOUR, bold=True)
        return slide

    def _foot(self, slide: Any, lines: Sequence[str]) -> None:
        lines = [line for line in lines if line]
        if lines:
            box = _box(slide, MARGIN, FOOT_TOP, SLIDE_ROOM, FOOT_HEIGHT)
            box.text = "\n".join(lines)
            for paragraph in box.paragraphs:
                _letters(paragraph, FOOT_SIZE, INK)
            if self.notice:
                _letters(box.paragraphs[-1], FOOT_SIZE, NOTICE_COLOUR)


def _said(part: PagePart | None, said: str) -> str:
    """The words since the last exhibit."""
    if not isinstance(part, Wording):
        return said
    if part.kind in ("heading", "subheading"):
        return ""
    return " ".join(filter(None, [said, *(" ".join(line) for line in part.lines)]))


def _letters_of(numbers: ChartNumbers) -> Any:
    """As large as the rows of a chart allow."""
    points = LINE_SHARE * 72 * (BODY.inches - AROUND) / len(numbers.categories)
    return Pt(min(LARGEST_LETTERS, max(SMALLEST_LETTERS, int(points))))


def _table(slide: Any, part: Exhibit) -> Any:
    rows = [part.columns, *part.rows]
    height = Inches(ROW_HEIGHT * 1.4 * len(rows))
    frame = slide.shapes.add_table(
        len(rows), len(part.columns), MARGIN, BODY_TOP, SLIDE_ROOM, height
    )
    frame.table.first_row, frame.table.horz_banding = True, False
    for row, texts in zip(frame.table.rows, rows, strict=True):
        for cell, text, column in zip(row.cells, texts, part.columns, strict=True):
            cell.text = str(text)
            cell.fill.background()
            paragraph = cell.text_frame.paragraphs[0]
            _letters(paragraph, Pt(12), INK, bold=texts is part.columns)
            paragraph.alignment = PP_ALIGN.RIGHT if column in part.numeric else PP_ALIGN.LEFT
    return frame


def _box(slide: Any, *place: Any) -> Any:
    frame = slide.shapes.add_textbox(*place).text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    return frame


def _place(shape: Any, left: Any, top: Any, width: Any, height: Any) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _look(frame: Any, size: Any, colour: str, *, bold: bool = False) -> None:
    frame.word_wrap = True
    for paragraph in frame.paragraphs:
        _letters(paragraph, size, colour, bold=bold)


def _letters(paragraph: Any, size: Any, colour: str, *, bold: bool = False) -> None:
    paragraph.alignment = PP_ALIGN.LEFT
    font = paragraph.font
    font.name, font.size, font.bold = SLIDE_FONT, size, bold
    font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
