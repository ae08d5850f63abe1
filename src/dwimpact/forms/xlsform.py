"""The questionnaire as an XLSForm, for KoboToolbox, ODK Central and every other ODK tool."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from dwimpact.forms.languages import PARAGRAPH, Languages, languages_of
from dwimpact.forms.questions import MANY, Answered, FormQuestion, FormRow, Section, sections_of
from dwimpact.study.questionnaire.columns import xlsform_name
from dwimpact.study.study import Study

TRANSLATED = ("label", "hint", "constraint_message")
SURVEY = ("type", "name", *TRANSLATED, "required", "relevant", "constraint", "appearance")
XLSFORM_TYPES = {"number": "decimal", "date": "date", "text": "text", "email": "text"}
UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
MAIL_CONSTRAINT = r"regex(., '^[^@\s]+@[^@\s]+\.[^@\s]+$')"


def xlsform(study: Study) -> dict[str, pd.DataFrame]:
    """The sheets 'survey', 'choices' and 'settings', every cell text.

    A question is named after its column of the raw layout, groups included, because KoboToolbox
    tells questions apart by their bare name: what comes back is recognised by the end of a
    heading, whichever groups stand before it. Source: xlsform.org.
    """
    form, languages = study.questionnaire, languages_of(study)
    sections = sections_of(study)
    survey = [*_beginning(form.introduction), *(row for s in sections for row in _section(s))]
    choices = list(_choices(sections))
    made = {
        "survey": _sheet(survey, SURVEY, languages),
        "choices": _sheet(choices, ("list_name", "name", "label"), languages),
    }
    settings = {
        "form_title": _shown(form.title),
        "form_id": xlsform_name(study.folder.resolve().name),
        "version": _version(made),
        "default_language": languages.default if languages.others else "",
    }
    return {**made, "settings": pd.DataFrame([{k: v for k, v in settings.items() if v}])}


def _beginning(introduction: str) -> Iterator[FormRow]:
    yield {"type": "start", "name": "start"}
    yield {"type": "end", "name": "end"}
    yield {"type": "note", "name": "introduction", "label": introduction}


def _section(section: Section) -> Iterator[FormRow]:
    rows = [row for question in section.questions for row in _question(question)]
    yield from _group(f"{section.code}_section", section.title, rows, section.asked_if)


def _group(
    name: str, label: str, rows: Iterable[FormRow], asked_if: Sequence[Answered]
) -> Iterator[FormRow]:
    yield {
        "type": "begin_group",
        "name": name,
        "label": label,
        "appearance": "field-list",
        "relevant": _relevant(asked_if),
    }
    yield from rows
    yield {"type": "end_group"}


def _question(question: FormQuestion) -> Iterator[FormRow]:
    if not question.is_matrix:
        yield {
            **_cells(question, question.block, question.text, question.asked_if),
            "hint": question.hint,
        }
        return
    rows = [
        _cells(question, column, label, question.rows_asked_if.get(column, ()))
        for column, label in question.rows.items()
    ]
    label = PARAGRAPH.join(filter(None, [question.text, question.hint]))
    yield from _group(f"{xlsform_name(question.block)}_rows", label, rows, _any_row(question))


def _any_row(question: FormQuestion) -> tuple[Answered, ...]:
    """A matrix is shown when one of its rows is, where that depends on one question."""
    conditions = [c for row in question.rows_asked_if.values() for c in row]
    columns = list({condition.column for condition in conditions})
    if len(columns) != 1 or not all(question.rows_asked_if.values()):
        return ()
    return (Answered(columns[0], tuple(v for c in conditions for v in c.values)),)


def _cells(
    question: FormQuestion, column: str, label: str, asked_if: Sequence[Answered]
) -> FormRow:
    cells = {
        "type": _type(question),
        "name": xlsform_name(column),
        "label": label,
        "required": "yes" if question.required else "",
        "relevant": _relevant(asked_if),
        "appearance": _appearance(question),
        "constraint_message": question.told,
    }
    if constraint := " and ".join(_constraints(question)):
        cells["constraint"] = constraint
    return cells


def _constraints(question: FormQuestion) -> Iterator[str]:
    if question.alone:
        yield f"not(selected(., '{question.alone}') and count-selected(.) > 1)"
    if question.at_most is not None:
        yield f"count-selected(.) <= {question.at_most}"
    if question.kind == "email":
        yield MAIL_CONSTRAINT


def _type(question: FormQuestion) -> str:
    if question.kind in ("choice", "yes_no"):
        return f"select_one {xlsform_name(question.named)}"
    if question.kind == "choices":
        return f"select_multiple {xlsform_name(question.named)}"
    return XLSFORM_TYPES[question.kind]


def _appearance(question: FormQuestion) -> str:
    if question.kind == "text":
        return "multiline"
    many = question.kind == "choice" and len(question.options) > MANY
    return "minimal autocomplete" if many else ""


def _relevant(conditions: Sequence[Answered]) -> str:
    """What must hold: each of the conditions, by any of its values."""
    parts = [
        " or ".join(f"selected(${{{xlsform_name(c.column)}}}, '{value}')" for value in c.values)
        for c in conditions
    ]
    return parts[0] if len(parts) == 1 else " and ".join(f"({part})" for part in parts)


def _choices(sections: Iterable[Section]) -> Iterator[FormRow]:
    """Every list of options once."""
    lists = {
        question.named: question.options
        for section in sections
        for question in section.questions
        if question.options
    }
    for name, options in lists.items():
        for code, label in options.items():
            yield {"list_name": xlsform_name(name), "name": code, "label": label}


def _sheet(rows: Iterable[FormRow], columns: Sequence[str], languages: Languages) -> pd.DataFrame:
    """The rows under these columns, of a text one column per language; blank columns left out."""
    rows = list(rows)
    made: dict[str, list[str]] = {}
    for column in columns:
        cells = [row.get(column, "") for row in rows]
        if not any(cells):
            continue
        if column not in TRANSLATED:
            made[column] = cells
            continue
        for language in languages.all:
            made[f"{column}::{language}" if languages.others else column] = [
                _shown(languages.said(text, language)) for text in cells
            ]
    return pd.DataFrame(made, dtype="str")


def _shown(text: str) -> str:
    """A text without what Excel writes as '_x0007_', and in which nothing is a reference."""
    return UNSHOWN.sub("", text.replace("\r\n", "\n")).replace("${", "$ {")


def _version(sheets: Mapping[str, pd.DataFrame]) -> str:
    """Another form has another version, by which tools know that it is one."""
    text = "".join(sheet.to_csv(index=False) for sheet in sheets.values())
    return hashlib.sha256(text.encode()).hexdigest()[:10]
