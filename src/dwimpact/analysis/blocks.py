"""All outcomes of a level together: one test of a whole block between groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dwimpact.analysis.differences import (
    PERMUTATION,
    coarse,
    fitting_test,
    fraction_of,
    groups_within,
)
from dwimpact.dataset import CleanStudy, Split, split_column
from dwimpact.inference.clusters import cluster_permutation_test, pearson
from dwimpact.inference.multiple_response import marginal_independence
from dwimpact.statistics import Floats
from dwimpact.study.questionnaire.model import RESPONDENT
from dwimpact.study.schema import require_groups


def block_differences(study: CleanStudy, by: Split, level: str = "") -> pd.DataFrame:
    """Whether groups mention any of the outcomes of a level in other shares, all of them together:
    one test in place of one per outcome.

    One row per level (or of the one named) of which two groups are shown: level, groups and
    outcomes (how many), n, statistic (the sum of Pearson's X²), df, p, test and, where people are
    independent, bootstrap_p with its standard error bootstrap_error. By the same rule as in
    `group_differences` the test is 'rao_scott' (second-order correction, with the clusters and the
    population of the study's design) or, of groups of whole clusters, a 'permutation' of these: all
    ways, or 19,999 of them (a standard error of 0.0015 where p is 0.05), without df.
    `by` is as in the shares of the study. Raises UnknownName.

    >>> dw.block_differences(study, "sector_group")[["level", "groups", "outcomes", "n", "p"]]
             level  groups  outcomes   n    p
    0  institution       2         5  58  0.9
    1    programme       2         7  58  0.9
    2      student       2         5  58  0.7
    """
    levels = [level] if level else [lv.code for lv in study.asked_levels]
    rows = [row for code in levels if (row := _block(study, code, by))]
    columns = ["level", "groups", "outcomes", "n", "statistic", "df", "p", "test"]
    return pd.DataFrame(rows, columns=[*columns, "bootstrap_p", "bootstrap_error"])


def _block(study: CleanStudy, level: str, by: Split) -> dict[str, object]:
    shown, rows = study.mention_shares(level, by), study.respondents_at(level, by)
    column, groups = split_column(by), list(shown["group"].drop_duplicates())
    require_groups(rows, column)
    if len(groups) < 2:
        return {}
    rows = rows[rows[column].isin(groups) & rows["outcome"].isin(shown["outcome"].unique())]
    ticks = rows.pivot(index=RESPONDENT, columns="outcome", values="mentioned")
    ticks = ticks.fillna(False).astype(float)
    people = rows.drop_duplicates(RESPONDENT).set_index(RESPONDENT).loc[ticks.index]
    people = people.assign(group=people[column].astype(str)).reset_index()
    within = groups_within(people, study.clusters)
    test = fitting_test(within, study.clusters)
    if test == PERMUTATION:
        found = _permuted(ticks, people, people[study.clusters].astype(str), within["first"])
    else:
        fraction = fraction_of(study.population_of(level, by), groups, len(people))
        found = _second_order(ticks, people, study, fraction)
    shown_of = {"level": level, "groups": len(groups), "outcomes": ticks.shape[1], "n": len(people)}
    return {**shown_of, **found, "test": test}


def _permuted(
    ticks: pd.DataFrame, people: pd.DataFrame, clusters: pd.Series[str], groups: pd.Series[str]
) -> dict[str, object]:
    """Whole clusters dealt over the groups: how often X², summed over outcomes, is as large."""
    (by_cluster, sizes), (by_group, n) = (
        _sums(ticks, place) for place in (clusters, people["group"])
    )
    own = groups.rename(index=str)[by_cluster.columns]
    p = cluster_permutation_test(by_cluster, sizes, own, together=True)
    return {"statistic": float(pearson(by_group, n).sum()), "df": np.nan, "p": coarse(p)[0]}


def _sums(ticks: pd.DataFrame, place: pd.Series[str]) -> tuple[pd.DataFrame, Floats]:
    """Counts of outcomes × places, and how many people each place has beside them."""
    counts = ticks.groupby(place.to_numpy()).sum().T
    sizes = place.value_counts()[counts.columns].to_numpy(np.float64)
    return counts, np.broadcast_to(sizes, counts.shape)


def _second_order(
    ticks: pd.DataFrame, people: pd.DataFrame, study: CleanStudy, fraction: float
) -> dict[str, object]:
    test = marginal_independence(
        ticks.to_numpy(),
        people["group"].to_numpy(),
        clusters=people[study.clusters].astype(str).to_numpy() if study.clusters else None,
        fraction=fraction,
        sampled=len(study.sampled),
    )
    p = coarse([test.p, test.bootstrap_p])
    return {
        "statistic": test.statistic,
        "df": round(test.df, 1),  # more would tell of single answers
        "p": p[0],
        "bootstrap_p": p[1],
        "bootstrap_error": test.bootstrap_error if test.draws else np.nan,
    }
