from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from dwimpact.publication.claims import AnyCheck, Check
from dwimpact.publication.quantity import Count, Quantity
from dwimpact.statistics import percentage

MENTIONS = Quantity(of="mentions", level="school", outcome="network", sector_group="mbo")
OTHERS = Quantity(of="mentions", level="school", outcome="network", sector_group="higher")
BASE, OTHER_BASE = MENTIONS.base(), OTHERS.base()
FRACTIONS = st.fractions(0, 1, max_denominator=100)

ADAPTER: TypeAdapter[Check] = TypeAdapter(AnyCheck)


def parse(kind: str, **entries: Any) -> Check:
    return ADAPTER.validate_python({"kind": kind, **entries})


def counting(counts: Mapping[Quantity, int]) -> Count:
    return counts.__getitem__


def outcomes_of(level: str) -> tuple[str, ...]:
    return {"school": ("network", "region", "staff")}[level]


def holds(check: Check, counts: Mapping[Quantity, int]) -> bool:
    count = counting(counts)
    return all(c.holds(count) for c in check.constraints(count, outcomes_of))


@st.composite
def share(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 100))
    return draw(st.integers(0, n)), n


@given(st.integers(-3, 50), st.integers(0, 50), st.integers(0, 50))
def test_count(number: int, low: int, high: int) -> None:
    counts = {MENTIONS: number}
    of = {"quantity": MENTIONS}
    assert holds(parse("count", **of, equals=low), counts) == (number == low)
    assert holds(parse("count", **of, at_least=low), counts) == (number >= low)
    assert holds(parse("count", **of, at_most=high), counts) == (number <= high)
    between = parse("count", **of, at_least=low, at_most=high)
    assert holds(between, counts) == (low <= number <= high)


@given(share(), st.integers(0, 100))
def test_percentage_is_that_of_the_report(pair: tuple[int, int], published: int) -> None:
    k, n = pair
    check = parse("percentage", quantity=MENTIONS, percentage=published)
    assert holds(check, {MENTIONS: k, BASE: n}) == (percentage(k, n) == published)


@given(share())
def test_percentage_that_comes_out_is_confirmed(pair: tuple[int, int]) -> None:
    k, n = pair
    check = parse("percentage", quantity=MENTIONS, percentage=int(percentage(k, n)))
    assert holds(check, {MENTIONS: k, BASE: n})


def test_percentage_of_nobody_is_contradicted() -> None:
    check = parse("percentage", quantity=MENTIONS, percentage=0)
    assert not holds(check, {MENTIONS: 0, BASE: 0})


@given(share(), FRACTIONS)
def test_share_against_one_bound(pair: tuple[int, int], bound: Fraction) -> None:
    counts = {MENTIONS: pair[0], BASE: pair[1]}
    exact = Fraction(*pair)
    for word, exp in {
        "at_least": exact >= bound,
        "more_than": exact > bound,
        "at_most": exact <= bound,
        "less_than": exact < bound,
    }.items():
        check = parse("share", quantity=MENTIONS, **{word: str(bound)})
        assert holds(check, counts) == exp, word


@given(share(), FRACTIONS, FRACTIONS)
def test_share_between_two_bounds(pair: tuple[int, int], low: Fraction, high: Fraction) -> None:
    check = parse("share", quantity=MENTIONS, more_than=str(low), at_most=str(high))
    assert holds(check, {MENTIONS: pair[0], BASE: pair[1]}) == (low < Fraction(*pair) <= high)


@pytest.mark.parametrize(
    ("written", "exp"), [("1/2", True), ("0.5", True), (0.5, True), (1, False)]
)
def test_bound_is_written_as_a_fraction_or_a_decimal(written: object, exp: bool) -> None:
    check = parse("share", quantity=MENTIONS, at_least=written)
    assert holds(check, {MENTIONS: 1, BASE: 2}) is exp


def test_share_over_a_base_of_its_own() -> None:
    base = Quantity(of="mentions", level="school")
    check = parse("share", quantity=MENTIONS, base=base, at_least="1/2")
    assert holds(check, {MENTIONS: 1, base: 2})
    assert not holds(check, {MENTIONS: 1, base: 3})
    assert check.quantities(outcomes_of) == [(MENTIONS, base)]


@given(share(), share())
def test_greater_compares_shares(first: tuple[int, int], second: tuple[int, int]) -> None:
    check = parse("greater", quantity=MENTIONS, than=OTHERS)
    counts = {MENTIONS: first[0], BASE: first[1], OTHERS: second[0], OTHER_BASE: second[1]}
    assert holds(check, counts) == (Fraction(*first) > Fraction(*second))


@given(share(), share(), FRACTIONS)
def test_similar_compares_shares(
    first: tuple[int, int], second: tuple[int, int], within: Fraction
) -> None:
    check = parse("similar", quantity=MENTIONS, than=OTHERS, within=str(within))
    counts = {MENTIONS: first[0], BASE: first[1], OTHERS: second[0], OTHER_BASE: second[1]}
    assert holds(check, counts) == (abs(Fraction(*first) - Fraction(*second)) <= within)


@given(st.tuples(*[st.integers(0, 6)] * 3), st.permutations(["network", "region"]), st.booleans())
def test_top_outdoes_the_rest(numbers: tuple[int, ...], named: list[str], ordered: bool) -> None:
    count = dict(zip(outcomes_of("school"), numbers, strict=True))
    counts = {
        Quantity(of="mentions", level="school", outcome=code, sector_group="mbo"): number
        for code, number in count.items()
    }
    top = {"level": "school", "outcomes": named, "where": {"sector_group": "mbo"}}
    check = parse("top", **top, ordered=ordered)
    exp = min(count[code] for code in named) > count["staff"]
    exp = exp and (not ordered or count[named[0]] > count[named[1]])
    assert holds(check, counts) == exp


def test_all_must_hold() -> None:
    count = {"kind": "count", "quantity": MENTIONS}
    check = parse("all", checks=[{**count, "at_least": 1}, {**count, "at_most": 2}])
    assert [holds(check, {MENTIONS: number}) for number in (0, 1, 2, 3)] == [
        False,
        True,
        True,
        False,
    ]
    assert check.quantities(outcomes_of) == [(MENTIONS, None)] * 2


def test_external_claim_asks_nothing() -> None:
    check = parse("external", reason="Staat er niet in.")
    assert list(check.constraints(counting({}), outcomes_of)) == []
    assert check.quantities(outcomes_of) == []


@pytest.mark.parametrize(
    ("check", "exp"),
    [
        (parse("count", quantity=MENTIONS, equals=1), [(MENTIONS, None)]),
        (parse("percentage", quantity=MENTIONS, percentage=1), [(MENTIONS, BASE)]),
        (parse("share", quantity=MENTIONS, at_least=0), [(MENTIONS, BASE)]),
        (
            parse("greater", quantity=MENTIONS, than=OTHERS),
            [(MENTIONS, BASE), (OTHERS, OTHER_BASE)],
        ),
        (
            parse("similar", quantity=MENTIONS, than=OTHERS, within=0),
            [(MENTIONS, BASE), (OTHERS, OTHER_BASE)],
        ),
        (
            parse("top", level="school", outcomes=["region"]),
            [
                (Quantity(of="mentions", level="school", outcome=code), Quantity(of="respondents"))
                for code in ("network", "region", "staff")
            ],
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Check) else "",
)
def test_counts_beside_a_claim(check: Check, exp: list[tuple[Quantity, Quantity | None]]) -> None:
    assert check.quantities(outcomes_of) == exp


def test_parts_of_a_check() -> None:
    count = parse("count", quantity=MENTIONS, equals=1)
    inner = {"kind": "all", "checks": [{"kind": "count", "quantity": MENTIONS, "equals": 1}]}
    assert list(count.parts()) == [count]
    assert list(parse("all", checks=[inner, inner]).parts()) == [count, count]


@pytest.mark.parametrize("written", ["veel", "1/0", "", None])
def test_bound_that_is_no_fraction(written: object) -> None:
    with pytest.raises(ValidationError) as error:
        parse("similar", quantity=MENTIONS, than=OTHERS, within=written)
    (found,) = error.value.errors()
    assert found["msg"] == f"Value error, a fraction such as 1/2 or 0.5, not '{written}'"
