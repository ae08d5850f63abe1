"""Differences between groups, and chance."""

from __future__ import annotations

import pandas as pd
import pytest
from frames import shares_of

from dwimpact.analysis.differences import compare_groups
from dwimpact.prose.differences import describe_comparison, describe_differences

PHRASES = {"a": "de eerste", "b": "de tweede", "c": "de derde", "d": "de vierde"}
NAMES = {"mbo": "het mbo", "hbo": "het hbo"}
CHANCE = "Deze verschillen kunnen allemaal toeval zijn."


def differences(mbo: pd.DataFrame, hbo: pd.DataFrame) -> list[str]:
    shares = pd.concat([mbo.assign(group="mbo"), hbo.assign(group="hbo")], ignore_index=True)
    compared = compare_groups(shares, "mbo", "hbo")
    return describe_differences(shares, compared, PHRASES, NAMES)


def test_of_one_group_nothing_can_be_compared() -> None:
    one = pd.DataFrame({"group": ["mbo"], "level": ["a"], "outcome": ["first"], "share": [0.5]})
    assert describe_differences(one, compare_groups(one), PHRASES, NAMES) == [
        "Er zijn geen twee groepen die groot genoeg zijn om te vergelijken."
    ]


def test_largest_differences() -> None:
    got = differences(shares_of(10, a=2, b=6, c=5), shares_of(10, a=5, b=4, c=5))
    assert got == [
        "Het grootste verschil zit bij de eerste: 50% (het hbo) tegen 20% (het mbo).",
        "Ook bij de tweede is er verschil: 60% (het mbo) tegen 40% (het hbo).",
        CHANCE,
    ]


def test_small_differences_are_not_singled_out() -> None:
    got = differences(shares_of(100, a=50, b=50), shares_of(100, a=59, b=41))
    exp = "De verschillen tussen het mbo en het hbo zijn klein: overal minder dan 10 procentpunten."
    assert got == [exp, CHANCE]


@pytest.mark.parametrize(
    ("b", "exp"),
    [
        (50, "Het verschil bij de eerste is groter dan door toeval is te verwachten."),
        (
            10,
            "De verschillen bij de eerste en de tweede zijn groter dan door toeval is te "
            "verwachten.",
        ),
    ],
)
def test_difference_that_chance_does_not_explain(b: int, exp: str) -> None:
    got = differences(shares_of(100, a=80, b=50), shares_of(100, a=10, b=b))
    assert got[0] == "Het grootste verschil zit bij de eerste: 80% (het mbo) tegen 10% (het hbo)."
    assert got[-1] == exp


def test_differences_between_several_groups() -> None:
    groups = {"mbo": (9, 5), "hbo": (5, 5), "wo": (1, 3)}
    shares = pd.concat(
        [shares_of(10, group=group, a=a, b=b) for group, (a, b) in groups.items()],
        ignore_index=True,
    )
    names = NAMES | {"wo": "het wo"}
    assert describe_differences(shares, compare_groups(shares), PHRASES, names) == [
        "Het grootste verschil zit bij de eerste: 90% (het mbo) tegen 10% (het wo).",
        "Ook bij de tweede is er verschil: 50% (het mbo) tegen 30% (het wo).",
        "Het verschil bij de eerste is groter dan door toeval is te verwachten.",
    ]
    alike = shares.assign(count=[5, 5, 5, 5, 5, 6], n=100)
    alike = alike.assign(share=alike["count"] / alike["n"])
    assert describe_differences(alike, compare_groups(alike), PHRASES, names) == [
        "De verschillen tussen het mbo, het hbo en het wo zijn klein: overal minder dan 10 "
        "procentpunten.",
        CHANCE,
    ]


def test_no_difference_is_said_only_when_it_is_so() -> None:
    got = differences(shares_of(30, a=10, b=0), shares_of(9, a=3, b=0))
    assert got == ["Tussen het mbo en het hbo is er geen verschil."]
    got = differences(shares_of(1000, a=500), shares_of(1000, a=501))
    assert "geen verschil" not in " ".join(got)


def test_how_a_comparison_is_read() -> None:
    two = pd.DataFrame({"group": ["mbo", "hbo", "mbo", "hbo"]})
    assert describe_comparison(two) == (
        "Tussen haakjes staat het 95%-interval. Verschil in procentpunten, berekend vóór het "
        "afronden. Of het toeval kan zijn, houdt anders dan het interval rekening met hoeveel er "
        "wordt vergeleken: zie de bijlage Verantwoording van het rapport. Een streepje: er is geen "
        "verschil."
    )
    three = pd.DataFrame({"group": ["mbo", "hbo", "wo"]})
    assert "procentpunten, van laagste tot hoogste aandeel, berekend" in describe_comparison(three)
