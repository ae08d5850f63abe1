"""The page on which a reader chooses: which cells it has, and where they come from."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from pages import soup, words

from dwimpact.pages.parts import Exhibit, Numbers, Wording
from dwimpact.report.plan import Chapter
from dwimpact.report.site.exploring import published_cells, render_exploring, views
from dwimpact.report.site.render import Site, csp_hash
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.study import Study

LEVEL, FIRST, SECOND = "schoolniveau", "Contact", "Regio"
SHARES = ["group", "level", "outcome", "n", "missing", "count", "share", "low", "high", "imprecise"]
KNOWN = ["level", "outcome", "group", "n", "smallest", "largest", "count", "share", "evidence"]
TOTAL = [
    ["Totaal", LEVEL, FIRST, 6, 1, 3, 0.5, 0.2, 0.8, True],
    ["Totaal", LEVEL, SECOND, 6, 1, 2, 1 / 3, 0.1, 0.7, True],
]
BY_SECTOR = [
    ["mbo", LEVEL, FIRST, 3, 0, 3, 1.0, 0.4, 1.0, True],
    ["hbo en wo", LEVEL, FIRST, 2, 1, 0, 0.0, 0.0, 0.6, True],
]


def exhibit(columns: list[str], rows: list[list[object]], measure: str, split: str) -> Exhibit:
    numbers = Numbers(columns, rows, measure, split)
    return Exhibit("figure", "f", "Figuur 2.1", "f", [], [], 1, [], [], "", "", numbers=numbers)


TOTALS = exhibit(SHARES, TOTAL, "Genoemd", "")
SPLIT = exhibit(SHARES, [*TOTAL, *BY_SECTOR], "Genoemd", "naar sector")


def shown(view: object) -> list[list[str]]:
    return view.table.astype(str).to_numpy().tolist()


def test_every_split_stands_below_everybody_and_each_cell_once(form: Questionnaire) -> None:
    made = views([Wording("text", [["Een zin."]]), SPLIT, TOTALS], form)

    assert [(v.level, v.title) for v in made] == [
        (LEVEL, "Genoemd"),
        (LEVEL, "Genoemd, naar sector"),
    ]
    columns = ["Niveau", "Opbrengst", "Groep", "n", "Aantal", "Aandeel", "95%-interval"]
    assert [list(v.table) for v in made] == [columns, columns]
    first, second = made
    assert shown(first) == [
        [LEVEL, FIRST, "Totaal", "6", "3", "50%*", "20–80%"],
        [LEVEL, SECOND, "Totaal", "6", "2", "33%*", "10–70%"],
    ]
    assert shown(second) == [
        [LEVEL, FIRST, "Totaal", "6", "3", "50%*", "20–80%"],
        [LEVEL, FIRST, "mbo", "3", "3", "100%*", "40–100%"],
        [LEVEL, FIRST, "hbo en wo", "2", "0", "0%*", "0–60%"],
        [LEVEL, SECOND, "Totaal", "6", "2", "33%*", "10–70%"],
    ]


def test_answers_are_told_apart_as_groups_are(form: Questionnaire) -> None:
    columns = ["level", "outcome", "category", *SHARES[3:]]
    rows = [[LEVEL, FIRST, answer, *TOTAL[0][3:]] for answer in ("Nieuw", "Versterking")]

    (view,) = views([exhibit(columns, rows, "Aard", "")], form)

    assert list(view.table["Antwoord"]) == ["Nieuw", "Versterking"]
    assert view.title == "Aard"


def test_of_a_reconstruction_only_what_is_possible_is_shown(form: Questionnaire) -> None:
    known = [[LEVEL, FIRST, "Totaal", 64, 33, 42, 36, 0.5625, "begrensd"]]

    (view,) = views([TOTALS, exhibit(KNOWN, known, "Genoemd", "")], form)

    assert view.table.iloc[0].to_dict() == {
        "Niveau": LEVEL,
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
