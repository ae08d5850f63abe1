"""How far two answers go together: phi with its interval."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from dwimpact.inference.clusters import few_clusters
from dwimpact.statistics import CONFIDENCE, Floats


class Association(NamedTuple):
    """Phi (-1 to 1), its standard error and 95% interval; missing where one never varies."""

    phi: float
    error: float
    low: float
    high: float


def association(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    clusters: npt.ArrayLike | None = None,
    fraction: float = 0.0,
    sampled: int = 0,
) -> Association:
    """Phi of two answers (0 or 1) of the same people: their correlation.

    The variance is linearised, over `clusters` where these are given, with a correction for the
    `fraction` of a population that answered; the interval is made on Fisher's scale, and wider for
    few clusters. `sampled` is how many clusters the sample has, where some have none of these
    people.

    Source: Bishop, Fienberg and Holland (1975), Discrete Multivariate Analysis, section 11.3;
    Fisher (1921), Metron 1; as svycontrast of svymean in R's survey.
    """
    x, y = np.asarray(first, float), np.asarray(second, float)
    nothing = Association(*[float("nan")] * 4)
    if len(x) < 2 or not (x.std() and y.std()):
        return nothing
    a, b = x.mean(), y.mean()
    scale = np.sqrt(a * (1 - a) * b * (1 - b))
    phi = float(((x * y).mean() - a * b) / scale)
    bend = phi * (1 - 2 * np.array([a, b])) / (2 * np.array([a * (1 - a), b * (1 - b)]))
    influence = (x * y - (x * y).mean()) / scale
    influence = influence - (x - a) * (b / scale + bend[0]) - (y - b) * (a / scale + bend[1])
    sums = influence if clusters is None else _summed(influence, clusters)
    if len(sums) < 2:
        return nothing
    most = max(len(sums), sampled)
    variance = (1 - fraction) * most / (most - 1) * float((sums**2).sum()) / len(x) ** 2
    if abs(phi) > 1 - 1e-12:
        return Association(phi, 0.0, phi, phi)
    widen = np.sqrt(few_clusters(len(sums) - 1, len(x)))
    half = float(ndtri((1 + CONFIDENCE) / 2) * widen * np.sqrt(variance)) / (1 - phi**2)
    low, high = np.tanh([np.arctanh(phi) - half, np.arctanh(phi) + half])
    return Association(phi, float(np.sqrt(variance)), float(low), float(high))


def _summed(values: Floats, clusters: npt.ArrayLike) -> Floats:
    codes = np.unique(np.asarray(clusters), return_inverse=True)[1]
    return np.bincount(codes, values).astype(np.float64)
