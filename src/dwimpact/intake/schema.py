"""The pandera schema of raw responses: lax about what a form tool adds, strict about keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandera.pandas as pa

from dwimpact.errors import listed
from dwimpact.intake.headings import SUBMITTED, TOOL_COLUMNS
from dwimpact.rules import MOST_ALIKE
from dwimpact.study.questionnaire import (
    EMAIL,
    RESPONDENT,
    YES_NO,
    YES_NO_COLUMNS,
    Level,
    Questionnaire,
    codes,
)
from dwimpact.study.schema import one_of, optional


def raw_schema(form: Questionnaire, spellings: Mapping[str, Iterable[str]]) -> pa.DataFrameSchema:
    """responses.csv: one row per respondent, every cell text; coded cells hold known codes.

    `spellings` is background variable → the texts that stand for a value. Free-text columns
    have no checks, so that no message can carry somebody's answer.
    """
    coded = {
        RESPONDENT: pa.Column("str", unique=True),
        **{column: pa.Column("str", one_of(known)) for column, known in spellings.items()},
        **{c: optional(one_of(YES_NO)) for c in form.closing_columns if c in YES_NO_COLUMNS},
    }
    for level in form.levels:
        coded |= _level_columns(level, form)
    free_text = {column: optional() for column in form.raw_columns if column not in coded}
    if EMAIL in free_text:
        free_text[EMAIL] = pa.Column("str", nullable=True, required=False)
    looked_up = [variable.code for variable in form.looked_up]
    extra = {c: pa.Column("str", nullable=True, required=False) for c in (*looked_up, SUBMITTED)}
    tool = {  # what form tools add of their own accord; anything else unknown is an error
        f"(?i)^{TOOL_COLUMNS.pattern}$": pa.Column(nullable=True, regex=True, required=False)
    }
    return pa.DataFrameSchema({**coded, **free_text, **extra, **tool}, strict=True)


def _level_columns(level: Level, form: Questionnaire) -> dict[str, pa.Column]:
    ticks = {level.tick_column(option): optional(one_of("10")) for option in level.options}
    return {
        level.answers_column: optional(_codes_of(level)),
        **ticks,
        **{
            column: optional(one_of(codes(choices)))
            for column, (_, choices) in form.characteristic_columns(level).items()
        },
    }


def _codes_of(level: Level) -> pa.Check:
    """Ticked codes separated by spaces."""
    return pa.Check.str_matches(
        level.answers_pattern,
        error=f"codes separated by single spaces, each {listed(level.options)}",
        n_failure_cases=MOST_ALIKE,
    )
