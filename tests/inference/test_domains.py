"""Only some of the sample, and two samples side by side: held against R's survey."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dwimpact.inference.association import association
from dwimpact.inference.clusters import cluster_effect, rao_scott_test
from dwimpact.inference.multiple_response import marginal_independence
from dwimpact.statistics import korn_graubard_interval

REFERENCE = Path(__file__).parents[1] / "reference"
AGREES = {"rel": 0, "abs": 1e-8}
PEOPLE = pd.read_csv(REFERENCE / "domains.csv")
SHARES = pd.read_csv(REFERENCE / "domain_shares.csv").set_index(["case", "group"])
TESTS = pd.read_csv(REFERENCE / "domain_tests.csv").set_index("case")
CASES = list(TESTS.index)
DOMAINS = list(range(1, 13))  # the others are of two samples


def inside(case: int) -> pd.DataFrame:
    return PEOPLE.query("case == @case and inside == 1")


def sums(case: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Counts and sizes (groups × clusters of the sample), and what each cluster is of."""
    clusters = PEOPLE[PEOPLE["case"] == case].groupby("cluster")[["fraction", "sample"]].first()
    table = inside(case).groupby(["group", "cluster"])["answer"].agg(["sum", "size"])
    counts, sizes = (
        table[name].unstack(fill_value=0).reindex(columns=clusters.index, fill_value=0)
        for name in ("sum", "size")
    )
    return counts, sizes, clusters


def test_most_cases_have_clusters_without_anybody_inside() -> None:
    assert sum((sums(case)[1].sum() == 0).any() for case in CASES) > 9


@pytest.mark.parametrize("case", DOMAINS)
def test_share_of_some_of_the_sample_is_that_of_r(case: int) -> None:
    counts, sizes, clusters = sums(case)
    got, exp = cluster_effect(counts, sizes, clusters["fraction"].iloc[0]), SHARES.loc[case]
    assert got.share == pytest.approx(exp["share"].to_numpy(), **AGREES)
    assert got.variance == pytest.approx(exp["variance"].to_numpy(), **AGREES)
    assert got.df.tolist() == exp["df"].tolist()
    # R has the correction for the population in the one variance and not in the other.
    rest = 1 - clusters["fraction"].iloc[0]
    assert got.deff * rest == pytest.approx(exp["deff"].to_numpy(), nan_ok=True, **AGREES)
    costs = got.effective_n < sizes.sum(axis=1).to_numpy() / rest - 1e-9
    costs &= exp["low"].notna().to_numpy() & ~np.isnan(got.deff)
    low, high = korn_graubard_interval(got.share, got.effective_n)
    assert low[costs] == pytest.approx(exp["low"].to_numpy()[costs], **AGREES)
    assert high[costs] == pytest.approx(exp["high"].to_numpy()[costs], **AGREES)


@pytest.mark.parametrize("case", CASES)
def test_rao_scott_of_some_of_the_sample_and_of_two_samples_is_that_of_r(case: int) -> None:
    counts, sizes, clusters = sums(case)
    got = rao_scott_test(counts, sizes, clusters["fraction"], clusters["sample"])
    assert got == pytest.approx(tuple(TESTS.loc[case, ["f", "ndf", "ddf", "p"]]), **AGREES)


@pytest.mark.parametrize("case", DOMAINS)
def test_block_and_phi_of_some_of_the_sample_are_those_of_r(case: int) -> None:
    people, exp = inside(case), TESTS.loc[case]
    fraction, sampled = float(people["fraction"].iloc[0]), len(sums(case)[2])
    answers, place = people[["answer", "other"]], people["cluster"]
    got = marginal_independence(
        answers, people["group"], clusters=place, fraction=fraction, sampled=sampled
    )
    names = ["statistic", "scaled", "df", "block_p"]
    assert (got.statistic, got.scaled, got.df, got.p) == pytest.approx(tuple(exp[names]), **AGREES)
    phi = association(people["answer"], people["other"], place, fraction, sampled)
    assert (phi.phi, phi.error) == pytest.approx(tuple(exp[["phi", "phi_error"]]), **AGREES)


def test_a_sample_of_one_cluster_tells_nothing() -> None:
    got = rao_scott_test([[3, 0, 0], [0, 1, 2]], [[4, 0, 0], [0, 3, 3]], 0.0, ["a", "b", "b"])
    assert got[3] == 1


def test_a_cluster_of_the_sample_without_anybody_inside_counts_as_one() -> None:
    counts, sizes = [[1, 1, 2], [2, 0, 1]], [[2, 3, 2], [2, 1, 3]]
    wider = [[*row, 0, 0] for row in counts], [[*row, 0, 0] for row in sizes]
    few, many = rao_scott_test(counts, sizes), rao_scott_test(*wider)
    assert many[0] == pytest.approx(few[0] * (3 / 2) / (5 / 4))
    assert few[2] == pytest.approx(many[2])
