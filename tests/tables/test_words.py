from __future__ import annotations

from typing import Any

import pytest

from dwimpact.published.claims import Claim
from dwimpact.published.words import Bounds, Quantifiers
from dwimpact.tables.words import AS_COUNT, AS_SHARE, between, words_read

MENTIONS = {"of": "mentions", "level": "pupil", "outcome": "skills"}
OTHERS = MENTIONS | {"outcome": "grades"}
WORDS = Quantifiers.model_validate(
    {
        "ruim": {
            "adds": True,
            "reason": "a little more",
            "narrow": {"above": 0, "to": "4%"},
            "central": {"above": 0, "to": "20/300"},
            "wide": {"from": 0},
        },
        "enkele": {
            "reason": "more than two",
            "narrow": {"to": "1/5", "count": {"from": 3, "to": 6}},
            "central": {"to": "1/4", "count": {"from": 3}},
            "wide": {"count": {"from": 2}},
        },
        "unused": {"reason": "none", "narrow": {}, "central": {}, "wide": {}},
        "wat vaker": {
            "reason": "any more",
            "narrow": {"from": "-1%", "to": "15%"},
            "central": {"from": "-1%"},
            "wide": {},
        },
    }
).root


def claim(number: int, *checks: dict[str, Any]) -> Claim:
    entry = {"id": f"c{number}", "section": "1.1", "says": "Zo is het.", "check": list(checks)}
    return Claim.model_validate(entry)


def test_words_are_told_with_what_they_stand_for_and_how_often() -> None:
    share = {"value": MENTIONS, "over": "group"}
    claims = [
        claim(1, {"compare": [MENTIONS, OTHERS], "word": "wat vaker"}),
        claim(2, {**share, "word": "enkele"}, {**share, "word": "enkele"}),
        claim(3, {"value": MENTIONS, "word": "enkele"}, {"value": MENTIONS, "from": 1}),
        claim(4, {**share, "is": "80%", "word": "ruim"}),
    ]

    got = words_read(claims, WORDS).set_index("word").T.to_dict()

    assert got == {
        "ruim": {
            "statements": 1,
            "central": "meer dan 0 tot en met 6,7 punten erbij",
            "narrow": "meer dan 0 tot en met 4 punten erbij",
            "wide": "0 punten erbij of meer",
        },
        "enkele": {
            "statements": 2,
            "central": "3 of meer, hooguit 25%",
            "narrow": "3 tot en met 6, hooguit 20%",
            "wide": "2 of meer",
        },
        "wat vaker": {
            "statements": 1,
            "central": "−1 punten verschil of meer",
            "narrow": "−1 tot en met 15 punten verschil",
            "wide": "alles",
        },
    }


def test_without_words_there_are_no_rows() -> None:
    assert words_read([claim(1, {"value": MENTIONS, "is": 3})], WORDS).empty


@pytest.mark.parametrize(
    ("bounds", "unit", "exp"),
    [
        ({"above": "1/2"}, AS_SHARE, "meer dan 50%"),
        ({"below": "1/3"}, AS_SHARE, "minder dan 33,3%"),
        ({"from": 2, "below": 5}, AS_COUNT, "2 tot 5"),
        ({"above": 2, "to": 5}, AS_COUNT, "meer dan 2 tot en met 5"),
        ({}, AS_SHARE, ""),
    ],
)
def test_bounds_in_words(bounds: dict[str, Any], unit: str, exp: str) -> None:
    assert between(Bounds.model_validate(bounds), unit) == exp
