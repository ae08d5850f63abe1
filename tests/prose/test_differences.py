"""Differences between groups, and chance."""

from __future__ import annotations

import pandas as pd
from frames import shares_of
from sentences import Said

from dwimpact.analysis.differences import compare_groups
from dwimpact.prose.differences import (
    describe_answer_differences,
    describe_comparison,
    describe_differences,
)

PHRASES = {"a": "de eerste", "b": "de tweede", "c": "de derde", "d": "de vierde"}
NAMES = {"mbo": "het mbo", "hbo": "het hbo"}


def differences(said: Said, mbo: pd.DataFrame, hbo: pd.DataFrame) -> list[str]:
    shares = pd.concat([mbo.assign(group="mbo"), hbo.assign(group="hbo")], ignore_index=True)
    compared = compare_groups(shares, "mbo", "hbo")
    return said(describe_differences, shares, compared, PHRASES, NAMES)


def test_of_one_group_nothing_can_be_compared(said: Said) -> None:
    one = pd.DataFrame({"group": ["mbo"], "level": ["a"], "outcome": ["first"], "share": [0.5]})
    said(describe_differences, one, compare_groups(one), PHRASES, NAMES)


def test_largest_differences(said: Said) -> None:
    differences(said, shares_of(10, a=2, b=6, c=5), shares_of(10, a=5, b=4, c=5))


def test_small_differences_are_not_singled_out(said: Said) -> None:
    differences(said, shares_of(100, a=50, b=50), shares_of(100, a=59, b=41))


def test_difference_that_chance_does_not_explain(said: Said) -> None:
    for b in (50, 10):
        differences(said, shares_of(100, a=80, b=50), shares_of(100, a=10, b=b))
    many = dict.fromkeys("abcd", 80)
    differences(said, shares_of(100, **many), shares_of(100, **dict.fromkeys(many, 10)))


def test_differences_between_several_groups(said: Said) -> None:
    groups = {"mbo": (9, 5), "hbo": (5, 5), "wo": (1, 3)}
    shares = pd.concat(
        [shares_of(10, group=group, a=a, b=b) for group, (a, b) in groups.items()],
        ignore_index=True,
    )
    names = NAMES | {"wo": "het wo"}
    said(describe_differences, shares, compare_groups(shares), PHRASES, names)
    alike = shares.assign(count=[5, 5, 5, 5, 5, 6], n=100)
    alike = alike.assign(share=alike["count"] / alike["n"])
    said(describe_differences, alike, compare_groups(alike), PHRASES, names)


def test_no_difference_is_said_only_when_it_is_so(said: Said) -> None:
    differences(said, shares_of(30, a=10, b=0), shares_of(9, a=3, b=0))
    differences(said, shares_of(1000, a=500), shares_of(1000, a=501))


def test_how_a_comparison_is_read(said: Said) -> None:
    for groups in (["mbo", "hbo", "mbo", "hbo"], ["mbo", "hbo", "wo"]):
        said(describe_comparison, pd.DataFrame({"group": groups}))


def test_differences_in_an_answer_say_of_whom(said: Said) -> None:
    rows = [("mbo", 21, 14), ("hbo", 9, 0)]
    shares = pd.DataFrame(rows, columns=["group", "n", "count"]).assign(
        level="school", outcome="a", category="new"
    )
    shares = shares.assign(share=shares["count"] / shares["n"])
    found = pd.DataFrame({"outcome": "a", "category": "new", "difference": [0.67], "p_holm": 0.01})
    answers = {"new": "Nieuw"}
    said(describe_answer_differences, shares, found, PHRASES, answers, NAMES)
    said(describe_answer_differences, shares, found[:0], PHRASES, answers, NAMES)
