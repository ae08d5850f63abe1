"""Weights with which respondents resemble everybody approached.

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

from dwimpact.analysis.response import require_margins
from dwimpact.errors import listed
from dwimpact.study.questionnaire.model import WEIGHT

MOST_ROUNDS = 1000
CLOSE = 1e-12  # how far, relatively, a weighted group may be from the people approached


@dataclass(frozen=True, repr=False)
class Weighting:
    """How many people approached each respondent stands for, or how much each counts by the file
    (`given`), indexed by respondent. What takes weights takes this as it is.

    Without weights where none exist: because nobody of the groups `absent` answered, or
    because no weights fit all margins at once. `heaviest` is the group in which people weigh most
    on average: its column, code and that average; None where all groups weigh the same.
    """

    weights: pd.Series[float] | None
    absent: tuple[Any, ...] = ()
    given: bool = False
    heaviest: tuple[str, Any, float] | None = None

    @property
    def known(self) -> pd.Series[float]:
        """The weights. Raises ValueError where there are none, saying why."""
        if self.weights is None:
            nobody = f"nobody of {listed(self.absent)} answered" if self.absent else ""
            raise ValueError(f"no weights: {nobody or 'none fit all margins at once'}")
        return self.weights

    def summary(self) -> pd.Series[float]:
        """What the weights come to: n, total, least, mean, most, design_effect and effective_n (how
        many who weigh the same would say as much). Raises ValueError where there are none.
        """
        weights, effect = self.known, design_effect(self)
        return pd.Series(
            {
                "n": len(weights),
                "total": weights.sum(),
                "least": weights.min(),
                "mean": weights.mean(),
                "most": weights.max(),
                "design_effect": effect,
                "effective_n": len(weights) / effect,
            }
        )

    def __repr__(self) -> str:
        try:
            s = self.summary()
        except ValueError as error:
            return f"<Weighting: {error}>"
        told = (
            f"<Weighting: {s['n']:.0f} respondents weigh {s['least']:.1f} to {s['most']:.1f}, "
            f"{s['mean']:.1f} on average\n"
            f" design effect {s['design_effect']:.2f}, effective n {s['effective_n']:.0f}"
        )
        if self.heaviest:
            by, group, mean = self.heaviest
            told += f"\n most: {by} {group!r}, {mean:.1f} on average"
        return f"{told}>"


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

    Raises UnknownName for a column that respondents do not have.

    Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11.

    >>> weighting = dw.rake(study.respondents, {"sector": study.populations["sector"]})
    >>> weighting
    <Weighting: 64 respondents weigh 2.0 to 3.5, 2.8 on average
     design effect 1.01, effective n 64
     most: sector 'other', 3.5 on average>
    >>> round(weighting.summary()["total"])
    178
    """
    require_margins(respondents, margins)
    groups = respondents.set_index("respondent")[list(margins)].astype(object)
    if absent := _absent(groups, margins):
        return Weighting(None, absent)
    weights = pd.Series(1.0, index=groups.index)
    for _ in range(MOST_ROUNDS):
        for by, approached in margins.items():
            weights = weights * _factors(weights, groups[by], approached)
        left = [_factors(weights, groups[by], approached) for by, approached in margins.items()]
        if all(np.abs(factors - 1).max() < CLOSE for factors in left):
            return Weighting(weights, heaviest=_heaviest(weights, groups))
    return Weighting(None)


def design_effect(weights: Weighting | pd.Series[float]) -> float:
    """How many times larger unequal weights make the variance of a share. Raises ValueError where
    there are no weights.

    Source: Kish (1965), Survey Sampling, section 11.7.

    >>> dw.design_effect(pd.Series([1.0, 1.0, 2.0]))
    1.125
    """
    each = each_weight(weights)
    return float(len(each) * (each**2).sum() / each.sum() ** 2)


def each_weight(weights: Weighting | pd.Series[float]) -> pd.Series[float]:
    """Weights by respondent. Raises ValueError where nobody has any."""
    each = weights.known if isinstance(weights, Weighting) else weights
    if not (each > 0).any():
        raise ValueError("nobody weighs anything; expected at least one weight above 0")
    return each


def _factors(
    weights: pd.Series[float], group: pd.Series[Any], approached: pd.Series[int]
) -> pd.Series[float]:
    """What each weight is to be multiplied by for its group to reach the people approached."""
    return group.map(approached) / weights.groupby(group).transform("sum")


def _heaviest(weights: pd.Series[float], groups: pd.DataFrame) -> tuple[str, Any, float] | None:
    """The group with the largest average weight, which is how many of it were approached for each
    who answered; None where that is the same everywhere.
    """
    means = [
        (str(by), group, float(mean))
        for by in groups
        for group, mean in weights.groupby(groups[by], sort=False).mean().items()
    ]
    means.sort(key=lambda found: -found[-1])
    return means[0] if means and not np.isclose(means[0][-1], means[-1][-1]) else None


def _absent(groups: pd.DataFrame, margins: Mapping[str, pd.Series[int]]) -> tuple[Any, ...]:
    """The groups in which people were approached and nobody answered."""
    return tuple(
        group
        for by, approached in margins.items()
        for group in approached.index[approached > 0]
        if not groups[by].eq(group).any()
    )
