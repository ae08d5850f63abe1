from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dwimpact.inference.association import association

REFERENCE = Path(__file__).parents[1] / "reference"
PEOPLE = pd.read_csv(REFERENCE / "clusters.csv")
FOUND = pd.read_csv(REFERENCE / "association.csv").set_index("case")
AGREES = {"rel": 0, "abs": 1e-8}


@pytest.mark.parametrize("case", FOUND.index)
def test_phi_and_its_error_are_those_of_r(case: int) -> None:
    people = PEOPLE[PEOPLE["case"] == case]
    answers = people["answer"], people["group"] == "a"
    exp = FOUND.loc[case]
    plain, clustered = association(*answers), association(*answers, people["cluster"])
    assert (plain.phi, plain.error) == pytest.approx((exp["phi"], exp["plain"]), **AGREES)
    assert (clustered.phi, clustered.error) == pytest.approx(
        (exp["phi"], exp["clustered"]), **AGREES
    )


def test_phi_is_the_correlation_and_lies_in_its_interval() -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(0, 2, 80)
    y = np.where(rng.random(80) < 0.7, x, 1 - x)
    got = association(x, y)
    assert got.phi == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert -1 < got.low < got.phi < got.high < 1
    # About as wide as that of any correlation of 80 pairs.
    usual = stats.pearsonr(x, y).confidence_interval(0.95)
    assert (got.low, got.high) == pytest.approx((usual.low, usual.high), abs=0.05)


def test_interval_is_corrected_for_the_population() -> None:
    x, y = [0, 1] * 20, [0, 1, 1, 1] * 10
    half, all_of_them = association(x, y, fraction=0.75), association(x, y, fraction=1)
    assert half.error == pytest.approx(association(x, y).error / 2)
    assert (all_of_them.low, all_of_them.high) == pytest.approx((half.phi, half.phi))


def test_the_same_answer_twice_and_one_that_never_varies() -> None:
    x = [0, 1, 1, 0]
    assert association(x, x) == pytest.approx((1, 0, 1, 1))
    assert np.isnan(association(x, [1, 1, 1, 1])).all()
