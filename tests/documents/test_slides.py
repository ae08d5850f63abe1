"""The report as slides: titles, native charts and tables, notes, and the same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from finished import COVER_PAGE, NOTICE, PARTS, SHARE_ROWS, SHARES, figure, finished
from pptx import Presentation

from dwimpact.documents.reading import read_report
from dwimpact.documents.slides import ROWS_ON_SLIDE, slide_deck
from dwimpact.pages.parts import Exhibit


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Any:
    report = read_report(finished(tmp_path_factory.mktemp("a") / "r"))
    return Presentation(io.BytesIO(slide_deck(report)))


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_every_slide_has_a_title_and_chapters_only(deck) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]

    assert titles == [
        COVER_PAGE.title,
        "Kerncijfers",
        "In het kort",
        "Wat is genoemd",
        "Respons",
        "Zo verwijst u naar dit rapport",
    ]


def test_figures_are_charts_with_words_and_notes(deck) -> None:
    slide = deck.slides[3]
    (frame,) = (shape for shape in slide.shapes if shape.has_chart)

    assert frame.name == "Figuur 1.1"
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "Vaardigheden noemt 50%."
    assert "Figuur 1.1, hoofdstuk 1. Een noot." in texts(slide)
    notes = slide.notes_slide.notes_text_frame.text
    assert "Een zin met 3 cijfers." in notes
    assert "Vaardigheden noemt 50%." in notes


def test_short_tables_are_tables(deck) -> None:
    (frame,) = (shape for shape in deck.slides[4].shapes if shape.has_table)

    assert [[cell.text for cell in row.cells] for row in frame.table.rows] == [
        ["Groep", "n"],
        ["mbo", "3"],
        ["Totaal", "6"],
    ]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "Tabel 1.1: Respons"


def test_a_table_that_cannot_be_read_on_a_slide_is_left_out(tmp_path: Path) -> None:
    table = next(part for part in PARTS if isinstance(part, Exhibit) and part.kind == "table")
    long = Exhibit(**{**vars(table), "rows": [["mbo", "3"]] * (ROWS_ON_SLIDE + 1)})
    deck = Presentation(io.BytesIO(slide_deck(read_report(finished(tmp_path / "r", [long])))))

    assert not any(shape.has_table for slide in deck.slides for shape in slide.shapes)


def test_a_slide_is_called_by_the_message_of_its_figure(tmp_path: Path) -> None:
    told = replace(figure(SHARES, SHARE_ROWS), message="Vaardigheden komt het vaakst voor")
    deck = Presentation(io.BytesIO(slide_deck(read_report(finished(tmp_path / "r", [told])))))
    (slide,) = (s for s in deck.slides if any(shape.has_chart for shape in s.shapes))
    assert slide.shapes.title.text_frame.text == "Vaardigheden komt het vaakst voor"
    assert "Figuur 1.1: Wat is genoemd." in texts(slide)


def test_the_notice_stands_on_every_slide_about_answers(deck) -> None:
    assert [NOTICE in texts(slide) for slide in deck.slides] == [True] * 4 + [False, True]


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    report = read_report(finished(tmp_path / "made"))

    assert slide_deck(report) == slide_deck(report)
