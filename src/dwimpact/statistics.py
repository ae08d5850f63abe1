"""Intervals, tests and rounding: thin, vectorised, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, prod

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaincinv, ndtri

CONFIDENCE = 0.95
SMALLEST_BASE = 30
WIDEST_INTERVAL, NARROW_INTERVAL = 0.30, 0.05
WIDEST_RELATIVE = 1.30  # times the share itself
FEWEST_DF = 8
CENSUS = 1e12  # people: as good as without end
MOST_TABLES = 1_000_000  # most of a second, 230 MB
SIMULATIONS = 99_999
TIE = 1e-7  # relative: as likely, but for rounding; the same as in R
Floats = npt.NDArray[np.float64]


def wilson_interval(
    count: npt.ArrayLike,
    n: npt.ArrayLike,
    population: npt.ArrayLike = np.inf,
    confidence: float = CONFIDENCE,
    effect: npt.ArrayLike = 1.0,
) -> tuple[Floats, Floats]:
    """Lower and upper bound of a share (0-1) by Wilson's score method.

    `population` is how many people could have answered. Its finite population correction
    replaces n by n (N - 1) / (N - n), so that a census has no sampling error: there both
    bounds are the share itself. A base of 0 gives missing bounds. `effect` is how many times
    larger the design makes the variance; without end nothing is known of the share.

    Source: Wilson (1927), JASA 22; Cochran (1977), Sampling Techniques, section 3; with a design
    effect Dean and Pagano (2015), Journal of Survey Statistics and Methodology 3.
    """
    k, base, size, times = np.broadcast_arrays(
        *(np.asarray(values, float) for values in (count, n, population, effect))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k / base
        # 1/n_effective stays finite where n_effective is not (a census) and vice versa.
        rest = np.maximum(size - base, 0)  # more answers than people: as good as a census
        correction = np.where(np.isinf(size), 1.0, rest / np.maximum(size - 1, 1))
        known = np.where(np.isinf(times), 1.0, times)
        z2_n = ndtri((1 + confidence) / 2) ** 2 * correction * known / base
        centre = (share + z2_n / 2) / (1 + z2_n)
        half = np.sqrt(z2_n * (share * (1 - share) + z2_n / 4)) / (1 + z2_n)
    # Rounding must not put the share itself outside its interval.
    low = np.clip(np.minimum(centre - half, share), 0, 1)
    high = np.clip(np.maximum(centre + half, share), 0, 1)
    unknown = np.isinf(times) & (base > 0)
    return np.where(unknown, 0.0, low)[()], np.where(unknown, 1.0, high)[()]


def korn_graubard_interval(
    share: npt.ArrayLike, effective_n: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Lower and upper bound of a share (0-1) of so many independent people, a fraction of one too:
    that of Clopper and Pearson for a whole number. Missing without anybody.

    Source: Korn and Graubard (1998), Survey Methodology 24.
    """
    p, n = np.broadcast_arrays(np.asarray(share, float), np.asarray(effective_n, float))
    k, tail = p * n, (1 - CONFIDENCE) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(k > 0, betaincinv(k, n - k + 1, tail), 0.0)
        high = np.where(k < n, betaincinv(k + 1, n - k, 1 - tail), 1.0)
    nobody = ~(n > 0) | np.isnan(p)
    return np.where(nobody, np.nan, low)[()], np.where(nobody, np.nan, high)[()]


def imprecise(
    count: npt.ArrayLike,
    n: npt.ArrayLike,
    population: npt.ArrayLike = np.inf,
    effect: npt.ArrayLike = 1.0,
    df: npt.ArrayLike = np.inf,
) -> npt.NDArray[np.bool_]:
    """Whether a share is too uncertain to lean on: fewer than 30 respondents, in number or in what
    they are worth (n over the design's `effect`); a Korn-Graubard interval 0.30 wide or wider, or
    wider than 0.05 and than 1.3 times the share; fewer than 8 degrees of freedom; or nobody, or
    everybody.

    Source: Parker et al. (2017), National Center for Health Statistics Data Presentation
    Standards for Proportions, Vital and Health Statistics 2 (175), all of it; what they leave
    to a review is imprecise here. Corrected for the population as `wilson_interval` is.
    """
    k, base, size, times = np.broadcast_arrays(
        *(np.asarray(values, float) for values in (count, n, population, effect))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = base / times
        rest = np.maximum(size - base, 0) / np.maximum(size - 1, 1)
        correction = np.where(np.isinf(size), 1.0, rest)
        share = k / base
        low, high = korn_graubard_interval(share, np.minimum(worth / correction, CENSUS))
        width = high - low
        relative = np.where(share > 0, width / share, np.inf)
    wide = (width >= WIDEST_INTERVAL) | ((width > NARROW_INTERVAL) & (relative > WIDEST_RELATIVE))
    few = (base < SMALLEST_BASE) | (worth < SMALLEST_BASE) | (np.asarray(df) < FEWEST_DF)
    return few | wide | (share == 0) | (share == 1)


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
    table = np.array([[count_a, n_a - count_a], [count_b, n_b - count_b]])
    # Here, because it takes half a second to import and most commands test nothing.
    from scipy import stats

    return float(stats.fisher_exact(table).pvalue)


def fisher_freeman_halton(counts: npt.ArrayLike, n: npt.ArrayLike) -> float:
    """The p of the exact test that several groups have the same share; that of Fisher for two.

    `counts` out of `n` per group. Adds up the probability of every table with the same
    margins that is at most as likely; where there are too many, of a fixed random sample.

    Source: Freeman and Halton (1951), Biometrika 38.
    """
    from scipy import stats  # here for the same reason

    # The last group follows from the others: left to the largest, the fewest tables remain.
    order = np.argsort(n, kind="stable")
    k, size = np.asarray(counts)[order], np.asarray(n)[order]
    others = (size[:-1] + 1).tolist()
    if prod(others) > MOST_TABLES:
        # Not by stats.fisher_exact, which takes no more people than it draws cells (SciPy 1.17).
        table = np.array([k, size - k])
        margins = stats.random_table(table.sum(axis=1), table.sum(axis=0))
        drawn = margins.rvs(SIMULATIONS, random_state=np.random.default_rng(0))
        likely = margins.pmf(drawn) <= margins.pmf(table) * (1 + TIE)
        return float((likely.sum() + 1) / (SIMULATIONS + 1))
    free = np.indices(others).reshape(len(others), prod(others)).T
    tables = np.column_stack([free, k.sum() - free.sum(axis=1)])
    possible = (tables[:, -1] >= 0) & (tables[:, -1] <= size[-1])
    chance = stats.multivariate_hypergeom(size, k.sum()).pmf
    probability = np.asarray(chance(tables[possible]))
    return float(min(probability[probability <= chance(k) * (1 + TIE)].sum(), 1))


def holm(p_values: Sequence[float]) -> Floats:
    """p-values adjusted for testing them together, in the order given.

    Source: Holm (1979), Scandinavian Journal of Statistics 6.
    """
    p = pd.Series(p_values, dtype=float)
    factor = len(p) + 1 - p.rank(method="first")
    adjusted = (p * factor).iloc[np.argsort(p, kind="stable")].cummax().clip(upper=1)
    return np.asarray(adjusted.sort_index(), "float64")


def percentage(count: npt.ArrayLike, n: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Whole percentages, halves rounded up, from exact integers as the report does.

    Raises ZeroDivisionError for a base of 0.
    """
    k, base = np.asarray(count, np.int64), np.asarray(n, np.int64)
    if (base == 0).any():
        raise ZeroDivisionError("a percentage of an empty group")
    return (200 * k + base) // (2 * base)


def implied_counts(
    published: Fraction | int, n: int, unit: Fraction | int = 1, *, up: bool = True
) -> list[int]:
    """The counts out of n that give this percentage (0-100) when rounded to a unit, halves `up`, or
    cut off.

    None at all: no number of people can have given the percentage. With n up to 100 at most one
    gives a whole percentage.

    Source: Brown and Heathers (2017), The GRIM Test, Social Psychological and Personality
    Science 8.
    """
    if published % unit:
        return []
    start = Fraction(published) - (Fraction(unit) / 2 if up else 0)
    first, last = (ceil(n * bound / 100) for bound in (start, start + unit))
    return list(range(max(first, 0), min(last, n + 1)))


def cohen_kappa(first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Agreement of two yes-or-no codings of the same things, chance aside: 1 is full, 0 is what
    chance gives. Missing when both always say the same one thing, or there is nothing.

    Source: Cohen (1960), Educational and Psychological Measurement 20.
    """
    a, b = np.asarray(first, bool), np.asarray(second, bool)
    if a.size == 0:
        return float("nan")
    observed = (a == b).mean()
    expected = a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean())
    return float("nan") if expected == 1 else float((observed - expected) / (1 - expected))


def half_up(value: float, decimals: int = 0) -> Decimal:
    """A number rounded with halves away from zero, as percentages here are."""
    # Nine decimals first: a half that floating point missed by a hair is a half.
    exact = Decimal(f"{value:.9f}")
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def points(share: float) -> int:
    """A share, or a difference of shares, in whole percentage points, rounded as `half_up` does."""
    return int(half_up(100 * share))
