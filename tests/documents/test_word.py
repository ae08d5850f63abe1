"""The report in Word: what is in it, how it is called, and that it is the same each time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from finished import (
    COVER_PAGE,
    FIRST,
    KNOWN,
    KNOWN_ROWS,
    NOTICE,
    PARTS,
    SHARE_ROWS,
    SHARES,
    figure,
    finished,
)

from dwimpact.documents.reading import read_report
from dwimpact.documents.word import word_document


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    known = figure(KNOWN, KNOWN_ROWS, "1.2")
    return word_document(read_report(finished(tmp_path_factory.mktemp("a") / "r", [*PARTS, known])))


@pytest.fixture(scope="module")
def document(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def lines(document: Any, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == style]


def test_it_opens_with_what_the_front_page_says(document) -> None:
    assert lines(document, "Title") == [COVER_PAGE.title]
    assert lines(document, "Subtitle") == [COVER_PAGE.subtitle]
    (value, label, base), *_ = COVER_PAGE.key_figures
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [value, label, base]
    for text in (*COVER_PAGE.findings[0], COVER_PAGE.citation, COVER_PAGE.question, NOTICE):
        assert text in [p.text for p in document.paragraphs]


def test_headings_are_numbered_and_contents_lead_to_them(document) -> None:
    assert lines(document, "Heading 1") == ["Inhoud", "1  Inleiding", "B1  De rest"]
    assert "1.1 Een kop" in lines(document, "Heading 2")
    assert "Een kopje" in lines(document, "Heading 3")
    links = [e.get(qn("w:anchor")) for e in document.element.iter(qn("w:hyperlink"))]
    places = [e.get(qn("w:name")) for e in document.element.iter(qn("w:bookmarkStart"))]
    assert links == places == ["hoofdstuk_1", "bijlage_1"]


def test_words_keep_their_kind(document) -> None:
    assert {"één", "twee", "klaar"} <= set(lines(document, "List Bullet"))
    assert "een tekst" not in [p.text for p in document.paragraphs]
    (term,) = {p.text for p in document.paragraphs if p.text.startswith("Verwacht")}
    assert term == "Verwacht: Komt nog."


def test_a_figure_is_a_native_chart_with_its_caption_alt_text_and_notice(document, content) -> None:
    assert lines(document, "Caption")[:2] == ["Figuur 1.1  Wat is genoemd", "Tabel 1.1  Respons"]
    properties = list(document.element.iter(qn("wp:docPr")))
    assert [p.get("name") for p in properties] == ["Figuur 1.1", "Figuur 1.2"] * 2
    assert {p.get("descr") for p in properties} == {"Vaardigheden noemt 50%."}
    assert len({p.get("id") for p in properties}) == 4
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        for n in range(1, 5):
            assert {f"word/charts/chart{n}.xml", f"word/embeddings/chart{n}.xlsx"} <= set(names)
        chart = parts.read("word/charts/chart1.xml").decode()
        relations = parts.read("word/charts/_rels/chart1.xml.rels").decode()
    assert 'r:id="rId1"' in chart
    assert 'Id="rId1"' in relations
    assert "embeddings/chart1.xlsx" in relations
    assert FIRST.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in chart
    assert lines(document, "Noot").count("Een noot.") == 4
    assert NOTICE in lines(document, "Kennisgeving")


def test_a_table_is_a_table_with_headings_that_come_back_and_words(document) -> None:
    table = document.tables[1]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Groep", "n"],
        ["mbo", "3"],
        ["Totaal", "6"],
    ]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Tabel 1.1 Respons"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    order = [child.tag.split("}")[1] for child in table._tbl.tblPr]
    assert order == [
        "tblW",
        "jc",
        "tblBorders",
        "tblLayout",
        "tblLook",
        "tblCaption",
        "tblDescription",
    ]


def test_it_is_dutch_and_says_at_its_foot_what_it_is_not(document) -> None:
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "nl-NL"
    assert document.core_properties.title == COVER_PAGE.title
    section = document.sections[0]
    for foot in (section.footer, section.first_page_footer):
        assert foot.paragraphs[0].text.startswith(NOTICE)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    report = read_report(finished(tmp_path / "made"))

    assert word_document(report) == word_document(report)


def test_the_message_of_a_figure_stands_above_its_caption(tmp_path: Path) -> None:
    told = replace(figure(SHARES, SHARE_ROWS), message="Vaardigheden komt het vaakst voor")
    made = Document(io.BytesIO(word_document(read_report(finished(tmp_path / "r", [told])))))
    texts = [p.text for p in made.paragraphs]
    at = texts.index("Vaardigheden komt het vaakst voor")
    assert texts[at + 1].startswith("Figuur 1.1")
    assert made.paragraphs[at].paragraph_format.keep_with_next or (
        made.paragraphs[at].style.paragraph_format.keep_with_next
    )
