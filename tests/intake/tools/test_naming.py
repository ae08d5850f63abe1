"""A heading stands for the column that the tool means by it, or for none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import Form, with_form

from dwimpact.intake.tools.naming import key, limesurvey_naming, xlsform_naming
from dwimpact.study.questionnaire.columns import limesurvey_codes, xlsform_name
from dwimpact.study.questionnaire.model import EMAIL, OTHER, RESPONDENT, Questionnaire
from dwimpact.study.study import Study

GROUPS = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), max_size=3)
SCALE: dict[str, Any] = {
    "code": "welcome",
    "label": "Sfeer",
    "kind": "scale",
    "question": "Is het gezellig?",
    "rows": [{"code": "open", "label": "open"}, {"code": "warm", "label": "warm"}],
    "options": [{"code": "1", "label": "ja"}, {"code": "2", "label": "nee"}],
}
NOTES = {"label": "Notities", "kind": "text", "question": "Wat nog meer?"}


@given(groups=GROUPS, data=st.data())
def test_an_xlsform_column_is_known_in_any_groups(
    groups: list[str], data: st.DataObject, form: Questionnaire
) -> None:
    """As Kobo writes it, as ODK does, and as either becomes in SPSS."""
    column = data.draw(st.sampled_from(form.raw_columns))
    separator = data.draw(st.sampled_from("/-."))
    heading = separator.join([*groups, data.draw(st.sampled_from([column, xlsform_name(column)]))])
    name = xlsform_naming(form)
    assert name(heading) == name(heading.upper()) == column
    assert name(heading.replace("/", separator)) == column


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("school_section/school_outcomes/soft_skills", None),  # of another level
        ("pupil_section/pupil_outcomes/soft_skills", "pupil/outcomes/soft_skills"),
        ("soft_skills", None),
        ("school", None),
        ("my_sector", None),
        ("sectors", None),
        ("sector[1]", None),
        ("tranche", "tranche"),  # known from the registry, and compared with it
        ("", None),
        ("/", None),
        ("Wat is de impact?", None),
    ],
)
def test_headings_of_an_xlsform(heading: str, column: str | None, form: Questionnaire) -> None:
    assert xlsform_naming(form)(heading) == column


def headings_of(form: Questionnaire, brackets: str) -> dict[str, str]:
    """Column → its heading in LimeSurvey, of our own form."""
    codes = limesurvey_codes(form)
    blocks = {block: code for code, block in codes.questions.items()}
    made = {}
    for column in form.raw_columns:
        if column.endswith("/other_text"):
            column_of = column.replace("other_text", "outcomes")
            made[column] = blocks[column_of] + brackets.format(OTHER)
        elif column in blocks:
            made[column] = blocks[column]
        elif column != RESPONDENT:
            block, _, row = column.rpartition("/")
            rows = {meant: code for code, meant in codes.subquestions[block.split("/")[0]].items()}
            made[column] = blocks[block] + brackets.format(rows[row])
    return made


@pytest.mark.parametrize("brackets", ["[{}]", "_{}"])
def test_every_column_of_our_limesurvey_form_is_known(
    brackets: str, study: Study, form_data: Form
) -> None:
    form = with_form(study, form_data, items=[SCALE, {"code": "notes", **NOTES}]).questionnaire
    name, headings = limesurvey_naming(form), headings_of(form, brackets)
    assert {column: name(heading) for column, heading in headings.items()} == {
        column: column for column in headings
    }
    assert len({heading.casefold() for heading in headings.values()}) == len(headings)
    assert {*form.raw_columns} - headings.keys() == {RESPONDENT}


CODES = {
    "questions": {
        "instA": "school/outcomes",
        "instSN[1]": "school/status",
        "instSN[2]": "school/nature",
        "instA[comment]": "school/explanation",
        "mail": EMAIL,
    },
    "subquestions": {"school": {"SQ001": "network", "SQ002": "region", "geen": "none"}},
}


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("instA[SQ001]", "school/outcomes/network"),
        ("insta_sq001", "school/outcomes/network"),
        ("instA[geen]", "school/outcomes/none"),
        ("instA[region]", "school/outcomes/region"),  # the questionnaire's own code
        ("instA[other]", "school/other_text"),
        ("instSN[SQ002][1]", "school/status/region"),
        ("instSN[SQ002][2]", "school/nature/region"),
        ("instSN[SQ002][3]", None),
        ("instSN_SQ002_2", "school/nature/region"),
        ("instA[SQ001comment]", "school/explanation/network"),
        ("instA[SQ003]", None),
        ("instA", "school/outcomes"),
        ("mail", EMAIL),
        ("instA[SQ001", None),
        ("instA SQ001", None),
        ("1instA", None),
        ("", None),
    ],
)
def test_headings_of_a_limesurvey_form_made_by_hand(
    heading: str, column: str | None, study: Study, form_data: Form
) -> None:
    form = with_form(study, form_data, limesurvey=CODES).questionnaire
    assert limesurvey_naming(form)(heading) == column


@given(st.text(max_size=30))
def test_any_heading_is_a_column_or_none(form: Questionnaire, heading: str) -> None:
    known = {None, *form.raw_columns, "tranche"}
    assert {xlsform_naming(form)(heading), limesurvey_naming(form)(heading)} <= known
    assert key(key(heading)) == key(heading)


@pytest.mark.parametrize(
    ("code", "heading"),
    [("notes", "_notes"), ("tags", "_tags"), ("version", "__version__"), ("index", "_index")],
)
def test_what_kobo_adds_is_no_question_of_that_name(
    code: str, heading: str, study: Study, form_data: Form
) -> None:
    form = with_form(study, form_data, items=[{"code": code, **NOTES}]).questionnaire
    name = xlsform_naming(form)
    assert (name(f"about_{code}_section/{code}"), name(heading)) == (code, None)


def test_two_columns_that_would_have_one_name_are_refused(study: Study, form_data: Form) -> None:
    """A row of a scale, and a question: nothing tells before the answers are in."""
    with pytest.raises(ValueError, match="welcome_open"):
        with_form(study, form_data, items=[SCALE, {"code": "welcome_open", **NOTES}])


def test_a_question_in_words_is_no_group(form: Questionnaire) -> None:
    """No group has a space in its name."""
    assert xlsform_naming(form)("Wat is uw school/sector") is None
