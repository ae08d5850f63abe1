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
import pandas as pd

from dwimpact.shares import mention_shares
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
