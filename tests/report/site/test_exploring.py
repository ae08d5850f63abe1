"""The page on which a reader chooses: which cells it has, and where they come from."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from explored import FIRST, LEVEL, SECOND, SHARES, answers_by_sector, exhibit
from pages import soup, words

from dwimpact.pages.cells import answers_of_groups
from dwimpact.pages.parts import Wording
from dwimpact.report.plan import Chapter
from dwimpact.report.site.exploring import published_cells, render_exploring, views
from dwimpact.report.site.render import Site, csp_hash
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study

KNOWN = ["level", "outcome", "group", "n", "smallest", "largest", "count", "share", "evidence"]
TOTAL = [
    ["Totaal", LEVEL, FIRST, 6, 1, 3, 0.5, 0.2, 0.8, True],
    ["Totaal", LEVEL, SECOND, 6, 1, 2, 1 / 3, 0.1, 0.7, True],
]
BY_SECTOR = [
    ["mbo", LEVEL, FIRST, 3, 0, 3, 1.0, 0.4, 1.0, True],
    ["hbo en wo", LEVEL, FIRST, 2, 1, 0, 0.0, 0.0, 0.6, True],
]


TOTALS = exhibit(SHARES, TOTAL, "Genoemd", "")
SPLIT = exhibit(SHARES, [*TOTAL, *BY_SECTOR], "Genoemd", "naar sector")
OF_ANSWERS = answers_by_sector()


def shown(view: object) -> list[list[str]]:
    return view.table.astype(str).to_numpy().tolist()


def test_every_split_stands_below_everybody_and_each_cell_once(form: Questionnaire) -> None:
    made = views([Wording("text", [["Een zin."]]), SPLIT, TOTALS], form)

    assert [(v.level, v.title) for v in made] == [
        (LEVEL, "Genoemd"),
        (LEVEL, "Genoemd, naar sector"),
    ]
    columns = ["Opbrengst", "Groep", "n", "Aantal", "Aandeel", "95%-interval"]
    assert [list(v.table) for v in made] == [columns, columns]
    first, second = made
    assert shown(first) == [
        [FIRST, "Totaal", "6", "3", "50%*", "20–80%"],
        [SECOND, "Totaal", "6", "2", "33%*", "10–70%"],
    ]
    assert shown(second) == [
        [FIRST, "Totaal", "6", "3", "50%*", "20–80%"],
        [FIRST, "mbo", "3", "3", "100%*", "40–100%"],
        [FIRST, "hbo en wo", "2", "0", "0%*", "0–60%"],
        [SECOND, "Totaal", "6", "2", "33%*", "10–70%"],
    ]


def test_answers_are_told_apart_as_groups_are(form: Questionnaire) -> None:
    columns = ["level", "outcome", "category", *SHARES[3:]]
    rows = [[LEVEL, FIRST, answer, *TOTAL[0][3:]] for answer in ("Nieuw", "Versterking")]

    (view,) = views([exhibit(columns, rows, "Aard", "")], form)

    assert list(view.table["Antwoord"]) == ["Nieuw", "Versterking"]
    assert view.title == "Aard"


def test_answers_of_groups_stand_below_those_of_everybody(form: Questionnaire) -> None:
    made = views(OF_ANSWERS, form)

    assert [(v.title, v.named) for v in made] == [("Status", 2), ("Status, naar sector", 3)]
    assert list(made[1].table)[:4] == ["Opbrengst", "Antwoord", "Groep", "n"]
    assert [row[:5] for row in shown(made[1])] == [
        [FIRST, "Gerealiseerd", "Totaal", "5", "3"],
        [FIRST, "Gerealiseerd", "mbo", "2", "2"],
        [FIRST, "Gerealiseerd", "hbo en wo", "3", "1"],
        [FIRST, "Verwacht", "Totaal", "5", "2"],
        [FIRST, "Verwacht", "mbo", "2", "0"],
        [FIRST, "Verwacht", "hbo en wo", "3", "2"],
    ]


def test_answers_that_the_report_does_not_have_of_groups_are_not_there(form: Questionnaire) -> None:
    """Not of another outcome, nor where there is nothing of everybody or only bounds."""
    everybody, groups = OF_ANSWERS

    assert SECOND not in set(views(OF_ANSWERS, form)[1].table["Opbrengst"])
    assert [v.title for v in views([everybody], form)] == ["Status"]
    assert views([groups], form) == []
    bounds = [[LEVEL, FIRST, "Verwacht", 64, 0, 42, 16, 0.25, "aangenomen"]]
    columns = ["level", "outcome", "category", *KNOWN[3:]]
    bounded = exhibit(columns, bounds, "Status", "")
    assert [v.title for v in views([bounded, groups], form)] == ["Status"]


def test_in_an_edition_everybody_is_one_of_the_two_sides(form: Questionnaire) -> None:
    sides = [[group, *TOTAL[0][1:]] for group in ("Totaal", "mbo", "alle anderen")]
    everybody, _ = OF_ANSWERS
    answers = exhibit(
        ["group", *everybody.numbers.columns],
        [[g, *everybody.numbers.rows[0]] for g in ("mbo", "alle anderen")],
        "Status",
        "met alle anderen",
    )

    made = views([exhibit(SHARES, sides, "Genoemd", "met alle anderen"), everybody, answers], form)

    groups = {v.title: list(v.table["Groep"]) for v in made if "Groep" in v.table}
    assert groups == {
        "Genoemd": ["Totaal"],
        "Genoemd, met alle anderen": ["mbo", "alle anderen"],
        "Status, met alle anderen": ["mbo", "alle anderen"],
    }


def test_of_a_reconstruction_only_what_is_possible_is_shown(form: Questionnaire) -> None:
    known = [[LEVEL, FIRST, "Totaal", 64, 33, 42, 36, 0.5625, "begrensd"]]

    (view,) = views([TOTALS, exhibit(KNOWN, known, "Genoemd", "")], form)

    assert view.table.iloc[0].to_dict() == {
        "Opbrengst": FIRST,
        "Groep": "Totaal",
        "n": "64",
        "Kleinste aantal": "33",
        "Grootste aantal": "42",
        "Mogelijk aandeel": "52–66%",
        "Aantal in de reconstructie": "36",
        "Aandeel in de reconstructie": "56%",
        "Berust op": "begrensd",
    }


def test_no_cell_is_there_that_no_figure_or_table_has() -> None:
    cells = published_cells([SPLIT, TOTALS])
    columns = ["group", "level", "outcome", "n", "count"]

    got = set(cells[columns].itertuples(index=False, name=None))

    assert got == {(*row[:4], row[5]) for row in [*TOTAL, *BY_SECTOR]}
    assert published_cells(OF_ANSWERS)["group"].tolist() == ["Gerealiseerd", "Verwacht"] * 2
    found = answers_of_groups([*OF_ANSWERS, *OF_ANSWERS])[["group", "outcome", "category", "count"]]
    assert found.to_numpy().tolist() == [
        ["mbo", FIRST, "Gerealiseerd", 2],
        ["mbo", FIRST, "Verwacht", 0],
        ["hbo en wo", FIRST, "Gerealiseerd", 1],
        ["hbo en wo", FIRST, "Verwacht", 2],
    ]
    assert answers_of_groups([SPLIT, TOTALS]).empty


@pytest.fixture
def site(study: Study) -> Site:
    return Site(study, 6, [Chapter("1", "Inleiding", "a.ipynb")])


def test_the_page_holds_its_tables_and_allows_its_own_script_only(site: Site) -> None:
    html = render_exploring(site, [SPLIT])
    page = soup(html)

    (script,) = page.select("script")
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.endswith(f"script-src '{csp_hash(script.string)}'")
    assert "eval" not in script.string
    assert page.select_one("#gekozen").has_attr("hidden")
    assert [words(h.text) for h in page.select("#alles h2, #alles h3")] == [
        "Schoolniveau",
        "Genoemd",
        "Genoemd, naar sector",
    ]
    assert len(page.select("#alles tbody tr")) == 6
    assert html == render_exploring(site, [SPLIT])


def test_labels_stay_text(site: Site) -> None:
    hostile = "<script>alert(1)</script>\" onload='x'"
    rows = [[cell if cell != FIRST else hostile for cell in row] for row in TOTAL]

    page = soup(render_exploring(site, [exhibit(SHARES, rows, "Genoemd", "")]))

    assert len(page.select("script")) == 1
    assert hostile in page.get_text().replace("\u200b", "")
    assert not page.select("[onload]")


def test_without_anything_to_choose_from_there_is_no_page(site: Site) -> None:
    assert render_exploring(site, [Wording("text", [["Een zin."]])]) == ""
    assert views([replace(TOTALS, numbers=None)], site.study.questionnaire) == []
    assert published_cells([]).empty
    assert isinstance(published_cells([]), pd.DataFrame)
