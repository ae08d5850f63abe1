from __future__ import annotations

import pandas as pd

from dwimpact.publication.quantity import Quantity
from dwimpact.publication.verdicts import Evidence
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.tables.publication import (
    consistency_in_words,
    ranges_side_by_side,
    verdicts_by_chapter,
)


def test_verdicts_are_told_per_chapter(form: Questionnaire) -> None:
    sections = ["1.1", "Tabel 1.1", "2.3", "Figuur 2.2 en 2.3", "B2.1", "B3"]
    table = pd.DataFrame(
        {
            "id": [f"claim-{i}" for i in range(6)],
            "section": sections,
            "says": "Zo is het.",
            "note": [None, *["Gelezen als zo."] * 5],
            "reason": "",
            "evidence": [(Evidence(Quantity(of="respondents"), 3, None),)] * 6,
            "verdict": ["confirmed", "contradicted", "not checkable"] * 2,
        }
    )
    got = dict(verdicts_by_chapter(table, form))
    assert {chapter: rows["section"].tolist() for chapter, rows in got.items()} == {
        "Hoofdstuk 1": ["1.1", "Tabel 1.1"],
        "Hoofdstuk 2": ["2.3", "Figuur 2.2 en 2.3"],
        "Bijlage 2": ["B2.1"],
        "Bijlage 3": ["B3"],
    }
    assert got["Hoofdstuk 1"].to_dict("records") == [
        {
            "section": "1.1",
            "says": "Zo is het.",
            "recomputed": "3",
            "verdict": "bevestigd",
            "note": "",
        },
        {
            "section": "Tabel 1.1",
            "says": "Zo is het.",
            "recomputed": "3",
            "verdict": "tegengesproken",
            "note": "Gelezen als zo.",
        },
    ]
    assert got["Hoofdstuk 2"]["verdict"].tolist() == ["niet te toetsen", "bevestigd"]


def test_consistency_is_told_in_dutch() -> None:
    table = pd.DataFrame(
        {
            "section": "2.1",
            "says": "Zoveel procent.",
            "published": [80, 36, 1, 2, 50],
            "n": [64, 200, 64, 64, 10],
            "implied": [[51], [71, 72], [], [1], [5]],
            "stated": pd.array([None, None, None, 1, 6], dtype="Int64"),
            "truncated": [[], [72, 73], [], [], [5]],
            "consistency": ["possible", "ambiguous", "impossible", "possible", "at odds"],
        }
    )
    got = consistency_in_words(table)
    assert list(got) == ["section", "says", "published", "n", "stated", "implied", "consistency"]
    assert got["implied"].tolist() == ["51", "71 tot 72", "geen", "1", "5"]
    assert got["consistency"].tolist() == [
        "mogelijk",
        "mogelijk, bij meer dan één aantal",
        "onmogelijk",
        "mogelijk",
        "past niet bij het gepubliceerde aantal",
    ]


def test_ranges_of_groups_stand_side_by_side() -> None:
    rows = [
        ("school", "Regio", "mbo", 26, 10, 21),
        ("school", "Contact", "mbo", 26, 5, 5),
        ("school", "Regio", "hbo", 32, 0, 32),
    ]
    ranges = pd.DataFrame(
        rows, columns=["level", "outcome", "group", "n", "smallest", "largest"]
    ).assign(count=1, share=0.1)
    got = ranges_side_by_side(ranges)
    assert list(got) == ["Onderwerp", "Uitkomst", "mbo (n = 26)", "hbo (n = 32)"]
    assert got.to_numpy().tolist() == [
        ["school", "Regio", "10–21 (38–81%)", "0–32 (0–100%)"],
        ["school", "Contact", "precies 5 (19%)", "–"],
    ]


def test_ranges_of_categories_stand_side_by_side() -> None:
    ranges = pd.DataFrame(
        {
            "level": "school",
            "outcome": "Regio",
            "category": ["Verwacht", "Gerealiseerd"],
            "n": 64,
            "smallest": [0, 32],
            "largest": [42, 32],
        }
    )
    got = ranges_side_by_side(ranges)
    assert got.to_dict("records") == [
        {
            "Onderwerp": "school",
            "Uitkomst": "Regio",
            "Verwacht": "0–42 (0–66%)",
            "Gerealiseerd": "precies 32 (50%)",
        }
    ]


def test_counts_that_round_to_one_percentage() -> None:
    ranges = pd.DataFrame(
        [("school", "Regio", "Verwacht", 1000, 640, 641)],
        columns=["level", "outcome", "category", "n", "smallest", "largest"],
    )
    assert ranges_side_by_side(ranges)["Verwacht"].tolist() == ["640–641 (64%)"]
