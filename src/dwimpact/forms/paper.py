"""The form on paper: a page to print, that a screen reader reads in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dwimpact.forms.languages import languages_of
from dwimpact.forms.questions import MANY, Answered, FormQuestion, Section, sections_of
from dwimpact.study.study import Study
from dwimpact.templates.html import TEMPLATES

LINES = {"text": 3, "email": 1, "number": 1, "date": 1}  # to write on
ONE, MORE_THAN_ONE = "één antwoord", "meer antwoorden mogelijk"


@dataclass(frozen=True)
class PaperQuestion:
    """A question as it is printed: `shape` is 'boxes', 'table', 'texts' or 'lines'."""

    shape: str
    text: str
    hint: str
    condition: str
    how: str
    options: Sequence[str]
    rows: Sequence[str]
    lines: int
    in_columns: bool


def paper(study: Study, language: str) -> str:
    """The form as one HTML page in one of its languages, without script and without a network."""
    languages = languages_of(study)

    def said(text: str) -> str:
        return languages.said(text, language)

    sections = sections_of(study)
    questions = {q.block: q for section in sections for q in section.questions}
    shown = [
        {
            "title": said(section.title),
            "condition": _condition(section.asked_if, questions),
            "questions": list(_questions(section, questions)),
        }
        for section in sections
    ]
    return TEMPLATES.get_template("paper.html.j2").render(
        tag=languages.tag(language),
        title=study.questionnaire.title,
        introduction=study.questionnaire.introduction,
        sections=shown,
        said=said,
    )


def _questions(section: Section, questions: Mapping[str, FormQuestion]) -> Iterator[PaperQuestion]:
    for question in section.questions:
        several = question.kind == "choices"
        yield PaperQuestion(
            _shape(question),
            question.text,
            question.hint,
            _condition(question.asked_if, questions) or _about_ticked(question),
            (MORE_THAN_ONE if several else ONE)
            if question.options and not question.is_matrix
            else "",
            [*question.options.values()],
            [*question.rows.values()],
            LINES.get(question.kind, 0),
            len(question.options) > MANY,
        )


def _shape(question: FormQuestion) -> str:
    if question.options:
        return "table" if question.is_matrix else "boxes"
    return "texts" if question.is_matrix else "lines"


def _about_ticked(question: FormQuestion) -> str:
    asked = [c.column for row in question.rows_asked_if.values() for c in row]
    ticked = all(column.endswith("/outcomes") for column in asked)
    return "Alleen voor wat u hierboven aankruiste." if asked and ticked else ""


def _condition(asked_if: Sequence[Answered], questions: Mapping[str, FormQuestion]) -> str:
    """Of whom something is asked, in words."""
    parts = []
    for condition in asked_if:
        question = questions[condition.column]
        chosen = " of ".join(f"‘{question.options[value]}’" for value in condition.values)
        ticked = question.kind == "choices"
        parts.append(f"{chosen} aankruiste" if ticked else f"{chosen} koos bij ‘{question.text}’")
    return f"Alleen als u {' en '.join(parts)}." if parts else ""
