"""An export whose columns the questionnaire names itself (see study/questionnaire/mapping.py)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dwimpact.errors import Problem, StudyError
from dwimpact.intake.files.export import Export
from dwimpact.study.questionnaire.mapping import ANYTHING, ColumnMapping, joined_headings, places
from dwimpact.study.questionnaire.model import RESPONDENT, Questionnaire

IGNORED = "ignored"  # no column of the raw layout has this name
TICKED, NOT_TICKED = "1", "0"


def with_all_headings(export: Export, mapping: ColumnMapping) -> Export:
    """The export with every row of headings in its headings, and texts for no answer as blank."""
    below = mapping.header_rows - 1
    rows = export.cells.iloc[:below].fillna("").to_numpy().tolist()
    headings = joined_headings([export.headings, *rows])
    cells = export.cells.iloc[below:]
    return replace(export, headings=headings, cells=cells.mask(cells.isin(mapping.blank)))


def mapped_columns(
    export: Export, mapping: ColumnMapping, form: Questionnaire, file: object
) -> list[str | None]:
    """Per column of the export what it is in the raw layout, 'ignored', or None. Raises
    StudyError where the questionnaire names a column that is not there.
    """
    columns: list[str | None] = [None] * len(export.headings)
    problems = []
    for position in places(mapping.ignore, export.headings):
        if position < len(columns):
            columns[position] = IGNORED
    for column, place in mapping.columns.items():
        names = _block(form, mapping).get(column, [column])
        found = places(place, export.headings)
        past = any(not 0 <= position < len(columns) for position in found)
        if past or len(found) != len(names):
            which = "past the last column" if past else _columns(len(found))
            wanted = _columns(len(names))
            if len(names) > len(found) == 1:
                wanted += ", or 'separator' where all answers stand in one"
            problems.append(_no_such_place(column, str(place), which, wanted))
            continue
        if twice := [c for p in found if (c := columns[p]) not in (None, IGNORED)]:
            problems.append(_taken(column, str(place), str(twice[0])))
            continue
        for position, name in zip(found, names, strict=True):
            columns[position] = name
    if problems:
        raise StudyError(file, problems)
    return columns


def with_answers(raw: pd.DataFrame, mapping: ColumnMapping, form: Questionnaire) -> pd.DataFrame:
    """The raw layout with 1 or 0 in tick columns, and numbers where the file has no ids."""
    made: dict[str, pd.Series[Any]] = {}
    if RESPONDENT not in raw:
        made[RESPONDENT] = pd.Series(range(1, len(raw) + 1), raw.index).astype("str")
    for block in form.tick_blocks:
        for option, label in form.labels_of(block).items():
            if (column := block.tick_column(option)) in raw:
                made[column] = _ticks(raw[column], mapping, label)
    return raw.assign(**made)


def _ticks(cells: pd.Series[Any], mapping: ColumnMapping, label: str) -> pd.Series[Any]:
    unticked, filled = cells.isin(mapping.not_ticked), cells.notna()
    if mapping.ticked == ANYTHING:
        ticked = filled & ~unticked
    else:
        ticked = cells.isin([*mapping.ticked, label])
    return cells.mask(unticked, NOT_TICKED).mask(ticked, TICKED)


def _block(form: Questionnaire, mapping: ColumnMapping) -> dict[str, list[str]]:
    """Block of options → its tick columns, where there is a column per option; scale with
    several rows → the columns of these.
    """
    ticks = {block.answers_column: block.tick_columns for block in form.tick_blocks}
    scales = {item.code: list(item.rows) for item in form.items if item.statements}
    return {**({} if mapping.separator else ticks), **scales}


def _no_such_place(column: str, place: str, which: str, wanted: str) -> Problem:
    return Problem(
        f"the questionnaire says that '{column}' is '{place}', which is {which}",
        wanted,
        "Correct 'export' in questionnaire.yml.",
    )


def _taken(column: str, place: str, other: str) -> Problem:
    return Problem(
        f"the questionnaire says that '{column}' is '{place}', and so is '{other}'",
        "each column of the file once",
        "Correct 'export' in questionnaire.yml.",
    )


def _columns(number: int) -> str:
    return "1 column of the file" if number == 1 else f"{number} columns of the file"
