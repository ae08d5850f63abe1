"""Names in form tools: short, of letters and digits, no two alike, and the same next year."""

from __future__ import annotations

import re
from copy import deepcopy

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tiny import Form, with_form

from dwimpact.study.questionnaire.columns import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    limesurvey_codes,
    short_codes,
    xlsform_name,
)
from dwimpact.study.questionnaire.mapping import LimeSurvey
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study

CODES = st.from_regex(r"[a-z][a-z0-9_]{0,30}", fullmatch=True)
NAMES = st.lists(CODES, max_size=8, unique=True)
LENGTHS = st.sampled_from([LONGEST_QUESTION, LONGEST_ANSWER])


def alone(name: str, longest: int) -> str:
    [code] = short_codes([name], longest)
    return code


@given(names=NAMES, longest=LENGTHS, data=st.data())
def test_codes_are_short_plain_and_apart(
    names: list[str], longest: int, data: st.DataObject
) -> None:
    would_be = [alone(name, longest).upper() for name in names]
    taken = data.draw(st.lists(st.sampled_from(would_be), unique=True)) if names else []
    made = short_codes(names, longest, taken)
    assert sorted(made.values()) == sorted(names)
    assert len({code.casefold() for code in [*made, *taken]}) == len(names) + len(taken)
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9]*", code) for code in made)
    assert all(len(code) <= longest for code in made)


@given(names=NAMES, longest=LENGTHS, data=st.data())
def test_the_place_in_a_list_does_not_matter(
    names: list[str], longest: int, data: st.DataObject
) -> None:
    assert short_codes(data.draw(st.permutations(names)), longest) == short_codes(names, longest)


@given(names=NAMES, added=CODES, longest=LENGTHS)
def test_an_option_that_is_added_moves_no_other(names: list[str], added: str, longest: int) -> None:
    assume(added not in names)
    # As 'a_b' and 'aB' are: a code of either alone would be read as the other.
    assume(len({alone(n, longest).casefold() for n in (*names, added)}) == len(names) + 1)
    before, after = short_codes(names, longest), short_codes([*names, added], longest)
    assert {code: name for code, name in after.items() if name != added} == before


@pytest.mark.parametrize(
    ("name", "longest", "code"),
    [
        ("school/outcomes", 20, "schoolOutcomes"),
        ("soft_skills", 20, "softSkills"),
        ("1", 5, "A1"),
        ("other", 20, "other3euy"),  # 'X[other]' is the text of X's 'other'
        ("no_comment", 20, "noCommentceop"),  # 'X[1comment]' stands beside an option
        ("realised", 5, "rplns"),
        ("other", 5, "other"),  # nothing in an answer
        ("mbo", 5, "mbo"),
    ],
)
def test_codes_of_some_names(name: str, longest: int, code: str) -> None:
    assert alone(name, longest) == code


@pytest.mark.parametrize("column", ["school/status/other", "impact/school", "sector", "a.b-c d"])
def test_names_of_an_xlsform_are_names_of_xml(column: str) -> None:
    assert re.fullmatch(r"[A-Za-z_]\w*", xlsform_name(column), re.ASCII)


def test_every_column_and_option_of_a_form_has_a_code(form: Questionnaire, study: Study) -> None:
    codes = limesurvey_codes(form, study.registry["code"])
    firsts = {column.split("/")[0] for column in form.raw_columns}
    assert {block.split("/")[0] for block in codes.questions.values()} == firsts - {"respondent"}
    assert set(codes.subquestions["pupil"].values()) == {*form.levels[1].options}
    assert set(codes.answers["workplace"].values()) == {*study.registry["code"]}
    assert codes.answers["sector"] == {c: c for c in ("mbo", "hbo", "wo", "other")}


def test_codes_that_the_questionnaire_gives_are_kept(study: Study, form_data: Form) -> None:
    given_codes = {
        "questions": {"instA": "school/outcomes", "q1[1]": "pupil/status"},
        "answers": {"status": {"A1": "realised", "A2": "expected"}},
    }
    codes = limesurvey_codes(with_form(study, form_data, limesurvey=given_codes).questionnaire)
    assert {c for c, block in codes.questions.items() if block == "school/outcomes"} == {"instA"}
    # What tells rows of a scale apart is no code that a form can go out with.
    assert {c for c, block in codes.questions.items() if block == "pupil/status"} == {
        "q1[1]",
        "pupilStatus",
    }
    assert codes.answers["status"] == {"A1": "realised", "A2": "expected"}


def test_no_option_is_lost_to_codes_that_are_given_for_others(
    study: Study, form_data: Form
) -> None:
    given_codes = {"questions": {}, "answers": {"status": {"A1": "b1", "A2": "b2"}}}
    names = ("a1", "a2", "b1", "b2")
    statuses = [{"code": name, "label": name} for name in names]
    changed = with_form(study, form_data, limesurvey=given_codes, statuses=statuses)
    meant = limesurvey_codes(changed.questionnaire).answers["status"]
    assert sorted(meant.values()) == sorted(names)
    assert (meant["A1"], meant["A2"]) == ("b1", "b2")


def test_the_codes_follow_from_the_form_alone(form_data: Form) -> None:
    made = [limesurvey_codes(Questionnaire.model_validate(deepcopy(form_data))) for _ in range(2)]
    assert made[0] == made[1]
    assert isinstance(made[0], LimeSurvey)


def test_an_option_that_is_cut_off_to_the_same_moves_no_other() -> None:
    before = alone("realised", LONGEST_ANSWER)
    assert short_codes(["realised", "realistic"], LONGEST_ANSWER)[before] == "realised"


def test_a_code_never_comes_to_mean_another_option() -> None:
    """An export of the form before 'realised' gave way to 'realistic' is read as the new form."""
    assert alone("realised", LONGEST_ANSWER) != alone("realistic", LONGEST_ANSWER)


def test_no_line_of_a_long_registry_is_lost() -> None:
    names = [f"werkplaats_{n}" for n in range(200)]
    assert sorted(short_codes(names, LONGEST_ANSWER).values()) == sorted(names)


@pytest.mark.parametrize("name", ["Ω", "東京", "-"])
def test_a_registry_may_have_any_code(name: str) -> None:
    """Read for every export, of any tool."""
    assert [*short_codes([name], LONGEST_ANSWER).values()] == [name]


def test_a_code_that_is_given_means_what_is_given(study: Study, form_data: Form) -> None:
    changed = with_form(study, form_data, limesurvey={"questions": {"sector": "workplace"}})
    codes = limesurvey_codes(changed.questionnaire, study.registry["code"])
    assert codes.questions["sector"] == "workplace"
    assert "sector" in codes.questions.values()
