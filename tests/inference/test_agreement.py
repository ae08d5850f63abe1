from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dwimpact.inference.agreement import kappa_interval, misfit
from dwimpact.statistics import cohen_kappa

CODINGS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=4, max_size=60)


def cells(first: list[bool], second: list[bool]) -> tuple[list[float], float]:
    pairs = list(zip(first, second, strict=True))
    found = [sum(a and b for a, b in pairs), sum(a != b for a, b in pairs)]
    found.append(len(pairs) - sum(found))
    return [float(f) for f in found], sum(first + second) / (2 * len(pairs))


@given(CODINGS)
def test_bounds_are_where_the_fit_is_refused(pairs: list[tuple[bool, bool]]) -> None:
    first, second = ([p[side] for p in pairs] for side in (0, 1))
    got = kappa_interval(first, second)
    kappa = cohen_kappa(first, second)
    if np.isnan(kappa):
        assert np.isnan(got).all()
        return
    assert -1 <= got.low <= kappa <= got.high <= 1
    found, share = cells(first, second)
    lowest = max(-share / (1 - share), -(1 - share) / share)
    for bound in (got.low, got.high):
        inside = lowest + 1e-6 < bound < 1 - 1e-6 and abs(bound - kappa) > 1e-6
        if inside:
            assert misfit(found, share, bound) == pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-4)


def test_one_positive_of_42_says_little() -> None:
    rare = np.arange(42) == 0
    got = kappa_interval(rare, rare)
    assert got.kappa == got.high == 1
    assert got.low < 0.25


def test_interval_covers_the_truth() -> None:
    # Common-correlation model, by simulation: kappa 0.6 of a share of 0.3 among 60.
    rng, share, kappa, n = np.random.default_rng(0), 0.3, 0.6, 60
    both = share**2 + share * (1 - share) * kappa
    half = share * (1 - share) * (1 - kappa)
    kinds = rng.choice(4, size=(600, n), p=[both, half, half, 1 - both - 2 * half])
    found = [kappa_interval(k < 2, (k == 0) | (k == 2)) for k in kinds]
    covers = np.mean([low <= kappa <= high for _, low, high in found])
    assert 0.93 <= covers <= 0.975
