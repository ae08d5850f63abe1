from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dwimpact.inference.weights import raked, rescaled_draws

REFERENCE = Path(__file__).parents[1] / "reference"
FOUND = pd.read_csv(REFERENCE / "raking_bootstrap.csv").set_index("case")


def test_draws_keep_people_of_a_cluster_together_and_the_total_on_average() -> None:
    got = rescaled_draws(["a", "a", "b", "c", "c", "c"], draws=4000)
    assert (got[:, 0] == got[:, 1]).all()
    assert (got[:, 3] == got[:, 5]).all()
    # Two of three clusters are drawn, and each counts one and a half.
    assert set(np.unique(got)) == {0, 1.5, 3}
    assert (got[:, [0, 2, 3]].sum(axis=1) == 3).all()
    assert got.mean(axis=0) == pytest.approx(1, abs=0.05)


def test_variance_of_a_mean_is_the_usual_one() -> None:
    values = np.random.default_rng(1).normal(size=40)
    drawn = rescaled_draws(range(40), draws=20_000)
    means = (drawn @ values) / drawn.sum(axis=1)
    assert means.var() == pytest.approx(values.var(ddof=1) / 40, rel=0.05)


def test_every_draw_keeps_to_the_margins() -> None:
    first, second = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 1, 0, 1, 0, 1])
    margins = [(first, np.array([30.0, 10.0])), (second, np.array([24.0, 16.0]))]
    got = raked(np.random.default_rng(0).random((50, 6)) + 0.1, margins)
    assert got[:, :3].sum(axis=1) == pytest.approx(30, rel=1e-6)
    assert got[:, second == 0].sum(axis=1) == pytest.approx(24, rel=1e-6)


def test_of_a_group_that_is_not_drawn_the_others_take_the_place() -> None:
    got = raked(np.array([[1.0, 1.0, 0.0]]), [(np.array([0, 1, 2]), np.array([10.0, 20.0, 10.0]))])
    assert got == pytest.approx(np.array([[40 / 3, 80 / 3, 0]]))


@pytest.mark.parametrize("case", FOUND.index)
def test_error_of_a_raked_share_is_that_of_r_within_monte_carlo(case: int) -> None:
    people = pd.read_csv(REFERENCE / "raking.csv", dtype={"tranche": str}).query("case == @case")
    early = people["tranche"].isin(["1", "2"]).to_numpy().astype(np.intp)
    drawn = raked(rescaled_draws(range(len(people)), draws=8000), [(early, np.array([96.0, 82.0]))])
    shares = drawn @ people["answer"].to_numpy(float) / drawn.sum(axis=1)
    # A standard error of 2000 draws is itself 1 / sqrt(4000) = 1.6% uncertain; four times that.
    assert shares.std() == pytest.approx(FOUND.loc[case, "error"], rel=0.07)


def test_one_cluster_cannot_be_drawn_from() -> None:
    with pytest.raises(ValueError, match=r"^one cluster, which cannot be drawn from$"):
        rescaled_draws(["a", "a"])


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^-1 draws, from which nothing can be told; expected 2"):
        rescaled_draws(range(3), draws=-1)
