from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dwimpact.publication.claims import Claim
from dwimpact.publication.quantity import Quantity
from dwimpact.publication.register import read_claims
from dwimpact.publication.verdicts import name_quantity, verdicts
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean
from dwimpact.tidy.tables import Tables

NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}


def claim(check: dict[str, Any], **entries: str) -> Claim:
    entries = {"id": "a", "section": "2.1", "says": "Zo is het.", **entries}
    return Claim.model_validate({**entries, "check": check})


def verdict(study: Study, tables: Tables, **check: Any) -> tuple[str, str]:
    got = verdicts(study, tables, [claim(check)])
    return got.loc[0, "recomputed"], got.loc[0, "verdict"]


def test_one_row_per_claim_in_their_order(study: Study, tables: Tables) -> None:
    claims = [
        claim({"kind": "count", "quantity": {"of": "respondents"}, "equals": 6}, note="Zes."),
        claim({"kind": "external", "reason": "Staat elders."}, id="b", section="1"),
    ]
    got = verdicts(study, tables, claims)
    assert got.to_dict("records") == [
        {
            "id": "a",
            "section": "2.1",
            "says": "Zo is het.",
            "note": "Zes.",
            "recomputed": "6",
            "verdict": "confirmed",
        },
        {
            "id": "b",
            "section": "1",
            "says": "Zo is het.",
            "note": "",
            "recomputed": "Staat elders.",
            "verdict": "not checkable",
        },
    ]


def test_without_claims_the_table_has_its_columns(study: Study, tables: Tables) -> None:
    got = verdicts(study, tables, [])
    assert list(got) == ["id", "section", "says", "note", "recomputed", "verdict"]
    assert got.empty


@pytest.mark.parametrize(("published", "exp"), [(50, "confirmed"), (51, "contradicted")])
def test_percentage(study: Study, tables: Tables, published: int, exp: str) -> None:
    got = verdict(study, tables, kind="percentage", quantity=NETWORK, percentage=published)
    assert got == ("3 van 6 (50%)", exp)


def test_share_of_nobody(study: Study, tables: Tables) -> None:
    quantity = {**NETWORK, "sector": "wo"}
    got = verdict(study, tables, kind="share", quantity=quantity, more_than=0)
    assert got == ("0 van 0", "contradicted")


def test_comparison_names_what_it_counts(study: Study, tables: Tables) -> None:
    groups = [{**NETWORK, "sector_group": group} for group in ("mbo", "higher")]
    got = verdict(study, tables, kind="greater", quantity=groups[0], than=groups[1])
    assert got == (
        "Contact met scholen, mbo: 3 van 3 (100%); Contact met scholen, hbo en wo: 0 van 2 (0%)",
        "confirmed",
    )


def test_count_that_is_also_a_share_is_told_once(study: Study, tables: Tables) -> None:
    checks = [
        {"kind": "count", "quantity": NETWORK, "at_least": 1},
        {"kind": "share", "quantity": NETWORK, "at_most": "1/2"},
    ]
    got = verdict(study, tables, kind="all", checks=checks)
    assert got == ("3 van 6 (50%)", "confirmed")


@pytest.mark.parametrize(
    ("quantity", "exp"),
    [
        ({"of": "respondents"}, "respondenten"),
        ({"of": "respondents", "tranche": [1, 2]}, "respondenten, tranche 1, tranche 2"),
        ({"of": "respondents", "tranche_group": "late"}, "respondenten, tranches 2 en 3"),
        ({"of": "approached", "dimension": "tranche", "group": "3"}, "benaderd, tranche 3"),
        ({"of": "approached", "dimension": "sector", "group": "other"}, "benaderd, overig"),
        ({"of": "workplaces", "responded": True}, "werkplaatsen, respons"),
        ({"of": "workplaces", "responded": False}, "werkplaatsen, zonder respons"),
        ({"of": "workplaces", "wo": True, "hbo": False}, "werkplaatsen, wo, zonder hbo"),
        ({"of": "institutions", "workplace": "alfa", "sector": "mbo"}, "instellingen, mbo"),
        ({"of": "mentions", "level": "school", "kind": "listed"}, "schoolniveau"),
        (
            {"of": "mentions", "level": "school", "outcome": "region", "nature": "new"},
            "Positie in de regio, Nieuw",
        ),
        # The same code may be a sector and an answer.
        (
            {"of": "mentions", "level": "pupil", "outcome": "other", "sector": "other"},
            "Andere opbrengsten, overig",
        ),
        ({"of": "mentions", "outcome": "skills"}, "Vaardigheden"),
        ({"of": "explanations", "level": "pupil"}, "toelichtingen, leerlingniveau"),
    ],
)
def test_name_of_a_quantity(form: Questionnaire, quantity: dict[str, Any], exp: str) -> None:
    assert name_quantity(Quantity(**quantity), form) == exp


def test_reconstruction_agrees_with_every_published_claim(
    real_study: Study, real_tables: Tables
) -> None:
    claims = read_claims(real_study)
    got = verdicts(real_study, real_tables, claims)
    assert got["id"].tolist() == [claim.id for claim in claims]
    assert set(got["verdict"]) == {"confirmed", "not checkable"}
    external = [claim.id for claim in claims if claim.check.kind == "external"]
    assert got.loc[got["verdict"] == "not checkable", "id"].tolist() == external


def test_other_responses_contradict_the_report(real_study: Study, real_raw: pd.DataFrame) -> None:
    # Nobody of the first ten names soft skills any more.
    claims = read_claims(real_study)
    raw = real_raw.copy()
    level = real_study.questionnaire.level("student")
    raw.loc[:9, [column for column in raw if column.startswith(f"{level.code}/")]] = None
    got = verdicts(real_study, clean(raw, real_study), claims).set_index("id")
    assert got.loc["stud-soft-skills-80", "verdict"] == "contradicted"
    assert got.loc["approached-178", "verdict"] == "confirmed"
