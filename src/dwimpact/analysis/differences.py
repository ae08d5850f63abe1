"""Groups compared, outcome by outcome, with the test that fits the design of the study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact import statistics
from dwimpact.counting import cluster_sums, clusters_in, people_at_level
from dwimpact.dataset import CleanStudy, Split, split_column
from dwimpact.errors import require_known, unknown_name
from dwimpact.inference.clusters import cluster_permutation_test, rao_scott_test
from dwimpact.shares import categorised
from dwimpact.statistics import Floats, newcombe_interval
from dwimpact.study.questionnaire.model import MENTIONED, RESPONDENT
from dwimpact.study.schema import require_groups

OUTCOME_KEYS, ITEM_KEYS = ["level", "outcome"], ["column", "option"]
CAN_BE_COMPARED = (MENTIONED, "status", "nature")
FISHER, HALTON, RAO_SCOTT, PERMUTATION = "fisher", "halton", "rao_scott", "permutation"

P_STEPS = (0.001, 0.01, 0.05, *(tenth / 10 for tenth in range(1, 11)))


class Sample(NamedTuple):
    """What a test reckons with: the column with the clusters that respondents sit together in, all
    clusters that were sampled, and which part of the population answered (0 without a correction
    for it).
    """

    clusters: str = ""
    sampled: Sequence[str] = ()
    fraction: float = 0.0


def compare_groups(shares: pd.DataFrame, *groups: str) -> pd.DataFrame:
    """Groups of a `mention_shares` table compared, outcome by outcome (of an `item_shares` table
    option by option, of a `characteristic_shares` table category by category); all when none are
    named.

    One row per level × outcome: difference (in shares: of two groups the first less the second,
    of more the largest less the smallest), p (the exact test of Fisher, with more than two
    groups of Fisher, Freeman and Halton, that all have the same share) and p_holm (adjusted over
    the rows of the table); of two groups also difference_low and difference_high, the 95% interval
    (Newcombe) where the table has intervals. No rows when there are no two groups. These tests know
    of no design: see `group_differences`. Raises UnknownName.

    >>> shares = study.mention_shares("student", "sector_group")
    >>> dw.compare_groups(shares).round(3).head(2)[["outcome", "difference", "p", "p_holm"]]
                    outcome  difference      p  p_holm
    0           soft_skills       0.026  1.000     1.0
    1  theory_practice_link       0.159  0.221     1.0
    """
    return _compared(shares, groups, exact=True)


def _compared(shares: pd.DataFrame, groups: Sequence[str], *, exact: bool) -> pd.DataFrame:
    """The same, or without p: where it is that of another test, the exact one takes time."""
    present = list(shares["group"].drop_duplicates())
    for group in groups:
        require_known("group in the table", group, present)
    compared = list(groups) or present
    if len(compared) < 2:
        return pd.DataFrame(columns=[*keys_of(shares), "difference", "p", "p_holm"])
    compare = _two if len(compared) == 2 else _several
    table = compare(shares, compared, exact=exact)
    adjusted = table.assign(p_holm=statistics.holm(list(table["p"])))
    bounds = [column for column in ("difference_low", "difference_high") if column in table]
    return adjusted[[*keys_of(shares), "difference", "p", "p_holm", *bounds]]


def group_differences(
    study: CleanStudy, level: str, by: Split, measure: str = MENTIONED
) -> pd.DataFrame:
    """The groups of a level as a study shows them compared, with the test that fits its design.

    A `compare_groups` table with `test`, which test p is of. `measure` is 'mentioned', or 'status'
    or 'nature': then a row per category, among those who mention the outcome. `by` is as in
    `mention_shares`; an outcome splits mentions only. Where respondents sit
    together in clusters it is that of Rao and Scott, and for groups of whole clusters a
    permutation of these. Where intervals are corrected for the people approached, so is the test.
    Without either it is exact. Holm's family is the table. Raises UnknownName.

    >>> table = dw.group_differences(study, "student", "tranche_group")
    >>> table.round(3).head(2)[["outcome", "difference", "p", "test"]]
                    outcome  difference    p         test
    0           soft_skills      -0.022  0.9  permutation
    1  theory_practice_link      -0.017  0.9  permutation
    """
    shares = shown_shares(study, level, by, measure)
    rows, column = study.counted_at(level, by), split_column(by)
    groups = list(shares["group"].drop_duplicates())
    n = people_at_level(rows[rows[column].isin(groups)])
    fraction = fraction_of(study.population_of(level, by), groups, n)
    exact = not (study.clusters or fraction)
    outcomes, table = rows.assign(group=rows[column]), _compared(shares, (), exact=exact)
    sample = Sample(study.clusters, study.sampled, fraction)
    return with_design(table, shares, outcomes, sample, measure)


def tests_used(study: CleanStudy) -> dict[str, list[str]]:
    """By which tests the groups of each split of a study are compared; without the splits of which
    no two groups are shown.

    >>> dw.tests_used(study)
    {'sector_group': ['rao_scott'], 'tranche_group': ['permutation']}
    """
    found = {
        by: dict.fromkeys(_test_of(study, level.code, by) for level in study.asked_levels)
        for by in study.splits
    }
    return {by: shown for by, tests in found.items() if (shown := [test for test in tests if test])}


def _test_of(study: CleanStudy, level: str, by: str) -> str:
    """By which test `group_differences` compares groups; nothing where no two are shown."""
    groups = list(shown_shares(study, level, by)["group"].drop_duplicates())
    if len(groups) < 2:
        return ""
    fraction = fraction_of(study.population_of(level, by), groups, 1)
    if not (study.clusters or fraction):
        return _exact(groups)
    rows = study.counted_at(level, by)
    rows = rows.assign(group=rows[by])
    return fitting_test(groups_within(rows[rows[by].isin(groups)], study.clusters), study.clusters)


def _exact(groups: Sequence[str]) -> str:
    """The test of people who are independent, of an endless population."""
    return FISHER if len(groups) == 2 else HALTON


def fitting_test(within: pd.DataFrame, clusters: str) -> str:
    """The test that fits a design with clusters, of `groups_within`, or with a correction."""
    return PERMUTATION if clusters and (within["nunique"] == 1).all() else RAO_SCOTT


def groups_within(rows: pd.DataFrame, clusters: str) -> pd.DataFrame:
    """Per cluster, or respondent, of how many groups it has people, and the first of these."""
    return rows.groupby(clusters or RESPONDENT, observed=True)["group"].agg(["nunique", "first"])


def shown_shares(
    study: CleanStudy, level: str, by: Split, measure: str = MENTIONED
) -> pd.DataFrame:
    """The shares that `group_differences` compares, as the study shows them, without who did not
    say. Raises UnknownName.

    >>> dw.shown_shares(study, "student", "sector_group", "nature")["category"].unique().tolist()
    ['new']
    """
    require_known("measure", measure, CAN_BE_COMPARED)
    require_groups(study.counted_at(level, by), split_column(by))
    if measure == MENTIONED:
        return study.mention_shares(level, by)
    if isinstance(by, tuple):
        raise unknown_name(f"column of groups for {measure}", by, study.groups)
    return said(study.characteristic_shares(level, measure, by, "mentioned"))


def said(shares: pd.DataFrame) -> pd.DataFrame:
    """The rows of a `characteristic_shares` table with an answer that the form has, of outcomes
    of which two groups are left; of two answers the first, which tells of the other.
    """
    declared = shares["category"].cat.categories[:-1]
    declared = declared[:1] if len(declared) == 2 else declared
    rows = shares[shares["category"].isin(declared)]
    groups = rows.groupby("outcome", observed=True)["group"].transform("nunique")
    return rows[groups > 1].reset_index(drop=True)


def with_design(
    table: pd.DataFrame,
    shares: pd.DataFrame,
    outcomes: pd.DataFrame,
    sample: Sample,
    measure: str = MENTIONED,
) -> pd.DataFrame:
    """A `compare_groups` table of these shares with the p of the test that fits the design, from
    the outcomes (with a column 'group') that they are shares of, and which `test` that is.
    """
    groups = list(shares["group"].drop_duplicates())
    if table.empty or not (sample.clusters or sample.fraction):
        return table.assign(test=_exact(groups))
    chosen = outcomes[outcomes["group"].isin(groups)]
    of_cluster, unit = groups_within(chosen, sample.clusters), sample.clusters or RESPONDENT
    test = fitting_test(of_cluster, sample.clusters)
    if not sample.clusters:
        return _of_persons(table, shares, people_at_level(outcomes), sample.fraction)
    rows = chosen if measure == MENTIONED else categorised(chosen, measure, "mentioned")
    sampled = sample.sampled or clusters_in(outcomes, unit)
    counts, sizes = cluster_sums(shares, rows, ["group", *keys_of(shares)], unit, sampled)
    found = shares.groupby(keys_of(shares), observed=True, sort=False).indices
    p = [
        _permuted(counts.iloc[at], sizes.iloc[at], of_cluster["first"].reindex(counts.columns))
        if test == PERMUTATION
        else rao_scott_test(counts.iloc[at], sizes.iloc[at], sample.fraction)[-1]
        for at in (found[key] for key in table[keys_of(shares)].itertuples(index=False, name=None))
    ]
    return table.assign(p=coarse(p), p_holm=coarse(statistics.holm(p)), test=test)


def _of_persons(
    table: pd.DataFrame, shares: pd.DataFrame, sampled: int, fraction: npt.ArrayLike
) -> pd.DataFrame:
    """The same where each of so many people is a cluster: they differ in group and answer only."""
    p = []
    for key in table[keys_of(shares)].itertuples(index=False, name=None):
        rows = shares[(shares[keys_of(shares)].astype(object) == list(key)).all(axis=1)]
        count, n = rows["count"].to_numpy(), rows["n"].to_numpy()
        each, none = np.eye(len(rows)), np.zeros((len(rows), 1))
        counts, sizes = np.hstack([each, 0 * each, none]), np.hstack([each, each, none])
        times = [*count, *(n - count), sampled - n.sum()]
        p.append(rao_scott_test(counts, sizes, fraction, times=times)[-1])
    return table.assign(p=coarse(p), p_holm=coarse(statistics.holm(p)), test=RAO_SCOTT)


def coarse(p: Sequence[float] | Floats) -> Floats:
    """Upwards to the next of `P_STEPS`: exact ones would tell what single clusters answered. Of a
    p in thousandths so few answers are left that they tell the counts of small groups.
    """
    exact = np.round(np.asarray(p, float), 9)
    above = np.array(P_STEPS)[np.searchsorted(P_STEPS, np.nan_to_num(exact))]
    return np.where(np.isnan(exact), np.nan, above)


def _permuted(counts: pd.DataFrame, sizes: pd.DataFrame, groups: pd.Series[str]) -> float:
    people = sizes.sum()
    there = people > 0
    k, n = (part.sum()[there].to_numpy()[None] for part in (counts, sizes))
    return float(cluster_permutation_test(k, n, groups[there].astype(str))[0])


def keys_of(shares: pd.DataFrame) -> list[str]:
    """What tells the rows of a group apart."""
    if "option" in shares:
        return ITEM_KEYS
    return [*OUTCOME_KEYS, "category"] if "category" in shares else OUTCOME_KEYS


def fraction_of(population: pd.Series[Any] | None, groups: Sequence[str], n: int) -> float:
    """Which part of the people approached in these groups answered; 0 where that is not known, as
    where no group is left to compare.
    """
    if population is None or not {*groups} <= {*population.index}:
        return 0.0
    approached = float(population[list(groups)].sum())
    return min(n / approached, 1.0) if approached else 0.0


def _two(shares: pd.DataFrame, groups: Sequence[str], *, exact: bool) -> pd.DataFrame:
    keys = keys_of(shares)
    bounds = [column for column in ("low", "high") if column in shares]
    sides = [shares[shares["group"] == group] for group in groups]
    columns = [*keys, "count", "n", "share", *bounds]
    a_b = sides[0][columns].merge(sides[1][columns], on=keys, suffixes=("_a", "_b"))
    p = [
        statistics.fisher_exact(*cells) if exact else np.nan
        for cells in a_b[["count_a", "n_a", "count_b", "n_b"]].itertuples(index=False, name=None)
    ]
    table = a_b[keys].assign(difference=a_b["share_a"] - a_b["share_b"], p=p)
    if not bounds:
        return table
    sides_of = (a_b[f"{c}_{side}"] for side in "ab" for c in ("share", "low", "high"))
    low, high = newcombe_interval(*sides_of)
    return table.assign(difference_low=low, difference_high=high)


def _several(shares: pd.DataFrame, groups: Sequence[str], *, exact: bool) -> pd.DataFrame:
    rows = shares[shares["group"].isin(groups)].groupby(keys_of(shares), observed=True, sort=False)
    difference = rows["share"].agg(lambda share: share.max() - share.min()).rename("difference")
    p = [
        statistics.fisher_freeman_halton(part["count"], part["n"]) if exact else np.nan
        for _, part in rows
    ]
    return difference.reset_index().assign(p=p)
