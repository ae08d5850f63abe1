"""A drawing as SVG says what it is by itself."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from labelled_study import study_with_labels

from dwimpact.figures.layout import ReportFigure, frame
from dwimpact.figures.shares import plot_mention_shares, plot_response
from dwimpact.figures.svg import svg_text
from dwimpact.figures.theme import PAGE_FONTS

GROUPS = {"all": "Totaal", "mbo": "mbo"}
LABELS = {"ties": "Banden met bedrijven en met onderwijsinstellingen", "skills": "Vaardigheden"}


@pytest.fixture
def figure() -> ReportFigure:
    rows = [("all", "ties", 30), ("all", "skills", 10), ("mbo", "ties", 6), ("mbo", "skills", 8)]
    table = pd.DataFrame(rows, columns=["group", "outcome", "count"]).assign(level="school", n=40)
    return plot_mention_shares(table, study_with_labels(LABELS, GROUPS))


def test_each_mark_says_what_it_stands_for(figure: ReportFigure) -> None:
    root = ElementTree.fromstring(svg_text(figure, "f"))
    named = [
        (e[0].text, e[1].tag.split("}")[1])
        for e in root.iter()
        if len(e) == 2 and e[0].tag.endswith("title")
    ]
    assert named == [
        ("Totaal (n = 40): 75%", "use"),
        ("Totaal (n = 40): 25%", "use"),
        ("mbo (n = 40): 15%", "use"),
        ("mbo (n = 40): 20%", "use"),
    ]


def test_letters_are_those_of_the_page_and_none_is_smaller_than_twelve_pixels(
    figure: ReportFigure,
) -> None:
    for drawn, narrowest in ((figure, 44 * 16 - 40), (figure.narrow, 320)):
        svg = svg_text(drawn, "f")
        assert "DejaVu" in PAGE_FONTS
        assert svg.count("DejaVu") == svg.count(PAGE_FONTS) == 1
        width = float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1])
        sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", svg)]
        assert len(sizes) == svg.count("<text ")
        assert min(sizes) * narrowest / width >= 12


def test_labels_stand_against_the_axis_in_any_font(figure: ReportFigure) -> None:
    svg = svg_text(figure, "f")
    labels = re.findall(r'<text style="([^"]*)" x="([\d.]+)"[^>]*>(?:Banden|onder|Vaard)', svg)
    assert len(labels) == 3
    assert all("text-anchor: end" in style for style, _ in labels)
    assert {round(float(x)) for _, x in labels} == {175}


def test_a_drawing_has_its_own_dark_and_chosen_colours(figure: ReportFigure) -> None:
    one, other = (svg_text(figure, name) for name in ("one", "other"))
    for query in ("prefers-color-scheme:dark", "forced-colors:active"):
        assert query in one
    assert '<svg id="one-svg"' in one
    assert "#one-svg{filter" in one
    assert "#one-svg" not in other


def test_a_frame_leaves_what_is_drawn_as_it_is(figure: ReportFigure) -> None:
    (axes,), before = figure.axes, figure.get_size_inches().copy()
    size = axes.get_position().size * before
    frame(figure, "De boodschap", "Waarover", ["Basis: n = 40.", "Bron: De proef."])
    after = figure.get_size_inches()
    assert (axes.get_position().size * after).round(9).tolist() == size.round(9).tolist()
    assert (after > before).all()
    texts = [text.get_text() for text in figure.texts]
    assert texts[-3:] == ["De boodschap", "Waarover", "Basis: n = 40.\nBron: De proef."]


def test_a_title_and_description_are_escaped() -> None:
    rates = pd.DataFrame({"group": ["all"], "approached": 9, "responses": 3, "percentage": 33})
    svg = svg_text(plot_response(rates, study_with_labels(LABELS, GROUPS)), "f", "a < b", '"&"')
    root = ElementTree.fromstring(svg)
    assert [child.text for child in root[:2]] == ["a < b", '"&"']
