from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.published.quantity import Constraint, Quantity
from dwimpact.published.sources import Matcher

MENTIONS = Quantity(of="mentions", level="school", outcome="network", sector_group="mbo")
BASE = MENTIONS.base()
FRAME = pd.DataFrame(
    {"level": ["school", "school", "pupil"], "tranche": ["1", "2", "1"], "responded": [True] * 3}
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
    assert Matcher(FRAME).rows(Quantity(of="mentions", **where)).tolist() == exp


def test_quantity_unknown_column_is_refused() -> None:
    with pytest.raises(KeyError) as error:
        Matcher(FRAME).rows(Quantity(of="mentions", levl="school"))
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
    got = constraint.holds({MENTIONS: total, BASE: total}.__getitem__)
    exp = (low is None or low <= total) and (high is None or total <= high)
    assert got == exp
