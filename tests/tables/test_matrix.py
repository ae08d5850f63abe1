"""The numbers of a figure with its groups or answers beside each other."""

from __future__ import annotations

import pandas as pd
import pytest

from dwimpact.tables.matrix import as_matrix, has_sides, row_names


def labelled(rows: list[tuple[object, ...]], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


GROUPS = labelled(
    [
        ("Totaal", "niveau", "a", 50, 20, 0.4, 0.3, 0.5, False),
        ("Totaal", "niveau", "b", 50, 30, 0.6, 0.5, 0.7, False),
        ("mbo", "niveau", "a", 10, 5, 0.5, 0.2, 0.8, True),
        ("hbo", "niveau", "a", 20, 4, 0.2, 0.1, 0.4, True),
        ("hbo", "niveau", "c", 20, 1, 0.05, 0.0, 0.2, True),
    ],
    "group level outcome n count share low high imprecise",
)


def test_groups_stand_beside_each_other_most_mentioned_first() -> None:
    assert has_sides(GROUPS)
    assert row_names(GROUPS) == ["outcome"]
    got = as_matrix(GROUPS)
    assert list(got) == ["Uitkomst", "Totaal (n = 50)", "mbo (n = 10)", "hbo (n = 20)"]
    assert got.to_numpy().tolist() == [
        ["b", "30; 60% (50–70%)", "–", "–"],
        ["a", "20; 40% (30–50%)", "5; 50%* (20–80%)", "4; 20%* (10–40%)"],
        ["c", "–", "–", "1; 5%* (0–20%)"],  # an outcome that the first group has not
    ]


def test_levels_keep_their_order_and_are_named_where_there_are_more() -> None:
    other = GROUPS.assign(level="ander", count=GROUPS["count"] + 1)
    got = as_matrix(pd.concat([GROUPS[:2], other[:2]], ignore_index=True))
    named = got[["Onderwerp", "Uitkomst"]].to_numpy().tolist()
    assert named == [["niveau", "b"], ["niveau", "a"], ["ander", "b"], ["ander", "a"]]


def test_groups_with_bases_of_their_own_have_them_in_each_cell() -> None:
    got = as_matrix(GROUPS.assign(n=[50, 40, 10, 20, 20]))
    assert list(got) == ["Uitkomst", "Totaal", "mbo", "hbo"]
    assert got["Totaal"].tolist() == ["30 van 40; 75% (50–70%)", "20 van 50; 40% (30–50%)", "–"]


def test_answers_stand_beside_each_other_but_for_those_that_nobody_gave() -> None:
    answers = labelled(
        [
            ("niveau", "a", "Nieuw", 20, 5, 0.25),
            ("niveau", "a", "Versterking", 20, 15, 0.75),
            ("niveau", "a", "Niet ingevuld", 20, 0, 0.0),
            ("niveau", "b", "Nieuw", 30, 0, 0.0),
            ("niveau", "b", "Versterking", 30, 30, 1.0),
            ("niveau", "b", "Niet ingevuld", 30, 0, 0.0),
        ],
        "level outcome category n count share",
    )
    got = as_matrix(answers)
    assert list(got) == ["Uitkomst", "n", "Nieuw", "Versterking"]
    assert got.to_numpy().tolist() == [
        ["b", "30", "0; 0%", "30; 100%"],
        ["a", "20", "5; 25%", "15; 75%"],
    ]
    nobody = as_matrix(answers.assign(count=0, share=0.0))
    assert list(nobody) == ["Uitkomst", "n", "Nieuw", "Versterking", "Niet ingevuld"]


def test_bounds_have_what_a_reconstruction_has_only_where_something_is_open() -> None:
    known = labelled(
        [("Totaal", "a", 10, 2, 4, 3), ("Totaal", "b", 10, 5, 5, 5)],
        "group outcome n smallest largest count",
    )
    assert as_matrix(known)["Totaal (n = 10)"].tolist() == [
        "precies 5 (50%)",
        "2–4 (20–40%)\nreconstructie: 3",
    ]


@pytest.mark.parametrize(
    "table",
    [
        labelled([("mbo", 10, 5)], "group approached responses"),
        labelled([("mbo", "ja", 10, 5)], "group category n count"),  # a question of its own
        pd.concat([GROUPS, GROUPS]),
    ],
    ids=["response", "item", "repeated"],
)
def test_other_numbers_have_no_sides(table: pd.DataFrame) -> None:
    assert not has_sides(table)
