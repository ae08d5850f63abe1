from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dwimpact.published.quantity import Quantity
from dwimpact.published.verdicts import Evidence
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.tables.quantities import name_quantity, recomputed

NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}


def evidence(count: int, n: int | None, **where: Any) -> Evidence:
    return Evidence(Quantity(**{**NETWORK, **where}), count, n)


@pytest.mark.parametrize(
    ("found", "reason", "exp"),
    [
        ((evidence(6, None),), "", "6"),
        ((evidence(3, 6),), "", "3 van 6 (50%)"),
        ((evidence(0, 0),), "", "0 van 0"),
        (
            (evidence(3, 3, sector_group="mbo"), evidence(0, 2, sector_group="higher")),
            "",
            "Contact met scholen, mbo: 3 van 3 (100%); Contact met scholen, hbo en wo: "
            "0 van 2 (0%)",
        ),
        ((), "Staat elders.", "Staat elders."),
        ((), "", ""),
    ],
)
def test_what_came_out(
    form: Questionnaire, found: tuple[Evidence, ...], reason: str, exp: str
) -> None:
    table = pd.DataFrame({"evidence": [found], "reason": [reason]})
    assert recomputed(table, form).tolist() == [exp]


@pytest.mark.parametrize(
    ("quantity", "exp"),
    [
        ({"of": "respondents"}, "respondenten"),
        ({"of": "respondents", "tranche": [1, 2]}, "respondenten, tranche 1, tranche 2"),
        ({"of": "respondents", "tranche_group": "late"}, "respondenten, tranches 2 en 3"),
        ({"of": "approached", "dimension": "tranche", "group": "3"}, "benaderd, tranche 3"),
        ({"of": "approached", "dimension": "sector", "group": "other"}, "benaderd, overig"),
        ({"of": "registry", "responded": True}, "werkplaatsen, respons"),
        ({"of": "registry", "responded": False}, "werkplaatsen, zonder respons"),
        ({"of": "registry", "several": False}, "werkplaatsen, zonder meerdere scholen"),
        ({"of": "registry", "several_mbo": True}, "werkplaatsen, meer dan één mbo"),
        ({"of": "registry", "wo": True, "hbo": False}, "werkplaatsen, wo, zonder hbo"),
        ({"of": "members", "workplace": "alfa", "sector": "mbo"}, "scholen, mbo"),
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
