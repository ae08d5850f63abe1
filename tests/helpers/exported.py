"""What a form tool exported, as tidy tables that can be held against those of the responses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pandas as pd
from pandas.testing import assert_frame_equal

from dwimpact.intake.responses import read_responses
from dwimpact.study.questionnaire.model import EMAIL, RESPONDENT
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean_responses
from dwimpact.tidy.tables import Tables

DATA = (
    *("respondents", "outcomes", "open_answers", "other_outcomes", "remarks", "questions"),
    *("answers", "item_texts"),
)


def exported_tables(
    file: Path, study: Study, respondents: Iterable[str], *, newest_first: bool = False
) -> Tables:
    """The tidy tables of an export, under the ids that its respondents had before: a tool gives
    them others.
    """
    responses = read_responses(file, study)
    raw = responses.raw.iloc[::-1] if newest_first else responses.raw
    raw = raw.assign(**{RESPONDENT: list(respondents)})
    return clean_responses(replace(responses, raw=raw), study)


def require_same(got: Tables, exp: Tables) -> None:
    """Every table cell for cell."""
    for name in DATA:
        assert_frame_equal(getattr(got, name), getattr(exp, name), obj=name)


def raw_cells(raw: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The answers where the same one may be written in two ways: a tick left blank is one not
    set (the column of its question tells whether that was answered), and what a registry names
    has a code.
    """
    form = study.questionnaire
    raw = raw.assign(**{c: raw[c].map(known) for c, known in study.spellings.items()})
    ticks = [column for block in form.tick_blocks for column in block.tick_columns]
    columns = [c for c in form.raw_columns if c not in (RESPONDENT, EMAIL)]
    made = raw[columns].reset_index(drop=True).astype("str")
    return made.assign(**{tick: made[tick].fillna("0") for tick in ticks})


def differing(got: pd.DataFrame, exp: pd.DataFrame) -> set[tuple[int, str]]:
    """Row, as a spreadsheet shows it, and column of each cell in which two frames differ."""
    same = got.eq(exp) | (got.isna() & exp.isna())
    return {(int(row) + 2, column) for column in same for row in same.index[~same[column]]}
