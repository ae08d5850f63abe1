from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.published.register import read_claims
from dwimpact.published.verdicts import Evidence, shielded, verdicts
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean
from dwimpact.tidy.tables import Tables

NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}


def claim(check: Any, **entries: Any) -> Claim:
    entries = {"id": "a", "section": "2.1", "says": "Zo is het.", **entries}
    return Claim.model_validate({**entries, "check": check})


def verdict(study: Study, tables: Tables, check: Any) -> tuple[list[tuple[int, int | None]], str]:
    """The counts behind a claim, each with its n, and the verdict."""
    got = verdicts(study, tables, [claim(check)])
    evidence = [(one.count, one.n) for one in got.loc[0, "evidence"]]
    return evidence, got.loc[0, "verdict"]


def test_one_row_per_claim_in_their_order(study: Study, tables: Tables) -> None:
    claims = [
        claim({"value": {"of": "respondents"}, "is": 6}, note="Zes."),
        claim({"external": "Staat elders."}, id="b", section="1"),
    ]
    got = verdicts(study, tables, claims)
    assert got.to_dict("records") == [
        {
            "id": "a",
            "section": "2.1",
            "says": "Zo is het.",
            "note": "Zes.",
            "reason": "",
            "contradicts": (),
            "evidence": (Evidence(Quantity(of="respondents"), 6, None),),
            "verdict": "confirmed",
        },
        {
            "id": "b",
            "section": "1",
            "says": "Zo is het.",
            "note": "",
            "reason": "Staat elders.",
            "contradicts": (),
            "evidence": (),
            "verdict": "not checkable",
        },
    ]


def test_without_claims_the_table_has_its_columns(study: Study, tables: Tables) -> None:
    got = verdicts(study, tables, [])
    told = ["id", "section", "says", "note", "reason", "contradicts", "evidence", "verdict"]
    assert list(got) == told
    assert got.empty


@pytest.mark.parametrize("published", [50, 51])
def test_claim_that_another_one_rules_out_is_neither_confirmed_nor_contradicted(
    study: Study, tables: Tables, published: int
) -> None:
    check = {"value": NETWORK, "over": "group", "is": f"{published}%", "rounded": "1%"}
    got = verdicts(study, tables, [claim(check).model_copy(update={"contradicts": ("b",)})])
    assert got.loc[0, ["verdict", "contradicts"]].tolist() == ["contradictory", ("b",)]


@pytest.mark.parametrize(("published", "exp"), [(50, "confirmed"), (51, "contradicted")])
def test_percentage(study: Study, tables: Tables, published: int, exp: str) -> None:
    check = {"value": NETWORK, "over": "group", "is": f"{published}%", "rounded": "1%"}
    got = verdict(study, tables, check)
    assert got == ([(3, 6)], exp)


def test_share_of_nobody(study: Study, tables: Tables) -> None:
    quantity = {**NETWORK, "sector": "wo"}
    got = verdict(study, tables, {"value": quantity, "over": "group", "above": 0})
    assert got == ([(0, 0)], "contradicted")


def test_comparison_counts_both_sides(study: Study, tables: Tables) -> None:
    groups = [{**NETWORK, "sector_group": group} for group in ("mbo", "higher")]
    got = verdict(study, tables, {"compare": groups})
    assert got == ([(3, 3), (0, 2)], "confirmed")


def test_count_that_is_also_a_share_is_told_once(study: Study, tables: Tables) -> None:
    checks = [{"value": NETWORK, "from": 1}, {"value": NETWORK, "over": "group", "to": "1/2"}]
    got = verdict(study, tables, checks)
    assert got == ([(3, 6)], "confirmed")


def test_reconstruction_agrees_with_every_published_claim(
    real_study: Study, real_tables: Tables
) -> None:
    claims = read_claims(real_study)
    got = verdicts(real_study, real_tables, claims)
    assert got["id"].tolist() == [claim.id for claim in claims]
    assert set(got["verdict"]) == {"confirmed", "not checkable", "contradictory"}
    external = [claim.id for claim in claims if claim.reason]
    assert got.loc[got["verdict"] == "not checkable", "id"].tolist() == external
    odd = [claim.id for claim in claims if claim.contradicts]
    assert got.loc[got["verdict"] == "contradictory", "id"].tolist() == odd


@pytest.mark.long
def test_other_responses_contradict_the_report(real_study: Study, real_raw: pd.DataFrame) -> None:
    # Nobody of the first ten names soft skills any more.
    claims = read_claims(real_study)
    raw = real_raw.copy()
    level = real_study.questionnaire.level("student")
    raw.loc[:9, [column for column in raw if column.startswith(f"{level.code}/")]] = None
    got = verdicts(real_study, clean(raw, real_study), claims).set_index("id")
    assert got.loc["stud-soft-skills-80", "verdict"] == "contradicted"
    assert got.loc["approached-178", "verdict"] == "confirmed"


def test_study_that_shields_small_groups_confirms_nothing_that_answers_tell(
    study: Study, tables: Tables
) -> None:
    small = {**NETWORK, "sector_group": "higher"}
    claims = [
        claim({"value": small, "is": 0}, id="count"),
        claim({"compare": [NETWORK, small], "over": "nothing"}, id="more"),
        claim({"value": {"of": "registry", "responded": True}, "is": 2}, id="answered"),
        claim({"value": {"of": "registry"}, "is": 3}, id="lines"),
        claim({"external": "Staat elders."}, id="outside"),
    ]
    got = shielded(verdicts(study, tables, claims)).set_index("id")
    told = {"count", "more", "answered"}
    assert set(got.index[got["reason"].str.contains("schermt")]) == told
    assert set(got.index[got["verdict"] == "not checkable"]) == {*told, "outside"}
    assert got.loc["lines", "verdict"] == "confirmed"
    assert not got["evidence"].map(len).any()
