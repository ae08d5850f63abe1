"""The codebook: what every raw column of a study asks, and which answers it can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from dwimpact.prose.words import upper_first
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import (
    EMAIL,
    HAS_MATERIAL,
    REMARKS,
    SHARE_MATERIAL,
    YES_NO,
    YES_NO_COLUMNS,
    Questionnaire,
    labels,
)
from dwimpact.tables.format import for_reading

MATRIX_WORDS = {"status": "Status", "nature": "Aard", "explanation": "Toelichting"}


def describe_columns(form: Questionnaire) -> pd.DataFrame:
    """The codebook: column, level (Dutch label), question, answers; one row per raw column.

    >>> dw.describe_columns(form)["column"].head(3).tolist()
    ['respondent', 'workplace', 'sector']
    """
    noun, who = form.terms.outcome, form.terms.respondent.after("de", "het")
    rows = [
        ("respondent", "", f"Nummer van {who}", "tekst"),
        *((v.code, "", upper_first(v.label), _values(v)) for v in form.asked),
    ]
    for level in form.levels:
        rows += [
            (column, level.label, f"Belangrijkste {noun.singular}", "tekst")
            for column in level.open_answer_columns
        ]
    for level in form.levels:
        named = form.outcome_labels(level.code)
        ticked = _choices(named)
        rows.append((level.answers_column, level.label, f"Aangekruiste {noun.plural}", ticked))
        rows += [
            (level.tick_column(o), level.label, f"Aangekruist: {named[o]}", "1 = ja; 0 = nee")
            for o in level.options
        ]
        rows += [
            (column, level.label, f"{level.other}, namelijk", "tekst")
            for column in level.other_text_columns
        ]
        answers = {name: _choices(labels(c)) for name, c in form.characteristics.items()}
        rows += [
            (
                level.matrix_column(matrix, o),
                level.label,
                f"{MATRIX_WORDS[matrix]}: {named[o]}",
                answers.get(matrix, "tekst"),
            )
            for matrix in level.asks
            for o in level.rows
        ]
    rows += [row for item in form.items for row in _item_rows(item)]
    yes_no = _choices(YES_NO)
    closing = {
        REMARKS: ("Opmerkingen", "tekst"),
        HAS_MATERIAL: ("Heeft materiaal", yes_no),
        SHARE_MATERIAL: ("Wil materiaal delen", yes_no),
        EMAIL: ("E-mailadres", "tekst; wordt niet ingelezen"),
    }
    rows += [(column, "", *closing[column]) for column in form.closing_columns]
    return pd.DataFrame(rows, columns=["column", "level", "question", "answers"])


def question_patterns(columns: pd.DataFrame) -> pd.DataFrame:
    """The codebook with one row for columns that ask the same of different things.

    `columns` as from `describe_columns`; beside its four columns how many columns a row is of.

    >>> patterns = dw.question_patterns(dw.describe_columns(form))
    >>> patterns.loc[patterns["columns"] == 9, "column"].tolist()
    ['programme/outcomes/…']
    """
    asked = columns["column"].str.rsplit("/", n=1).str[0], columns["level"], columns["answers"]
    about = columns["question"].str.partition(": ")[0]
    same = [key.ne(key.shift()) for key in (*asked, about)]
    first = pd.concat(same, axis=1).any(axis=1)
    size = columns.groupby(first.cumsum())["column"].transform("size")
    many = size.gt(1)
    patterns = columns.assign(
        column=columns["column"].mask(many, asked[0] + "/…"),
        question=columns["question"].mask(many, about + ": …"),
        columns=size,
    )
    return patterns[first].reset_index(drop=True)


def columns_for_reading(columns: pd.DataFrame) -> pd.DataFrame:
    """The codebook as a page shows it beside `question_patterns`: each column with its question.

    >>> dw.columns_for_reading(dw.describe_columns(form)).head(2).to_numpy().tolist()
    [['respondent', 'Nummer van de respondent'], ['workplace', 'Werkplaats']]
    """
    return for_reading(columns[["column", "question"]])


def options_of(variable: Variable) -> str:
    """What can be answered about the background.

    >>> dw.options_of(form.variable("sector"))
    'mbo; hbo; wo; overig'
    """
    if variable.registry:
        return f"een van de {variable.plural}"
    return "; ".join(labels(variable.options).values())


def answers_of(item: Item) -> list[str]:
    """What can be answered to a question beside the levels, as the form shows it.

    >>> dw.answers_of(item)
    ['een datum']
    """
    if free := _free(item):
        return [f"een {free}"]
    answers = "; ".join(item.option_labels.values())
    if item.statements:
        return [f"{row}: {answers}" for row in item.rows.values()]
    return [*item.option_labels.values()]


def closing_questions(form: Questionnaire) -> list[str]:
    """The questions that close the form, as it asks them.

    >>> len(dw.closing_questions(form))
    4
    """
    asked = form.questions.model_dump()
    yes_no = f" ({' / '.join(YES_NO.values())})"
    return [
        asked[column.split("/")[1]] + (yes_no if column in YES_NO_COLUMNS else "")
        for column in form.closing_columns
    ]


def _free(item: Item) -> str:
    """What is filled in where there is nothing to choose from; else nothing."""
    number = f"getal ({item.unit})" if item.unit else "getal"
    return {"number": number, "date": "datum", "text": "tekst"}.get(item.kind, "")


def _item_rows(item: Item) -> Iterator[tuple[str, str, str, str]]:
    """The columns of a question beside the levels."""
    answers = _free(item) or _choices(item.option_labels)
    for column, label in item.rows.items():
        about = item.label if label == item.label else f"{item.label}: {label}"
        yield column, "", about, answers
    for option, label in item.option_labels.items() if item.kind == "choices" else ():
        yield item.tick_column(option), "", f"{item.label}: {label}", "1 = ja; 0 = nee"


def _values(variable: Variable) -> str:
    if variable.registry:
        return "code, naam of andere schrijfwijze"
    return _choices(labels(variable.options))


def _choices(choices: Mapping[str, str]) -> str:
    return "; ".join(f"{code} = {label}" for code, label in choices.items())
