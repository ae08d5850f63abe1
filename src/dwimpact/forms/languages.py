"""The languages in which a form is put: the study's own, and those it is translated into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dwimpact.errors import Problem, StudyError
from dwimpact.forms.questions import sections_of
from dwimpact.study.study import Study

# What a form says of itself, on paper; in braces stands what is filled in.
ONE, MORE_THAN_ONE, PER_ROW = "één antwoord", "meer antwoorden mogelijk", "per regel één kruisje"
ABOUT_TICKED = "Alleen voor wat u hierboven aankruiste."
IF_TICKED = "Alleen als u {options} aankruiste."
IF_CHOSEN = "Alleen bij {options} als antwoord op {question}."
PARAGRAPH = "\n\n"
AS_DATE = "dag-maand-jaar"
ON_PAPER = (ONE, MORE_THAN_ONE, PER_ROW, ABOUT_TICKED, IF_TICKED, IF_CHOSEN, AS_DATE)
ADD_IT, CORRECT_IT = "Add it in questionnaire.yml.", "Correct it in questionnaire.yml."


@dataclass(frozen=True)
class Languages:
    """`default` and the others, as 'English (en)'; `texts` is language → text → translation."""

    default: str
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(self.texts)

    @property
    def all(self) -> tuple[str, ...]:
        return (self.default, *self.texts)

    def said(self, text: str, language: str) -> str:
        """A text of the form in one of these languages, or else each of its paragraphs."""
        known = self.texts.get(language, {})
        if text in known:
            return known[text]
        return PARAGRAPH.join(known.get(part, part) for part in text.split(PARAGRAPH))

    def tag(self, language: str) -> str:
        """'en' of 'English (en)'."""
        return language.rsplit("(", 1)[1].rstrip(")")


def require_translated(study: Study) -> None:
    """Raise StudyError where a text of the form has no translation, or a translation no text; names
    in a registry may stay as they are.
    """
    languages, names = languages_of(study), {*study.registry["name"]}
    texts = dict.fromkeys(form_texts(study))
    problems = []
    for language, known in languages.texts.items():
        absent = [text for text in texts if text not in known and text not in names]
        unknown = [text for text in known if text not in texts]
        place = f"translations: {language}"
        if absent:
            listed = "; ".join(f"'{text}'" for text in absent)
            what = f"{place}: no translation of {len(absent)} texts: {listed}"
            problems.append(Problem(what, "every text of the form", ADD_IT))
        for text in unknown:
            what = f"{place}: '{text}' is no text of the form"
            problems.append(Problem(what, "the same letters", CORRECT_IT))
    if problems:
        raise StudyError(study.folder / "questionnaire.yml", problems)


def form_texts(study: Study) -> Iterator[str]:
    """Every text that a form tool or the form on paper shows."""
    form = study.questionnaire
    yield from (form.title, form.introduction, *ON_PAPER)
    for section in sections_of(study):
        yield section.title
        for question in section.questions:
            yield from filter(None, (question.text, question.hint, question.told))
            yield from (*question.options.values(), *question.rows.values())


def languages_of(study: Study) -> Languages:
    """The languages of a questionnaire."""
    form = study.questionnaire
    return Languages(form.language, form.translations)
