"""pandera schemas: raw (lax, keys enforced), clean (strict) and figure tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import pandera.pandas as pa

from dwimpact.errors import listed
from dwimpact.headings import SUBMITTED, TRANCHE
from dwimpact.questionnaire import (
    EMAIL,
    HAS_MATERIAL,
    SHARE_MATERIAL,
    YES_NO,
    Level,
    Questionnaire,
    codes,
)

# Columns that form tools add of their own accord, and what `read_responses` keeps of them;
# anything else unknown is an error.
TOOL_COLUMNS = r"^(_.*|start|end|today|deviceid|username|phonenumber|meta/.*|formhub/.*)$"


def workplaces_schema(tranches: Sequence[int], sectors: Sequence[str]) -> pa.DataFrameSchema:
    """workplaces.csv: one row per workplace, with its institutions per sector.

    A sector without a column has no institutions of its own (such as 'other').
    """
    return pa.DataFrameSchema(
        {
            "workplace": pa.Column("str", unique=True),
            "name": pa.Column("str", unique=True),
            "other_spellings": pa.Column("str", nullable=True),
            "tranche": _whole_number(_one_of(tranches)),
            **{s: _whole_number(_not_negative(), required=False) for s in sectors},
        },
        strict=True,
    )


def approached_schema(tranches: Sequence[int], sectors: Sequence[str]) -> pa.DataFrameSchema:
    """approached.csv: how many people were approached, per group of two dimensions."""
    return pa.DataFrameSchema(
        {
            "dimension": pa.Column("str", _one_of(["tranche", "sector"])),
            "group": pa.Column("str", _one_of([*map(str, tranches), *sectors])),
            "approached": _whole_number(_not_negative()),
        },
        strict=True,
        unique=["dimension", "group"],
    )


def corrections_schema(columns: Sequence[str]) -> pa.DataFrameSchema:
    """corrections.csv: which cell of which respondent, its old and new value, and why."""
    may_be_blank = ("expected", "new")
    return pa.DataFrameSchema(
        {c: pa.Column("str", nullable=c in may_be_blank, coerce=True) for c in columns},
        strict=True,
        unique=["respondent", "column"],
    )


def themes_by_hand_schema(levels: Sequence[str], themes: Sequence[str]) -> pa.DataFrameSchema:
    """themes_by_hand.csv: an answer, by respondent and level, and 1 or 0 for every theme."""
    keys = {"respondent": pa.Column("str"), "level": pa.Column("str", _one_of(levels))}
    return pa.DataFrameSchema(
        {**keys, **{theme: _whole_number(_one_of([0, 1])) for theme in themes}},
        strict=True,
        unique=list(keys),
    )


def raw_schema(form: Questionnaire, spellings: Iterable[str]) -> pa.DataFrameSchema:
    """responses.csv: one row per respondent, every cell text; coded cells hold known codes.

    `spellings` are the texts that name a workplace. Free-text columns have no checks, so
    that no message can carry somebody's answer.
    """
    coded = {
        "respondent": pa.Column("str", unique=True),
        "workplace": pa.Column("str", _one_of(spellings)),
        "sector": pa.Column("str", _one_of(codes(form.sectors))),
        HAS_MATERIAL: _optional(_one_of(YES_NO)),
        SHARE_MATERIAL: _optional(_one_of(YES_NO)),
    }
    for level in form.levels:
        coded |= _level_columns(level, form)
    free_text = {column: _optional() for column in form.raw_columns if column not in coded}
    free_text[EMAIL] = pa.Column("str", nullable=True, required=False)
    extra = {c: pa.Column("str", nullable=True, required=False) for c in (TRANCHE, SUBMITTED)}
    tool = {TOOL_COLUMNS: pa.Column(nullable=True, regex=True, required=False)}
    return pa.DataFrameSchema({**coded, **free_text, **extra, **tool}, strict=True)


def _level_columns(level: Level, form: Questionnaire) -> dict[str, pa.Column]:
    ticks = {level.tick_column(option): _optional(_one_of("10")) for option in level.options}
    status = _optional(_one_of(codes(form.statuses)))
    nature = _optional(_one_of(codes(form.natures)))
    return {
        level.answers_column: _optional(_codes_of(level)),
        **ticks,
        **{level.matrix_column("status", row): status for row in level.rows},
        **{level.matrix_column("nature", row): nature for row in level.rows},
    }


def clean_respondents_schema(form: Questionnaire, workplaces: Sequence[str]) -> pa.DataFrameSchema:
    """One row per respondent: workplace, tranche, sector and their groups."""
    return pa.DataFrameSchema(
        {
            "respondent": pa.Column("str", unique=True),
            "workplace": _category(workplaces),
            "tranche": _category(sorted(form.tranche_group_of)),
            "tranche_group": _category(codes(form.tranche_groups)),
            "sector": _category(codes(form.sectors)),
            "sector_group": _category(codes(form.sector_groups)),
        },
        strict=True,
        ordered=True,
    )


def clean_outcomes_schema(form: Questionnaire) -> pa.DataFrameSchema:
    """One row per respondent × level × option of the form.

    `mentioned` is missing where the respondent left the level's block blank.
    """
    return pa.DataFrameSchema(
        {
            "respondent": pa.Column("str"),
            "level": _category(codes(form.levels)),
            "outcome": _category(form.option_codes),
            "mentioned": pa.Column("boolean", nullable=True),
            "status": _category(codes(form.statuses), nullable=True),
            "nature": _category(codes(form.natures), nullable=True),
            "explanation": pa.Column("str", nullable=True),
        },
        checks=pa.Check(
            lambda t: t["mentioned"].fillna(False) | t[["status", "nature"]].isna().all(axis=1),
            error="status and nature only for a mentioned outcome",
        ),
        strict=True,
        ordered=True,
        unique=["respondent", "level", "outcome"],
    )


def clean_text_schema(form: Questionnaire, *, per_level: bool) -> pa.DataFrameSchema:
    """One row per respondent (× level) who wrote something."""
    level = {"level": _category(codes(form.levels))} if per_level else {}
    return pa.DataFrameSchema(
        {"respondent": pa.Column("str"), **level, "text": pa.Column("str")},
        strict=True,
        ordered=True,
        unique=["respondent", *level],
    )


def share_schema(keys: Sequence[str]) -> pa.DataFrameSchema:
    """A figure table: per key the base n, how many are missing, count, share and interval.

    Shares are fractions of n between 0 and 1 and lie inside their interval; `imprecise` marks
    those too uncertain to lean on.
    """
    fraction = pa.Column(float, pa.Check.in_range(0, 1), nullable=True)
    return pa.DataFrameSchema(
        {
            **{key: pa.Column() for key in keys},
            "n": pa.Column(int, _not_negative()),
            "missing": pa.Column(int, _not_negative()),
            "count": pa.Column(int, _not_negative()),
            "share": fraction,
            "low": fraction,
            "high": fraction,
            "imprecise": pa.Column(bool),
        },
        checks=[
            pa.Check(lambda t: t["count"] <= t["n"], error="count is at most n"),
            pa.Check(
                lambda t: t["share"].isna() | t["share"].between(t["low"], t["high"]),
                error="the share lies in its interval",
            ),
        ],
        strict=True,
        ordered=True,
        unique=list(keys),
    )


def _category(values: Sequence[object], *, nullable: bool = False) -> pa.Column:
    return pa.Column(pd.CategoricalDtype(values), nullable=nullable)


def _whole_number(check: pa.Check, *, required: bool = True) -> pa.Column:
    return pa.Column("int64", check, coerce=True, required=required)


def _optional(check: pa.Check | None = None) -> pa.Column:
    return pa.Column("str", check, nullable=True)


def _one_of(values: Iterable[object]) -> pa.Check:
    allowed = list(values)
    return pa.Check.isin(allowed, error=listed(allowed))


def _not_negative() -> pa.Check:
    return pa.Check.ge(0, error="a whole number, 0 or more")


def _codes_of(level: Level) -> pa.Check:
    """Ticked codes separated by spaces."""
    return pa.Check.str_matches(
        level.answers_pattern,
        error=f"codes separated by single spaces, each {listed(level.options)}",
    )
