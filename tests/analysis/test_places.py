from __future__ import annotations

import pandas as pd

from dwimpact.analysis.places import possible_places


def pair(level: str, outcome: str, than: str, low: float, high: float) -> dict[str, object]:
    return {
        "level": level,
        "outcome": outcome,
        "group": "all",
        "than_outcome": than,
        "than_group": "all",
        "lowest": low,
        "highest": high,
    }


def test_places_follow_from_what_is_surely_above_and_below() -> None:
    # b is surely above a; c may be anywhere. Groups play no part.
    groups = {**pair("x", "a", "a", 0.1, 0.2), "group": "mbo", "than_group": "hbo"}
    rows = [
        pair("x", "a", "b", -0.3, -0.1),
        pair("x", "a", "c", -0.1, 0.1),
        pair("x", "b", "c", 0.0, 0.5),
        pair("y", "d", "e", 0.2, 0.2),
        groups,
    ]
    got = possible_places(pd.DataFrame(rows))
    assert got.to_numpy().tolist() == [
        ["x", "a", 2, 3],
        ["x", "b", 1, 2],
        ["x", "c", 1, 3],
        ["y", "d", 1, 1],
        ["y", "e", 2, 2],
    ]


def test_places_in_a_wider_reading_stand_beside() -> None:
    row = {**pair("x", "a", "b", 0.1, 0.2), "wide_lowest": 0.0, "wide_highest": 0.3}
    got = possible_places(pd.DataFrame([row]))
    assert got.to_dict("list") == {
        "level": ["x", "x"],
        "outcome": ["a", "b"],
        "best": [1, 2],
        "worst": [1, 2],
        "wide_best": [1, 1],
        "wide_worst": [2, 2],
    }


def test_without_differences_there_are_no_places() -> None:
    columns = ["level", "outcome", "group", "than_outcome", "than_group", "lowest", "highest"]
    assert possible_places(pd.DataFrame(columns=columns)).empty


def test_outcomes_keep_their_order_also_where_levels_share_a_code() -> None:
    rows = [
        pair("x", "b", "a", 0, 0),
        pair("y", "a", "c", 0, 0),
        pair("y", "a", "b", 0, 0),
        pair("y", "c", "b", 0, 0),
    ]
    got = possible_places(pd.DataFrame(rows))
    assert got[["level", "outcome"]].to_numpy().tolist() == [
        ["x", "b"],
        ["x", "a"],
        ["y", "a"],
        ["y", "c"],
        ["y", "b"],
    ]
