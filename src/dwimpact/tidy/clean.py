"""From raw responses to tidy tables: one public `clean_<table>` per table.

Every frame starts empty and is built column by column, so whatever identifies a person
(e-mail address, columns a form tool adds) is left behind by not being asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.disclosure.release import rows_to_hide
from dwimpact.intake.examine import Examined, examine, require_usable
from dwimpact.intake.raw_layout import as_date, as_number, has_code, in_base, is_asked
from dwimpact.intake.responses import Responses
from dwimpact.rules import findings_table
from dwimpact.study.folder import RESPONSES
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import (
    EMAIL,
    REMARKS,
    RESPONDENT,
    WEIGHT,
    Level,
    Matrix,
    Questionnaire,
    codes,
)
from dwimpact.study.study import Study
from dwimpact.tidy.answers import clean_answers
from dwimpact.tidy.masking.mask import mask_corrections, mask_texts
from dwimpact.tidy.schema import clean_outcomes_schema, clean_respondents_schema, clean_text_schema
from dwimpact.tidy.tables import Tables


def clean(raw: pd.DataFrame, study: Study, file: object = RESPONSES) -> Tables:
    """Every tidy table of the study. Raises StudyError naming each cell that cannot be used.

    >>> raw = pd.read_csv(study.folder / "responses.csv", dtype="str")
    >>> tables = dw.clean(raw.head(3), dw.read_study(study.folder))
    >>> len(tables.respondents), len(tables.open_answers)
    (3, 9)
    """
    return clean_responses(Responses(Path(str(file)), raw), study)


def clean_responses(responses: Responses, study: Study) -> Tables:
    """Every tidy table of the study, with what was found on the way and what was masked.
    Raises StudyError with every finding that stops a report.
    """
    examined = examine(responses, study)
    require_usable(examined, responses.file)
    return tables_of(examined, study)


def tables_of(examined: Examined, study: Study) -> Tables:
    """The tidy tables of the rows that may be used, none of which breaks a stopping rule."""
    tables = tidied(examined, study)
    return replace(tables, hidden=_hidden(tables, study)) if study.settings.strict else tables


def tidied(examined: Examined, study: Study) -> Tables:
    """The same before it is decided which counts are not shown."""
    form = study.questionnaire
    raw, masked = mask_texts(examined.used, study)
    raw = raw.reset_index(drop=True)
    return Tables(
        respondents=clean_respondents(raw, study),
        outcomes=clean_outcomes(raw, form),
        open_answers=clean_open_answers(raw, form),
        other_outcomes=clean_other_outcomes(raw, form),
        remarks=clean_remarks(raw, form),
        questions=count_answers(raw, form),
        answers=clean_answers(raw, form),
        item_texts=clean_item_texts(raw, form),
        findings=findings_table(p for p in examined.problems if not p.stops),
        set_aside=examined.set_aside,
        corrections=mask_corrections(examined.corrections, study),
        masked=masked,
    )


def _hidden(tables: Tables, study: Study) -> pd.DataFrame:
    texts = {
        "open_answers": tables.open_answers,
        "other_outcomes": tables.other_outcomes,
        "explanations": tables.outcomes.dropna(subset=["explanation"]),
        "remarks": tables.remarks,
    }
    return rows_to_hide(study, tables.respondents, tables.outcomes, texts)


def clean_respondents(raw: pd.DataFrame, study: Study) -> pd.DataFrame:
    """One row per respondent: respondent, each background variable with its groups, and the weight
    where the file has weights.

    What is known from a registry is that of the respondent's line in it.
    """
    table = raw[[RESPONDENT]].copy()
    for variable in study.questionnaire.background:
        values = _background(variable, table, raw, study)
        table[variable.code] = _categorical(values, study.groups[variable.code])
        if variable.groups:
            groups = values.map(variable.group_of)
            table[variable.group_column] = _categorical(groups, codes(variable.groups))
    if study.settings.weights is not None:
        table[WEIGHT] = as_number(raw[WEIGHT]).astype("float64")
    return clean_respondents_schema(study).validate(table)


def _background(
    variable: Variable, made: pd.DataFrame, raw: pd.DataFrame, study: Study
) -> pd.Series[Any]:
    """The values of one variable; `made` has those that come before it."""
    if variable.known_from:
        return study.looked_up(variable, made[variable.known_from].astype(object))
    if variable.item:
        return _by_item(variable, raw, study.questionnaire.item(variable.item))
    values = raw[variable.code]
    return values.map(study.spellings[variable.code]) if variable.registry else values


def _by_item(variable: Variable, raw: pd.DataFrame, item: Item) -> pd.Series[Any]:
    """What a variable is by the answers to a question beside the levels; `blank` without one."""
    cells = raw[item.code].where(in_base(raw, item))
    if item.kind == "number":
        cells = as_number(cells).map(variable.option_for, na_action="ignore")
    if item.kind == "date":
        dates = as_date(cells, item.date_format).dt.date
        cells = dates.map(variable.option_for, na_action="ignore")
    return cells.astype(object).fillna(variable.blank)


def clean_outcomes(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """One row per respondent × level × option: mentioned, status, nature, explanation.

    `mentioned` is missing where the whole block was left blank: that is not the same as
    ticking nothing. Options are the listed outcomes, 'other' and 'none'. Who was not asked the
    level has no rows.
    """
    options = [
        _option(raw[in_base(raw, level)], form, level, option)
        for level in form.levels
        for option in level.options
    ]
    return clean_outcomes_schema(form).validate(pd.concat(options, ignore_index=True))


def clean_open_answers(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """One row per respondent × level with an answer to the opening question: text."""
    asked = raw.assign(
        **{
            column: raw[column].where(is_asked(raw, level))
            for level in form.levels
            for column in level.open_answer_columns
        }
    )
    return _texts_per_level(asked, form, lambda level: level.open_answer_columns)


def clean_other_outcomes(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """One row per respondent × level where 'other' was filled in: text."""
    return _texts_per_level(raw, form, lambda level: level.other_text_columns)


def clean_remarks(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """One row per respondent who left a closing remark: text."""
    given = raw if REMARKS in form.closing_columns else _with_blank(raw, REMARKS)
    return clean_text_schema(form, per_level=False).validate(_texts(given, REMARKS))


def count_answers(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """One row per question: column, asked, answered, missing.

    'asked' is how many were asked: everybody, but a block for some only those, and status,
    nature, explanation and the text of 'other' those who ticked that outcome. Holds counts only.
    """
    ticked = {
        column: tick
        for level in form.levels
        for row in level.rows
        for tick in [has_code(raw[level.answers_column], row).fillna(False)]
        for column in level.columns_about(row)
    }
    raw = raw if EMAIL in raw else _with_blank(raw, EMAIL)
    blocks = (*form.levels, *form.items)
    asked_of = {column: is_asked(raw, b) for b in blocks for column in b.base_columns} | ticked
    openings = ((level, c) for level in form.levels for c in level.open_answer_columns)
    asked_of |= {column: is_asked(raw, level) for level, column in openings}
    everybody = pd.Series(True, index=raw.index)
    questions = [
        *(column for level in form.levels for column in level.open_answer_columns),
        *(level.answers_column for level in form.levels),
        *ticked,
        *(column for item in form.items for column in item.rows),
        *form.closing_columns,
    ]
    return pd.DataFrame(
        [
            {
                "column": column,
                "asked": int(asked.sum()),
                "answered": int(raw.loc[asked, column].notna().sum()),
            }
            for column in questions
            for asked in [asked_of.get(column, everybody).astype(bool)]
        ]
    ).assign(missing=lambda t: t["asked"] - t["answered"])


def _option(raw: pd.DataFrame, form: Questionnaire, level: Level, option: str) -> pd.DataFrame:
    """The rows of one option of one level, for all respondents."""
    table = pd.DataFrame({"respondent": raw["respondent"]})
    table["level"] = _categorical(_constant(raw, level.code), codes(form.levels))
    table["outcome"] = _categorical(_constant(raw, option), form.option_codes)
    table["mentioned"] = has_code(raw[level.answers_column], option)
    table["status"] = _categorical(_cells(raw, level, "status", option), codes(form.statuses))
    table["nature"] = _categorical(_cells(raw, level, "nature", option), codes(form.natures))
    table["explanation"] = _cells(raw, level, "explanation", option)
    return table


def _cells(raw: pd.DataFrame, level: Level, matrix: Matrix, option: str) -> pd.Series[Any]:
    """One row of a matrix question; all missing where that is not asked, as of 'none'."""
    if matrix not in level.asks or option not in level.rows:
        return _blank(raw)
    return raw[level.matrix_column(matrix, option)]


def clean_item_texts(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """One row per respondent × question for a free text that was answered: item, text."""
    asked = [(item.code, item.code) for item in form.items if item.kind == "text"]
    return _texts_by("item", raw, asked)


def _texts_per_level(
    raw: pd.DataFrame, form: Questionnaire, columns: Callable[[Level], list[str]]
) -> pd.DataFrame:
    asked = [(level.code, column) for level in form.levels for column in columns(level)]
    table = _texts_by("level", raw, asked)
    table["level"] = _categorical(table["level"], codes(form.levels))
    return clean_text_schema(form, per_level=True).validate(table)


def _texts_by(name: str, raw: pd.DataFrame, asked: list[tuple[str, str]]) -> pd.DataFrame:
    """What was written in each column of `asked`, under its code in a column of this name."""
    empty = pd.DataFrame(columns=["respondent", name, "text"], dtype="str")
    parts = [_texts(raw, column).assign(**{name: code}) for code, column in asked]
    return pd.concat([empty, *parts], ignore_index=True)[list(empty)]


def _texts(raw: pd.DataFrame, column: str) -> pd.DataFrame:
    table = pd.DataFrame({"respondent": raw["respondent"], "text": raw[column].str.strip()})
    return table[table["text"].fillna("") != ""].reset_index(drop=True)


def _blank(frame: pd.DataFrame) -> pd.Series[Any]:
    return pd.Series(pd.NA, index=frame.index, dtype="str")


def _with_blank(raw: pd.DataFrame, column: str) -> pd.DataFrame:
    return raw.assign(**{column: _blank(raw)})


def _constant(frame: pd.DataFrame, value: str) -> pd.Series[Any]:
    return pd.Series(value, index=frame.index, dtype="str")


def _categorical(values: pd.Series[Any], categories: Any) -> pd.Series[Any]:
    """Fail closed: a value outside the categories raises instead of becoming missing."""
    declared = list(categories)
    if not values.dropna().isin(declared).all():
        raise ValueError(f"values of '{values.name}' outside the declared categories")
    return values.astype(pd.CategoricalDtype(declared))
