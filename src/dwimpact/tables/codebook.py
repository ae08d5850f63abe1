"""The codebook: what every raw column of a study asks, and which answers it can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dwimpact.prose.words import upper_first
from dwimpact.study.background import Variable
from dwimpact.study.questionnaire import (
    EMAIL,
    HAS_MATERIAL,
    REMARKS,
    SHARE_MATERIAL,
    YES_NO,
    Matrix,
    Questionnaire,
    labels,
)


def describe_columns(form: Questionnaire) -> pd.DataFrame:
    """The codebook: column, level (Dutch label), question, answers; one row per raw column.

    >>> dw.describe_columns(form)["column"].head(3).tolist()
    ['respondent', 'workplace', 'sector']
    """
    rows = [
        ("respondent", "", "Nummer van de respondent", "tekst"),
        *((v.code, "", upper_first(v.label), _values(v)) for v in form.asked),
    ]
    for level in form.levels:
        rows.append((level.open_answer_column, level.label, "Belangrijkste opbrengst", "tekst"))
    for level in form.levels:
        named = form.outcome_labels(level.code)
        ticked = _choices(named)
        rows.append((level.answers_column, level.label, "Aangekruiste opbrengsten", ticked))
        rows += [
            (level.tick_column(o), level.label, f"Aangekruist: {named[o]}", "1 = ja; 0 = nee")
            for o in level.options
        ]
        rows.append((level.other_text_column, level.label, "Andere opbrengsten, namelijk", "tekst"))
        matrices: Sequence[tuple[Matrix, str, str]] = (
            ("status", "Status", _choices(labels(form.statuses))),
            ("nature", "Aard", _choices(labels(form.natures))),
            ("explanation", "Toelichting", "tekst"),
        )
        for matrix, word, answers in matrices:
            rows += [
                (level.matrix_column(matrix, o), level.label, f"{word}: {named[o]}", answers)
                for o in level.rows
            ]
    yes_no = _choices(YES_NO)
    rows += [
        (REMARKS, "", "Opmerkingen", "tekst"),
        (HAS_MATERIAL, "", "Heeft materiaal", yes_no),
        (SHARE_MATERIAL, "", "Wil materiaal delen", yes_no),
        (EMAIL, "", "E-mailadres", "tekst; wordt niet ingelezen"),
    ]
    return pd.DataFrame(rows, columns=["column", "level", "question", "answers"])


def _values(variable: Variable) -> str:
    if variable.registry:
        return "code, naam of andere schrijfwijze"
    return _choices(labels(variable.options))


def _choices(choices: Mapping[str, str]) -> str:
    return "; ".join(f"{code} = {label}" for code, label in choices.items())
