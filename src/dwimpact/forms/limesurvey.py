"""The questionnaire as LimeSurvey imports it: the tab-separated survey structure."""

from __future__ import annotations

import csv
import hashlib
import html
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dwimpact.forms.languages import Languages, languages_of
from dwimpact.forms.questions import MANY, Answered, FormQuestion, FormRow, Section, sections_of
from dwimpact.study.questionnaire.columns import limesurvey_codes
from dwimpact.study.questionnaire.mapping import LimeSurvey
from dwimpact.study.questionnaire.model import OTHER
from dwimpact.study.study import Study

STRUCTURE = (
    *("id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language"),
    *("validation", "mandatory", "other", "default", "same_default"),
    *(
        "exclude_all_others",
        "max_answers",
        "other_replace_text",
        "date_format",
    ),  # attributes of questions
)
# Group by group; when somebody answered is kept, and from which address is not.
SETTINGS = {
    "format": "G",
    "allowprev": "Y",
    "datestamp": "Y",
    "ipaddr": "N",
    "refurl": "N",
    "savetimings": "N",
}
LIMESURVEY_TYPES = {"yes_no": "Y", "number": "N", "date": "D", "text": "T", "email": "S"}
MAIL_PATTERN = r"/^[^@\s]+@[^@\s]+\.[^@\s]+$/"


def limesurvey(study: Study) -> str:
    """The survey structure as text: a line per setting, group, question, row and answer, all of it
    once per language. The order of lines is the structure, and no cell has a line break. Source:
    'Tab Separated Value survey structure' in LimeSurvey's manual.
    """
    languages, sections = languages_of(study), sections_of(study)
    questions = {q.block: q for section in sections for q in section.questions}
    writer = _Writer(
        limesurvey_codes(study.questionnaire, study.registry["code"]), languages, questions
    )
    rows = [*_settings(study, languages), *_texts(study, languages)]
    for language in languages.all:
        rows += (row for section in sections for row in writer.section(section, language))
    return _as_text(rows)


def _settings(study: Study, languages: Languages) -> Iterator[FormRow]:
    # An id of its own, of six figures; LimeSurvey gives another where it is taken.
    digest = hashlib.sha256(study.questionnaire.title.encode()).digest()
    survey = str(100_000 + int.from_bytes(digest[:4]) % 900_000)
    tags = [languages.tag(language) for language in languages.all]
    said = {
        "sid": survey,
        "language": tags[0],
        "additional_languages": " ".join(tags[1:]),
        **SETTINGS,
    }
    for name, value in said.items():
        if value:
            yield {"class": "S", "name": name, "text": value}


def _texts(study: Study, languages: Languages) -> Iterator[FormRow]:
    form = study.questionnaire
    said = {"surveyls_title": form.title, "surveyls_welcometext": form.introduction}
    for language in languages.all:
        tag = languages.tag(language)
        for name, text in {**said, "surveyls_language": tag}.items():
            translated = _plain(languages.said(text, language))
            yield {"class": "SL", "name": name, "text": translated, "language": tag}


@dataclass(frozen=True)
class _Writer:
    """Writes sections with these `codes`; `questions` are all there are, by their block."""

    codes: LimeSurvey
    languages: Languages
    questions: Mapping[str, FormQuestion]

    def section(self, section: Section, language: str) -> Iterator[FormRow]:
        yield {
            "class": "G",
            "name": self._text(section.title, language),
            "relevance": self._relevant(section.asked_if),
            "language": self.languages.tag(language),
        }
        # What 'other' is, LimeSurvey asks beside the box itself.
        beside = {question.text_of_other for question in section.questions}
        for question in section.questions:
            if question.block not in beside:
                yield self._question(question, language)
                yield from self._subquestions(question, language)
                yield from self._answers(question, language)

    def _question(self, question: FormQuestion, language: str) -> FormRow:
        row = {
            "class": "Q",
            "type/scale": _type(question),
            "name": self._code(question.block),
            "relevance": self._relevant(question.asked_if),
            "text": self._text(question.text, language),
            "help": self._text(question.hint, language),
            "language": self.languages.tag(language),
            "mandatory": "Y" if question.required else "N",
        }
        if question.text_of_other:
            row["other"] = "Y"
            row["other_replace_text"] = self._text(question.options[OTHER], language)
        # What is no text is said once.
        if question.alone and language == self.languages.default:
            row["exclude_all_others"] = self._sub(question.block, question.alone)
        if question.at_most is not None and language == self.languages.default:
            row["max_answers"] = str(question.at_most)
        if question.kind == "date" and language == self.languages.default:
            row["date_format"] = "dd-mm-yyyy"
        if question.kind == "email":
            row["validation"] = MAIL_PATTERN
        return row

    def _subquestions(self, question: FormQuestion, language: str) -> Iterator[FormRow]:
        for name, (label, asked_if) in _rows(question).items():
            yield {
                "class": "SQ",
                "type/scale": "0",
                "name": self._sub(question.block, name),
                "relevance": self._relevant(asked_if),
                "text": self._text(label, language),
                "language": self.languages.tag(language),
            }

    def _answers(self, question: FormQuestion, language: str) -> Iterator[FormRow]:
        for option, label in question.options.items() if question.kind == "choice" else ():
            yield {
                "class": "A",
                "type/scale": "0",
                "name": self._answer(question, option),
                "text": self._text(label, language),
                "language": self.languages.tag(language),
            }

    def _relevant(self, conditions: Sequence[Answered]) -> str:
        parts = [" or ".join(self._holds(c.column, v) for v in c.values) for c in conditions]
        return parts[0] if len(parts) == 1 else " and ".join(f"({p})" for p in parts) or "1"

    def _holds(self, column: str, value: str) -> str:
        """That a value was chosen in a column, as an expression."""
        question, code = self.questions[column], self._code(column)
        if question.kind == "choices":
            if value == OTHER and question.text_of_other:
                return f"!is_empty({code}_other.NAOK)"
            return f'{code}_{self._sub(column, value)}.NAOK == "Y"'
        if question.kind == "yes_no":
            return f'{code}.NAOK == "{value[0].upper()}"'
        return f'{code}.NAOK == "{self._answer(question, value)}"'

    def _code(self, block: str) -> str:
        return _code_of(block, self.codes.questions)

    def _sub(self, block: str, name: str) -> str:
        return _code_of(name, self.codes.subquestions[block.split("/")[0]])

    def _answer(self, question: FormQuestion, option: str) -> str:
        return _code_of(option, self.codes.answers[question.named])

    def _text(self, text: str, language: str) -> str:
        return _plain(self.languages.said(text, language))


def _type(question: FormQuestion) -> str:
    if question.kind == "choices":
        return "M"
    if question.is_matrix:
        return "F" if question.kind == "choice" else "Q"
    if question.kind == "choice":
        return "!" if len(question.options) > MANY else "L"
    return LIMESURVEY_TYPES[question.kind]


def _rows(question: FormQuestion) -> dict[str, tuple[str, Sequence[Answered]]]:
    """Option or row → what it says, and when it is shown."""
    if question.kind == "choices":
        beside = OTHER if question.text_of_other else ""
        return {o: (label, ()) for o, label in question.options.items() if o != beside}
    if not question.is_matrix:
        return {}
    return {
        column.rsplit("/", 1)[1]: (label, question.rows_asked_if.get(column, ()))
        for column, label in question.rows.items()
    }


def _code_of(meant: str, codes: Mapping[str, str]) -> str:
    return next(code for code, known in codes.items() if known == meant)


def _plain(text: str) -> str:
    """A text as HTML on one line, in which LimeSurvey finds nothing to compute."""
    escaped = html.escape(" ".join(text.split()), quote=False)
    return escaped.replace('"', "&quot;").replace("{", "{ ")


def _as_text(rows: Iterable[FormRow]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, STRUCTURE, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
