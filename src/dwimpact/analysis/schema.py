"""pandera schemas of figure tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandera.pandas as pa

from dwimpact.study.schema import _not_negative, _one_of, _whole_number


def themes_by_hand_schema(levels: Sequence[str], themes: Sequence[str]) -> pa.DataFrameSchema:
    """themes_by_hand.csv: an answer, by respondent and level, and 1 or 0 for every theme."""
    keys = {"respondent": pa.Column("str"), "level": pa.Column("str", _one_of(levels))}
    return pa.DataFrameSchema(
        {**keys, **{theme: _whole_number(_one_of([0, 1])) for theme in themes}},
        strict=True,
        unique=list(keys),
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
