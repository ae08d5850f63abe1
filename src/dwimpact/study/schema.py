"""pandera schemas of the CSV files of a study folder, and the checks that other schemas share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import pandera.pandas as pa

from dwimpact.errors import listed
from dwimpact.rules import MOST_ALIKE


def workplaces_schema(tranches: Sequence[int], sectors: Sequence[str]) -> pa.DataFrameSchema:
    """workplaces.csv: one row per workplace, with its institutions per sector.

    A sector without a column has no institutions of its own (such as 'other').
    """
    return pa.DataFrameSchema(
        {
            "workplace": pa.Column("str", unique=True),
            "name": pa.Column("str", unique=True),
            "other_spellings": pa.Column("str", nullable=True),
            "tranche": whole_number(one_of(tranches)),
            **{s: whole_number(not_negative(), required=False) for s in sectors},
        },
        strict=True,
    )


def approached_schema(tranches: Sequence[int], sectors: Sequence[str]) -> pa.DataFrameSchema:
    """approached.csv: how many people were approached, per group of two dimensions."""
    return pa.DataFrameSchema(
        {
            "dimension": pa.Column("str", one_of(["tranche", "sector"])),
            "group": pa.Column("str", one_of([*map(str, tranches), *sectors])),
            "approached": whole_number(not_negative()),
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


def category(values: Sequence[object], *, nullable: bool = False) -> pa.Column:
    return pa.Column(pd.CategoricalDtype(values), nullable=nullable)


def whole_number(check: pa.Check, *, required: bool = True) -> pa.Column:
    return pa.Column("int64", check, coerce=True, required=required)


def optional(check: pa.Check | None = None) -> pa.Column:
    return pa.Column("str", check, nullable=True)


def one_of(values: Iterable[object]) -> pa.Check:
    allowed = list(values)
    return pa.Check.isin(allowed, error=listed(allowed), n_failure_cases=MOST_ALIKE)


def not_negative() -> pa.Check:
    return pa.Check.ge(0, error="a whole number, 0 or more")
