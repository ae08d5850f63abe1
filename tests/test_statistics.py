from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product
from math import comb, floor, prod
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dwimpact import statistics
from dwimpact.statistics import (
    cohen_kappa,
    fisher_exact,
    fisher_freeman_halton,
    half_up,
    holm,
    implied_counts,
    imprecise,
    korn_graubard_interval,
    newcombe_interval,
    percentage,
    points,
    wilson_interval,
)

Z = stats.norm.ppf(0.975)
REFERENCE = Path(__file__).parent / "reference"
AGREES = {"rel": 0, "abs": 1e-8}
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


@given(st.integers(0, 100), st.integers(1, 250))
def test_implied_counts_are_those_within_half_a_point(published: int, n: int) -> None:
    half = Fraction(1, 2)
    exp = [k for k in range(n + 1) if published - half <= Fraction(100 * k, n) < published + half]
    assert implied_counts(published, n) == exp


@given(st.integers(0, 100), st.integers(1, 250))
def test_implied_counts_without_rounding_up(published: int, n: int) -> None:
    exp = [k for k in range(n + 1) if floor(Fraction(100 * k, n)) == published]
    assert implied_counts(published, n, up=False) == exp


@given(st.integers(0, 20), st.integers(1, 250))
def test_implied_counts_of_a_coarser_unit(fives: int, n: int) -> None:
    exp = [k for k in range(n + 1) if abs(Fraction(100 * k, n) - 5 * fives) <= Fraction(5, 2)]
    exp = [k for k in exp if Fraction(100 * k, n) != 5 * fives + Fraction(5, 2)]  # up
    assert implied_counts(5 * fives, n, 5) == exp
    assert implied_counts(5 * fives + 1, n, 5) == []


@given(count_of_base(largest=250))
def test_count_is_among_those_its_percentage_implies(pair: tuple[int, int]) -> None:
    k, n = pair
    implied = implied_counts(int(percentage(k, n)), n)
    assert k in implied
    assert n > 100 or implied == [k]


@pytest.mark.parametrize(
    ("count", "n", "exp"),
    [
        (15, 30, True),  # 31 to 69%
        (25, 50, False),  # 36 to 64%
        (1, 29, True),
        (4, 200, True),  # 0.5 to 5.0%: narrow, but for 2% wide
        (5, 200, False),  # 0.8 to 5.7%: 1.96 times, and no wider than 0.05
        (9, 200, False),  # 2.1 to 8.4%: 1.4 times
        (14, 200, False),
        (0, 60, True),
        (0, 80, True),  # 0 to 4.5%
        (0, 0, True),
    ],
)
def test_whole_rule_of_presentation(count: int, n: int, exp: bool) -> None:
    found = stats.binomtest(count, n).proportion_ci() if n else None
    width = found.high - found.low if found else 1
    relative = width / (count / n) if count else np.inf
    by_hand = n < 30 or count in (0, n) or width >= 0.3 or (width > 0.05 and relative > 1.3)
    assert bool(imprecise(count, n)) is by_hand


def test_design_and_few_clusters_make_imprecise() -> None:
    assert not imprecise(40, 80)
    assert not imprecise(40, 80, effect=1.5)
    assert imprecise(40, 80, effect=2.7)  # worth less than 30
    assert imprecise(400, 800, df=7)
    assert not imprecise(400, 800, df=8)
    # 31 of 60 answered by 62 of 64 people: hardly anything is left to chance.
    assert imprecise(31, 60, effect=1.9)
    assert not imprecise(31, 60, population=61, effect=1.9)


@given(count_of_base())
def test_korn_graubard_of_whole_people_is_clopper_pearson(pair: tuple[int, int]) -> None:
    k, n = pair
    exp = stats.binomtest(k, n).proportion_ci(method="exact")
    assert korn_graubard_interval(k / n, n) == pytest.approx((exp.low, exp.high), abs=1e-9)


@given(count_of_sample(), st.floats(1, 9))
def test_effect_is_that_of_fewer_people(sample: tuple[int, int, int], effect: float) -> None:
    k, n, _ = sample
    got = wilson_interval(k, n, effect=effect)
    assert got == pytest.approx(wilson_interval(k / effect, n / effect), abs=1e-12)


def test_effect_without_end_leaves_everything_open() -> None:
    assert wilson_interval(3, 5, 10, effect=np.inf) == (0, 1)
    assert np.isnan(wilson_interval(0, 0, effect=np.inf)).all()


@given(count_of_base(largest=40), count_of_base(largest=40))
def test_test_of_several_groups_is_that_of_fisher_for_two(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    counts, sizes = zip(first, second, strict=True)
    assert fisher_freeman_halton(counts, sizes) == pytest.approx(fisher_exact(*first, *second))


GROUPS = st.lists(count_of_base(largest=6), min_size=1, max_size=4)


@given(GROUPS)
def test_test_of_several_groups_adds_up_the_unlikely_tables(groups: list[tuple[int, int]]) -> None:
    counts, sizes = zip(*groups, strict=True)
    ways = {
        table: prod(comb(n, k) for n, k in zip(sizes, table, strict=True))
        for table in product(*[range(n + 1) for n in sizes])
        if sum(table) == sum(counts)
    }
    unlikely = sum(w for w in ways.values() if w <= ways[counts])
    exp = float(Fraction(unlikely, sum(ways.values())))
    assert fisher_freeman_halton(counts, sizes) == pytest.approx(exp)


@given(GROUPS, st.randoms())
def test_order_of_groups_does_not_matter_nor_do_empty_ones(
    groups: list[tuple[int, int]], random: Random
) -> None:
    shuffled = [*groups, (0, 0)]
    random.shuffle(shuffled)
    got, exp = (fisher_freeman_halton(*zip(*g, strict=True)) for g in (shuffled, groups))
    assert got == pytest.approx(exp)


def test_too_many_tables_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, sizes = [9, 14, 25, 16], [31, 51, 52, 44]
    exact = fisher_freeman_halton(counts, sizes)
    monkeypatch.setattr(statistics, "MOST_TABLES", 1000)
    got = fisher_freeman_halton(counts, sizes)
    assert got != exact
    assert got == pytest.approx(exact, abs=0.005)  # more than four standard errors
    assert fisher_freeman_halton(counts, sizes) == got


def test_a_sample_of_tables_is_drawn_of_a_million_people_too() -> None:
    assert fisher_freeman_halton([0, 200_000, 300_000], [400_000] * 3) == pytest.approx(1e-5)
    assert fisher_freeman_halton([100_000, 100_200, 99_900], [400_000] * 3) > 0.5


def reference(name: str) -> pd.DataFrame:
    """Values from R, as tests/reference/statistics.R wrote them."""
    return pd.read_csv(REFERENCE / f"{name}.csv")


def test_intervals_are_those_of_r() -> None:
    exp = reference("wilson")
    endless = np.column_stack(wilson_interval(exp["count"], exp["n"]))
    finite = np.column_stack(wilson_interval(exp["count"], exp["n"], exp["population"]))
    assert len(exp) == 49
    assert endless == pytest.approx(exp[["low", "high"]].to_numpy(), **AGREES)
    assert finite == pytest.approx(exp[["finite_low", "finite_high"]].to_numpy(), **AGREES)


def test_tests_of_two_groups_are_those_of_r() -> None:
    exp = reference("fisher")
    cells = exp[["count_a", "n_a", "count_b", "n_b"]].itertuples(index=False)
    assert len(exp) == 50
    assert [fisher_exact(*case) for case in cells] == pytest.approx(exp["p"].tolist(), **AGREES)


def test_adjustment_is_that_of_r() -> None:
    exp = reference("fisher")
    got = exp.groupby("family")["p"].transform(holm)
    assert got.tolist() == pytest.approx(exp["p_holm"].tolist(), **AGREES)


def test_tests_of_several_groups_are_those_of_r() -> None:
    cases = list(reference("response").groupby("case"))
    got = [fisher_freeman_halton(case["responses"], case["approached"]) for _, case in cases]
    assert len(cases) == 14
    assert got == pytest.approx([case["p"].iloc[0] for _, case in cases], **AGREES)


def test_versions_of_r_are_told() -> None:
    assert list(reference("versions")["package"]) == ["R", "survey"]


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


def codings(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> tuple[list[bool], list[bool]]:
    """Two codings, from how often each pair of answers occurs."""
    pairs = (
        [(True, True)] * yes_yes
        + [(True, False)] * yes_no
        + [(False, True)] * no_yes
        + [(False, False)] * no_no
    )
    return [a for a, _ in pairs], [b for _, b in pairs]


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    # Agreed 35 of 50; by chance 0.5 * 0.6 + 0.5 * 0.4.
    assert cohen_kappa(*codings(20, 5, 10, 15)) == pytest.approx((0.7 - 0.5) / (1 - 0.5))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_kappa_has_no_sides_and_is_1_only_when_all_agree(pairs: list[tuple[bool, bool]]) -> None:
    a, b = [p for p, _ in pairs], [p for _, p in pairs]
    kappa = cohen_kappa(a, b)
    assert kappa == pytest.approx(cohen_kappa(b, a), nan_ok=True)
    if np.isnan(kappa):
        assert len(set(a)) == 1
        assert a == b
    else:
        assert -1 <= kappa <= 1
        assert (kappa == 1) == (a == b)


def test_kappa_of_nothing_is_missing() -> None:
    assert np.isnan(cohen_kappa([], []))


@pytest.mark.parametrize(
    ("value", "decimals", "exp"),
    [(12.5, 0, "13"), (-12.5, 0, "-13"), (0.285 * 100, 0, "29"), (3.125, 2, "3.13"), (0, 0, "0")],
)
def test_halves_are_rounded_away_from_zero(value: float, decimals: int, exp: str) -> None:
    assert str(half_up(value, decimals)) == exp


@given(st.integers(-400, 400), st.integers(1, 400))
def test_points_of_a_difference_of_counts_are_exact(count: int, n: int) -> None:
    exact = Fraction(100 * abs(count), n)
    exp = int(exact + Fraction(1, 2)) * (1 if count >= 0 else -1)
    assert points(count / n) == exp
