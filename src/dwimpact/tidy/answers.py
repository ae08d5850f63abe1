"""Answers to the questions beside the levels, as one tidy table for all kinds."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pandera.pandas as pa

from dwimpact.intake.raw_layout import as_date, as_number, has_code, in_base
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import RESPONDENT, Questionnaire, codes
from dwimpact.study.schema import category

COLUMNS = [RESPONDENT, "item", "column", "option", "chosen", "number", "date"]


def clean_answers(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """One row per respondent who was asked × question × option, or one without options: item,
    column (that of the file: a scale may have several), option, chosen, number, date.

    `chosen`, `number` or `date` is missing where the question was left blank. Free texts are in a
    table of their own.
    """
    parts = [_empty(), *(part for item in form.items for part in _answers(raw, item))]
    table = pd.concat(parts, ignore_index=True)[COLUMNS]
    table["item"] = table["item"].astype(pd.CategoricalDtype(codes(form.items)))
    return clean_answers_schema(form).validate(table)


def clean_answers_schema(form: Questionnaire) -> pa.DataFrameSchema:
    """See `clean_answers`."""
    return pa.DataFrameSchema(
        {
            RESPONDENT: pa.Column("str"),
            "item": category(codes(form.items)),
            "column": pa.Column("str"),
            "option": pa.Column("str", nullable=True),
            "chosen": pa.Column("boolean", nullable=True),
            "number": pa.Column("float64", nullable=True),
            "date": pa.Column("datetime64[us]", nullable=True),
        },
        strict=True,
        ordered=True,
        unique=[RESPONDENT, "column", "option"],
    )


def _answers(raw: pd.DataFrame, item: Item) -> Iterator[pd.DataFrame]:
    asked = raw[in_base(raw, item)]
    for column in item.rows if item.kind != "text" else ():
        yield option_answers(asked, item, column)


def option_answers(asked: pd.DataFrame, item: Item, column: str) -> pd.DataFrame:
    """The rows of one column of a question, of those in its base."""
    cells, blank = asked[column], _empty().reindex(asked.index)
    blank = blank.assign(respondent=asked[RESPONDENT], item=item.code, column=column)
    if item.kind == "number":
        return blank.assign(number=as_number(cells))
    if item.kind == "date":
        return blank.assign(date=as_date(cells, item.date_format).astype("datetime64[us]"))
    each = [blank.assign(option=o, chosen=has_code(cells, o)) for o in item.options]
    return pd.concat([_empty(), *each], ignore_index=True)


def _empty() -> pd.DataFrame:
    types = dict.fromkeys(COLUMNS, "str") | {"chosen": "boolean", "number": "float64"}
    return pd.DataFrame(columns=COLUMNS, index=pd.RangeIndex(0)).astype(
        {**types, "date": "datetime64[us]"}
    )
