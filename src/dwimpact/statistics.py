"""Intervals, tests and rounding: thin, vectorised, each with its source."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

CONFIDENCE = 0.95
Floats = npt.NDArray[np.float64]


def wilson_interval(
    count: npt.ArrayLike,
    n: npt.ArrayLike,
    population: npt.ArrayLike = np.inf,
    confidence: float = CONFIDENCE,
) -> tuple[Floats, Floats]:
    """Lower and upper bound of a share (0-1) by Wilson's score method.

    `population` is how many people could have answered. Its finite population correction
    replaces n by n (N - 1) / (N - n), so that a census has no sampling error: there both
    bounds are the share itself. A base of 0 gives missing bounds.

    Source: Wilson (1927), JASA 22; Cochran (1977), Sampling Techniques, section 3.
    """
    k, base, size = np.broadcast_arrays(
        np.asarray(count, float), np.asarray(n, float), np.asarray(population, float)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k / base
        # 1/n_effective stays finite where n_effective is not (a census) and vice versa.
        rest = np.maximum(size - base, 0)  # more answers than people: as good as a census
        correction = np.where(np.isinf(size), 1.0, rest / np.maximum(size - 1, 1))
        z2_n = ndtri((1 + confidence) / 2) ** 2 * correction / base
        centre = (share + z2_n / 2) / (1 + z2_n)
        half = np.sqrt(z2_n * (share * (1 - share) + z2_n / 4)) / (1 + z2_n)
    # Rounding must not put the share itself outside its interval.
    return np.clip(np.minimum(centre - half, share), 0, 1), np.clip(
        np.maximum(centre + half, share), 0, 1
    )


def newcombe_interval(
    share_a: npt.ArrayLike,
    low_a: npt.ArrayLike,
    high_a: npt.ArrayLike,
    share_b: npt.ArrayLike,
    low_b: npt.ArrayLike,
    high_b: npt.ArrayLike,
) -> tuple[Floats, Floats]:
    """Lower and upper bound of the difference a - b of two shares (0-1) of independent groups,
    from their Wilson bounds; so corrected for the populations when those are.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    a, la, ua = (np.asarray(value, float) for value in (share_a, low_a, high_a))
    b, lb, ub = (np.asarray(value, float) for value in (share_b, low_b, high_b))
    return a - b - np.hypot(a - la, ub - b), a - b + np.hypot(ua - a, b - lb)


def fisher_exact(count_a: int, n_a: int, count_b: int, n_b: int) -> float:
    """Two-sided p of Fisher's exact test that two groups have the same share."""
    table = [[count_a, n_a - count_a], [count_b, n_b - count_b]]
    # Here, because it takes half a second to import and most commands test nothing.
    from scipy.stats import fisher_exact

    return float(fisher_exact(table).pvalue)


def holm(p_values: Sequence[float]) -> Floats:
    """p-values adjusted for testing them together, in the order given.

    Source: Holm (1979), Scandinavian Journal of Statistics 6.
    """
    p = pd.Series(p_values, dtype=float)
    factor = len(p) + 1 - p.rank(method="first")
    adjusted = (p * factor).iloc[np.argsort(p, kind="stable")].cummax().clip(upper=1)
    return adjusted.sort_index().to_numpy()


def percentage(count: npt.ArrayLike, n: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Whole percentages, halves rounded up, from exact integers as the report does.

    Raises ZeroDivisionError for a base of 0.
    """
    k, base = np.asarray(count, np.int64), np.asarray(n, np.int64)
    if (base == 0).any():
        raise ZeroDivisionError("a percentage of an empty group")
    return (200 * k + base) // (2 * base)
