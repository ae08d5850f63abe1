"""The form on paper: a page to print, that a screen reader reads in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dwimpact.forms.languages import (
    ABOUT_TICKED,
    AS_DATE,
    IF_CHOSEN,
    IF_TICKED,
    MORE_THAN_ONE,
    ONE,
    PER_ROW,
    languages_of,
)
from dwimpact.forms.questions import MANY, Answered, FormQuestion, sections_of
from dwimpact.study.study import Study
from dwimpact.templates.html import TEMPLATES

LINES = {"text": 3, "email": 1, "number": 1, "date": 1}  # to write on


@dataclass(frozen=True)
class PaperQuestion:
    """A question as it is printed: `shape` is 'boxes', 'table', 'texts' or 'lines'."""

    shape: str
    text: str
    notes: Sequence[str]
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
    conditions = Conditions({q.block: q for s in sections for q in s.questions}, said)
    shown = [
        {
            "title": said(section.title),
            "condition": conditions.of(section.asked_if),
            "questions": [_printed(question, conditions) for question in section.questions],
        }
        for section in sections
    ]
    return TEMPLATES.get_template("paper.html.j2").render(
        tag=languages.tag(language),
        title=study.questionnaire.title,
        introduction=study.questionnaire.introduction,
        sections=shown,
        per_row=PER_ROW,
        said=said,
    )


def _printed(question: FormQuestion, conditions: Conditions) -> PaperQuestion:
    said, rows = conditions.said, question.rows_asked_if
    asked = conditions.of(question.asked_if) or (ABOUT_TICKED if _is_about_ticked(question) else "")
    each = [conditions.of(rows.get(column, ())) if not asked else "" for column in question.rows]
    labels = zip(question.rows.values(), each, strict=True)
    return PaperQuestion(
        _shape(question),
        question.text,
        [question.hint, asked, _how(question), question.told if question.kind == "choices" else ""],
        [*question.options.values()],
        [" ".join(filter(None, [said(label), when])) for label, when in labels],
        LINES.get(question.kind, 0),
        len(question.options) > MANY,
    )


def _how(question: FormQuestion) -> str:
    if question.kind == "date":
        return AS_DATE
    if not question.options or question.is_matrix:
        return ""
    return MORE_THAN_ONE if question.kind == "choices" else ONE


def _shape(question: FormQuestion) -> str:
    if question.options:
        return "table" if question.is_matrix else "boxes"
    return "texts" if question.is_matrix else "lines"


def _is_about_ticked(question: FormQuestion) -> bool:
    asked = [c.column for row in question.rows_asked_if.values() for c in row]
    return bool(asked) and all(column.endswith("/outcomes") for column in asked)


@dataclass(frozen=True)
class Conditions:
    """Of whom something is asked, in words of one language; `questions` are all by their block."""

    questions: Mapping[str, FormQuestion]
    said: Callable[[str], str]

    def of(self, asked_if: Sequence[Answered]) -> str:
        parts = [self._part(condition) for condition in asked_if]
        return " ".join(parts)

    def _part(self, condition: Answered) -> str:
        question = self.questions[condition.column]
        options = [f"‘{self.said(question.options[value])}’" for value in condition.values]
        words = {"{options}": " / ".join(options), "{question}": f"‘{self.said(question.text)}’"}
        text = self.said(IF_TICKED if question.kind == "choices" else IF_CHOSEN)
        for name, word in words.items():
            text = text.replace(name, word)
        return text
