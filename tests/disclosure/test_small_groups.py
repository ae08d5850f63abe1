from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from dwimpact.disclosure.small_groups import round_weighted, withheld_groups, withhold
from dwimpact.study.study import Study


@pytest.fixture
def shares() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": ["mbo", "mbo", "hbo", "hbo", "rest", "rest", "none", "none"],
            "level": ["school"] * 8,
            "outcome": ["a", "b"] * 4,
            "n": [10, 10, 9, 9, 1, 1, 0, 0],
        }
    )


def with_threshold(study: Study, below: int) -> Study:
    return replace(study, settings=study.settings.model_copy(update={"withhold_below": below}))


def test_groups_under_the_threshold_are_left_out(shares: pd.DataFrame, study: Study) -> None:
    got = withhold(shares, with_threshold(study, 10))
    assert_frame_equal(got, shares[:2])


def test_groups_left_out_are_named_with_their_size(shares: pd.DataFrame, study: Study) -> None:
    held = withheld_groups(shares, with_threshold(study, 10))
    assert held == {"hbo": 9, "rest": 1}  # nobody is left out of a group without anybody
    assert withheld_groups(shares, with_threshold(study, 0)) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.integers(0, 31))
def test_every_group_is_either_shown_or_named(study: Study, sizes: list[int], below: int) -> None:
    study = with_threshold(study, below)
    shares = pd.DataFrame({"group": [f"g{i}" for i in range(len(sizes))], "n": sizes})
    shown = dict(withhold(shares, study).itertuples(index=False))
    held = withheld_groups(shares, study)
    people = {group: n for group, n in shares.itertuples(index=False) if n}
    assert {group: n for group, n in {**shown, **held}.items() if n} == people
    assert not set(shown) & set(held)
    assert all(n >= below for n in shown.values())
    assert all(n < below for n in held.values())


def test_weighted_shares_become_whole_percentages() -> None:
    table = pd.DataFrame({"share": [0.111, 0.2], "weighted": [0.12345, 0.875]})
    got = round_weighted(table)
    assert got.to_dict("list") == {"share": [0.111, 0.2], "weighted": [0.12, 0.88]}
    assert table["weighted"].tolist() == [0.12345, 0.875]
