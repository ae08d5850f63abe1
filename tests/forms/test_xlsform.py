"""The XLSForm asks what the questionnaire does, in its words, and pyxform takes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from asking import MANY, asking
from filled_in import write_xform
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import Form, translated, with_form, with_text

from dwimpact.forms.xlsform import xlsform
from dwimpact.intake.tools.naming import xlsform_naming
from dwimpact.study.questionnaire.columns import xlsform_name
from dwimpact.study.questionnaire.model import RESPONDENT
from dwimpact.study.study import Study

PIECES = st.sampled_from(
    [
        *('"', "'", "{", "}", "{{x}}", "{sector}", "<b>", "</b>", "&", "&amp;", "]]>", "<!--"),
        *("=1+1", "+", "-", "@", "%s", "\\n", "|", ";", ",", "::", "*", "_", "#", "1. "),
        *(
            "é",
            "ß",
            "😀",
            "👩‍👩‍👧",
            "שלום",
            "مرحبا",
            "中文",
            "\u202e",
            "None",
            "nan",
            "TRUE",
            "ja",
            " ",
        ),
        *("\n", "\t", "\n\n"),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=8).map("".join).filter(str.strip).map(str.strip)
YES = [{"code": "1", "label": "ja"}, {"code": "2", "label": "nee"}]
SCALE: dict[str, Any] = {"code": "welcome", "label": "Sfeer", "kind": "scale", "options": YES}
ROWS = [{"code": "open", "label": "open"}, {"code": "warm", "label": "warm"}]
NOTE = {"label": "Notities", "kind": "text"}


def sheet(study: Study, name: str = "survey") -> pd.DataFrame:
    return xlsform(study)[name].set_index("name")


def shown_in(xform: Path) -> set[str]:
    """Every label and hint of a form as ODK has it."""
    nodes = ElementTree.parse(xform).getroot().iter()
    shown = [n for n in nodes if n.tag.rpartition("}")[2] in ("label", "hint", "value", "title")]
    return {"".join(node.itertext()) for node in shown}


def test_every_column_is_asked_under_a_name_that_comes_back(study: Study) -> None:
    form, survey = study.questionnaire, sheet(study)
    ticks = [tick for block in form.tick_blocks for tick in block.tick_columns]
    asked = [column for column in form.raw_columns if column not in (RESPONDENT, *ticks)]
    questions = [name for name in survey.index if xlsform_naming(form)(name)]
    assert questions == [xlsform_name(column) for column in asked]
    assert [xlsform_naming(form)(name) for name in questions] == asked
    named = [name for name in survey.index if name]
    assert len({*named}) == len(named)


def test_options_are_the_codes_of_the_questionnaire(study: Study) -> None:
    choices = xlsform(study)["choices"]
    lists = choices.groupby("list_name")["name"].agg(list).to_dict()
    assert lists == {
        "workplace": ["alfa", "beta", "gamma"],
        "sector": ["mbo", "hbo", "wo", "other"],
        "school_outcomes": ["network", "region", "other", "none"],
        "pupil_outcomes": ["skills", "soft_skills", "other", "none"],
        "status": ["realised", "expected"],
        "nature": ["new", "strengthened"],
        "yes_no": ["yes", "no"],
    }
    used = sheet(study)["type"].str.extract(r"^select_\w+ (\w+)$")[0].dropna()
    assert {*used} == lists.keys()


def test_what_is_asked_of_what_was_ticked(study: Study) -> None:
    survey = sheet(study)
    row = survey.loc["school_status_network", ["relevant", "required"]]
    assert [*row] == ["selected(${school_outcomes}, 'network')", "yes"]
    assert survey.loc["school_status_rows", "relevant"] == " or ".join(
        f"selected(${{school_outcomes}}, '{code}')" for code in ("network", "region", "other")
    )
    assert survey.loc["school_explanation_network", "required"] == ""
    assert survey.loc["school_outcomes", "constraint"] == (
        "not(selected(., 'none') and count-selected(.) > 1)"
    )


def test_conditions_go_along(study: Study, form_data: Form) -> None:
    """Of two variables both must hold, of one any value."""
    options = [{"code": "joined", "label": "nieuw"}, {"code": "stayed", "label": "gebleven"}]
    new = {"code": "new_here", "label": "nieuw", "plural": "nieuwe", "options": options}

    def change(form: Form) -> None:
        form["background"].append(new)
        form["levels"][1]["asked_if"] = {"sector": ["mbo", "hbo"], "new_here": ["joined"]}

    assert sheet(with_form(study, form_data, change)).loc["pupil_section", "relevant"] == (
        "(selected(${sector}, 'mbo') or selected(${sector}, 'hbo')) "
        "and (selected(${new_here}, 'joined'))"
    )


@pytest.mark.long
@given(text=TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_shown_as_it_is(
    text: str, study: Study, form_data: Form, tmp_path: Path
) -> None:
    """But for '${', that would be a reference to a question."""
    xform, warnings = write_xform(with_text(study, form_data, text), tmp_path)
    assert text.replace("${", "$ {") in shown_in(xform)
    assert warnings == []


def test_another_form_has_another_version(study: Study, form_data: Form) -> None:
    version = xlsform(study)["settings"].loc[0, "version"]
    assert xlsform(with_form(study, form_data))["settings"].loc[0, "version"] == version
    changed = xlsform(with_form(study, form_data, introduction="Anders."))
    assert changed["settings"].loc[0, "version"] != version


def test_every_text_is_said_in_each_language(study: Study, form_data: Form) -> None:
    for name, table in xlsform(translated(study, form_data)).items():
        for column in [c for c in table if c.endswith("::English (en)")]:
            dutch = table[column.replace("English (en)", "Nederlands (nl)")]
            assert table[column].tolist() == dutch.str.upper().tolist(), name


def test_a_text_of_two_paragraphs_is_translated(study: Study, form_data: Form) -> None:
    said = sheet(translated(study, form_data, introduction="Een.\n\nTwee."))
    assert said.loc["introduction", "label::English (en)"] == "EEN.\n\nTWEE."


def test_what_a_blank_stands_for_has_to_be_said_where_something_depends_on_it(
    study: Study, form_data: Form
) -> None:
    def change(form: Form) -> None:
        form["background"][1]["blank"] = "other"
        form["levels"][1]["asked_if"] = {"sector": ["mbo", "other"]}

    made = with_form(study, form_data, change)
    asked = sheet(made)
    assert asked.loc["sector", "required"] == "yes"
    assert "other" in sheet(made, "choices").query("list_name == 'sector'").index
    assert "selected(${sector}, 'other')" in asked.loc["pupil_section", "relevant"]


@pytest.mark.parametrize("code", ["background", "impact", "closing"])
def test_no_level_is_called_as_another_part(code: str, study: Study, form_data: Form) -> None:
    """Two groups of one name: pyxform would refuse it on upload."""

    def change(form: Form) -> None:
        form["levels"][1]["code"] = code

    with pytest.raises(ValueError, match=f"parts of the form: used more than once: .*{code}"):
        with_form(study, form_data, change)


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("welcome_open", "columns as form tools name them: used more than once"),
        ("welcome_rows", "columns as form tools name them: used more than once"),
        ("closing_section", "columns as form tools name them: used more than once"),
        ("introduction", "codes that mean something else already"),
        ("pupil", "codes that mean something else already"),
    ],
)
def test_no_two_questions_have_one_name(
    code: str, refused: str, study: Study, form_data: Form
) -> None:
    """KoboToolbox keeps one of two."""
    items = [{**SCALE, "rows": ROWS}, {**NOTE, "code": code}]
    with pytest.raises(ValueError, match=refused):
        with_form(study, form_data, items=items)


@pytest.mark.parametrize("text", ["een\r\ntwee", "een\x07twee"])
def test_a_control_character_is_not_shown(
    text: str, study: Study, form_data: Form, tmp_path: Path
) -> None:
    xform, _ = write_xform(with_text(study, form_data, text), tmp_path)
    assert not any("_x00" in shown for shown in shown_in(xform))


def test_no_more_can_be_ticked_than_allowed(tmp_path: Path) -> None:
    survey = xlsform(asking(tmp_path))["survey"].set_index("name")
    assert survey.loc[MANY, "constraint"] == "count-selected(.) <= 2"
    assert survey.loc[MANY, "constraint_message"] == "Kies er ten hoogste 2."
