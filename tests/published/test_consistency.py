from __future__ import annotations

from typing import Any

import pandas as pd
from asking import FORM, ONE

from dwimpact.published.claims import Claim
from dwimpact.published.consistency import percentage_consistency
from dwimpact.published.register import read_claims
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study

QUESTIONNAIRE = Questionnaire.model_validate(FORM)
NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}


def claim(check: Any) -> Claim:
    entries = {"id": "a", "section": "2.1", "says": "Zoveel procent."}
    return Claim.model_validate({**entries, "check": check})


def size(n: int, **where: str) -> dict[str, Any]:
    return {"value": {"of": "respondents", **where}, "is": n}


def percentage(p: int, quantity: dict[str, Any] = NETWORK, **entries: Any) -> dict[str, Any]:
    return {"value": quantity, "over": "group", "is": f"{p}%", "rounded": "1%", **entries}


def found(*checks: Any) -> list[list[Any]]:
    table = percentage_consistency([claim(check) for check in checks], QUESTIONNAIRE)
    columns = ["published", "n", "implied", "stated", "consistency"]
    return table[columns].astype(object).where(table[columns].notna(), None).to_numpy().tolist()


def test_percentage_that_one_count_gives() -> None:
    assert found(size(64), percentage(80)) == [[80, 64, [51], None, "possible"]]


def test_percentage_that_no_count_gives() -> None:
    # 50 of 64 is 78.1% and 51 is 79.7%: nothing rounds to 79.
    assert found(size(64), percentage(79)) == [[79, 64, [], None, "impossible"]]


def test_percentage_that_several_counts_give_unless_one_is_stated() -> None:
    stated = {"value": NETWORK, "is": 71}
    assert found(size(200), percentage(36)) == [[36, 200, [71, 72], None, "ambiguous"]]
    assert found(size(200), percentage(36), stated) == [[36, 200, [71, 72], 71, "possible"]]


def test_percentage_beside_another_count() -> None:
    stated = {"value": NETWORK, "is": 6}
    assert found(size(10), percentage(50), stated) == [[50, 10, [5], 6, "at odds"]]


def test_percentage_of_a_group_and_over_a_base_of_its_own() -> None:
    mbo = {**NETWORK, "sector_group": "mbo"}
    base = {"of": "approached", "dimension": "tranche"}
    approached = {"value": base, "is": 12}
    checks = [
        [size(4, sector_group="mbo"), percentage(75, mbo)],
        [approached, percentage(50, {"of": "respondents"}, over=base)],
    ]
    assert found(*checks) == [[75, 4, [3], None, "possible"], [50, 12, [6], None, "possible"]]


def test_percentage_without_a_published_base_is_left_out() -> None:
    assert found(percentage(50)) == []
    assert percentage_consistency([], QUESTIONNAIRE).empty


def test_counts_that_truncating_would_take(real_study: Study) -> None:
    table = percentage_consistency(read_claims(real_study), real_study.questionnaire)
    assert len(table) == 13
    assert set(table["consistency"]) == {"possible"}
    by_claim = table.set_index("says")
    soft = by_claim.loc["Tachtig procent noemt soft skills."]
    # A multiple of five, as the other two beside it: rounded to fives it may be 50 to 52.
    assert (soft["implied"], soft["truncated"], soft["fives"]) == ([51], [], [50, 51, 52])
    stated = table.dropna(subset="stated")
    assert all(row.stated in row.implied for row in stated.itertuples())
    assert len(stated) == 10
    assert pd.api.types.is_integer_dtype(table["stated"])


def test_share_of_who_was_asked_a_question() -> None:
    # Everybody is asked the one, and who lives in west the other.
    red = percentage(79, {"of": "answers", "item": ONE, "option": "red"})
    daily = percentage(50, {"of": "answers", "item": "bus", "option": "daily"})
    exp = [[79, 64, [], None, "impossible"], [50, 20, [10], None, "possible"]]
    assert found(size(64), size(20, town="west"), red, daily) == exp
