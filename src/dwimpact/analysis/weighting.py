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

from dwimpact.analysis.response import require_margins
from dwimpact.dataset import CleanStudy, Split, split_column
from dwimpact.errors import listed
from dwimpact.inference.clusters import few_clusters
from dwimpact.inference.weights import DRAWS_OF_WEIGHTS, raked, rescaled_draws
from dwimpact.shares import mention_shares
from dwimpact.statistics import Floats, wilson_interval
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import WEIGHT

MOST_ROUNDS = 1000
CLOSE = 1e-12  # how far, relatively, a weighted group may be from the people approached

NO_VARIANCE = 1e-12  # below it is what sums of floating numbers leave


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
    each = _each(weights)
    return float(len(each) * (each**2).sum() / each.sum() ** 2)


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
    weight = _each(weights).reindex(outcomes["respondent"]).to_numpy(np.float64)
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
    columns = ["weighted", "variance", "kish", "sample"]
    found = pd.DataFrame(rows, columns=columns, index=table.index).dropna()
    table = table.loc[found.index]
    answered = 0.0 if study.sampled_from[ALL].empty else len(people) / int(study.population or 1)
    p, left = found["weighted"].clip(0, 1), 1 - min(answered, 0.999)
    few = few_clusters(found["sample"] - 1, table["n"])
    # Nobody, or everybody, has no variance: there the weights alone say how much they are worth.
    varies = found["variance"] > NO_VARIANCE
    effective = (p * (1 - p) / (found["variance"] * left)).where(varies, found["kish"] / left)
    effective = effective.clip(upper=table["n"] / left) / few
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


def _each(weights: Weighting | pd.Series[float]) -> pd.Series[float]:
    each = weights.known if isinstance(weights, Weighting) else weights
    if not (each > 0).any():
        raise ValueError("nobody weighs anything; expected at least one weight above 0")
    return each


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
) -> tuple[float, float, float]:
    """A weighted share, its variance over the draws in which somebody of the group is, and Kish's
    effective n; a share of nothing where nobody weighs.
    """
    own = weights[inside]
    total = drawn[:, inside].sum(axis=1)
    there = total > 0
    if not own.sum() or not there.any():
        return np.nan, np.nan, 0.0
    share = float((own * named[inside]).sum() / own.sum())
    shares = (drawn[:, inside] @ named[inside])[there] / total[there]
    variance = float(((shares - share) ** 2).mean())
    return share, variance, len(own) / design_effect(pd.Series(own))


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
