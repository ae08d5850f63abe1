"""Agreement of two yes-or-no codings, with its interval."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtri

from dwimpact.statistics import CONFIDENCE, cohen_kappa

EDGE = 1e-9


class Agreement(NamedTuple):
    """Cohen's kappa, with the 95% interval low and high; missing where nothing varies."""

    kappa: float
    low: float
    high: float


def kappa_interval(first: npt.ArrayLike, second: npt.ArrayLike) -> Agreement:
    """Kappa of two codings (0 or 1) of the same things, and between what it lies: the values that a
    goodness-of-fit test of the three ways to agree or not does not refuse. It keeps its coverage
    where things are few or the coded one is rare, where the usual standard error does not.

    Source: Donner and Eliasziw (1992), Statistics in Medicine 11, 1511-1519.
    """
    a, b = np.asarray(first, bool), np.asarray(second, bool)
    kappa = cohen_kappa(a, b)
    if np.isnan(kappa):
        return Agreement(kappa, kappa, kappa)
    cells = np.array([(a & b).sum(), (a != b).sum(), (~a & ~b).sum()], float)
    share = (2 * cells[0] + cells[1]) / (2 * cells.sum())
    centre = 1 - cells[1] / (2 * cells.sum() * share * (1 - share))  # where nothing is refused
    limit = ndtri((1 + CONFIDENCE) / 2) ** 2
    lowest = max(-share / (1 - share), -(1 - share) / share) + EDGE
    highest = 1 - EDGE
    centre = min(max(centre, lowest), highest)

    def beyond(value: float) -> float:
        return misfit(cells, share, value) - limit

    low = brentq(beyond, lowest, centre) if beyond(lowest) > 0 else lowest
    high = brentq(beyond, centre, highest) if beyond(highest) > 0 else 1.0
    return Agreement(kappa, float(min(low, kappa)), float(max(high, kappa)))


def misfit(cells: npt.ArrayLike, share: float, kappa: float) -> float:
    """Chi-square of how often both say yes, they differ, and both say no, under a kappa."""
    found, varies = np.asarray(cells, float), share * (1 - share)
    expected = found.sum() * np.array(
        [share**2 + varies * kappa, 2 * varies * (1 - kappa), (1 - share) ** 2 + varies * kappa]
    )
    return float(((found - expected) ** 2 / expected).sum())
