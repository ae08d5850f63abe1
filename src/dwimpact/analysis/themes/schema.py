"""pandera schema of the analyst's own coding of open answers."""

from __future__ import annotations

from collections.abc import Sequence

import pandera.pandas as pa

from dwimpact.study.schema import one_of, whole_number


def themes_by_hand_schema(levels: Sequence[str], themes: Sequence[str]) -> pa.DataFrameSchema:
    """themes_by_hand.csv: an answer, by respondent and level, and 1 or 0 for every theme."""
    keys = {"respondent": pa.Column("str"), "level": pa.Column("str", one_of(levels))}
    return pa.DataFrameSchema(
        {**keys, **{theme: whole_number(one_of([0, 1])) for theme in themes}},
        strict=True,
        unique=list(keys),
    )
