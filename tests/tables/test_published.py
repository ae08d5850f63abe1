from __future__ import annotations

import pandas as pd

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.published.verdicts import Evidence
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.tables.published import (
    consistency_in_words,
    ranges_side_by_side,
    unexplained,
    verdicts_by_chapter,
    verdicts_in_numbers,
)

PEOPLE, FIRST = Quantity(of="respondents"), Quantity(of="respondents", sector_group="mbo")


def told(sections: list[str], verdicts: list[str], *evidence: Evidence) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [f"claim-{i}" for i in range(len(sections))],
            "section": sections,
            "says": "Zo is het.",
            "note": [None, *["Gelezen als zo."] * (len(sections) - 1)],
            "reason": ["Staat elders." if v == "not checkable" else "" for v in verdicts],
            "contradicts": [("claim-0",) if v == "contradictory" else () for v in verdicts],
            "evidence": [() if v == "not checkable" else evidence for v in verdicts],
            "verdict": verdicts,
        }
    )


def test_verdicts_are_told_per_chapter(form: Questionnaire) -> None:
    sections = ["1.1", "Tabel 1.1", "2.3", "Figuur 2.2 en 2.3", "B2.1", "B3"]
    found = [
        "confirmed",
        "contradicted",
        "not checkable",
        "confirmed",
        "contradictory",
        "confirmed",
    ]
    evidence = (Evidence(PEOPLE, 6, None), Evidence(FIRST, 3, 6))
    got = dict(verdicts_by_chapter(told(sections, found, *evidence), form))
    assert list(got) == [
        "Hoofdstuk 1: 2 uitspraken, 1 bevestigd en 1 tegengesproken",
        "Hoofdstuk 2: 1 uitspraak, bevestigd",
        "Bijlage 2: 1 uitspraak, tegenstrijdig in de publicatie",
        "Bijlage 3: 1 uitspraak, bevestigd",
    ]
    first, second, *_ = got.values()
    assert first.astype(object).where(first.notna(), None).to_numpy().tolist() == [
        ["Zo is het. (1.1)", "respondenten", 6, None, None, "bevestigd"],
        ["", "respondenten, mbo", 3, 6, 0.5, ""],
        ["Zo is het. (Tabel 1.1)", "respondenten", 6, None, None, "tegengesproken"],
        ["", "respondenten, mbo", 3, 6, 0.5, ""],
    ]
    assert list(second) == ["says", "counted", "count", "n", "share"]


def test_each_count_of_a_reconstruction_stands_beside_what_it_can_be(form: Questionnaire) -> None:
    registry = Evidence(Quantity(of="registry"), 4, None)  # is known without answers
    table = told(["1.1"], ["confirmed"], Evidence(PEOPLE, 6, None), Evidence(FIRST, 3, 6), registry)
    ((_, rows),) = verdicts_by_chapter(table, form, ranges={FIRST: (2, 5)})
    assert list(rows)[1:5] == ["counted", "smallest", "largest", "count"]
    between = rows[["smallest", "largest"]].astype(object).where(rows["smallest"].notna(), None)
    assert between.to_numpy().tolist() == [[None, None], [2, 5], [4, 4]]


def test_without_evidence_a_statement_is_one_row(form: Questionnaire) -> None:
    ((_, rows),) = verdicts_by_chapter(told(["1.1"], ["confirmed"]), form)
    assert rows.to_dict("records") == [{"says": "Zo is het. (1.1)"}]


def test_only_verdicts_that_occur_are_counted() -> None:
    table = told(["1.1", "2.1", "2.2"], ["confirmed", "contradictory", "confirmed"])
    assert verdicts_in_numbers(table, reconstructed=True).to_dict("records") == [
        {"Deel van het rapport": "Hoofdstuk 1", "verenigbaar (zo gelezen)": 1}
        | {"tegenstrijdig in de publicatie": 0},
        {"Deel van het rapport": "Hoofdstuk 2", "verenigbaar (zo gelezen)": 1}
        | {"tegenstrijdig in de publicatie": 1},
    ]


def test_what_clashes_is_explained() -> None:
    check = {"external": "Staat elders."}
    claim = {"id": "claim-0", "section": "1.1", "says": "Anders.", "check": check}
    table = told(["1.1", "2.1", "2.2"], ["confirmed", "contradictory", "contradicted"])
    got = unexplained(table, [Claim.model_validate(claim)])
    assert got.to_numpy().tolist() == [
        ["Zo is het. (2.1)", "tegenstrijdig in de publicatie", "Gelezen als zo.", "Anders. (1.1)"],
        ["Zo is het. (2.2)", "tegengesproken", "Gelezen als zo.", ""],
    ]


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
            "fives": [[50, 51, 52], [], [], [], []],
            "consistency": ["possible", "ambiguous", "impossible", "possible", "at odds"],
        }
    )
    got = consistency_in_words(table)
    columns = ["section", "says", "published", "n", "stated", "implied"]
    assert list(got) == [*columns, "fives", "consistency"]
    assert got["fives"].tolist() == ["50 tot 52", "", "", "", ""]
    none = table.assign(fives=[[] for _ in table.index])
    assert list(consistency_in_words(none)) == [*columns, "consistency"]
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
