"""How many respondents the rows of a table stand for: each row one, or as many as its column
'people' says, where equal rows are counted (see tidy/counted.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from dwimpact.study.questionnaire.model import PEOPLE, RESPONDENT


def people_of(table: pd.DataFrame) -> pd.Series[int]:
    """Of each row."""
    return table[PEOPLE] if PEOPLE in table else pd.Series(1, table.index)


def people_in(table: pd.DataFrame) -> int:
    """Of all rows together."""
    return int(people_of(table).sum())


def people_by(table: pd.DataFrame, by: str) -> pd.Series[int]:
    """Of each group of a column, in the order of the groups, also where nobody is in it."""
    if PEOPLE not in table:
        return table[by].value_counts(sort=False)
    return table.groupby(by, observed=False)[PEOPLE].sum()


def size_by_name(respondents: pd.DataFrame) -> Callable[[Iterable[str]], int]:
    """What counts the people of a set of names in this table."""
    if PEOPLE not in respondents:
        return lambda names: len(set(names))
    each: pd.Series[Any] = respondents.drop_duplicates(RESPONDENT).set_index(RESPONDENT)[PEOPLE]
    return lambda names: int(each[list(names)].sum())
