from __future__ import annotations

from typing import Any

import pytest

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.reconstruction.ranges.claims import counted_ranges
from dwimpact.study.study import Study

PEOPLE = {"of": "respondents"}
NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}
NEW = {**NETWORK, "nature": "new"}


def claims(*checks: dict[str, Any]) -> list[Claim]:
    entries = {"section": "1", "says": "x"}
    return [
        Claim.model_validate({"id": f"c{n}", **entries, "check": check})
        for n, check in enumerate(checks)
    ]


def test_every_count_behind_a_statement_has_its_range(study: Study) -> None:
    checks = claims(
        {"value": PEOPLE, "is": 3},
        {"value": NETWORK, "from": 2},
        {"value": NEW, "over": NETWORK, "above": "1/2"},
        {"value": {"of": "registry"}, "from": 1},  # counted in the study folder
    )
    got = counted_ranges(study, checks)
    named = {Quantity.model_validate(q): bounds for q, bounds in
             ((PEOPLE, (3, 3)), (NETWORK, (2, 3)), (NEW, (2, 3)))}  # fmt: skip
    assert got == named


@pytest.mark.parametrize("checks", [[], [{"value": PEOPLE, "is": 3}, {"value": NETWORK, "is": 4}]])
def test_no_ranges_where_nothing_or_too_much_is_said(
    study: Study, checks: list[dict[str, Any]]
) -> None:
    assert counted_ranges(study, claims(*checks)) == {}
