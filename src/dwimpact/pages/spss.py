"""The tidy tables for SPSS, with labels; the same tables give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from dwimpact.study.items import Item
from dwimpact.study.questionnaire import REMARKS, Choice, Questionnaire, labels
from dwimpact.study.study import Study
from dwimpact.tables.codebook import describe_columns
from dwimpact.tidy.tables import Tables

SPSS_DATE, SPSS_DATE_AT = b"01 Jan 0000:00:00", 92


def write_spss(tables: Tables, study: Study, folder: Path) -> None:
    """Write the tidy tables and one wide table as .sav files, with labels: for the analyst only,
    as they have a row per respondent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "respondents": tables.respondents,
        "outcomes": tables.outcomes,
        "open_answers": tables.open_answers,
        "other_outcomes": tables.other_outcomes,
        "remarks": tables.remarks,
        "answers": tables.answers,
        "item_texts": tables.item_texts,
        "wide": wide_table(tables, study.questionnaire),
    }
    for name, table in made.items():
        _write_sav(table, folder / f"{name}.sav", study)


def wide_table(tables: Tables, form: Questionnaire) -> pd.DataFrame:
    """One row per respondent in the raw layout: background, texts, ticks, matrices, remarks."""
    wide = tables.respondents.set_index("respondent")
    made: dict[str, Any] = {str(column): wide[column] for column in wide}
    for level in form.levels:
        written = _by_level(tables.open_answers).get(level.code)
        made |= dict.fromkeys(level.open_answer_columns, written)
    for level in form.levels:
        rows = tables.outcomes[tables.outcomes["level"] == level.code]
        for option in level.options:
            cells = rows[rows["outcome"] == option].set_index("respondent")
            made[level.tick_column(option)] = cells["mentioned"].astype("Int64")
            for matrix in level.asks if option in level.rows else ():
                made[level.matrix_column(matrix, option)] = cells[matrix]
        others = _by_level(tables.other_outcomes).get(level.code)
        made |= dict.fromkeys(level.other_text_columns, others)
    for item in form.items:
        made |= _item_columns(tables, item)
    if REMARKS in form.closing_columns:
        made[REMARKS] = tables.remarks.set_index("respondent")["text"]
    frame = {
        name: pd.Series(None, wide.index, dtype="str") if v is None else v
        for name, v in made.items()
    }
    return pd.DataFrame(frame, index=wide.index).reset_index()


def _item_columns(tables: Tables, item: Item) -> dict[str, pd.Series[Any]]:
    """The columns of a question beside the levels."""
    if item.kind == "text":
        texts = tables.item_texts[tables.item_texts["item"] == item.code]
        return {item.code: texts.set_index("respondent")["text"]}
    made = {}
    for column in item.rows:
        rows = tables.answers[tables.answers["column"] == column].set_index("respondent")
        if item.kind in ("number", "date"):
            dates = rows["date"].dt.strftime(item.date_format)
            made[column] = rows["number"] if item.kind == "number" else dates
        elif item.kind == "choices":
            for option in item.options:
                ticked = rows.loc[rows["option"] == option, "chosen"]
                made[item.tick_column(option)] = ticked.astype("Int64")
        else:
            chosen = rows.loc[rows["chosen"].fillna(False).astype(bool), "option"]
            made[column] = chosen.astype(pd.CategoricalDtype(list(item.options)))
    return made


def _by_level(table: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    return {
        str(level): rows.set_index("respondent")["text"]
        for level, rows in table.groupby("level", observed=True)
    }


def _write_sav(table: pd.DataFrame, path: Path, study: Study) -> None:
    """Categories become numbers with value labels, as SPSS users expect."""
    form = study.questionnaire
    questions = describe_columns(form).set_index("column")
    made = pd.DataFrame(index=table.index)
    column_labels: dict[str, str | None] = {}
    value_labels: dict[str, dict[int | float, str]] = {}
    for column in table:
        name = str(column).replace("/", ".")
        values = table[column]
        if isinstance(values.dtype, pd.CategoricalDtype):
            called = _labels(str(column), study)
            codes = values.cat.codes.astype("float64")
            made[name] = codes.where(codes >= 0) + 1
            value_labels[name] = {
                float(n): str(called.get(code, code))
                for n, code in enumerate(values.cat.categories, start=1)
            }
        elif str(values.dtype) in ("Int64", "boolean"):
            made[name] = values.astype("Float64").astype("float64")
            value_labels[name] = {0.0: "nee", 1.0: "ja"}
        elif pd.api.types.is_float_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
            made[name] = values
        else:
            made[name] = values.astype(object).where(values.notna(), None)
        if column in questions.index:
            about = (str(questions[part][str(column)]) for part in ("level", "question"))
            column_labels[name] = ": ".join(filter(None, about))
    pyreadstat.write_sav(
        made, path, column_labels=column_labels, variable_value_labels=value_labels
    )
    _fix_date(path)


def _labels(column: str, study: Study) -> dict[Any, str]:
    """Code → Dutch label for a category column of a tidy or wide table."""
    form = study.questionnaire
    outcomes = {
        code: text for lv in form.levels for code, text in form.outcome_labels(lv.code).items()
    }
    choices: dict[str, Iterable[Choice]] = {
        **form.groups,
        "level": form.levels,
        "status": form.statuses,
        "nature": form.natures,
    }
    known = {name: labels(these) for name, these in choices.items()}
    known["outcome"] = outcomes
    if form.registered:
        known[form.registered.code] = dict(study.registry[["code", "name"]].itertuples(index=False))
    known |= {item.code: item.option_labels for item in form.items if item.answers}
    parts = column.split("/")
    if parts[0] in known:  # a row of a scale, or a column by its own name
        return dict(known[parts[0]])
    return dict(known.get(parts[1] if len(parts) > 1 else column, {}))


def _fix_date(path: Path) -> None:
    """SPSS files tell when they were written: the same tables would give other bytes."""
    content = bytearray(path.read_bytes())
    content[SPSS_DATE_AT : SPSS_DATE_AT + len(SPSS_DATE)] = SPSS_DATE
    path.write_bytes(bytes(content))
