"""pandera schemas of the tidy tables."""

from __future__ import annotations

import pandera.pandas as pa

from dwimpact.study.questionnaire.model import RESPONDENT, WEIGHT, Questionnaire, codes
from dwimpact.study.schema import category
from dwimpact.study.study import Study


def clean_respondents_schema(study: Study) -> pa.DataFrameSchema:
    """One row per respondent: each background variable, with its groups, and the weight."""
    background = {column: category(known) for column, known in study.groups.items()}
    weights = {WEIGHT: pa.Column("float64", pa.Check.ge(0))}
    return pa.DataFrameSchema(
        {
            RESPONDENT: pa.Column("str", unique=True),
            **background,
            **(weights if study.settings.weights is not None else {}),
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
            "level": category(codes(form.levels)),
            "outcome": category(form.option_codes),
            "mentioned": pa.Column("boolean", nullable=True),
            "status": category(codes(form.statuses), nullable=True),
            "nature": category(codes(form.natures), nullable=True),
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
    level = {"level": category(codes(form.levels))} if per_level else {}
    return pa.DataFrameSchema(
        {"respondent": pa.Column("str"), **level, "text": pa.Column("str")},
        strict=True,
        ordered=True,
        unique=["respondent", *level],
    )
