"""House style of Word: fonts, colours, page, language and footer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from dwimpact.documents.docx_parts import add_field
from dwimpact.figures.theme import INK, NOTICE_COLOUR, TOTAL_COLOUR
from dwimpact.pages.cover import Cover

HOUSE_FONT, LANGUAGE = "Arial", "nl-NL"
NOTE, NOTICE_STYLE, MESSAGE = "Noot", "Kennisgeving", "Boodschap"
# Style → points, colour, bold, space before and after in points.
STYLES = {
    "Normal": (10, INK, False, 0, 6),
    "Title": (26, TOTAL_COLOUR, True, 120, 6),
    "Subtitle": (14, INK, False, 0, 24),
    "Heading 1": (20, TOTAL_COLOUR, True, 0, 12),
    "Heading 2": (14, TOTAL_COLOUR, True, 18, 6),
    "Heading 3": (11.5, TOTAL_COLOUR, True, 12, 4),
    MESSAGE: (12, TOTAL_COLOUR, True, 12, 0),
    "Caption": (10, INK, True, 6, 4),
    "List Bullet": (10, INK, False, 0, 3),
    NOTE: (8.5, INK, False, 2, 2),
    NOTICE_STYLE: (9, NOTICE_COLOUR, False, 2, 8),
}


def new_document(cover: Cover) -> Any:
    """An empty document in house style, with its notice and page number at the foot."""
    document = Document()
    for name, looks in STYLES.items():
        _style(document, name, *looks)
    _language(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
    section.different_first_page_header_footer = True
    for foot in (section.footer, section.first_page_footer):
        _foot(foot.paragraphs[0], cover.notice, document.styles[NOTE])
    properties = document.core_properties
    properties.title, properties.subject = cover.title, cover.subtitle
    properties.author, properties.comments = "", cover.notice
    properties.language, properties.created = LANGUAGE, datetime(2000, 1, 1)
    return document


def room(document: Any) -> Any:
    """How wide a line is."""
    section = document.sections[0]
    return section.page_width - section.left_margin - section.right_margin


def _style(
    document: Any, name: str, size: float, colour: str, bold: bool, before: float, after: float
) -> None:
    if name not in document.styles:
        document.styles.add_style(name, 1).base_style = document.styles["Normal"]
    style = document.styles[name]
    font = style.font
    font.name, font.size, font.bold, font.italic = HOUSE_FONT, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), HOUSE_FONT)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.page_break_before = name == "Heading 1"
    style.paragraph_format.keep_with_next = name in ("Caption", MESSAGE) or name.startswith(
        "Heading"
    )


def _language(document: Any) -> None:
    looks = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = looks.find(qn("w:lang"))
    if language is None:
        looks.append(language := OxmlElement("w:lang"))
    language.set(qn("w:val"), LANGUAGE)


def _foot(paragraph: Any, notice: str, style: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.style = style
    paragraph.add_run(f"{notice}\t\t" if notice else "\t\t")
    add_field(paragraph, "PAGE")
