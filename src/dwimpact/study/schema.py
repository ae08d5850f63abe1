"""pandera schemas of the CSV files of a study folder, and the checks that other schemas share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import pandera.pandas as pa

from dwimpact.errors import listed, require_known
from dwimpact.rules import MOST_ALIKE
from dwimpact.study.edition import SIDE
from dwimpact.study.questionnaire.background import TAKEN, Variable
from dwimpact.study.questionnaire.model import Questionnaire, codes


def registry_schema(variable: Variable, form: Questionnaire) -> pa.DataFrameSchema:
    """The registry of a background variable: one row per value, by its code, with a name.

    It has a column for each variable that is known from it and, where the questionnaire says so,
    for how many members of each kind there are; an option without a column has none of its own.
    Other columns may be there.
    """
    counted = form.counted.options if form.counted else ()
    return pa.DataFrameSchema(
        {
            variable.code: pa.Column("str", unique=True),
            "name": pa.Column("str", unique=True),
            "other_spellings": pa.Column("str", nullable=True, required=False),
            **{
                other.code: pa.Column("str", one_of(codes(other.options)))
                for other in form.looked_up
            },
            **{o.code: whole_number(not_negative(), required=False) for o in counted},
        }
    )


def approached_schema(known: Mapping[str, Sequence[str]]) -> pa.DataFrameSchema:
    """approached.csv: how many people were approached, per group of background variables.
    `known` is variable → the codes of its options or registry.
    """
    every = dict.fromkeys(code for codes_of in known.values() for code in codes_of)
    return pa.DataFrameSchema(
        {
            "dimension": pa.Column("str", one_of(known)),
            "group": pa.Column("str", one_of(every)),
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


def require_groups(table: pd.DataFrame, column: object) -> None:
    """Raise UnknownName unless a column of a tidy table has groups of respondents: their answers
    are none.
    """
    coded = [c for c in table if isinstance(table[c].dtype, pd.CategoricalDtype)]
    require_known("column of groups", column, [c for c in coded if c not in TAKEN or c == SIDE])


def category(values: Sequence[object], *, nullable: bool = False) -> pa.Column:
    return pa.Column(pd.CategoricalDtype(list(values)), nullable=nullable)


def whole_number(check: pa.Check, *, required: bool = True) -> pa.Column:
    return pa.Column("int64", check, coerce=True, required=required)


def optional(check: pa.Check | None = None) -> pa.Column:
    return pa.Column("str", check, nullable=True)


def one_of(values: Iterable[object]) -> pa.Check:
    allowed = list(values)
    return pa.Check.isin(allowed, error=listed(allowed), n_failure_cases=MOST_ALIKE)


def not_negative() -> pa.Check:
    return pa.Check.ge(0, error="a whole number, 0 or more")
