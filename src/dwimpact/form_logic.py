"""What the form makes impossible, checked in an export before anything is counted.

An export that breaks these rules was edited or damaged; nothing is repaired in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.questionnaire import NONE, OTHER, Level, Matrix, Questionnaire
from dwimpact.schemas import HEADING_ROWS
from dwimpact.study import Study

MATRICES: tuple[Matrix, ...] = ("status", "nature", "explanation")


def check_form_logic(
    raw: pd.DataFrame, study: Study, workplace_codes: Mapping[str, str], file: object
) -> None:
    """Raise StudyError with every cell that contradicts the form or the registry."""
    form = study.questionnaire
    problems = [
        *(problem for level in form.levels for problem in _level_problems(raw, level)),
        *_sector_problems(raw, form, study.workplaces, workplace_codes),
    ]
    if problems:
        raise StudyError(file, sorted(problems, key=lambda p: (p.row or 0, p.column or "")))


def _level_problems(raw: pd.DataFrame, level: Level) -> Iterator[Problem]:
    answers = raw[level.answers_column].fillna("")
    ticked = {
        option: (" " + answers + " ").str.contains(f" {option} ", regex=False)
        for option in level.options
    }
    for option, tick in ticked.items():
        column = level.tick_column(option)
        differs = raw[column].notna() & (raw[column].eq("1") != tick)
        yield from _problems(
            raw,
            differs,
            column,
            what="disagrees with the ticked codes, found",
            expected=f"1 exactly where '{level.answers_column}' names '{option}'",
        )
    for row in level.rows:
        for matrix in MATRICES:
            yield from _answered_unticked(
                raw,
                ticked[row],
                level.matrix_column(matrix, row),
                row,
                quote=matrix != "explanation",
            )
    yield from _answered_unticked(raw, ticked[OTHER], level.other_text_column, OTHER, quote=False)
    yield from _problems(
        raw,
        ticked[NONE] & (answers != NONE),
        level.answers_column,
        what="'none' together with outcomes, found",
        expected="'none' alone, or outcomes without 'none'",
    )


def _answered_unticked(
    raw: pd.DataFrame, ticked: pd.Series[Any], column: str, row: str, *, quote: bool
) -> Iterator[Problem]:
    yield from _problems(
        raw,
        raw[column].notna() & ~ticked,
        column,
        what="answer for an outcome that was not ticked" + (", found" if quote else ""),
        expected=f"a blank cell, or '{row}' among the ticked codes",
        quote=quote,
    )


def _sector_problems(
    raw: pd.DataFrame, form: Questionnaire, workplaces: pd.DataFrame, codes: Mapping[str, str]
) -> Iterator[Problem]:
    """A workplace only has respondents of sectors it has institutions of."""
    counted = [sector.code for sector in form.sectors if sector.code in workplaces]
    institutions = workplaces.set_index("workplace")[counted]
    workplace = raw["workplace"].map(codes)
    for sector in counted:
        absent = workplace.map(institutions[sector]).eq(0) & raw["sector"].eq(sector)
        yield from _problems(
            raw,
            absent,
            "sector",
            what="sector that the workplace has no institutions of, found",
            expected=f"{listed(s for s in counted if s != sector)}, or another workplace",
        )


def _problems(
    raw: pd.DataFrame,
    where: pd.Series[Any],
    column: str,
    *,
    what: str,
    expected: str,
    quote: bool = True,
) -> Iterator[Problem]:
    for index, value in raw.loc[where.astype(bool), column].items():
        row = int(str(index)) + HEADING_ROWS + 1
        yield Problem(what, expected, "Correct the cell.", row, column, value if quote else None)
