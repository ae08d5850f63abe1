"""What weights change: weighted shares beside the others, with an interval of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.analysis.weighting import Weighting, design_effect, each_weight, weigh
from dwimpact.dataset import CleanStudy, Split, split_column
from dwimpact.inference.clusters import few_clusters
from dwimpact.inference.weights import DRAWS_OF_WEIGHTS, raked, rescaled_draws
from dwimpact.shares import mention_shares
from dwimpact.statistics import Floats, wilson_interval
from dwimpact.study.edition import ALL

NO_VARIANCE = 1e-12  # below it is what sums of floating numbers leave


class _Drawn(NamedTuple):
    """Respondents, what each weighs, and what in every draw (draws × respondents)."""

    people: pd.DataFrame
    weights: Floats
    draws: Floats


def weighted_shares(
    outcomes: pd.DataFrame,
    weights: Weighting | pd.Series[float],
    population: pd.Series[int] | None = None,
) -> pd.DataFrame:
    """The `mention_shares` of all respondents, with their weighted share (0-1) beside it.

    One row per level × outcome, with the columns of `mention_shares` and `weighted`. Raises
    ValueError where there are no weights, for a respondent without one, and where none of those
    asked weighs anything.

    >>> weighting = dw.rake(study.respondents, {"sector": study.populations["sector"]})
    >>> table = dw.weighted_shares(dw.at_level(study.outcomes, "student"), weighting)
    >>> table[["outcome", "share", "weighted"]].head(1).round(3)
           outcome  share  weighted
    0  soft_skills  0.797     0.799
    """
    keys = ["level", "outcome"]
    weight = each_weight(weights).reindex(outcomes["respondent"]).to_numpy(np.float64)
    if n := outcomes["respondent"][np.isnan(weight)].nunique():
        raise ValueError(f"{n} respondents have no weight; take the weights of all who are counted")
    mentioned = weight * outcomes["mentioned"].fillna(False).astype(float)
    sums = outcomes[keys].assign(weight=weight, mentioned=mentioned)
    sums = sums.groupby(keys, observed=True)[["mentioned", "weight"]].sum()
    weighted = (sums["mentioned"] / sums["weight"]).to_dict()
    shares = mention_shares(outcomes, population=population)
    named = shares[keys].itertuples(index=False, name=None)
    return shares.assign(weighted=[weighted[key] for key in named])


def weighted_intervals(
    study: CleanStudy, level: str, by: Split | None = None, draws: int = DRAWS_OF_WEIGHTS
) -> pd.DataFrame:
    """Weighted shares of a level with an interval of their own, of everybody or by a split.

    `by` is as in the shares of the study. One row per group × outcome that it shows: group, level,
    outcome, n, effective_n (how many who weigh the same would say as much), weighted, low and high.
    The variance is that of a bootstrap of people, or of what they sit together in, with weights
    raked anew in every draw; weights that came with the responses are only scaled. Exact, so for
    the analyst: on a page they go through `round_weighted`, and in a strict study nowhere. No rows
    where nobody can be weighted. Raises UnknownName, and ValueError for fewer than 2 draws.

    >>> table = dw.weighted_intervals(study, "student").round(2)
    >>> table[["outcome", "n", "weighted"]].head(2)
                    outcome   n  weighted
    0           soft_skills  64      0.79
    1  theory_practice_link  64      0.76
    """
    people = study.respondents.reset_index(drop=True)
    margins = {v: study.populations[v] for v in study.approached["dimension"].unique()}
    weighting = weigh(people, margins)
    table = study.mention_shares(level, by)[["group", "level", "outcome", "n"]]
    if weighting.weights is None or table.empty:
        return table[:0].assign(effective_n=0.0, weighted=0.0, low=0.0, high=0.0)
    weights = _floats(weighting.weights.loc[people["respondent"]])
    made = _weights_drawn(people, weights, {} if weighting.given else margins, study, draws)
    found = _weighted_rows(study, level, by, table, _Drawn(people, weights, made)).dropna()
    table = table.loc[found.index]
    effective = _effective_n(found, table["n"], study, len(people))
    p = found["weighted"].clip(0, 1)
    low, high = wilson_interval(p * effective, effective)
    return table.assign(effective_n=effective, weighted=p, low=low, high=high)


def beside_weighted(shares: pd.DataFrame, study: CleanStudy) -> pd.DataFrame:
    """A `weighted_shares` table with the interval of the weighted share (weighted_low and
    weighted_high) in place of that of the unweighted one.

    >>> weights = pd.Series(1.0, index=study.respondents["respondent"])
    >>> shares = dw.weighted_shares(dw.at_level(study.outcomes, "student"), weights)
    >>> [c for c in dw.beside_weighted(shares, study) if c.startswith("weighted")]
    ['weighted', 'weighted_low', 'weighted_high']
    """
    levels = shares["level"].astype(str).unique()
    own = pd.concat([weighted_intervals(study, level) for level in levels])
    own = own.rename(columns={"low": "weighted_low", "high": "weighted_high"})
    keys = ["level", "outcome"]
    bounds = own[[*keys, "weighted_low", "weighted_high"]].astype(dict.fromkeys(keys, str))
    named = shares.drop(columns=["low", "high", "imprecise"]).astype(dict.fromkeys(keys, str))
    return named.merge(bounds, on=keys, how="left", validate="1:1")


def _weighted_rows(
    study: CleanStudy, level: str, by: Split | None, table: pd.DataFrame, drawn: _Drawn
) -> pd.DataFrame:
    """Of each row of `table` the weighted share, its variance, Kish's n, and how many are drawn."""
    people, asked = drawn.people, study.respondents_at(level, by)
    split = ALL if by is None else split_column(by)
    asked_once = asked.assign(**{ALL: ALL}).drop_duplicates("respondent").set_index("respondent")
    group_of = asked_once[split].reindex(people["respondent"])
    wide = asked.pivot(index="respondent", columns="outcome", values="mentioned")
    named = wide.reindex(people["respondent"]).astype("boolean").fillna(False).astype(float)
    drawn_from = people[study.clusters or "respondent"]
    rows = []
    for group, outcome in zip(table["group"], table["outcome"], strict=True):
        inside = (group_of == group).to_numpy()
        told = _weighted(drawn, named[outcome].to_numpy(np.float64), inside)
        rows.append((*told, int(drawn_from[inside].nunique())))
    columns = ["weighted", "variance", "kish", "sample"]
    return pd.DataFrame(rows, columns=columns, index=table.index)


def _effective_n(
    found: pd.DataFrame, n: pd.Series[int], study: CleanStudy, answered: int
) -> pd.Series[float]:
    """How many who weigh the same would say as much, where few clusters say less than they seem."""
    part = 0.0 if study.sampled_from[ALL].empty else answered / int(study.population or 1)
    p, left = found["weighted"].clip(0, 1), 1 - min(part, 0.999)
    # Nobody, or everybody, has no variance: there the weights alone say how much they are worth.
    varies = found["variance"] > NO_VARIANCE
    effective = (p * (1 - p) / (found["variance"] * left)).where(varies, found["kish"] / left)
    return effective.clip(upper=n / left) / few_clusters(found["sample"] - 1, n)


def _floats(values: pd.Series[Any]) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _weights_drawn(
    people: pd.DataFrame,
    weights: Floats,
    margins: Mapping[str, pd.Series[int]],
    study: CleanStudy,
    draws: int,
) -> Floats:
    sample = people[study.clusters or "respondent"].astype(str)
    drawn = rescaled_draws(sample, draws) * weights
    fitted = [
        (
            np.asarray(pd.Index(approached.index).get_indexer(pd.Index(people[by].astype(object)))),
            _floats(approached),
        )
        for by, approached in margins.items()
    ]
    return raked(drawn, fitted)


def _weighted(
    drawn: _Drawn, named: Floats, inside: npt.NDArray[np.bool_]
) -> tuple[float, float, float]:
    """A weighted share, its variance over the draws in which somebody of the group is, and Kish's
    effective n; a share of nothing where nobody weighs.
    """
    own, draws = drawn.weights[inside], drawn.draws[:, inside]
    total = draws.sum(axis=1)
    there = total > 0
    if not own.sum() or not there.any():
        return np.nan, np.nan, 0.0
    share = float((own * named[inside]).sum() / own.sum())
    shares = (draws @ named[inside])[there] / total[there]
    variance = float(((shares - share) ** 2).mean())
    return share, variance, len(own) / design_effect(pd.Series(own))
