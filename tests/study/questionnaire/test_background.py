"""Background variables as a questionnaire declares them, and what of it cannot be."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.model import Questionnaire

ROUND = {"code": "round", "label": "ronde", "plural": "ronden"}
OPTIONS = [{"code": "1", "label": "ronde 1"}, {"code": "2", "label": "ronde 2"}]


def test_without_groups_each_option_is_one() -> None:
    variable = Variable.model_validate({**ROUND, "options": OPTIONS})
    assert variable.group_of == {"1": "1", "2": "2"}
    assert [(g.code, g.label) for g in variable.groups] == [("1", "ronde 1"), ("2", "ronde 2")]
    assert (list(variable.columns), variable.is_grouped) == (["round", "round_group"], False)


def test_options_are_taken_together(form: Questionnaire) -> None:
    sector = form.variable("sector")
    assert [option.code for option in sector.members_of("higher")] == ["hbo", "wo"]
    assert sector.is_grouped
    assert [option.code for option in sector.columns["sector"]] == ["mbo", "hbo", "wo", "other"]


def test_what_is_asked_and_what_follows(form: Questionnaire) -> None:
    assert form.background_columns == ("respondent", "workplace", "sector")
    assert form.registered == form.variable("workplace")
    assert [variable.code for variable in form.split_by] == ["sector", "tranche"]
    assert list(form.groups) == ["sector", "sector_group", "tranche", "tranche_group"]


def test_a_form_may_know_nothing_of_respondents(form_data: dict[str, Any]) -> None:
    form = Questionnaire.model_validate({**form_data, "background": []})
    assert form.background_columns == ("respondent",)
    assert (form.registered, form.groups, form.split_by) == (None, {}, ())


def test_unknown_variable_is_named_with_those_there_are(form: Questionnaire) -> None:
    with pytest.raises(KeyError) as error:
        form.variable("sectr")
    expected = "no background variable 'sectr'; there are sector, tranche, workplace"
    assert str(error.value) == expected


ALSO_MBO = {"groups": {"code": "mbo"}, "options": {"group": "mbo"}}
Change = Callable[[list[dict[str, Any]]], object]


def _set(place: int, **values: object) -> Change:
    return lambda background: background[place].update(values)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_set(1, options=[]), "sector: either options or a registry"),
        (_set(1, registry="a.csv"), "sector: either options or a registry"),
        (_set(1, members={"of": "tranche", "plural": "x"}), "members of a registry, without a re"),
        (lambda b: b[1]["options"].append(b[1]["options"][0]), "sector: options: used more than o"),
        (lambda b: b[1]["groups"].append(b[1]["groups"][0]), "sector: groups: used more than once"),
        (lambda b: b[1]["options"][0].update(group="x"), "sector: options name groups that there"),
        (lambda b: b.append(b[1]), "background: used more than once: ['sector', 'sector_group']"),
        (_set(1, code="level"), "background: codes that mean something else already: ['level']"),
        (_set(2, known_from="sector"), "tranche: known_from: a variable with a registry that st"),
        (lambda b: b.reverse(), "tranche: known_from: a variable with a registry that stands bef"),
        (lambda b: b[0]["members"].update(of="workplace"), "members of a variable with options"),
        (lambda b: b[2]["groups"][0].update(code="mbo"), "options name groups that there are not"),
        (
            lambda b: (
                b[2]["groups"][0].update(code="mbo"),
                b[2]["options"][0].update(group="mbo"),
            ),
            "codes with different labels: used more than once: ['mbo']",
        ),
        (lambda b: b.append({**b[0], "code": "place"}), "one variable with a registry, not ['wor"),
        (lambda b: b[1]["options"][0].update(code="M b"), "String should match pattern"),
    ],
)
def test_what_does_not_go_together_is_refused(
    form_data: dict[str, Any], change: Change, message: str
) -> None:
    background = copy.deepcopy(form_data["background"])
    change(background)
    with pytest.raises(ValidationError) as caught:
        Questionnaire.model_validate({**form_data, "background": background})
    assert message in str(caught.value)
