from __future__ import annotations

from typing import Any

from dwimpact.published.claims import Claim
from dwimpact.published.response import states_response


def claim(check: dict[str, Any]) -> Claim:
    entry = {"id": "a", "section": "1", "says": "Zo is het.", "check": check}
    return Claim.model_validate(entry)


def counted(sector: object) -> dict[str, Any]:
    return {"value": {"of": "respondents", "sector": sector}, "is": 3}


def test_response_is_stated_when_every_group_is() -> None:
    claims = [claim([counted("mbo"), counted("hbo")])]
    assert states_response(claims, "sector", ["mbo", "hbo"])
    assert not states_response(claims, "sector", ["mbo", "hbo", "wo"])
    assert not states_response(claims, "tranche", ["mbo"])
    assert not states_response([], "sector", ["mbo"])


def test_groups_taken_together_or_bounded_are_not_stated() -> None:
    together = claim(counted(["mbo", "hbo"]))
    bounded = claim({"value": counted("mbo")["value"], "from": 2})
    assert not states_response([together, bounded], "sector", ["mbo"])
