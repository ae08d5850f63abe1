"""What python-docx has no words for: charts, fields, bookmarks, and what a table or chart says."""

from __future__ import annotations

from itertools import count
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Inches
from pptx import Presentation

from dwimpact.documents.charts import ChartNumbers, add_chart

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHART_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
EMPTY_LAYOUT = 6  # the empty layout of a new presentation


def insert_chart(document: Document, numbers: ChartNumbers, width: Emu, name: str, alt: str) -> Any:
    """A paragraph with a native chart, which has its numbers in a workbook of its own."""
    height = Inches(numbers.inches)
    chart = _made_by_pptx(numbers, width, height)
    paragraph = document.add_paragraph()
    relation = document.part.relate_to(_chart_part(document, chart), RELATIONSHIP_TYPE.CHART)
    number = sum(1 for _ in document.element.iter(qn("wp:docPr"))) + 1
    inline = parse_xml(
        f'<wp:inline {nsdecls("wp", "a")} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name=""/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{CHART_SPACE}">'
        f'<c:chart xmlns:c="{CHART_SPACE}" {nsdecls("r")} r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline>"
    )
    say(inline.find(qn("wp:docPr")), name, alt)
    drawing = OxmlElement("w:drawing")
    drawing.append(inline)
    paragraph.add_run()._r.append(drawing)
    return paragraph


def say(properties: Any, name: str, alt: str) -> None:
    """Give a drawing its name and what it says in words."""
    properties.set("name", name)
    properties.set("descr", alt)


def describe_table(table: Any, title: str, alt: str) -> None:
    """Give a table what it is about in words, and repeat its headings on every page."""
    for tag, text in (("w:tblCaption", title), ("w:tblDescription", alt)):
        said = OxmlElement(tag)
        said.set(qn("w:val"), text)
        table._tbl.tblPr.append(said)
    _row_property(table.rows[0], "w:tblHeader")
    for row in table.rows:
        _row_property(row, "w:cantSplit")


def add_field(paragraph: Any, instruction: str, shown: str = "", *, dirty: bool = False) -> None:
    """A field, such as PAGE, with what it shows until it is worked out."""
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if dirty and kind == "begin":
            mark.set(qn("w:dirty"), "true")
        paragraph.add_run()._r.append(mark)
        if kind == "begin":
            asked = OxmlElement("w:instrText")
            asked.set(qn("xml:space"), "preserve")
            asked.text = f" {instruction} "
            paragraph.add_run()._r.append(asked)
        elif kind == "separate" and shown:
            paragraph.add_run(shown)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """A place that can be linked to, around all of a paragraph."""
    for tag, place in (("w:bookmarkStart", 1), ("w:bookmarkEnd", len(paragraph._p) + 1)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.insert(place if paragraph._p.pPr is not None else place - 1, mark)


def link_to(paragraph: Any, text: str, name: str) -> None:
    """Words that lead to a bookmark."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def _made_by_pptx(numbers: ChartNumbers, width: Emu, height: Emu) -> Any:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[EMPTY_LAYOUT])
    return add_chart(slide, numbers, 0, 0, width, height).chart.part


def _chart_part(document: Document, chart: Any) -> Part:
    package = document.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in count(1) if f"/word/charts/chart{n}.xml" not in taken)
    workbook = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"),
        WORKBOOK_TYPE,
        chart.chart_workbook.xlsx_part.blob,
        package,
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, chart.blob, package)
    (named,) = chart.rels  # the chart refers to its workbook by this
    part.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, workbook, named)
    return part


def _row_property(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))
