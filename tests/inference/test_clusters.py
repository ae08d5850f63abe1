from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats

from dwimpact.inference import clusters
from dwimpact.inference.clusters import (
    cluster_effect,
    cluster_permutation_test,
    few_clusters,
    intraclass_correlation,
    pearson,
    rao_scott_test,
)
from dwimpact.statistics import korn_graubard_interval

REFERENCE = Path(__file__).parents[1] / "reference"
AGREES = {"rel": 0, "abs": 1e-8}
PEOPLE = pd.read_csv(REFERENCE / "clusters.csv")
SHARES = pd.read_csv(REFERENCE / "cluster_shares.csv").set_index(["case", "group"])
TESTS = pd.read_csv(REFERENCE / "cluster_tests.csv").set_index("case")
BY_SVY = pd.read_csv(REFERENCE / "clusters_svy.csv").set_index(["case", "group"])
CORRELATIONS = pd.read_csv(REFERENCE / "cluster_correlations.csv").set_index("case")
Floats = npt.NDArray[np.float64]


def sums(case: int) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Counts and sizes (groups × clusters) of a case, and the fraction that answered."""
    people = PEOPLE[PEOPLE["case"] == case]
    table = people.groupby(["group", "cluster"])["answer"].agg(["sum", "size"])
    counts, sizes = (table[name].unstack(fill_value=0) for name in ("sum", "size"))
    return counts, sizes, float(people["fraction"].iloc[0])


CASES = sorted(TESTS.index)


@pytest.mark.parametrize("case", CASES)
def test_variance_and_design_effect_are_those_of_r(case: int) -> None:
    counts, sizes, fraction = sums(case)
    for table in (counts, sizes):
        table.loc["all"] = table.sum()
    got = cluster_effect(counts, sizes, fraction)
    exp = SHARES.loc[case].loc[list(counts.index)]
    assert got.share == pytest.approx(exp["share"].to_numpy(), **AGREES)
    assert got.variance == pytest.approx(exp["variance"].to_numpy(), **AGREES)
    assert got.df.tolist() == exp["df"].tolist()
    known = ~np.isnan(got.deff)
    assert got.deff[known] == pytest.approx(exp["deff"].to_numpy()[known], **AGREES)


@pytest.mark.parametrize("case", CASES)
def test_interval_is_that_of_r_where_clusters_cost_precision(case: int) -> None:
    counts, sizes, fraction = sums(case)
    got = cluster_effect(counts, sizes, fraction)
    exp = SHARES.loc[case].loc[list(counts.index)]
    # R lets clusters add to the n: here the effective n is never above what the people are worth.
    # Of a share of 0 or 1 R has no interval.
    costs = got.effective_n < sizes.sum(axis=1).to_numpy() / (1 - fraction) - 1e-9
    costs &= exp["low"].notna().to_numpy()
    low, high = korn_graubard_interval(got.share, got.effective_n)
    assert low[costs] == pytest.approx(exp["low"].to_numpy()[costs], **AGREES)
    assert high[costs] == pytest.approx(exp["high"].to_numpy()[costs], **AGREES)


@pytest.mark.parametrize("case", CASES)
def test_shares_intervals_and_test_are_those_of_svy(case: int) -> None:
    counts, sizes, fraction = sums(case)
    tested = rao_scott_test(counts, sizes, fraction)
    for table in (counts, sizes):
        table.loc["all"] = table.sum()
    got = cluster_effect(counts, sizes, fraction)
    exp = BY_SVY.loc[case].loc[list(counts.index)]
    assert got.share == pytest.approx(exp["share"].to_numpy(), **AGREES)
    assert np.sqrt(got.variance) == pytest.approx(exp["se"].to_numpy(), **AGREES)
    assert got.df.tolist() == exp["df"].tolist()
    # A share of 0 or 1 has no design effect: there svy goes by its n alone.
    costs = (got.effective_n < sizes.sum(axis=1).to_numpy() - 1) & ~np.isnan(got.deff)
    low, high = korn_graubard_interval(got.share, got.effective_n)
    assert low[costs] == pytest.approx(exp["low"].to_numpy()[costs], **AGREES)
    assert high[costs] == pytest.approx(exp["high"].to_numpy()[costs], **AGREES)
    assert tested == pytest.approx(tuple(exp.loc["all", ["f", "ndf", "ddf", "p"]]), **AGREES)


def test_most_cases_have_clusters_that_cost_precision() -> None:
    deff = SHARES["deff"]
    assert (deff > 1).sum() > 40


@pytest.mark.parametrize("case", CASES)
def test_rao_scott_is_that_of_r(case: int) -> None:
    counts, sizes, fraction = sums(case)
    got = rao_scott_test(counts, sizes, fraction)
    assert got == pytest.approx(tuple(TESTS.loc[case, ["f", "ndf", "ddf", "p"]]), **AGREES)


@pytest.mark.parametrize("case", CASES)
def test_correlation_is_that_of_an_analysis_of_variance(case: int) -> None:
    counts, sizes, _ = sums(case)
    got = intraclass_correlation(counts.sum(), sizes.sum())
    assert float(got) == pytest.approx(float(CORRELATIONS.loc[case, "icc"]), **AGREES)


def test_people_who_are_their_own_cluster_have_no_design_effect() -> None:
    answers = np.array([[1, 1, 0, 0, 0, 1, 0, 0, 0, 0]])
    got = cluster_effect(answers, np.ones_like(answers))
    assert got.deff == pytest.approx([1])
    assert got.effective_n == pytest.approx([9])  # p (1 - p) over its unbiased variance, as in R
    assert got.df.tolist() == [9]


def test_clusters_that_answer_as_one_count_as_one_person_each() -> None:
    # 5 clusters of 4: p (1 - p) / n is a quarter of the variance of 5 people, but for n - 1.
    counts = np.array([[4, 4, 0, 0, 0]])
    got = cluster_effect(counts, np.full((1, 5), 4))
    assert got.deff == pytest.approx([0.4 * 0.6 / 4 / (0.4 * 0.6 / 19)])
    assert intraclass_correlation(counts, np.full((1, 5), 4)) == pytest.approx([1])


def test_share_of_nobody_and_of_everybody() -> None:
    got = cluster_effect([[0, 0], [2, 3], [0, 0]], [[2, 3], [2, 3], [0, 0]])
    assert got.share[:2].tolist() == [0, 1]
    assert np.isnan(got.deff).all()
    # One degree of freedom: Student's t of 1 against that of 4.
    worth = 5 * (stats.t.ppf(0.975, 4) / stats.t.ppf(0.975, 1)) ** 2
    assert got.effective_n[:2] == pytest.approx([worth, worth])


def test_few_clusters_widen_and_a_single_one_says_nothing() -> None:
    got = few_clusters([18, 1, 0], [64, 64, 64])
    exp = [(stats.t.ppf(0.975, df) / stats.t.ppf(0.975, 63)) ** 2 for df in (18, 1)]
    assert got[:2] == pytest.approx(exp)
    assert np.isinf(got[2])


def test_rao_scott_of_independent_people_is_nearly_pearson() -> None:
    counts = np.array([[1] * 12 + [0] * 88 + [0] * 100, [0] * 100 + [1] * 30 + [0] * 70])
    sizes = np.array([[1] * 100 + [0] * 100, [0] * 100 + [1] * 100])
    f, df, _, p = rao_scott_test(counts, sizes)
    exp = stats.chi2_contingency([[12, 88], [30, 70]], correction=False)
    assert df == 1
    assert f == pytest.approx(exp.statistic * 199 / 200)
    assert p == pytest.approx(exp.pvalue, abs=2e-3)


def test_finite_population_makes_the_same_difference_more_certain() -> None:
    counts, sizes, _ = sums(2)
    f, _, _, p = rao_scott_test(counts, sizes)
    finite_f, _, _, finite_p = rao_scott_test(counts, sizes, 0.36)
    assert finite_f == pytest.approx(f / 0.64)
    assert finite_p < p


@pytest.mark.parametrize(
    ("counts", "sizes"),
    [([[0, 0], [0, 0]], [[3, 2], [4, 1]]), ([[3, 2], [0, 0]], [[3, 3], [0, 0]])],
    ids=["nobody answers so", "one group"],
)
def test_nothing_that_differs_has_a_p_of_one(
    counts: list[list[int]], sizes: list[list[int]]
) -> None:
    assert rao_scott_test(counts, sizes)[3] == 1


@pytest.mark.parametrize("fraction", [0.0, 0.3])
def test_a_column_may_stand_for_many_clusters(fraction: float) -> None:
    """As of people, who differ in their group and answer only."""
    counts = np.array([[1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]])
    sizes = np.array([[1, 1, 0, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 0, 0]])
    times = [14, 9, 6, 22, 5]
    counted, people = (np.repeat(part, times, axis=1) for part in (counts, sizes))
    exp = rao_scott_test(counted, people, fraction)
    assert rao_scott_test(counts, sizes, fraction, times=times) == pytest.approx(exp)


def test_pearson_is_that_of_scipy() -> None:
    exp = stats.chi2_contingency([[3, 9, 4], [7, 2, 8]], correction=False).statistic
    assert float(pearson([3, 9, 4], [10, 11, 12])) == pytest.approx(exp)
    assert float(pearson([0, 0], [10, 11])) == 0


def by_hand(rows: list[list[int]], sizes: list[int], groups: str) -> float:
    """Every order of the labels, each counted; X² by scipy, summed over the rows."""
    n = np.array(sizes)

    def spread(labels: tuple[str, ...]) -> float:
        parts = [np.array([label == g for label in labels]) for g in sorted(set(groups))]
        of = np.array([n[part].sum() for part in parts])
        tables = [np.array([np.array(k)[part].sum() for part in parts]) for k in rows]
        return sum(stats.chi2_contingency([k, of - k], correction=False).statistic for k in tables)

    observed = spread(tuple(groups))
    every = [spread(labels) for labels in permutations(groups)]
    return float(np.mean([value >= observed - 1e-9 for value in every]))


@pytest.mark.long
@pytest.mark.parametrize("groups", ["aabbbb", "aabbcc", "abbbbb"])
def test_permutation_of_clusters_tries_every_way(groups: str) -> None:
    counts, sizes = [3, 2, 1, 0, 1, 2], [3, 4, 3, 2, 5, 2]
    got = cluster_permutation_test([counts], [sizes], list(groups))
    assert got == pytest.approx([by_hand([counts], sizes, groups)])
    block = [counts, [1, 0, 3, 1, 2, 0], [0, 1, 1, 2, 4, 2]]
    got = cluster_permutation_test(block, [sizes] * 3, list(groups), together=True)
    assert got == pytest.approx([by_hand(block, sizes, groups)])


def test_too_many_ways_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, sizes, groups = [[3, 2, 1, 0, 1, 2, 4, 0]], [[3, 4, 3, 2, 5, 2, 4, 3]], list("aaabbbbb")
    exact = cluster_permutation_test(counts, sizes, groups)
    monkeypatch.setattr(clusters, "MOST_ASSIGNMENTS", 10)
    got = cluster_permutation_test(counts, sizes, groups)
    assert got != exact
    # Five standard errors of 19,999 draws.
    assert got == pytest.approx(exact, abs=5 * 0.5 / np.sqrt(19_999))


def test_no_difference_is_as_far_as_any() -> None:
    got = cluster_permutation_test([[0, 0, 0, 0]], [[2, 3, 4, 5]], list("aabb"))
    assert got.tolist() == [1]
