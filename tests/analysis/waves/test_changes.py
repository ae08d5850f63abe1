"""What changed between two questionnaires, and what both ask."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from dwimpact.analysis.waves.changes import compare_questionnaires, shared_questionnaire
from dwimpact.prose.waves.changes import changes_in_words
from dwimpact.prose.waves.items import describe_items_apart
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study


def test_changes_are_named_per_part(form: Questionnaire, changed: Questionnaire) -> None:
    got = compare_questionnaires(form, changed).astype(object)

    assert got.where(got.notna(), None).values.tolist() == [
        ["Levels", "reworded", "pupil", "leerlingniveau", "niveau van de leerling"],
        ["school", "added", "prize", None, "Een prijs"],
        ["school", "dropped", "region", "Positie in de regio", None],
        ["pupil", "reworded", "skills", "Vaardigheden", "Vaardigheden van nu"],
        ["Status", "added", "partly", None, "Deels"],
    ]


def test_the_shared_questionnaire_has_what_both_have(
    form: Questionnaire, changed: Questionnaire
) -> None:
    got = shared_questionnaire(form, changed)

    assert {level.code: level.listed for level in got.levels} == {
        "school": ("network",),
        "pupil": ("skills", "soft_skills"),
    }
    assert got.level("pupil").label == "niveau van de leerling"


def year_later(asked: Study, form_data: dict[str, Any], **changes: dict[str, Any]) -> Questionnaire:
    """The form with some entries of its items changed."""
    items = asked.questionnaire.model_dump(by_alias=True)["items"]
    again = [{**item, **changes.get(item["code"], {})} for item in deepcopy(items)]
    return Questionnaire.model_validate({**form_data, "items": again})


def test_of_whom_is_asked_and_what_is_ticked_beside_are_told(
    asked: Study, form_data: dict[str, Any]
) -> None:
    before = asked.questionnaire
    options = [{"code": "1", "label": "ja"}, {"code": "3", "label": "soms"}]
    after = year_later(
        asked,
        form_data,
        again={"options": options, "blank": "not_asked"},
        depth={"asked_if": {"sector": ["mbo", "hbo"]}},
    )
    level = after.levels[0].model_copy(update={"none": ""})
    after = after.model_copy(update={"levels": (level, *after.levels[1:])})

    changes = changes_in_words(compare_questionnaires(before, after), before, after).astype(object)

    assert changes.where(changes.notna(), None).values.tolist() == [
        ["Opbrengsten op schoolniveau", "vervallen", "Geen opbrengsten", None],
        ["Nog eens", "toegevoegd", None, "soms"],
        ["Nog eens", "toegevoegd", None, "wie het leeglaat, telt niet mee"],
        ["Nog eens", "vervallen", "nee", None],
        [
            "Verdieping",
            "anders geformuleerd",
            "alleen gevraagd bij sector: mbo",
            "alleen gevraagd bij sector: mbo, hbo",
        ],
    ]


@pytest.mark.parametrize(
    ("code", "change", "options"),
    [
        ("again", {}, ("1", "2")),
        (
            "again",
            {"options": [{"code": "2", "label": "nee"}, {"code": "3", "label": "?"}]},
            ("2",),
        ),
        ("again", {"options": [{"code": "3", "label": "?"}]}, None),
        ("again", {"kind": "choices"}, None),
        ("view", {}, ("dk", "bad", "fair", "good")),
        ("view", {"rows": [{"code": "beds", "label": "De bedden"}]}, None),
        ("view", {"options": [{"code": c, "label": c} for c in ("dk", "bad", "good")]}, None),
        ("hours", {}, ()),
        ("hours", {"unit": "dagen"}, None),
        ("tip", {}, None),
    ],
)
def test_items_that_both_ask_alike_are_shared(
    asked: Study,
    form_data: dict[str, Any],
    code: str,
    change: dict[str, Any],
    options: tuple[str, ...] | None,
) -> None:
    later = year_later(asked, form_data, **{code: change})

    shared = shared_questionnaire(asked.questionnaire, later)

    found = {item.code: item.options for item in shared.items}
    assert found.get(code) == options
    apart = describe_items_apart(asked.questionnaire, later, shared)
    assert (f"‘{later.item(code).label}’" in " ".join(apart)) == (options is None)
