from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from asking import ONE, asking, claims, people

from dwimpact.published.quantity import Quantity
from dwimpact.reconstruction.program.form import form_counts
from dwimpact.reconstruction.ranges.bounds import whole_bounds
from dwimpact.reconstruction.witnesses import witnesses
from dwimpact.study.study import Study

EAST, WEST = ({"of": "answers", "item": ONE, "option": "red", "town": t} for t in ("east", "west"))
BETWEEN = {"east": (1, 4), "west": (2, 7)}
SIZES = [
    {"value": {"of": "respondents", "town": town}, "from": low, "to": high}
    for town, (low, high) in BETWEEN.items()
]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return asking(tmp_path_factory.mktemp("asking"))


def range_of(study: Study, asked: dict[str, Any], *checks: Any) -> tuple[int, int]:
    stated = claims(*checks)
    counts = form_counts(study, stated)
    assert counts.take(stated) == ()
    expression = counts.expression(Quantity(**asked))
    ((low, high),) = whole_bounds(counts.program, [expression or {}], [0]).tolist()
    return low, high


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ({}, lambda a, b: a > b),
        ({"points": ["20%", "30%"]}, lambda a, b: Fraction(1, 5) <= a - b <= Fraction(3, 10)),
        ({"points": ["-10%", "-1/9"]}, lambda a, b: Fraction(-1, 10) <= a - b <= Fraction(-1, 9)),
        ({"times": [2, None]}, lambda a, b: a >= 2 * b),
        ({"times": ["1.3", "1.4"]}, lambda a, b: Fraction(13, 10) * b <= a <= Fraction(7, 5) * b),
    ],
)  # fmt: skip
@pytest.mark.parametrize("west", [None, 3, 5])
def test_shares_of_groups_whose_size_lies_between_bounds(
    study: Study,
    said: dict[str, Any],
    holds: Callable[[Fraction, Fraction], bool],
    west: int | None,
) -> None:
    low, high = BETWEEN["west"] if west is None else (west, west)
    found = {
        (n, a, b)
        for n, m in itertools.product(range(1, 5), range(low, high + 1))
        for a, b in itertools.product(range(1, n + 1), range(1, m + 1))
        if holds(Fraction(a, n), Fraction(b, m))
    }
    if not found:
        return
    checks = [*SIZES, *([people(west, town="west")] if west else [])]
    checks += [{"compare": [EAST, WEST], **said}, *({"value": q, "from": 1} for q in (EAST, WEST))]
    for place, asked in enumerate(({"of": "respondents", "town": "east"}, EAST, WEST)):
        values = [one[place] for one in found]
        assert range_of(study, asked, *checks) == (min(values), max(values))


def test_size_that_is_not_bounded_is_left_out_by_name(study: Study) -> None:
    compare = {"compare": [EAST, WEST]}
    wide = {"value": {"of": "respondents", "town": "west"}, "from": 1, "to": 5000}
    for sizes in ([SIZES[0]], [SIZES[0], wide]):
        stated = claims(*sizes, compare)
        assert form_counts(study, stated).take(stated) == (stated[-1].id,)


def test_claim_that_bounds_a_size_says_something_of_its_own(study: Study) -> None:
    stated = claims(*SIZES, {"compare": [EAST, WEST]}, {"value": WEST, "from": 2})
    found = witnesses(study, stated).set_index("id")["kind"].to_dict()
    # Without a size nothing is known of the comparison, which the counts that are found break.
    assert found == {"c0": "undecided", "c1": "undecided", "c2": "own", "c3": "own"}
