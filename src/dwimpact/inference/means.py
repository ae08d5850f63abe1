"""The mean of a number among people who sit together in clusters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from dwimpact.statistics import CONFIDENCE, Floats


def mean_interval(
    values: Floats, clusters: Sequence[object], sampled: int, fraction: float = 0.0
) -> tuple[float, float]:
    """The 95% interval of the mean of at least two values, low and high (in their unit).

    `clusters` has the cluster of each value; `sampled` is how many were drawn, also those without a
    value here; `fraction` is the part of the population that answered (0-1). Never narrower than of
    independent people. The degrees of freedom are the clusters with a value, less one: with fewer
    than two of them nothing is known (infinite).

    Source: as svymean of a subset in R's survey, with Student's t.
    """
    n, mean, left = len(values), float(values.mean()), 1 - fraction
    sums = pd.Series(values - mean).groupby(list(clusters)).sum()
    between = sampled / (sampled - 1) * float((sums**2).sum()) / n**2 if sampled > 1 else np.inf
    freedom = len(sums) - 1
    error = np.sqrt(left * max(between, values.var(ddof=1) / n))
    half = float(stdtrit(freedom, (1 + CONFIDENCE) / 2) * error) if freedom else np.inf
    return mean - half, mean + half
