"""Means against R's survey, and against independent people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dwimpact.inference.means import mean_interval

REFERENCE = Path(__file__).parents[1] / "reference"
PEOPLE = pd.read_csv(REFERENCE / "clusters.csv", dtype={"cluster": str})
FOUND = pd.read_csv(REFERENCE / "means.csv").set_index("case")


@pytest.mark.parametrize("case", FOUND.index)
def test_as_r_has_it(case: int) -> None:
    part = PEOPLE[PEOPLE["case"] == case].reset_index(drop=True)
    part = part.assign(number=(part.index + 1) % 17.0)
    mine = part[part["group"] == "a"]
    values, exp = mine["number"].to_numpy(), FOUND.loc[case]
    fraction = float(part["fraction"].iloc[0])
    low, high = mean_interval(values, mine["cluster"], part["cluster"].nunique(), fraction)
    simple = np.sqrt((1 - fraction) * values.var(ddof=1) / len(values))
    freedom = mine["cluster"].nunique() - 1
    half = max(exp["error"], simple) * stats.t.ppf(0.975, freedom)
    assert (low, high) == pytest.approx((exp["mean"] - half, exp["mean"] + half), rel=1e-8)
    if exp["error"] > simple:
        assert (low, high) == pytest.approx((exp["low"], exp["high"]), rel=1e-8)


def test_some_of_the_cases_are_wider_than_of_independent_people() -> None:
    assert len(FOUND) > 3


def test_of_independent_people_it_is_students_t() -> None:
    values = np.array([1.0, 2.5, 4, 1.5, 11])
    got = mean_interval(values, list("abcde"), 5)
    exp = stats.t.interval(0.95, 4, values.mean(), stats.sem(values))
    assert got == pytest.approx(exp)


def test_of_one_cluster_nothing_is_known() -> None:
    assert mean_interval(np.array([1.0, 3.0]), ["a", "a"], 4) == (-np.inf, np.inf)
