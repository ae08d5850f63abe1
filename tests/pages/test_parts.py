"""What a page is made of, as data."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure
from pages import soup, words

from dwimpact.analysis.differences import compare_groups
from dwimpact.pages.page import Page
from dwimpact.pages.parts import PART_FORMAT, Exhibit, Wording, from_json, numbers_of, to_json
from dwimpact.pages.shown import Shown
from dwimpact.shares import at_level, characteristic_shares, mention_shares, stack
from dwimpact.study.edition import Edition
from dwimpact.study.settings import Fact
from dwimpact.tables.labels import with_labels

COUNTS = pd.DataFrame({"group": ["mbo", "rest"], "n": [3, 1], "count": [2, 0], "share": [2 / 3, 0]})


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Shown]:
    """Everything shown, piece by piece."""
    pieces: list[Shown] = []
    monkeypatch.setattr("dwimpact.pages.page.display", pieces.append)
    return pieces


@pytest.fixture
def page(study, tmp_path, shown):
    return Page(study, "2", tmp_path)


def everything(page: Page) -> None:
    """Show one of each kind that has words."""
    page.heading("Een kop")
    page.subheading("Een kopje")
    page.text("Een zin.", ["Nog een."])
    page.bullets(["een", "twee"], folded="Gevouwen")
    page.texts(["een tekst"])
    page.definitions({"Verwacht": "Komt nog."})
    page.facts([Fact(value="5", what="mensen", source="de monitor")])
    page.options(page.study.questionnaire, page.study.questionnaire.levels[0])
    page.table(COUNTS, "Tellingen", "Let op.")
    page.figure(Figure(), "Getekend", COUNTS, "alt")


def test_a_part_says_what_is_shown_and_nothing_else(page, shown):
    everything(page)

    assert len(page.parts) == len(shown) == 10
    for part, piece in zip(page.parts, shown, strict=True):
        html = soup(piece.data)
        if isinstance(part, Wording):
            said = [part.folded, *(text for line in part.lines for text in line)]
            assert words(" ".join(said)) == words(html.get_text(" "))
        else:
            table = html.table
            cells = [[c.get_text() for c in r.select("th, td")] for r in table.select("tr")]
            assert [*cells] == [list(part.columns), *(list(row) for row in part.rows)]
            assert html.find(class_="exhibit")["id"] == part.name
            for said in (part.title, part.caption, part.note, part.notice):
                assert said in words(html.get_text(" "))
            named = [th.get_text() for th in html.select("thead th.number")]
            assert named == list(part.numeric)
            assert {len(row.select("th")) for row in table.select("tbody tr")} == {part.headings}


def test_a_part_comes_back_from_json(page, shown):
    everything(page)

    for part in page.parts:
        assert from_json(json.loads(json.dumps(to_json(part)))) == part


def test_a_part_is_kept_with_the_output_of_its_cell(page, shown):
    page.text("Een zin.")
    page.search("Zoek")

    (text, about), (search, _) = (piece._repr_mimebundle_() for piece in shown)
    assert words(text["text/html"]) == "<p>Een zin.</p>"
    assert text[PART_FORMAT] == {"kind": "text", "lines": [["Een zin."]], "folded": ""}
    assert about == {"text/html": {}}
    assert list(search) == ["text/html"]


def of(part: Any) -> tuple[str, str]:
    return part.numbers.measure, part.numbers.split


def test_numbers_say_what_they_count_and_by_what(page, shown, outcomes):
    school = at_level(outcomes, "school")
    shares = mention_shares(school, "sector_group").query("n > 1")
    total = mention_shares(school)
    status = characteristic_shares(school, "status")
    nature = characteristic_shares(school, "nature")
    for table in (stack(total, shares), total, status, nature, COUNTS):
        page.figure(Figure(), "f", table, "alt")
    page.differences(shares, compare_groups(shares), "Verschillen", "")
    of_answer = (table.assign(category="new") for table in (shares, compare_groups(shares)))
    page.differences(*of_answer, "Aard naar sector", "")

    assert [of(part) for part in page.parts] == [
        ("Genoemd", "naar sector"),
        ("Genoemd", ""),
        ("Status", ""),
        ("Aard", ""),
        ("", ""),
        ("Genoemd", "naar sector"),
        ("Aard", "naar sector"),
    ]
    beside = [part.numbers.beside_everybody for part in page.parts]
    assert beside == [True, True, True, True, False, True, False]
    first = page.parts[0].numbers.table
    assert list(first["group"].unique()) == ["Totaal", "mbo", "hbo en wo"]
    assert list(first["share"]) == [*total["share"], *shares["share"]]
    assert set(first["level"]) == {"schoolniveau"}


def test_in_an_edition_groups_are_it_and_all_others(study, outcomes):
    edition = Edition("sector", "mbo", "sector_group", "mbo", "mbo")
    part = dataclasses.replace(study, edition=edition, group_names=edition.labels)
    table = mention_shares(edition.with_side(at_level(outcomes, "school")), "edition")

    got = numbers_of(table, with_labels(table, part.questionnaire, part.names), part)

    assert (got.measure, got.split) == ("Genoemd", "met alle anderen")
    assert set(got.table["group"]) == {"mbo", "alle anderen"}


def test_a_table_with_more_than_counts_keeps_no_numbers(page, shown, outcomes):
    total = mention_shares(at_level(outcomes, "school"))
    page.table(total.assign(weighted=0.5), "Gewogen")
    page.table(total.assign(test="fisher"), "Ongewogen")

    weighted, plain = page.parts
    assert isinstance(weighted, Exhibit)
    assert weighted.numbers is None
    assert plain.numbers.measure == "Genoemd"
