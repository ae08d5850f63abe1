from __future__ import annotations

import copy
import csv
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from dwimpact.study.questionnaire.model import Choice, Questionnaire, labels, text_columns
from dwimpact.study.study import Study


def refused(data: dict[str, Any]) -> list[str]:
    """Where and why the questionnaire is refused."""
    with pytest.raises(ValidationError) as error:
        Questionnaire.model_validate(data)
    return [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.value.errors()]


@pytest.fixture
def data(form_data: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(form_data)


def test_columns_of_a_level_are_those_of_an_xlsform_export(form: Questionnaire) -> None:
    got = form.level("school").columns
    exp = [
        "school/outcomes",
        "school/outcomes/network",
        "school/outcomes/region",
        "school/outcomes/other",
        "school/outcomes/none",
        "school/other_text",
        "school/status/network",
        "school/status/region",
        "school/status/other",
        "school/nature/network",
        "school/nature/region",
        "school/nature/other",
        "school/explanation/network",
        "school/explanation/region",
        "school/explanation/other",
    ]
    assert got == exp


def test_columns_stand_in_the_order_of_the_form(form: Questionnaire) -> None:
    got = list(form.raw_columns)
    exp = [
        "respondent",
        "workplace",
        "sector",
        "impact/school",
        "impact/pupil",
        *form.level("school").columns,
        *form.level("pupil").columns,
        "closing/remarks",
        "closing/has_material",
        "closing/share_material",
        "closing/email",
    ]
    assert got == exp
    assert len(set(got)) == len(got)


def test_columns_are_those_of_the_responses_in_the_repository(
    real_study: Study, root: Path
) -> None:
    with (root / "data/raw/responses.csv").open(encoding="utf-8", newline="") as file:
        exp = next(csv.reader(file))
    assert list(real_study.questionnaire.raw_columns) == exp


def test_an_outcome_is_added_by_one_entry(form: Questionnaire, data: dict[str, Any]) -> None:
    data["levels"][0]["outcomes"].append({"code": "staff", "label": "Personeel"})
    more = Questionnaire.model_validate(data)
    got = [column for column in more.raw_columns if column not in form.raw_columns]
    exp = [
        "school/outcomes/staff",
        "school/status/staff",
        "school/nature/staff",
        "school/explanation/staff",
    ]
    assert got == exp


def test_short_label_and_phrase_follow_from_the_label() -> None:
    assert Choice.model_validate({"code": "a", "label": "Een Plek"}) == Choice(
        code="a", label="Een Plek", short="Een Plek", phrase="‘Een Plek’"
    )
    assert Choice.model_validate({"code": "a", "label": "Een", "short": "Twee"}).phrase == "‘Twee’"


def test_labels_are_told_apart_from_short_ones(form: Questionnaire) -> None:
    exp = {"new": "Nieuwe opbrengst", "strengthened": "Versterking van iets"}
    assert labels(form.natures) == exp
    assert labels(form.natures, short=True) == {"new": "Nieuw", "strengthened": "Versterking"}
    assert form.outcome_labels("school") == {
        "network": "(Meer) contact met andere scholen",
        "region": "Positie in de regio",
        "other": "Andere opbrengsten",
        "none": "Geen opbrengsten",
    }
    assert form.outcome_labels("school", short=True)["network"] == "Contact met scholen"
    assert form.outcome_phrases("school") == {
        "network": "het contact met scholen",
        "region": "de positie",
    }


def test_options_of_a_level_and_of_the_form(form: Questionnaire, data: dict[str, Any]) -> None:
    assert form.level("pupil").options == ("skills", "soft_skills", "other", "none")
    assert form.option_codes == ("network", "region", "skills", "soft_skills", "other", "none")
    data["levels"][1]["outcomes"][0]["code"] = "network"
    shared = Questionnaire.model_validate(data)
    assert shared.option_codes == ("network", "region", "soft_skills", "other", "none")


def test_groups_of_sectors_and_tranches(form: Questionnaire) -> None:
    assert form.variable("sector").group_of == {
        "mbo": "mbo",
        "hbo": "higher",
        "wo": "higher",
        "other": "rest",
    }
    assert form.variable("tranche").group_of == {"1": "early", "2": "late", "3": "late"}


def test_unknown_level_is_named_with_those_there_are(form: Questionnaire) -> None:
    with pytest.raises(KeyError) as error:
        form.level("class")
    assert str(error.value) == "no level 'class'; there are school, pupil"


@pytest.mark.parametrize("name", ["statuses", "natures", "levels"])
def test_repeated_code_is_refused(data: dict[str, Any], name: str) -> None:
    first = data[name][0]
    data[name].append(first)
    assert refused(data) == [f": Value error, {name}: used more than once: ['{first['code']}']"]


@pytest.mark.parametrize("code", ["network", "other", "none"])
def test_repeated_option_is_refused(data: dict[str, Any], code: str) -> None:
    data["levels"][0]["outcomes"].append({"code": code, "label": "Nog een"})
    exp = [f": Value error, levels: school: options: used more than once: ['{code}']"]
    assert refused(data) == exp


@pytest.mark.parametrize("code", ["", "Network", "1st", "net work", "net/work"])
def test_code_that_is_no_column_name_is_refused(data: dict[str, Any], code: str) -> None:
    data["levels"][0]["outcomes"][0]["code"] = code
    assert refused(data) == [
        "levels.0.outcomes.0.code: String should match pattern '^[a-z][a-z0-9_]*$'"
    ]


def test_typing_error_in_a_key_is_refused(data: dict[str, Any]) -> None:
    data["levels"][0]["outcomes"][0]["hnit"] = "bijvoorbeeld"
    assert refused(data) == ["levels.0.outcomes.0.hnit: Extra inputs are not permitted"]


def test_form_without_levels_is_refused(data: dict[str, Any]) -> None:
    data["levels"] = []
    assert refused(data) == ["levels: Tuple should have at least 1 item after validation, not 0"]


def test_what_is_left_out_is_not_asked(form_data: dict[str, Any]) -> None:
    bare = {key: form_data[key] for key in ("title", "introduction", "levels")}
    form = Questionnaire.model_validate({**bare, "questions": {"outcomes": "Welke?"}})

    ticks = [("school", "network"), ("school", "region"), ("pupil", "skills")]
    assert [c for c in form.raw_columns if c.count("/") == 2][:3] == [
        f"{level}/outcomes/{outcome}" for level, outcome in ticks
    ]
    assert len(form.raw_columns) == 1 + 2 * (1 + 2)
    assert (form.characteristics, form.closing_columns, text_columns(form)) == ({}, (), [])
    assert form.levels[0].options == ("network", "region")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"statuses": []}, "statuses: answers and a question 'status', or neither"),
        ({"natures": []}, "natures: answers and a question 'nature', or neither"),
        ({"questions": {"outcomes": "?", "status": "?"}}, "natures: answers and a question"),
    ],
)
def test_a_question_has_answers_and_answers_a_question(
    form_data: dict[str, Any], changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        Questionnaire.model_validate({**form_data, **changes})


@pytest.mark.parametrize(
    ("of_level", "message"),
    [
        ({"asked_if": {"sector": ["nursery"]}}, r"asked_if: sector: options .* not \['nursery'\]"),
        ({"asked_if": {"tranche": ["1"]}}, "asked_if: tranche: options of a background variable"),
        ({"asks": ["nature", "colour"]}, "status.*nature.*explanation"),
        ({"opening": True}, "school: no question 'impact' to ask"),
    ],
)
def test_a_level_asks_what_there_is(
    form_data: dict[str, Any], of_level: dict[str, Any], message: str
) -> None:
    questions = {k: v for k, v in form_data["questions"].items() if k != "impact"}
    levels = [form_data["levels"][0] | of_level, form_data["levels"][1]]
    with pytest.raises(ValidationError, match=message):
        Questionnaire.model_validate({**form_data, "questions": questions, "levels": levels})
