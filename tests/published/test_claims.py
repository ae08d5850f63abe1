from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from dwimpact.published.checks import Check
from dwimpact.published.claims import AnyCheck, Claim
from dwimpact.published.quantity import Count, Quantity
from dwimpact.published.words import Reading
from dwimpact.statistics import percentage

MENTIONS = Quantity(of="mentions", level="school", outcome="network", sector_group="mbo")
OTHERS = Quantity(of="mentions", level="school", outcome="network", sector_group="higher")
BASE, OTHER_BASE = MENTIONS.base(), OTHERS.base()
FRACTIONS = st.fractions(0, 1, max_denominator=100)

ADAPTER: TypeAdapter[Check] = TypeAdapter(AnyCheck)


def parse(**entries: Any) -> Check:
    return ADAPTER.validate_python(entries)


def value(**entries: Any) -> Check:
    return parse(value=MENTIONS, **entries)


def share_of(**entries: Any) -> Check:
    return parse(value=MENTIONS, over="group", **entries)


def compare(**entries: Any) -> Check:
    return parse(compare=[MENTIONS, OTHERS], **entries)


def counting(counts: Mapping[Quantity, int]) -> Count:
    return counts.__getitem__


def choices(column: str, quantity: Quantity) -> tuple[str, ...]:
    return {"outcome": ("network", "region", "staff"), "sector_group": ("mbo", "higher")}[column]


def holds(check: Check, counts: Mapping[Quantity, int]) -> bool:
    count = counting(counts)
    return all(c.holds(count) for c in check.constraints(choices))


@st.composite
def share(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 100))
    return draw(st.integers(0, n)), n


@given(st.integers(-3, 50), st.integers(0, 50), st.integers(0, 50))
def test_count(number: int, low: int, high: int) -> None:
    counts = {MENTIONS: number}
    assert holds(value(**{"is": low}), counts) == (number == low)
    assert holds(value(**{"from": low}), counts) == (number >= low)
    assert holds(value(above=low), counts) == (number > low)
    assert holds(value(to=high), counts) == (number <= high)
    assert holds(value(below=high), counts) == (number < high)
    if low <= high:
        between = value(**{"from": low}, to=high)
        assert holds(between, counts) == (low <= number <= high)


@given(share(), st.integers(0, 100))
def test_percentage_is_that_of_the_report(pair: tuple[int, int], published: int) -> None:
    k, n = pair
    check = share_of(**{"is": f"{published}%"}, rounded="1%")
    assert holds(check, {MENTIONS: k, BASE: n}) == (percentage(k, n) == published)


@given(share(), st.sampled_from(["1%", "5%", "0.1%", "1/10", "1/3"]))
def test_rounded_share_that_comes_out_is_confirmed(pair: tuple[int, int], written: str) -> None:
    k, n = pair
    unit = Fraction(written.removesuffix("%")) / (100 if "%" in written else 1)
    told = (Fraction(k, n) / unit + Fraction(1, 2)).__floor__() * unit
    if told <= 1:
        assert holds(share_of(**{"is": str(told)}, rounded=written), {MENTIONS: k, BASE: n})


@given(st.integers(0, 10**7))
def test_large_count_may_be_rounded(number: int) -> None:
    told = (number + 500) // 1000 * 1000
    assert holds(value(**{"is": told}, rounded=1000), {MENTIONS: number})
    assert not holds(value(**{"is": told + 1000}, rounded=1000), {MENTIONS: number})


def test_share_is_a_fraction_exactly() -> None:
    assert holds(share_of(**{"is": "1/3"}), {MENTIONS: 3, BASE: 9})
    assert not holds(share_of(**{"is": "1/3"}), {MENTIONS: 333, BASE: 1000})


def test_percentage_of_nobody_is_contradicted() -> None:
    check = share_of(**{"is": "0%"}, rounded="1%")
    assert not holds(check, {MENTIONS: 0, BASE: 0})


@given(share(), FRACTIONS)
def test_share_against_one_bound(pair: tuple[int, int], bound: Fraction) -> None:
    counts = {MENTIONS: pair[0], BASE: pair[1]}
    exact = Fraction(*pair)
    for word, exp in {
        "from": exact >= bound,
        "above": exact > bound,
        "to": exact <= bound,
        "below": exact < bound,
    }.items():
        assert holds(share_of(**{word: str(bound)}), counts) == exp, word


@given(share(), FRACTIONS, FRACTIONS)
def test_share_between_two_bounds(pair: tuple[int, int], low: Fraction, high: Fraction) -> None:
    if low < high:
        check = share_of(above=str(low), to=str(high))
        assert holds(check, {MENTIONS: pair[0], BASE: pair[1]}) == (low < Fraction(*pair) <= high)


@pytest.mark.parametrize("written", ["1/2", "0.5", 0.5, "50%", "50.0%", " 1/2 "])
def test_number_is_written_as_a_fraction_a_percentage_or_a_decimal(written: object) -> None:
    check = share_of(**{"from": written})
    assert holds(check, {MENTIONS: 1, BASE: 2})
    assert not holds(check, {MENTIONS: 49, BASE: 100})


def test_share_over_a_base_of_its_own() -> None:
    base = Quantity(of="mentions", level="school")
    check = parse(value=MENTIONS, over=base, **{"from": "1/2"})
    assert holds(check, {MENTIONS: 1, base: 2})
    assert not holds(check, {MENTIONS: 1, base: 3})
    assert check.quantities(choices) == [(MENTIONS, base)]


def test_more_mentions_than_people_are_no_share() -> None:
    # 3.2 mentions a person: two sources, so that the number may be above 1.
    check = parse(value={"of": "mentions"}, over={"of": "respondents"}, **{"is": 3.2}, rounded=0.1)
    counts = {Quantity(of="mentions"): 31, Quantity(of="respondents"): 10}
    assert not holds(check, counts)
    assert holds(check, {**counts, Quantity(of="mentions"): 32})


@given(share(), share(), FRACTIONS, FRACTIONS)
def test_shares_are_compared(
    first: tuple[int, int], second: tuple[int, int], one: Fraction, other: Fraction
) -> None:
    counts = {MENTIONS: first[0], BASE: first[1], OTHERS: second[0], OTHER_BASE: second[1]}
    a, b = Fraction(*first), Fraction(*second)
    low, high = sorted((one, other))
    assert holds(compare(), counts) == (a > b)
    assert holds(compare(points=[str(-low), str(high)]), counts) == (-low <= a - b <= high)
    assert holds(compare(points=[str(low), None]), counts) == (a - b >= low)
    assert holds(compare(times=[str(low), None]), counts) == (a >= low * b)
    assert holds(compare(times=[2, 3]), counts) == (2 * b <= a <= 3 * b)


@given(st.integers(0, 9), st.integers(0, 9))
def test_counts_are_compared(one: int, other: int) -> None:
    counts = {MENTIONS: one, OTHERS: other}
    assert holds(compare(over="nothing"), counts) == (one > other)
    assert holds(compare(over="nothing", points=[2, None]), counts) == (one - other >= 2)


def test_shares_of_one_base_are_compared_without_knowing_it() -> None:
    # The base may be open: it stays among the terms.
    more = Quantity(of="mentions", level="school", outcome="region", sector_group="mbo")
    check = parse(compare=[MENTIONS, more], points=["10%", None])
    (constraint,) = check.constraints(choices)
    assert dict(constraint.terms) == {MENTIONS: 10, more: -10, BASE: -1}
    assert (constraint.low, constraint.high) == (0, None)


@given(
    st.tuples(*[st.integers(0, 6)] * 3),
    st.permutations(["network", "region"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["most", "least"]),
)
def test_first_outdo_the_rest(
    numbers: tuple[int, ...], named: list[str], ordered: bool, ties: bool, order: str
) -> None:
    count = dict(zip(choices("outcome", MENTIONS), numbers, strict=True))
    rank = {"of": "mentions", "level": "school", "sector_group": "mbo"}
    counts = {Quantity(**rank, outcome=code): number for code, number in count.items()}
    check = parse(rank=rank, first=named, ordered=ordered, ties=ties, order=order)

    def ahead(one: str, other: str) -> bool:
        more = (count[one] - count[other]) * (1 if order == "most" else -1)
        return more >= 0 if ties else more > 0

    exp = all(ahead(code, "staff") for code in named)
    exp = exp and (not ordered or ahead(*named))
    counts[BASE] = 9
    assert holds(check, counts) == exp


def test_groups_are_ranked_by_share() -> None:
    rank = {"of": "mentions", "level": "school", "outcome": "network"}
    check = parse(rank=rank, by="sector_group", first=["mbo"])
    assert holds(check, {MENTIONS: 2, BASE: 3, OTHERS: 5, OTHER_BASE: 10})
    assert not holds(check, {MENTIONS: 2, BASE: 4, OTHERS: 5, OTHER_BASE: 10})


def claim(check: Any) -> Claim:
    return Claim.model_validate({"id": "a", "section": "1", "says": "Iets.", "check": check})


def test_checks_of_a_claim_must_all_hold() -> None:
    both = claim([{"value": MENTIONS, "from": 1}, {"value": MENTIONS, "to": 2}])

    def all_hold(number: int) -> bool:
        count = counting({MENTIONS: number})
        return all(c.holds(count) for c in both.constraints(choices))

    assert [all_hold(number) for number in (0, 1, 2, 3)] == [False, True, True, False]
    assert both.quantities(choices) == [(MENTIONS, None)]


def test_external_claim_asks_nothing() -> None:
    outside = claim({"external": "Staat er niet in."})
    assert list(outside.constraints(choices)) == []
    assert (outside.quantities(choices), outside.reason) == ([], "Staat er niet in.")


@pytest.mark.parametrize(
    ("check", "exp"),
    [
        (value(**{"is": 1}), [(MENTIONS, None)]),
        (share_of(**{"is": "1%"}), [(MENTIONS, BASE)]),
        (compare(), [(MENTIONS, BASE), (OTHERS, OTHER_BASE)]),
        (compare(over="nothing"), [(MENTIONS, None), (OTHERS, None)]),
        (
            parse(rank={"of": "mentions", "level": "school"}, first=["region"]),
            [
                (Quantity(of="mentions", level="school", outcome=code), Quantity(of="respondents"))
                for code in ("network", "region", "staff")
            ],
        ),
    ],
)
def test_counts_beside_a_claim(check: Check, exp: list[tuple[Quantity, Quantity | None]]) -> None:
    assert check.quantities(choices) == exp


def test_word_is_what_a_reading_says() -> None:
    narrow, wide = (Reading(above=0, to=width) for width in ("5%", "10%"))
    check = share_of(**{"is": "80%"}, word="ruim")
    counts = {MENTIONS: 87, BASE: 100}
    assert not holds(check.read({"ruim": narrow}.__getitem__), counts)
    assert holds(check.read({"ruim": wide}.__getitem__), counts)
    assert not holds(check.read({"ruim": wide}.__getitem__), {**counts, MENTIONS: 80})


def test_word_may_bound_a_count_and_its_share() -> None:
    few = Reading(count={"from": 3}, to="1/4")
    check = share_of(word="enkele").read({"enkele": few}.__getitem__)
    got = [holds(check, {MENTIONS: number, BASE: 20}) for number in (2, 3, 5, 6)]
    assert got == [False, True, True, False]


def test_word_of_a_comparison_says_how_many_points() -> None:
    same = Reading(**{"from": "-10%", "to": "10%"})
    check = compare(word="zo goed als gelijk").read({"zo goed als gelijk": same}.__getitem__)
    counts = {BASE: 10, OTHERS: 5, OTHER_BASE: 10}
    got = [holds(check, {**counts, MENTIONS: number}) for number in (3, 4, 6, 7)]
    assert got == [False, True, True, False]


@pytest.mark.parametrize(
    ("entries", "exp"),
    [
        ({}, "one of is, from, above, to, below or word"),
        ({"is": 1, "from": 1}, "bounds, or else is or word"),
        ({"word": "veel", "to": 1}, "bounds, or else is or word"),
        ({"from": 1, "above": 1}, "from or above, not both"),
        ({"to": 1, "below": 1}, "to or below, not both"),
        ({"from": 2, "to": 1}, "an upper bound that is above the lower one"),
        ({"from": 1, "below": 1}, "an upper bound that is above the lower one"),
        ({"from": 1, "rounded": 5}, "rounded: a unit above 0, beside is and without a word"),
        ({"is": 1, "rounded": 0}, "rounded: a unit above 0, beside is and without a word"),
        ({"over": "group", "is": "150%"}, "a share of 100% at most"),
        ({"over": "group", "from": 73}, "a share of 100% at most"),
        ({"is": "veel"}, "a number such as 20, 80%, 1/2 or 0.5, not 'veel'"),
        ({"is": "1/0"}, "a number such as 20, 80%, 1/2 or 0.5, not '1/0'"),
    ],
)
def test_value_that_cannot_be_meant(entries: dict[str, Any], exp: str) -> None:
    with pytest.raises(ValidationError) as error:
        value(**entries)
    assert [found["msg"] for found in error.value.errors()] == [f"Value error, {exp}"]


@pytest.mark.parametrize(
    ("entries", "exp"),
    [
        ({"points": [None, None]}, "a least or a most, or both"),
        ({"points": [0, 1], "times": [2, None]}, "one of points, times or word"),
        ({"points": ["20%", "10%"]}, "an upper bound that is above the lower one"),
    ],
)
def test_comparison_that_cannot_be_meant(entries: dict[str, Any], exp: str) -> None:
    with pytest.raises(ValidationError) as error:
        compare(**entries)
    assert [found["msg"] for found in error.value.errors()] == [f"Value error, {exp}"]
