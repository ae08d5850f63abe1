from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dwimpact.statistics import (
    fisher_exact,
    holm,
    newcombe_interval,
    percentage,
    wilson_interval,
)

Z = stats.norm.ppf(0.975)
P_VALUES = st.lists(st.floats(0, 1), max_size=12)


@st.composite
def count_of_base(draw: st.DrawFn, largest: int = 500) -> tuple[int, int]:
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


@st.composite
def count_of_sample(draw: st.DrawFn) -> tuple[int, int, int]:
    k, n = draw(count_of_base())
    return k, n, draw(st.integers(n, 5 * n + 1))


def test_percentage_rounds_half_up_for_every_small_base() -> None:
    pairs = [(k, n) for n in range(1, 201) for k in range(n + 1)]
    got = percentage(*zip(*pairs, strict=True))
    exp = [
        int((Decimal(100 * k) / Decimal(n)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        for k, n in pairs
    ]
    assert got.tolist() == exp


@given(count_of_base(largest=10**9))
def test_percentage_is_the_nearest_whole_number(pair: tuple[int, int]) -> None:
    k, n = pair
    difference = int(percentage(k, n)) - Fraction(100 * k, n)
    assert -Fraction(1, 2) < difference <= Fraction(1, 2)


def test_percentage_of_nobody_is_refused() -> None:
    with pytest.raises(ZeroDivisionError) as error:
        percentage([1, 0], [2, 0])
    assert str(error.value) == "a percentage of an empty group"


@given(count_of_base())
def test_interval_of_an_endless_population_is_that_of_scipy(pair: tuple[int, int]) -> None:
    k, n = pair
    got = wilson_interval(k, n)
    exp = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert got == pytest.approx((exp.low, exp.high), abs=1e-12)


@given(count_of_base(), st.floats(0.5, 0.999))
def test_confidence_is_that_of_scipy(pair: tuple[int, int], confidence: float) -> None:
    k, n = pair
    got = wilson_interval(k, n, confidence=confidence)
    exp = stats.binomtest(k, n).proportion_ci(confidence_level=confidence, method="wilson")
    assert got == pytest.approx((exp.low, exp.high), abs=1e-12)


@given(count_of_sample())
def test_share_lies_in_its_interval(sample: tuple[int, int, int]) -> None:
    k, n, population = sample
    low, high = wilson_interval(k, n, population)
    assert 0 <= low <= k / n <= high <= 1


@given(count_of_sample())
def test_share_is_z_standard_errors_from_both_bounds(sample: tuple[int, int, int]) -> None:
    # Wilson's bounds are the shares p at which (k/n - p)² = z² p (1 - p) / n, here with the
    # variance of a sample without replacement: times (N - n) / (N - 1).
    k, n, population = sample
    correction = (population - n) / max(population - 1, 1)
    for bound in wilson_interval(k, n, population):
        variance = bound * (1 - bound) / n * correction
        assert (k / n - bound) ** 2 == pytest.approx(Z**2 * variance, abs=1e-9)


@given(count_of_sample())
def test_smaller_population_gives_a_narrower_interval(sample: tuple[int, int, int]) -> None:
    k, n, population = sample
    low, high = wilson_interval(k, n, population)
    wide_low, wide_high = wilson_interval(k, n, population + 10)
    assert wide_low <= low + 1e-12
    assert high <= wide_high + 1e-12


@given(count_of_base())
def test_census_has_no_sampling_error(pair: tuple[int, int]) -> None:
    k, n = pair
    assert wilson_interval(k, n, n) == pytest.approx((k / n, k / n), abs=1e-12)


@given(count_of_sample())
def test_interval_mirrors_that_of_who_did_not(sample: tuple[int, int, int]) -> None:
    k, n, population = sample
    low, high = wilson_interval(k, n, population)
    assert wilson_interval(n - k, n, population) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_interval_of_nobody_is_missing() -> None:
    assert np.isnan(wilson_interval([0, 0], [0, 0], [np.inf, 5])).all()


def test_intervals_of_many_counts_are_those_of_each() -> None:
    counts, bases, populations = [1, 5, 9], [10, 10, 12], [np.inf, 40.0, 12.0]
    low, high = wilson_interval(counts, bases, populations)
    each = zip(counts, bases, populations, strict=True)
    exp = [wilson_interval(k, n, size) for k, n, size in each]
    assert np.column_stack([low, high]) == pytest.approx(np.array(exp))


def two_sided_p(a: int, n_a: int, b: int, n_b: int) -> Fraction:
    """Sum of all tables that are at most as likely, in exact fractions."""
    both = a + b
    tables = range(max(0, both - n_b), min(n_a, both) + 1)
    ways = {k: comb(n_a, k) * comb(n_b, both - k) for k in tables}
    return Fraction(sum(w for w in ways.values() if w <= ways[a]), sum(ways.values()))


@given(count_of_base(largest=40), count_of_base(largest=40))
def test_fisher_adds_up_the_unlikely_tables(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    assert fisher_exact(*first, *second) == pytest.approx(float(two_sided_p(*first, *second)))


@given(count_of_base(largest=40), count_of_base(largest=40))
def test_fisher_does_not_mind_which_group_is_first(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    assert fisher_exact(*first, *second) == pytest.approx(fisher_exact(*second, *first))


def holm_by_hand(p_values: list[float]) -> list[float]:
    adjusted, largest = [0.0] * len(p_values), 0.0
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    for step, i in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - step) * p_values[i]))
        adjusted[i] = largest
    return adjusted


@given(P_VALUES)
def test_holm_steps_down(p_values: list[float]) -> None:
    assert holm(p_values).tolist() == pytest.approx(holm_by_hand(p_values))


@given(P_VALUES)
def test_holm_keeps_the_order_and_lowers_nothing(p_values: list[float]) -> None:
    got = holm(p_values)
    assert (got >= p_values).all()
    assert (got <= 1).all()
    for (p, adjusted), (q, other) in zip(*[list(zip(p_values, got, strict=True))] * 2, strict=True):
        assert (p < q) <= (adjusted <= other)


def test_holm_of_a_known_example() -> None:
    # Holm's own order: 4 × 0.005, 3 × 0.01, 2 × 0.03, and never below an earlier one.
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])


@pytest.mark.parametrize(
    ("a", "b", "exp"),
    [
        # Newcombe (1998), Statistics in Medicine 17, Table II, method 10.
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_newcombe_gives_the_published_bounds(
    a: tuple[int, int], b: tuple[int, int], exp: tuple[float, float]
) -> None:
    sides = [(k / n, *wilson_interval(k, n)) for k, n in (a, b)]
    got = newcombe_interval(*sides[0], *sides[1])
    assert np.round(got, 4) == pytest.approx(exp, abs=1e-9)


@given(st.integers(0, 20), st.integers(0, 30))
def test_newcombe_has_the_difference_inside_and_turns_with_its_sides(a: int, b: int) -> None:
    one, other = ((k / n, *wilson_interval(k, n, 100)) for k, n in ((a, 20), (b, 30)))
    low, high = newcombe_interval(*one, *other)
    assert low <= a / 20 - b / 30 <= high
    assert newcombe_interval(*other, *one) == pytest.approx((-high, -low))
    assert low >= -1
    assert high <= 1
