"""What native charts draw, and that their workbook says the same."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from finished import FIRST, KNOWN, KNOWN_ROWS, SECOND, SHARE_ROWS, SHARES, TABLE, figure
from pptx import Presentation
from pptx.util import Inches

from dwimpact.documents.charts import add_chart, chart_numbers, notice_beside_chart
from dwimpact.templates.html import RANGES_NOTICE


def test_shares_are_bars_per_group_largest_first() -> None:
    numbers = chart_numbers(figure(SHARES, SHARE_ROWS))

    assert numbers.categories == [SECOND, FIRST]
    assert numbers.series == {
        "Totaal (n = 6)": [0.5, pytest.approx(1 / 3)],
        "mbo (n = 3)": [1.0, pytest.approx(1 / 3)],
    }
    assert (numbers.ranges, numbers.stacked) == (False, False)


def test_what_is_known_is_a_range_per_group_under_its_outcome() -> None:
    numbers = chart_numbers(figure(KNOWN, KNOWN_ROWS))

    assert numbers.categories == [
        f"{SECOND}: Totaal (n = 64)",
        "mbo (n = 26)",
        f"{FIRST}: Totaal (n = 64)",
        "mbo (n = 26)",
    ]
    low, width = numbers.series.values()
    assert low == [0.75, 0.5, 0.25, 0.5]
    assert width == [0, 0, 0.25, 0.5]
    assert (numbers.ranges, len(numbers.colours)) == (True, 2)


def test_what_a_study_has_a_colour_for_keeps_it() -> None:
    known = {"mbo": "#abcdef"}
    for columns, rows in ((SHARES, SHARE_ROWS), (KNOWN, KNOWN_ROWS)):
        exhibit = figure(columns, rows)
        exhibit = replace(exhibit, numbers=replace(exhibit.numbers, colours=known))
        assert chart_numbers(exhibit).colours[1] == "#abcdef"


def test_answers_are_parts_of_a_whole() -> None:
    columns = ["level", "outcome", "category", "n", "count", "share"]
    rows = [["x", FIRST, answer, 4, n, n / 4] for answer, n in (("Nieuw", 1), ("Niet genoemd", 3))]

    numbers = chart_numbers(figure(columns, rows))

    assert numbers.stacked
    assert numbers.series == {"Nieuw": [0.25], "Niet genoemd": [0.75]}


def test_one_series_needs_no_groups() -> None:
    rows = [["tranche 1", 31, 9, 29], ["Totaal", 40, 20, 50]]

    numbers = chart_numbers(figure(["group", "approached", "responses", "percentage"], rows))

    assert numbers.categories == ["tranche 1", "Totaal"]
    assert numbers.series == {"Totaal": [0.29, 0.5]}


def test_a_table_and_other_numbers_have_no_chart() -> None:
    assert chart_numbers(TABLE) is None
    assert chart_numbers(replace(figure(SHARES, SHARE_ROWS), numbers=None)) is None
    assert chart_numbers(figure(["group", "n"], [["mbo", 3]])) is None


@pytest.mark.parametrize("drawn", [figure(SHARES, SHARE_ROWS), figure(KNOWN, KNOWN_ROWS)])
def test_the_workbook_of_a_chart_has_what_it_draws(drawn) -> None:
    numbers = chart_numbers(drawn)
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])

    chart = add_chart(slide, numbers, 0, 0, Inches(8), Inches(4)).chart

    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert list(head[1:]) == list(numbers.series)
    assert [row[0] for row in rows] == numbers.categories
    assert [list(values) for values in zip(*[row[1:] for row in rows], strict=True)] == [
        *numbers.series.values()
    ]
    assert list(chart.plots[0].categories) == numbers.categories


def test_beside_a_chart_of_ranges_no_mark_is_spoken_of() -> None:
    known, shares = figure(KNOWN, KNOWN_ROWS), figure(SHARES, SHARE_ROWS)

    assert notice_beside_chart(known, chart_numbers(known)) == RANGES_NOTICE
    assert notice_beside_chart(shares, chart_numbers(shares)) == shares.notice
