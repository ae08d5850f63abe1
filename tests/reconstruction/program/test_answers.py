from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from asking import MANY, ONE, SCALE, asking, claims, people, write_asking

from dwimpact.published.quantity import Quantity
from dwimpact.reconstruction.conflicts import conflict
from dwimpact.reconstruction.program.counts import NotLinear
from dwimpact.reconstruction.program.form import form_counts
from dwimpact.reconstruction.program.highs import Infeasible
from dwimpact.reconstruction.ranges.bounds import whole_bounds
from dwimpact.reconstruction.ranges.means import known_means
from dwimpact.reconstruction.ranges.options import known_options
from dwimpact.reconstruction.reconstruct import left_out, reconstruct
from dwimpact.reconstruction.witnesses import witnesses
from dwimpact.study.study import Study, read_study

Person = dict[str, Any]
SIZES = (people(3), people(2, town="west"), people(1, town="east"))


def answer(item: str, option: Any = None, **where: Any) -> dict[str, Any]:
    chosen = {} if option is None else {"option": option}
    return {"of": "answers", "item": item, **chosen, **where}


def share(of: dict[str, Any], **said: Any) -> dict[str, Any]:
    return {"value": of, "over": "group", **said}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return asking(tmp_path_factory.mktemp("asking"))


def possible(study: Study, asked: dict[str, Any], *checks: Any) -> tuple[int, int]:
    """The smallest and largest of a quantity that the program allows."""
    stated = claims(*SIZES, *checks)
    counts = form_counts(study, [*stated, *claims(share(asked, **{"from": 0}))])
    assert not counts.take(stated)
    expression = counts.expression(Quantity(**asked))
    ((low, high),) = whole_bounds(counts.program, [expression or {}], [0]).tolist()
    return low, high


def answered(item: str, every: Sequence[Any]) -> Iterator[tuple[Person, ...]]:
    """Every way in which one person of east and two of west can answer."""
    for one, *others in itertools.product(every, repeat=3):
        yield tuple(
            {"town": town, item: given}
            for town, given in zip(("east", "west", "west"), (one, *others), strict=True)
        )


def everywhere(
    tables: Iterator[tuple[Person, ...]],
    asked: Callable[[tuple[Person, ...]], int],
    holds: Callable[[tuple[Person, ...]], bool],
) -> tuple[int, int]:
    """The smallest and largest over all tables in which everything holds."""
    found = [asked(table) for table in tables if holds(table)]
    return min(found), max(found)


def number(item: str, option: str, *, town: str = "") -> Callable[[tuple[Person, ...]], int]:
    def count(table: tuple[Person, ...]) -> int:
        mine = [p for p in table if not town or p["town"] == town]
        return sum(
            option == p[item] or (isinstance(p[item], set) and option in p[item]) for p in mine
        )

    return count


RED, BLUE, GREY = (number(ONE, option) for option in ("red", "blue", "grey"))


@pytest.mark.parametrize(
    ("checks", "holds"),
    [
        ([], lambda t: True),
        ([share(answer(ONE, "red"), **{"is": "67%"}, rounded="1%")], lambda t: RED(t) == 2),
        ([{"value": answer(ONE), "is": 3}, share(answer(ONE, ["red", "grey"]), to="1/3")],
         lambda t: RED(t) + BLUE(t) + GREY(t) == 3 and RED(t) + GREY(t) <= 1),
        ([{"rank": answer(ONE), "first": ["grey"]}],
         lambda t: GREY(t) > max(RED(t), BLUE(t))),
        ([{"compare": [answer(ONE, "red", town="east"), answer(ONE, "red", town="west")]}],
         lambda t: number(ONE, "red", town="east")(t) * 2 > number(ONE, "red", town="west")(t)),
        ([{"value": {"of": "asked", "item": ONE, "answered": False}, "is": 1}],
         lambda t: sum(p[ONE] is None for p in t) == 1),
    ],
)  # fmt: skip
def test_one_choice_is_parts_of_a_whole(
    study: Study, checks: list[Any], holds: Callable[[Any], bool]
) -> None:
    every = [None, "red", "blue", "grey"]
    for option, asked in (("red", RED), ("blue", BLUE)):
        exp = everywhere(answered(ONE, every), asked, holds)
        assert possible(study, answer(ONE, option), *checks) == exp


SHOPS = ["baker", "butcher", "grocer"]
TICKED = [None, *(set(c) for k in (1, 2) for c in itertools.combinations(SHOPS, k))]


def together(table: tuple[Person, ...]) -> int:
    return sum(p[MANY] == {"baker", "butcher"} for p in table)


@pytest.mark.parametrize(
    ("checks", "holds"),
    [
        ([], lambda t: True),
        ([{"value": answer(MANY, "baker"), "is": 3}, {"value": answer(MANY, "grocer"), "is": 2}],
         lambda t: number(MANY, "baker")(t) == 3 and number(MANY, "grocer")(t) == 2),
        ([{"value": answer(MANY, all=["baker", "butcher"]), "from": 2}],
         lambda t: together(t) >= 2),
        ([share(answer(MANY, all=["baker", "butcher"]), **{"is": "1/3"}),
          {"value": answer(MANY, "grocer"), "from": 2}],
         lambda t: together(t) == 1 and number(MANY, "grocer")(t) >= 2),
    ],
)  # fmt: skip
def test_several_choices_are_at_most_as_many_as_the_form_allows(
    study: Study, checks: list[Any], holds: Callable[[Any], bool]
) -> None:
    joint = answer(MANY, all=["baker", "butcher"])
    tables = [*answered(MANY, TICKED)]
    for asked, count in (
        (answer(MANY, "butcher"), number(MANY, "butcher")),
        (answer(MANY, "grocer"), number(MANY, "grocer")),
        (joint, together),
    ):
        exp = everywhere(iter(tables), count, holds)
        assert possible(study, asked, *checks, {"value": joint, "from": 0}) == exp


STREET = ["trees", "cars", "dogs"]
SEEN = [None, *(set(c) for k in range(4) for c in itertools.combinations(STREET, k))]


def joint_of(*codes: str) -> dict[str, Any]:
    return {"of": "mentions", "level": "street", "all": list(codes)}


@pytest.mark.parametrize("low", [0, 1, 2])
def test_outcomes_that_are_mentioned_together(study: Study, low: int) -> None:
    def seen(*codes: str) -> Callable[[tuple[Person, ...]], int]:
        return lambda table: sum(p["seen"] is not None and {*codes} <= p["seen"] for p in table)

    checks = [
        {"value": joint_of("trees", "cars"), "from": low},
        {"value": joint_of("cars", "dogs"), "to": 1},
        {"value": {"of": "mentions", "level": "street", "outcome": "dogs"}, "from": 2},
    ]

    def holds(table: tuple[Person, ...]) -> bool:
        return (
            seen("trees", "cars")(table) >= low
            and seen("cars", "dogs")(table) <= 1
            and seen("dogs")(table) >= 2
        )

    tables = [*answered("seen", SEEN)]
    for codes in (("trees", "dogs"), ("trees", "cars", "dogs")):
        exp = everywhere(iter(tables), seen(*codes), holds)
        extra = {"value": joint_of(*codes), "from": 0}
        assert possible(study, joint_of(*codes), *checks, extra) == exp


def test_eight_go_together_at_most(study: Study) -> None:
    counts = form_counts(study, [])
    with pytest.raises(NotLinear, match="more than 8 are named together with mentions"):
        counts.expression(Quantity(**joint_of("trees", "cars")))


POINTS = {"no": 1, "so_so": 2, "yes": 3}


def mean_of(table: tuple[Person, ...], town: str = "") -> Fraction | None:
    given = [
        POINTS[p[SCALE]] for p in table if p[SCALE] in POINTS and p["town"] in (town or p["town"])
    ]
    return Fraction(sum(given), len(given)) if given else None


@pytest.mark.parametrize("told", ["1.5", "2.3", "2.7", "3"])
def test_mean_of_a_scale_leaves_out_who_does_not_know(study: Study, told: str) -> None:
    mean = {"mean": answer(SCALE, row="safe"), "is": told, "rounded": 0.1}
    checks = [mean, {"value": answer(SCALE, row="safe", point=True), "from": 1}]
    half = Fraction(1, 20)

    def holds(table: tuple[Person, ...]) -> bool:
        found = mean_of(table)
        return found is not None and Fraction(told) - half <= found < Fraction(told) + half

    tables = [*answered(SCALE, [None, *POINTS, "none"])]
    for option in ("no", "yes", "none"):
        exp = everywhere(iter(tables), number(SCALE, option), holds)
        assert possible(study, answer(SCALE, option, row="safe"), *checks) == exp


@pytest.mark.parametrize("told", ["1.5", "2.3", "3"])
def test_means_lie_between_bounds(study: Study, told: str) -> None:
    mean = {"mean": answer(SCALE, row="safe"), "is": told, "rounded": 0.1}
    said = claims(*SIZES, mean, {"mean": {"of": "answers", "item": "visits"}, "from": 9})
    counts = form_counts(study, said)
    assert counts.take(said) == ()
    found = known_means(counts, said).set_index("column")[["lowest", "highest"]]
    every = [mean_of(table) for table in answered(SCALE, [None, *POINTS, "none"])]
    half = Fraction(1, 20)
    held = [m for m in every if m and Fraction(told) - half <= m < Fraction(told) + half]
    low, high = found.loc[f"{SCALE}/safe"]
    # No narrower than those of whole people, and no wider than what was said.
    assert float(Fraction(told) - half) - 1e-6 <= low <= min(held)
    assert max(held) <= high <= min(3, float(Fraction(told) + half)) + 1e-6
    assert found.loc[f"{SCALE}/quiet"].tolist() == [1, 3]  # of which nothing is said
    assert found.loc["visits"].tolist() == [9, math.inf]


def test_mean_of_all_lies_between_those_of_groups(study: Study) -> None:
    visits = {"of": "answers", "item": "visits"}
    checks = [
        *SIZES,
        {"mean": visits, "above": 5},
        {"mean": {**visits, "town": "east"}, "to": 4},
        {"mean": {**visits, "town": "west"}, "below": 5},
    ]
    assert conflict(study, claims(*checks)) == ["c3", "c4", "c5"]
    assert conflict(study, claims(*checks[:5])) == []


def test_routing_says_who_can_answer(study: Study) -> None:
    assert possible(study, answer("bus", "daily")) == (0, 2)
    assert possible(study, answer("bus", "daily", town="east")) == (0, 0)
    # A share of those who were asked: two, not three.
    half = share(answer("bus", "daily"), **{"is": "1/2"})
    assert possible(study, answer("bus", "daily"), half) == (1, 1)


def test_who_leaves_it_blank_is_in_no_base(study: Study) -> None:
    checks = [
        share(answer("trade", "smith"), **{"is": "1/2"}),
        {"value": answer("trade"), "from": 1},
    ]
    assert possible(study, answer("trade", "tailor"), *checks) == (1, 1)


# The Go survey of 2023 says that 52% do something, in parts of 28, 10 and 12: at most 51.5.
PARTS = {"red": "28%", "blue": "10%", "grey": "12%"}


def test_parts_that_do_not_make_the_whole_are_named(study: Study) -> None:
    parts = [share(answer(ONE, o), **{"is": n}, rounded="1%") for o, n in PARTS.items()]
    whole = share(answer(ONE, [*PARTS]), **{"is": "52%"}, rounded="1%")
    said = claims(people(2000), *parts, whole)
    assert conflict(study, said) == ["c1", "c2", "c3", "c4"]
    fits = share(answer(ONE, [*PARTS]), **{"is": "51%"}, rounded="1%")
    assert conflict(study, claims(people(2000), *parts, fits)) == []


def test_claims_on_answers_have_witnesses(study: Study) -> None:
    said = claims(
        people(20),
        share(answer(ONE, "red"), **{"is": "60%"}, rounded="1%"),
        share(answer(ONE, "blue"), to="40%"),
        {"rank": answer(ONE), "first": ["red"]},
    )
    found = witnesses(study, said).set_index("id")
    assert found["kind"].to_dict() == {"c0": "own", "c1": "own", "c2": "implied", "c3": "implied"}
    assert found.loc["c3", "implied_by"] == ("c1",)


EVERYTHING = [
    people(30),
    people(12, town="west"),
    share(answer(ONE, "red"), **{"is": "52%"}, rounded="1%")
    | {"value": answer(ONE, ["red", "blue"]), "is": "53%"},
    {"value": answer(MANY, "baker"), "is": 20},
    {"value": answer(MANY, "butcher"), "is": 18},
    {"value": answer(MANY, all=["baker", "butcher"]), "is": 9},
    {"value": answer(MANY, "grocer", town="west"), "is": 7},
    {"mean": answer(SCALE, row="safe"), "is": 2.4, "rounded": 0.1},
    {"value": answer(SCALE, "none", row="safe"), "is": 5},
    {"compare": [answer(SCALE, "yes", row=r) for r in ("quiet", "safe")], "points": ["10%", None]},
    {"mean": {"of": "answers", "item": "visits"}, "is": 7.3, "rounded": 0.1},
    {"mean": {"of": "answers", "item": "visits", "town": "west"}, "from": 9},
    share(answer("bus", "never"), **{"is": "75%"}),
    {"value": {"of": "asked", "item": "bus", "answered": True}, "is": 10},
    {"value": answer("trade"), "is": 4},
    {"value": joint_of("trees", "cars", "dogs"), "is": 6},
    {"value": joint_of("trees", "cars"), "is": 11},
    {"value": joint_of("trees", "dogs"), "is": 8},
]  # fmt: skip


def test_reconstructed_answers_agree_with_every_claim(tmp_path: Path) -> None:
    # `reconstruct` holds each claim against the responses itself; here they are counted anew.
    raw = reconstruct(write_asking(tmp_path, *EVERYTHING))
    assert len(raw) == 30
    assert raw[ONE].isin(["red", "blue"]).sum() == 16
    shops = raw[MANY].str.split().dropna()
    assert shops.str.len().between(1, 2).all()
    assert sum({"baker", "butcher"} <= {*own} for own in shops) == 9
    assert (raw.loc[shops.index, f"{MANY}/baker"] == "1").sum() == 20
    assert raw.loc[raw["town"] == "west", MANY].str.contains("grocer").sum() == 7
    points = raw[f"{SCALE}/safe"].map(POINTS).dropna()
    assert 2.35 <= points.mean() < 2.45
    assert raw.loc[raw["town"] == "east", "bus"].isna().all()
    assert (raw["bus"] == "never").sum() == 9
    visits = raw["visits"].dropna().astype(int)
    assert 7.25 <= visits.mean() < 7.35
    seen = raw["street/outcomes"].str.split().dropna()
    assert sum({*STREET} <= {*own} for own in seen) == 6


def test_form_itself_can_be_what_does_not_fit(study: Study) -> None:
    # Three people may tick two shops each: six ticks, and never seven.
    ticks = {"value": answer(MANY, SHOPS), "from": 7}
    with pytest.raises(Infeasible):
        possible(study, answer(MANY, "baker"), ticks)
    assert conflict(study, claims(people(3), ticks)) == ["c0", "c1"]


def test_responses_are_the_same_each_time(tmp_path: Path) -> None:
    folder = write_asking(tmp_path, *EVERYTHING)
    pd.testing.assert_frame_equal(reconstruct(folder), reconstruct(folder))


def test_shares_of_answers_lie_between_bounds(study: Study) -> None:
    said = claims(
        *SIZES,
        share(answer(ONE, "red"), **{"is": "1/3"}),
        share(answer("trade", "smith"), **{"is": "1/2"}),
        {"value": answer("trade"), "from": 1},
    )
    counts = form_counts(study, said)
    assert counts.take(said) == ()
    found = known_options(counts).set_index(["column", "option"])[["lowest", "highest"]]
    # Three people, one of whom is red; of two who live in west each answer on the bus may be.
    assert found.loc[(ONE, "red")].tolist() == [1 / 3, 1 / 3]
    assert found.loc[(ONE, "grey")].tolist() == [0, 2 / 3]
    assert found.loc[("bus", "daily")].tolist() == [0, 1]
    assert found.loc[(f"{SCALE}/safe", "none")].tolist() == [0, 1]
    # Two answer, or none: of whom one is no smith.
    assert found.loc[("trade", "tailor")].tolist() == [1 / 2, 1 / 2]
    assert len(found) == 3 + 3 + 2 * 4 + 2 + 2


def test_claims_that_are_not_solved_for_are_told(tmp_path: Path) -> None:
    compare = {"compare": [answer(ONE, "red", town=town) for town in ("east", "west")]}
    outside = {"external": "Staat er niet."}
    folder = write_asking(tmp_path, people(9), compare, outside)
    assert left_out(folder) == ("c1",)


SEEN_BY = {"of": "mentions", "level": "street"}


def test_outcomes_are_ticked_no_more_than_allowed(tmp_path: Path) -> None:
    checks = [people(5), *({"value": {**SEEN_BY, "outcome": o}, "is": 3} for o in STREET)]
    raw = reconstruct(write_asking(tmp_path, *checks, at_most=2))
    assert raw["street/outcomes"].dropna().str.split().str.len().between(1, 2).all()
    # Ten ticks of five people: three, three and five are eleven.
    more = {"value": {**SEEN_BY, "outcome": "dogs"}, "is": 5}
    study = read_study(write_asking(tmp_path / "more", at_most=2))
    assert conflict(study, claims(*checks[:3], more)) == ["c0", "c1", "c2", "c3"]
    assert conflict(read_study(write_asking(tmp_path / "all")), claims(*checks[:3], more)) == []


def test_outcomes_are_ticked_by_who_is_asked(tmp_path: Path) -> None:
    checks = [people(9), people(4, town="west"), {"value": {**SEEN_BY, "outcome": "cars"}, "is": 4}]
    routed = {"asked_if": {"town": ["west"]}}
    raw = reconstruct(write_asking(tmp_path, *checks, **routed)).set_index("town")
    assert raw.loc["east", "street/outcomes"].isna().all()
    assert raw.loc["west", "street/outcomes/cars"].tolist() == ["1"] * 4
    more = {"value": {**SEEN_BY, "outcome": "cars"}, "from": 5}
    study = read_study(write_asking(tmp_path / "more", **routed))
    assert conflict(study, claims(*checks[:2], more)) == ["c1", "c2"]
