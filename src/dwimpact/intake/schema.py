"""The pandera schema of raw responses: lax about what a form tool adds, strict about keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import pandera.pandas as pa

from dwimpact.errors import listed
from dwimpact.intake.raw_layout import as_date, as_number
from dwimpact.intake.tools.headings import TOOL_COLUMNS
from dwimpact.intake.tools.submissions import ABOUT_SUBMISSIONS
from dwimpact.rules import MOST_ALIKE
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import (
    EMAIL,
    RESPONDENT,
    WEIGHT,
    YES_NO,
    YES_NO_COLUMNS,
    Block,
    Questionnaire,
    codes,
)
from dwimpact.study.schema import one_of, optional


def raw_schema(
    form: Questionnaire, spellings: Mapping[str, Iterable[str]], *, weighted: bool = False
) -> pa.DataFrameSchema:
    """responses.csv: one row per respondent, every cell text; coded cells hold known codes.

    `spellings` is background variable → the texts that stand for a value, `weighted` whether a
    column says how much each respondent counts. Free-text columns have no checks, so that no
    message can carry somebody's answer.
    """
    coded = {
        RESPONDENT: pa.Column("str", unique=True),
        **{column: pa.Column("str", one_of(known)) for column, known in spellings.items()},
        **{c: optional(one_of(YES_NO)) for c in form.closing_columns if c in YES_NO_COLUMNS},
    }
    if weighted:
        coded[WEIGHT] = pa.Column("str", pa.Check(_weighs, error="a weight of 0 or more"))
    for block in form.tick_blocks:
        coded |= _tick_columns(block)
    for level in form.levels:
        coded |= {
            column: optional(one_of(codes(choices)))
            for column, (_, choices) in form.characteristic_columns(level).items()
        }
    for item in form.items:
        if check := _check_of(item):
            coded |= dict.fromkeys(item.rows, optional(check))
    free_text = {column: optional() for column in form.raw_columns if column not in coded}
    if EMAIL in free_text:
        free_text[EMAIL] = pa.Column("str", nullable=True, required=False)
    looked_up = [variable.code for variable in form.looked_up]
    about = (*looked_up, *ABOUT_SUBMISSIONS)
    extra = {column: pa.Column("str", nullable=True, required=False) for column in about}
    tool = {  # what form tools add of their own accord; anything else unknown is an error
        f"(?i)^{TOOL_COLUMNS.pattern}$": pa.Column(nullable=True, regex=True, required=False)
    }
    return pa.DataFrameSchema({**coded, **free_text, **extra, **tool}, strict=True)


def _tick_columns(block: Block) -> dict[str, pa.Column]:
    ticks = dict.fromkeys(block.tick_columns, optional(one_of("10")))
    return {block.answers_column: optional(_codes_of(block)), **ticks}


def _check_of(item: Item) -> pa.Check | None:
    """What an answer to a question beside the levels must be; nothing for one that is checked
    elsewhere (several choices) or is free.
    """
    if item.kind in ("choice", "scale"):
        return one_of(item.options)
    if item.kind == "number":
        return pa.Check(lambda s: as_number(s).notna() | s.isna(), error="a number")
    if item.kind == "date":
        error = f"a date as {_shown_format(item.date_format)}"
        return pa.Check(lambda s: as_date(s, item.date_format).notna() | s.isna(), error=error)
    return None


def _weighs(cells: pd.Series[str]) -> pd.Series[bool]:
    numbers = as_number(cells)
    return (numbers >= 0) & (numbers < float("inf"))


def _shown_format(date_format: str) -> str:
    """'dd-mm-yyyy' for '%d-%m-%Y'."""
    for sign, letters in {"%d": "dd", "%m": "mm", "%Y": "yyyy", "%y": "yy"}.items():
        date_format = date_format.replace(sign, letters)
    return date_format


def _codes_of(block: Block) -> pa.Check:
    """Ticked codes separated by spaces."""
    return pa.Check.str_matches(
        block.answers_pattern,
        error=f"codes separated by single spaces, each {listed(block.options)}",
        n_failure_cases=MOST_ALIKE,
    )
