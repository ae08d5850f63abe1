from __future__ import annotations

import pandas as pd
import pytest
from frames import rows
from scipy import stats

from dwimpact.analysis.differences import compare_groups
from dwimpact.errors import UnknownName
from dwimpact.shares import at_level, mention_shares


def test_two_groups_are_compared_outcome_by_outcome(school: pd.DataFrame) -> None:
    shares = mention_shares(school, "sector_group")
    got = compare_groups(shares, "mbo", "higher")
    assert rows(got, "level", "outcome") == [("school", "network"), ("school", "region")]
    assert got["difference"].tolist() == pytest.approx([3 / 3 - 0 / 2, 1 / 3 - 1 / 2])
    exp = [
        stats.fisher_exact([[3, 0], [0, 2]]).pvalue,
        stats.fisher_exact([[1, 2], [1, 1]]).pvalue,
    ]
    assert got["p"].tolist() == pytest.approx(exp)
    assert got["p_holm"].tolist() == pytest.approx([min(1, 2 * exp[0]), 1])


def test_comparison_turns_with_its_groups(real_outcomes: pd.DataFrame) -> None:
    shares = mention_shares(at_level(real_outcomes, "student"), "sector_group")
    there, back = (compare_groups(shares, *pair) for pair in (("mbo", "hbo"), ("hbo", "mbo")))
    assert there["difference"].tolist() == (-back["difference"]).tolist()
    assert there["p"].tolist() == pytest.approx(back["p"].tolist())


def test_several_groups_are_compared_outcome_by_outcome(school: pd.DataFrame) -> None:
    # 3, 0 and 0 of 3, 2 and 1: one of C(6, 3) = 20 ways; only 0, 2, 1 is as unlikely.
    # 1, 1 and 0: one of the C(6, 2) = 15 pairs in 3 × 2 ways, more than any other split.
    got = compare_groups(mention_shares(school, "sector_group"))
    assert rows(got, "level", "outcome") == [("school", "network"), ("school", "region")]
    assert got["difference"].tolist() == [1, 0.5]
    assert got["p"].tolist() == pytest.approx([2 / 20, 1])
    assert got["p_holm"].tolist() == pytest.approx([4 / 20, 1])


def test_comparison_with_an_unknown_group(school: pd.DataFrame) -> None:
    with pytest.raises(UnknownName) as error:
        compare_groups(mention_shares(school, "sector"), "mbo", "vmbo")
    assert str(error.value) == "no group in the table 'vmbo'; there are mbo, hbo, wo, other"


def test_one_group_has_nothing_to_be_compared_with(school: pd.DataFrame) -> None:
    got = compare_groups(mention_shares(school))
    assert rows(got, "level", "outcome", "difference", "p", "p_holm") == []


def test_only_the_groups_named_are_compared(school: pd.DataFrame) -> None:
    shares = mention_shares(school, "sector")
    named = shares[shares["group"].isin(["mbo", "hbo", "wo"])]
    pd.testing.assert_frame_equal(compare_groups(shares, "mbo", "hbo", "wo"), compare_groups(named))
