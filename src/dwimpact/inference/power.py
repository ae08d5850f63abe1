"""What a next wave can tell: how many people a difference needs, and which so many people show."""

from __future__ import annotations

from math import sqrt

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from dwimpact.statistics import CONFIDENCE

POWER = 0.80


def needed_n(
    difference: float, share: float = 0.5, deff: float = 1.0, power: float = POWER
) -> float:
    """How many people each of two groups needs for a test at 5% to find a difference (0-1) from a
    share with this power; `deff` is the design effect. Raises ValueError for a difference that
    leaves no second share.

    Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, ch. 4,
    without correction for continuity; as power.prop.test in R.
    """
    other = _other(share, difference)
    critical, reached = ndtri((1 + CONFIDENCE) / 2), ndtri(power)
    mean, spread = (share + other) / 2, share * (1 - share) + other * (1 - other)
    root = critical * sqrt(2 * mean * (1 - mean)) + reached * sqrt(spread)
    return float(deff * (root / difference) ** 2)


def power_of(n: float, difference: float, share: float = 0.5, deff: float = 1.0) -> float:
    """How often a test of two groups of n people finds a difference (0-1) from a share."""
    other = _other(share, difference)
    mean, spread = (share + other) / 2, share * (1 - share) + other * (1 - other)
    critical = ndtri((1 + CONFIDENCE) / 2) * sqrt(2 * mean * (1 - mean))
    return float(ndtr((sqrt(n / deff) * difference - critical) / sqrt(spread)))


def detectable_difference(
    n: float, share: float = 0.5, deff: float = 1.0, power: float = POWER
) -> float:
    """The smallest difference (0-1) from a share that two groups of n people show with this power;
    missing where they show none.
    """
    largest = max(share, 1 - share) - 1e-9
    if power_of(n, largest, share, deff) < power:
        return float("nan")
    return float(brentq(lambda d: power_of(n, d, share, deff) - power, 1e-9, largest))


def _other(share: float, difference: float) -> float:
    """The share of the other group, towards the middle where that leaves room."""
    other = share + difference if share + difference <= 1 else share - difference
    if not (0 <= other <= 1 and difference > 0):
        raise ValueError(f"a difference of {difference} from {share} leaves no share from 0 to 1")
    return other
