"""Respondents counted over the rows they are in, and per cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dwimpact.inference.clusters import cluster_effect, few_clusters
from dwimpact.study.people import people_of
from dwimpact.study.questionnaire.model import PEOPLE, RESPONDENT


def count_respondents(outcomes: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Per key: n, missing and count, in respondents.

    A row stands for one respondent, or for as many as its column 'people' says.
    """
    people = people_of(outcomes)
    counts = pd.DataFrame(
        {
            "n": people,
            "missing": people.where(outcomes["mentioned"].isna(), 0),
            "count": people.where(outcomes["mentioned"].fillna(False).astype(bool), 0),
        }
    )
    grouped = counts.groupby([outcomes[key] for key in keys], observed=True)
    return grouped.sum().astype(int)


def people_at_level(outcomes: pd.DataFrame) -> int:
    """How many respondents these rows of one level, or of one question beside the levels, are of:
    each has one for each option.
    """
    if PEOPLE not in outcomes:
        return int(outcomes[RESPONDENT].nunique())
    options = ["outcome"] if "outcome" in outcomes else ["column", "option"]
    each = outcomes.groupby(options, observed=True)[PEOPLE].sum()
    return int(each.max()) if len(each) else 0


def clusters_in(outcomes: pd.DataFrame, clusters: str) -> list[str]:
    """The clusters that these rows are of, in the order of the questionnaire where it has one; none
    without a column that has them.
    """
    if not clusters:
        return []
    there = outcomes[clusters].dropna().unique()
    return list(there.sort_values()) if isinstance(there, pd.Categorical) else there.tolist()


def cluster_sums(
    counted: pd.DataFrame,
    outcomes: pd.DataFrame,
    keys: Sequence[str],
    clusters: str,
    sampled: Sequence[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts and sizes of the rows of a counted table, as frames of its rows × all clusters that
    were sampled.

    `keys` tell the rows apart; with 'category' among them a row counts who has it, of those that
    the other keys are about.
    """
    pairs = [key for key in keys if key != "category"]
    people, count = ("n", "count") if len(pairs) == len(keys) else ("n", "n")
    inside = count_respondents(outcomes, [*keys, clusters])[count]
    sizes = count_respondents(outcomes, [*pairs, clusters])[people]
    rows = {len(keys): as_index(list(counted[keys].itertuples(index=False, name=None)), len(keys))}
    rows[len(pairs)] = as_index(list(counted[pairs].itertuples(index=False, name=None)), len(pairs))
    k, n = (
        sums.unstack(clusters, fill_value=0).reindex(rows[len(names)], fill_value=0)
        for sums, names in ((inside, keys), (sizes, pairs))
    )
    # Who mentions something may be of few clusters: the others are a part of the sample too.
    columns = list(sampled)
    return k.reindex(columns=columns, fill_value=0), n.reindex(columns=columns, fill_value=0)


def design_effects(
    counted: pd.DataFrame,
    outcomes: pd.DataFrame,
    keys: Sequence[str],
    clusters: str,
    sampled: Sequence[str],
) -> pd.DataFrame | None:
    """How many times larger clusters make the variance of each share of a counted table: effect,
    df (clusters with anybody of the row, less one). None without clusters.

    The design effect is the average over the outcomes of a level in a group, which is steadier
    than that of one outcome and tells nothing of a single cluster; never below 1, rounded up to a
    tenth, and widened for few clusters.

    Source: Kish (1965), Survey Sampling, 14.1; Wolter (2007), Introduction to Variance
    Estimation, ch. 7. benchmarks/coverage.md has how often such intervals cover the truth.
    """
    if not clusters:
        return None
    counts, sizes = cluster_sums(counted, outcomes, keys, clusters, sampled)
    found = cluster_effect(counts, sizes)
    blocks = [key for key in ("group", "level") if key in keys]
    deff = pd.Series(found.deff, index=counted.index)
    rounded = deff.groupby([counted[key].astype(object) for key in blocks]).transform(usual_effect)
    return pd.DataFrame(
        {"effect": rounded * few_clusters(found.df, counted["n"]), "df": found.df},
        index=counted.index,
    )


def usual_effect(deff: pd.Series[float]) -> float:
    """The average of these design effects, never below 1, rounded up to a tenth."""
    usual = deff.mean()
    return 1.0 if np.isnan(usual) else float(np.ceil(np.round(max(usual, 1.0), 9) * 10) / 10)


def as_index(
    tuples: Sequence[tuple[Any, ...]], width: int, names: list[str] | None = None
) -> pd.MultiIndex:
    """Also without tuples: of a level that nobody was asked."""
    if not tuples:
        return pd.MultiIndex.from_arrays([[]] * width, names=names)
    return pd.MultiIndex.from_tuples(tuples, names=names)
