"""Weights that are made anew in every draw of a bootstrap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dwimpact.statistics import Floats

DRAWS_OF_WEIGHTS, ROUNDS = 999, 60
Margin = tuple[npt.NDArray[np.intp], Floats]  # the group of each of the people, and the totals


def rescaled_draws(clusters: npt.ArrayLike, draws: int = DRAWS_OF_WEIGHTS, seed: int = 0) -> Floats:
    """How much each of the people counts in each draw (draws × people): clusters are drawn with
    replacement, one fewer than there are, and count so much more for it.

    Source: Rao, Wu and Yue (1992), Survey Methodology 18, 209-217.
    """
    if draws < 2:
        raise ValueError(f"{draws} draws, from which nothing can be told; expected 2 or more")
    codes = np.unique(np.asarray(clusters), return_inverse=True)[1]
    m = int(codes.max()) + 1
    if m < 2:
        raise ValueError("one cluster, which cannot be drawn from")
    rng = np.random.default_rng(seed)
    times = rng.multinomial(m - 1, np.full(m, 1 / m), size=draws)
    return np.asarray(times[:, codes] * (m / (m - 1)))


def raked(weights: Floats, margins: Sequence[Margin]) -> Floats:
    """Weights (draws × people) fitted to all margins in turn. Of a group of which nobody was drawn
    the others take the place: the total stays.
    """
    made = weights.copy()
    for _ in range(ROUNDS):
        for groups, totals in margins:
            inside = np.eye(len(totals))[groups]
            sums = made @ inside
            wanted = np.where(sums > 0, totals, 0.0)
            wanted = wanted * totals.sum() / wanted.sum(axis=1, keepdims=True)
            made = made * (
                np.divide(wanted, sums, out=np.zeros_like(sums), where=sums > 0) @ inside.T
            )
    return made
