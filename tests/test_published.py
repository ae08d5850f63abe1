from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dwimpact.errors import StudyError
from dwimpact.published import (
    AnyCheck,
    Check,
    Constraint,
    Count,
    Quantity,
    listed_outcomes,
    read_claims,
)
from dwimpact.questionnaire import Questionnaire
from dwimpact.statistics import percentage
from dwimpact.study import Study

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


FRAME = pd.DataFrame(
    {"level": ["school", "school", "pupil"], "tranche": [1, 2, 1], "responded": [True] * 3}
)


@pytest.mark.parametrize(
    ("where", "exp"),
    [
        ({}, [True, True, True]),
        ({"level": "school"}, [True, True, False]),
        ({"level": "school", "tranche": 1}, [True, False, False]),
        ({"tranche": [1, 2]}, [True, True, True]),
        ({"level": ["pupil"], "responded": True}, [False, False, True]),
        ({"responded": False}, [False, False, False]),
    ],
)
def test_quantity_matches_rows_in_every_named_column(
    where: dict[str, Any], exp: list[bool]
) -> None:
    assert Quantity(of="mentions", **where).matching(FRAME).tolist() == exp


def test_quantity_unknown_column_is_refused() -> None:
    with pytest.raises(KeyError) as error:
        Quantity(of="mentions", levl="school").matching(FRAME)
    assert error.value.args[0] == "levl"


def test_quantity_base_is_everybody_of_the_same_group() -> None:
    group = {"workplace": "alfa", "tranche": 1, "tranche_group": "early"}
    group |= {"sector": "mbo", "sector_group": "mbo"}
    quantity = Quantity(of="mentions", level="school", status="realised", kind="listed")
    assert quantity.base() == Quantity(of="respondents")
    grouped = Quantity(of="mentions", level="school", **group)
    assert grouped.base() == Quantity(of="respondents", **group)


def test_quantity_order_of_columns_and_values_does_not_matter() -> None:
    one = Quantity(of="mentions", level="school", status=["realised", "expected"])
    two = Quantity(of="mentions", status=["expected", "realised"], level=["school"])
    assert one == two
    assert hash(one) == hash(two)
    assert one != Quantity(of="mentions", level="school", status="realised")
    assert one != Quantity(of="options", level="school", status=["realised", "expected"])


def test_quantity_says_what_it_counts() -> None:
    quantity = Quantity(of="mentions", level="school", status=["realised", "expected"])
    assert str(quantity) == "mentions(level=school, status=realised or expected)"


@given(st.integers(), st.none() | st.integers(), st.none() | st.integers())
def test_constraint_lies_between_its_bounds(total: int, low: int | None, high: int | None) -> None:
    constraint = Constraint(((MENTIONS, 2), (BASE, -1)), low, high)
    got = constraint.holds(counting({MENTIONS: total, BASE: total}))
    exp = (low is None or low <= total) and (high is None or total <= high)
    assert got == exp


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


CLAIM = {"id": "a", "section": "1.1", "says": "Drie scholen."}
COUNT = {"kind": "count", "quantity": {"of": "mentions", "level": "school"}, "equals": 3}
COLUMNS = (
    "level, outcome, kind, status, nature, sector, sector_group, tranche, tranche_group, "
    "workplace, dimension, group, responded, mbo, hbo, wo or other"
)
OUTCOMES = "network, region, skills, soft_skills, other or none"


def problems(folder: Path, form: Questionnaire) -> list[str]:
    with pytest.raises(StudyError) as error:
        read_claims(folder, form)
    file = folder / "published.yml"
    return [line.removeprefix(f"{file}: ") for line in str(error.value).splitlines()]


def test_study_without_a_register_has_no_claims(tmp_path: Path, form: Questionnaire) -> None:
    assert read_claims(tmp_path, form) == ()


def test_register_is_read_in_its_order(
    tmp_path: Path, write_study: Callable[..., Path], form: Questionnaire
) -> None:
    claims = [{**CLAIM, "id": name, "check": COUNT} for name in ("b", "a-1", "a")]
    got = read_claims(write_study(tmp_path, claims=claims), form)
    assert [claim.id for claim in got] == ["b", "a-1", "a"]
    assert got[0].check == parse(**COUNT)


@pytest.mark.parametrize(
    ("check", "exp"),
    [
        (
            {**COUNT, "quantity": {"of": "mentions", "level": "schol", "outcome": "netwerk"}},
            [
                "unknown level 'schol'; expected school or pupil",
                f"unknown outcome 'netwerk'; expected {OUTCOMES}",
            ],
        ),
        (
            {**COUNT, "quantity": {"of": "mentions", "levl": "school", "status": ["new"]}},
            [
                f"unknown column 'levl'; expected {COLUMNS}",
                "unknown status 'new'; expected realised or expected",
            ],
        ),
        (
            {**COUNT, "quantity": {"of": "respondents", "tranche": 4, "sector_group": "hbo"}},
            [
                "unknown tranche '4'; expected 1, 2 or 3",
                "unknown sector_group 'hbo'; expected mbo, higher or rest",
            ],
        ),
        (
            {"kind": "top", "level": "school", "outcomes": ["regoin"]},
            [f"unknown outcome 'regoin'; expected {OUTCOMES}"],
        ),
        (
            {
                "kind": "share",
                "quantity": {"of": "mentions", "kind": "listd", "nature": "old"},
                "base": {"of": "respondents", "tranche_group": "late", "sector": "po"},
                "at_least": "1/2",
            },
            [
                "unknown kind 'listd'; expected listed, other or none",
                "unknown nature 'old'; expected new or strengthened",
                "unknown sector 'po'; expected mbo, hbo, wo or other",
            ],
        ),
        (
            {
                "kind": "all",
                "checks": [COUNT, {**COUNT, "quantity": {"of": "options", "level": 1}}],
            },
            ["unknown level '1'; expected school or pupil"],
        ),
    ],
)
def test_typing_error_in_a_code_is_told_once(
    tmp_path: Path,
    write_study: Callable[..., Path],
    form: Questionnaire,
    check: dict[str, Any],
    exp: list[str],
) -> None:
    folder = write_study(tmp_path, claims=[{**CLAIM, "check": check}])
    assert problems(folder, form) == [f"claim 'a': {line}. Correct the entry." for line in exp]


def test_level_that_the_form_does_not_have(
    tmp_path: Path, write_study: Callable[..., Path], form: Questionnaire
) -> None:
    check = {"kind": "top", "level": "schol", "outcomes": ["region"]}
    assert problems(write_study(tmp_path, claims=[{**CLAIM, "check": check}]), form) == [
        "claim 'a': no level 'schol'; levels are ['school', 'pupil']; "
        "expected a level of the form. Correct it."
    ]


def test_id_that_stands_twice(
    tmp_path: Path, write_study: Callable[..., Path], form: Questionnaire
) -> None:
    folder = write_study(tmp_path, claims=[{**CLAIM, "check": COUNT}] * 2)
    exp = ["claim 'a' stands twice; expected each id once. Rename one."]
    assert problems(folder, form) == exp


@pytest.mark.parametrize(
    ("entry", "exp"),
    [
        (
            {"check": {"kind": "count", "quantity": {"of": "mentions"}}},
            "'0.check.count' is wrong; expected at least one of equals, at_least or at_most",
        ),
        (
            {"check": {"kind": "share", "quantity": {"of": "mentions"}}},
            "'0.check.share' is wrong; "
            "expected at least one of at_least, more_than, at_most or less_than",
        ),
        (
            {"check": {**COUNT, "equal": 3}},
            "'0.check.count.equal' is wrong; expected extra inputs are not permitted",
        ),
        (
            {"check": {"kind": "share", "quantity": {"of": "mentions"}, "at_least": "veel"}},
            "'0.check.share.at_least' is wrong; expected invalid literal for Fraction: 'veel'",
        ),
        (
            {"check": {"kind": "all", "checks": []}},
            "'0.check.all.checks' is wrong; "
            "expected tuple should have at least 1 item after validation, not 0",
        ),
        (
            {"check": COUNT, "id": "A 1"},
            "'0.id' is wrong; expected string should match pattern '^[a-z0-9]+(-[a-z0-9]+)*$'",
        ),
        (
            {"check": {**COUNT, "quantity": {"of": "mention"}}},
            "'0.check.count.quantity.of' is wrong; expected input should be 'approached', "
            "'workplaces', 'institutions', 'respondents', 'options', 'mentions', "
            "'explanations', 'open_answers', 'other_outcomes' or 'remarks'",
        ),
    ],
)
def test_wrong_entry_is_named(
    tmp_path: Path,
    write_study: Callable[..., Path],
    form: Questionnaire,
    entry: dict[str, Any],
    exp: str,
) -> None:
    folder = write_study(tmp_path, claims=[{**CLAIM, **entry}])
    assert problems(folder, form) == [f"entry {exp}. Correct the entry."]


def test_listed_outcomes_of_a_level(form: Questionnaire) -> None:
    assert listed_outcomes(form)("pupil") == ("skills", "soft_skills")


def test_real_register_is_about_every_part_of_the_report(real_study: Study) -> None:
    claims = read_claims(real_study.folder, real_study.questionnaire)
    got = {claim.section.split()[-1].removeprefix("B").split(".")[0] for claim in claims}
    assert got >= {"1", "2", "3", "4", "5"}
    assert all(claim.says for claim in claims)
