"""Weights with which respondents resemble everybody approached, and what they change.

Raking is written out here: it takes a few lines, and of the packages that have it `ipfn` has
seen no release since 2021, `balance` wants an older numpy and scipy, and `samplics` and
`weightipy` bring dependencies far larger than the need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.dataset import CleanStudy, Split, split_column
from dwimpact.inference.clusters import few_clusters
from dwimpact.inference.weights import DRAWS_OF_WEIGHTS, raked, rescaled_draws
from dwimpact.shares import mention_shares
from dwimpact.statistics import Floats, wilson_interval
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire import WEIGHT

MOST_ROUNDS = 1000
CLOSE = 1e-12  # how far, relatively, a weighted group may be from the people approached


@dataclass(frozen=True)
class Weighting:
    """How many people approached each respondent stands for, or how much each counts by the file
    (`given`), indexed by respondent.

    Without weights where none exist: because nobody of the groups `absent` answered, or
    because no weights fit all margins at once.
    """

    weights: pd.Series[float] | None
    absent: tuple[Any, ...] = ()
    given: bool = False


def weigh(respondents: pd.DataFrame, margins: Mapping[str, pd.Series[int]]) -> Weighting:
    """The weights that came with the responses, or else those of `rake`.

    >>> dw.weigh(study.respondents, {"sector": study.populations["sector"]}).given
    False
    """
    if WEIGHT not in respondents:
        return rake(respondents, margins)
    return Weighting(respondents.set_index("respondent")[WEIGHT], given=True)


def rake(respondents: pd.DataFrame, margins: Mapping[str, pd.Series[int]]) -> Weighting:
    """Weights that give every group as many people as were approached, by raking.

    `margins` has the people approached per group, by the column that groups respondents.
    Weights are fitted to one margin after the other until all hold (iterative proportional
    fitting), so that those of a combination of groups stay as equal as the margins allow.

    Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11.

    >>> weighting = dw.rake(study.respondents, {"sector": study.populations["sector"]})
    >>> round(weighting.weights.sum())
    178
    """
    groups = respondents.set_index("respondent")[list(margins)].astype(object)
    if absent := _absent(groups, margins):
        return Weighting(None, absent)
    weights = pd.Series(1.0, index=groups.index)
    for _ in range(MOST_ROUNDS):
        for by, approached in margins.items():
            weights = weights * _factors(weights, groups[by], approached)
        left = [_factors(weights, groups[by], approached) for by, approached in margins.items()]
        if all(np.abs(factors - 1).max() < CLOSE for factors in left):
            return Weighting(weights)
    return Weighting(None)


def design_effect(weights: pd.Series[float]) -> float:
    """How many times larger unequal weights make the variance of a share.

    Source: Kish (1965), Survey Sampling, section 11.7.

    >>> dw.design_effect(pd.Series([1.0, 1.0, 2.0]))
    1.125
    """
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def weighted_shares(
    outcomes: pd.DataFrame, weights: pd.Series[float], population: pd.Series[int] | None = None
) -> pd.DataFrame:
    """The `mention_shares` of all respondents, with their weighted share (0-1) beside it.

    One row per level × outcome, with the columns of `mention_shares` and `weighted`. Raises
    KeyError for a respondent without a weight.

    >>> weights = pd.Series(1.0, index=study.respondents["respondent"])
    >>> table = dw.weighted_shares(dw.at_level(study.outcomes, "student"), weights)
    >>> (table["weighted"] - table["share"]).abs().max() < 1e-12
    np.True_
    """
    keys = ["level", "outcome"]
    weight = weights.loc[outcomes["respondent"]].to_numpy()
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
    shares = study.mention_shares(level, by)
    people = study.respondents.reset_index(drop=True)
    margins = {v: study.populations[v] for v in study.approached["dimension"].unique()}
    weighting = weigh(people, margins)
    table = shares[["group", "level", "outcome", "n"]]
    if weighting.weights is None or table.empty:
        return table[:0].assign(effective_n=0.0, weighted=0.0, low=0.0, high=0.0)
    weights = _floats(weighting.weights.loc[people["respondent"]])
    drawn = _weights_drawn(people, weights, {} if weighting.given else margins, study, draws)
    asked = study.respondents_at(level, by)
    split = ALL if by is None else split_column(by)
    asked_once = asked.assign(**{ALL: ALL}).drop_duplicates("respondent").set_index("respondent")
    group_of = asked_once[split].reindex(people["respondent"])
    wide = asked.pivot(index="respondent", columns="outcome", values="mentioned")
    named = wide.reindex(people["respondent"]).astype("boolean").fillna(False).astype(float)
    rows = []
    for group, outcome in zip(shares["group"], shares["outcome"], strict=True):
        inside = (group_of == group).to_numpy()
        sample = int(people.loc[inside, study.clusters or "respondent"].nunique())
        rows.append(
            (*_weighted(weights, drawn, named[outcome].to_numpy(np.float64), inside), sample)
        )
    found = pd.DataFrame(rows, columns=["weighted", "variance", "sample"], index=table.index)
    answered = 0.0 if study.sampled_from[ALL].empty else len(people) / int(study.population or 1)
    p, variance = found["weighted"], found["variance"] * (1 - min(answered, 1.0))
    few = few_clusters(found["sample"] - 1, table["n"])
    most = table["n"] / (1 - min(answered, 0.999))
    effective = (p * (1 - p) / variance.where(variance > 0)).fillna(most).clip(upper=most) / few
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
    weights: Floats, drawn: Floats, named: Floats, inside: npt.NDArray[np.bool_]
) -> tuple[float, float]:
    """A weighted share, and its variance over the draws in which somebody of the group is."""
    share = float((weights * named)[inside].sum() / weights[inside].sum())
    total = drawn[:, inside].sum(axis=1)
    there = total > 0
    shares = (drawn[:, inside] @ named[inside])[there] / total[there]
    return share, float(((shares - share) ** 2).mean())


def _factors(
    weights: pd.Series[float], group: pd.Series[Any], approached: pd.Series[int]
) -> pd.Series[float]:
    """What each weight is to be multiplied by for its group to reach the people approached."""
    return group.map(approached) / weights.groupby(group).transform("sum")


def _absent(groups: pd.DataFrame, margins: Mapping[str, pd.Series[int]]) -> tuple[Any, ...]:
    """The groups in which people were approached and nobody answered."""
    return tuple(
        group
        for by, approached in margins.items()
        for group in approached.index[approached > 0]
        if not groups[by].eq(group).any()
    )
