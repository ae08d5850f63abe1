"""Every split side by side, each cell from a figure table of the report."""

from __future__ import annotations

import pandas as pd
import pytest

from dwimpact.pages.banner import Banner, banners
from dwimpact.pages.cells import differences_shown, published_cells
from dwimpact.pages.parts import Exhibit, Numbers

LEVEL, FIRST, SECOND, THIRD = "schoolniveau", "Contact", "Regio", "Iets dat niet is getoond"
SHARES = ["group", "level", "outcome", "n", "count", "share", "low", "high", "imprecise"]
TOTAL = [
    ["Totaal", LEVEL, FIRST, 6, 3, 0.5, 0.2, 0.8, True],
    ["Totaal", LEVEL, SECOND, 6, 2, 1 / 3, 0.1, 0.7, True],
]
BY_SECTOR = [
    ["mbo", LEVEL, FIRST, 3, 3, 1.0, 0.4, 1.0, True],
    ["mbo", LEVEL, SECOND, 3, 1, 1 / 3, 0.1, 0.7, True],
    ["hbo", LEVEL, FIRST, 2, 0, 0.0, 0.0, 0.6, True],
]
LISTED = {LEVEL: [FIRST, SECOND, THIRD]}


def exhibit(columns: list[str], rows: list[list[object]], measure: str, split: str) -> Exhibit:
    numbers = Numbers(columns, rows, measure, split)
    return Exhibit("figure", "f", "Figuur 2.1", "f", [], [], 1, [], [], "", "", numbers=numbers)


SPLIT = exhibit(SHARES, [*TOTAL, *BY_SECTOR], "Genoemd", "naar sector")
TESTED = exhibit(
    [*SHARES, "difference", "p", "p_holm"],
    [[*row, 0.9951, 0.01, 0.02] for row in BY_SECTOR if row[2] == FIRST],
    "Genoemd",
    "naar sector",
)


def told(banner: Banner) -> dict[tuple[str, str, str], list[object]]:
    return {(c.split, c.group, c.heading): list(c.cells) for c in banner.columns}


def test_groups_stand_beside_everybody_with_their_bases() -> None:
    (banner,) = banners([SPLIT], LISTED)

    assert banner.measure == "Genoemd"
    assert banner.outcomes == [(LEVEL, FIRST), (LEVEL, SECOND), (LEVEL, THIRD)]
    cells = told(banner)
    assert list(dict.fromkeys((split, group) for split, group, _ in cells)) == [
        ("", "Totaal (n = 6)"),
        ("naar sector", "mbo (n = 3)"),
        ("naar sector", "hbo (n = 2)"),
    ]
    assert cells["", "Totaal (n = 6)", "Aandeel"] == [0.5, 1 / 3, None]
    assert cells["", "Totaal (n = 6)", "Bovengrens"] == [0.8, 0.7, None]
    assert cells["naar sector", "hbo (n = 2)", "Aantal"] == [0, None, None]
    assert banner.hides


def test_nothing_is_hidden_where_all_is_shown() -> None:
    (banner,) = banners([exhibit(SHARES, TOTAL, "Genoemd", "")], {LEVEL: [SECOND]})

    assert banner.outcomes == [(LEVEL, SECOND), (LEVEL, FIRST)]
    assert not banner.hides


@pytest.mark.parametrize(("p", "clear"), [(0.05, "ja"), (0.051, "nee")])
def test_tests_stand_behind_the_groups_that_they_compare(p: float, clear: str) -> None:
    rows = [[*row, -0.0049, 0.01, p] for row in BY_SECTOR if row[2] == FIRST]
    tested = exhibit([*SHARES, "difference", "p", "p_holm"], rows, "Genoemd", "naar sector")

    (banner,) = banners([SPLIT, tested], {})

    split, group, heading = list(told(banner))[-1]
    assert (split, group, heading) == ("naar sector", "Toets", "Verschil groter dan toeval")
    cells = told(banner)
    assert cells["naar sector", "Toets", "Verschil groter dan toeval"] == [clear, None]
    assert cells["naar sector", "Toets", "Verschil in procentpunten"] == [0, None]
    assert cells["naar sector", "Toets", "p (Holm)"] == [p, None]


def test_bounds_are_counts_and_shares_with_what_they_rest_on() -> None:
    columns = [
        "level",
        "outcome",
        "group",
        "n",
        "smallest",
        "largest",
        "count",
        "share",
        "evidence",
    ]
    known = exhibit(
        columns, [[LEVEL, FIRST, "Totaal", 64, 16, 48, 32, 0.5, "begrensd"]], "Genoemd", ""
    )

    (banner,) = banners([SPLIT, known], {})

    group = "Totaal (n = 64)"
    assert told(banner) == {
        ("", group, "Kleinste aantal"): [16],
        ("", group, "Grootste aantal"): [48],
        ("", group, "Kleinste aandeel"): [0.25],
        ("", group, "Grootste aandeel"): [0.75],
        ("", group, "Ruimte ertussen"): [0.5],
        ("", group, "Aantal in de reconstructie"): [32],
        ("", group, "Berust op"): ["begrensd"],
    }


def test_answers_are_columns_as_groups_are() -> None:
    columns = ["level", "outcome", "category", *SHARES[3:]]
    rows = [[LEVEL, FIRST, answer, *TOTAL[0][3:]] for answer in ("Nieuw", "Versterking")]

    first, second = banners([SPLIT, exhibit(columns, rows, "Aard", "")], {})

    assert second.measure == "Aard"
    assert {group for _, group, _ in told(second)} == {"Nieuw (n = 6)", "Versterking (n = 6)"}
    assert len(first.outcomes) == 2


def test_every_cell_is_one_of_a_table_and_comes_once() -> None:
    cells = published_cells([SPLIT, TESTED, SPLIT])

    got = sorted(cells[["group", "outcome", "n", "count"]].itertuples(index=False, name=None))
    assert got == sorted((row[0], row[2], row[3], row[4]) for row in [*TOTAL, *BY_SECTOR])
    assert len(differences_shown([SPLIT, TESTED])) == 1
    assert differences_shown([SPLIT]).empty
    assert isinstance(differences_shown([]), pd.DataFrame)
