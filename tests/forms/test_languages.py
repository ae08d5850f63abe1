"""A form goes out in each language whole, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from tiny import Form, texts_of, translated, with_form

from dwimpact.errors import StudyError
from dwimpact.forms.languages import ON_PAPER, languages_of, require_translated
from dwimpact.forms.questions import sections_of
from dwimpact.study.study import Study

ENGLISH = "English (en)"


def refused(study: Study) -> list[str]:
    with pytest.raises(StudyError) as error:
        require_translated(study)
    assert error.value.file == str(study.folder / "questionnaire.yml")
    return [str(problem) for problem in error.value.problems]


def test_a_form_has_one_language_unless_it_is_translated(study: Study) -> None:
    languages = languages_of(study)
    assert (languages.default, languages.others) == ("Nederlands (nl)", ())
    assert languages.all == ("Nederlands (nl)",)
    assert languages.said("Vaardigheden", "Nederlands (nl)") == "Vaardigheden"
    require_translated(study)


def test_languages_in_the_order_of_the_questionnaire(study: Study, form_data: Form) -> None:
    texts = texts_of(study)
    said: dict[str, Any] = {ENGLISH: dict.fromkeys(texts, "en"), "Frysk (fy)": {}}
    languages = languages_of(with_form(study, form_data, translations=said))
    assert languages.all == ("Nederlands (nl)", ENGLISH, "Frysk (fy)")
    assert [languages.tag(language) for language in languages.all] == ["nl", "en", "fy"]
    assert languages.said(texts[0], ENGLISH) == "en"
    assert languages.said(texts[0], "Frysk (fy)") == texts[0]


def test_every_text_that_is_shown_wants_a_translation(study: Study, form_data: Form) -> None:
    texts = {study.questionnaire.title, study.questionnaire.introduction}
    for section in sections_of(study):
        texts.add(section.title)
        for question in section.questions:
            texts |= {question.text, question.hint, question.told, *question.rows.values()}
            texts |= {*question.options.values()}
    assert {*texts_of(study)} == texts - {""} | {*ON_PAPER}
    require_translated(translated(study, form_data))


def test_what_lacks_a_translation_is_named(study: Study, form_data: Form) -> None:
    said = dict.fromkeys(texts_of(study), "x")
    del said["Vaardigheden"]
    said["Vaardigheid"] = "Skill"
    changed = with_form(study, form_data, translations={ENGLISH: said})
    assert refused(changed) == [
        f"translations: {ENGLISH}: no translation of 1 texts: 'Vaardigheden'; expected every "
        "text of the form. Add it in questionnaire.yml.",
        f"translations: {ENGLISH}: 'Vaardigheid' is no text of the form; expected the same "
        "letters. Correct it in questionnaire.yml.",
    ]


def test_two_texts_may_have_one_translation(study: Study, form_data: Form) -> None:
    said = dict.fromkeys(texts_of(study), "The same")
    require_translated(with_form(study, form_data, translations={ENGLISH: said}))


@pytest.mark.parametrize("name", ["English", "English (EN)", "English(en)", "(en)", "en", "a (b)"])
def test_a_language_is_named_as_an_xlsform_names_it(
    name: str, study: Study, form_data: Form
) -> None:
    with pytest.raises(ValueError, match="String should match pattern"):
        with_form(study, form_data, translations={name: {}})
    with pytest.raises(ValueError, match="String should match pattern"):
        with_form(study, form_data, language=name)


@pytest.mark.parametrize(
    "names",
    [["Nederlands (nl)"], ["Vlaams (nl)"], ["English (en)", "British (en)"]],
    ids=["its own", "the tag of its own", "two of one tag"],
)
def test_no_language_stands_twice(names: list[str], study: Study, form_data: Form) -> None:
    """One page written over the other; a language 'nl' beside 'nl' in LimeSurvey."""
    said = dict.fromkeys(texts_of(study), "x")
    with pytest.raises(ValueError, match="tags of languages: used more than once"):
        with_form(study, form_data, translations=dict.fromkeys(names, said))


@pytest.mark.parametrize("text", ["", "  "])
def test_a_blank_is_no_translation(text: str, study: Study, form_data: Form) -> None:
    said = dict.fromkeys(texts_of(study), text)
    with pytest.raises(ValueError, match=r"English \(en\): blank for"):
        with_form(study, form_data, translations={ENGLISH: said})
