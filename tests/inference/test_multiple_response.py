from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats

from dwimpact.inference.clusters import pearson, rao_scott_test
from dwimpact.inference.multiple_response import marginal_independence

REFERENCE = Path(__file__).parents[1] / "reference"
PEOPLE = pd.read_csv(REFERENCE / "multiple_response.csv")
TESTS = pd.read_csv(REFERENCE / "multiple_response_tests.csv").set_index("case")
AGREES = {"rel": 0, "abs": 1e-8}


def case(number: int) -> tuple[npt.NDArray[np.float64], list[str]]:
    people = PEOPLE[PEOPLE["case"] == number].dropna(axis=1)
    return people.filter(like="item").to_numpy(float), list(people["group"])


@pytest.mark.parametrize("number", TESTS.index)
def test_second_order_is_that_of_r(number: int) -> None:
    got, exp = marginal_independence(*case(number), draws=9), TESTS.loc[number]
    assert got.statistic == pytest.approx(exp["statistic"], **AGREES)
    assert (got.scaled, got.df, got.p) == pytest.approx(tuple(exp[["scaled", "df", "p"]]), **AGREES)


@pytest.mark.parametrize("number", TESTS.index)
def test_bootstrap_is_that_of_r_within_its_error(number: int) -> None:
    got, exp = marginal_independence(*case(number)), TESTS.loc[number]
    p = exp["bootstrap_p"]
    error = np.hypot(got.bootstrap_error, np.sqrt(p * (1 - p) / exp["draws"]))
    assert got.bootstrap_p == pytest.approx(p, abs=4 * error)


def test_one_item_is_pearson() -> None:
    ticks, groups = case(1)
    got = marginal_independence(ticks[:, :1], groups, draws=9)
    exp = stats.chi2_contingency(pd.crosstab(groups, ticks[:, 0]), correction=False)
    assert got.statistic == pytest.approx(exp.statistic)
    assert got.df <= len(set(groups)) - 1


def test_items_that_everybody_or_nobody_ticks_change_nothing() -> None:
    ticks, groups = case(3)
    everybody, nobody = np.ones((len(ticks), 1)), np.zeros((len(ticks), 1))
    got = marginal_independence(np.hstack([ticks, everybody, nobody]), groups)
    assert got == marginal_independence(ticks, groups)


def test_draws_in_which_nobody_ticks_an_item_count() -> None:
    # One of 30 ticks it: in a third of the draws nobody does, which is as independent as can be.
    ticks = np.zeros((30, 1))
    ticks[0] = 1
    got = marginal_independence(ticks, ["a"] * 15 + ["b"] * 15, draws=9999)
    chance = stats.binom(15, 1 / 30).pmf
    exp = sum(
        chance(i) * chance(j)
        for i in range(16)
        for j in range(16)
        if float(pearson([i, j], [15, 15])) >= float(pearson([1, 0], [15, 15])) - 1e-9
    )
    assert got.bootstrap_p == pytest.approx(exp, abs=0.02)
    assert exp < 1 - (29 / 30) ** 30  # of which a test that leaves such draws out makes all


def test_clusters_of_one_person_are_nearly_no_clusters() -> None:
    ticks, groups = case(4)
    alone = marginal_independence(ticks, groups, clusters=range(len(groups)))
    plain = marginal_independence(ticks, groups, draws=9)
    assert alone.p == pytest.approx(plain.p, abs=0.02)
    assert np.isnan(alone.bootstrap_p)


def test_everybody_twice_in_clusters_of_two_is_as_certain_as_once() -> None:
    ticks, groups = case(6)
    once = marginal_independence(ticks, groups, clusters=range(len(groups)))
    twice = marginal_independence(
        np.repeat(ticks, 2, axis=0), np.repeat(groups, 2), clusters=np.repeat(range(len(groups)), 2)
    )
    assert twice.statistic == pytest.approx(2 * once.statistic)
    assert (twice.scaled, twice.df, twice.p) == pytest.approx((once.scaled, once.df, once.p))


def test_one_item_of_clusters_is_the_test_of_rao_and_scott_without_its_small_sample_f() -> None:
    ticks, groups = case(5)
    clusters = np.arange(len(groups)) // 3
    got = marginal_independence(ticks[:, :1], groups, clusters=clusters)
    table = pd.DataFrame({"g": groups, "c": clusters, "y": ticks[:, 0]}).groupby(["g", "c"])["y"]
    counts, sizes = (table.agg(how).unstack(fill_value=0) for how in ("sum", "size"))
    f, df, _, _ = rao_scott_test(counts, sizes)
    assert got.scaled == pytest.approx(f * df, rel=0.1)
    assert got.df == pytest.approx(df, rel=0.1)


@pytest.mark.parametrize(
    ("ticks", "groups"),
    [([[1, 0], [0, 0]], ["a", "a"]), ([[1, 0], [1, 0]], ["a", "b"])],
    ids=["one group", "nothing varies"],
)
def test_nothing_to_compare_has_a_p_of_one(ticks: list[list[int]], groups: list[str]) -> None:
    got = marginal_independence(ticks, groups, draws=9)
    assert (got.statistic, got.p, got.bootstrap_p) == (0, 1, 1)


def test_a_seed_gives_the_same_draws() -> None:
    assert marginal_independence(*case(2), draws=99) == marginal_independence(*case(2), draws=99)
    other = marginal_independence(*case(2), draws=99, seed=1)
    assert other.bootstrap_p != marginal_independence(*case(2), draws=99).bootstrap_p
