"""An export whose columns the questionnaire names itself (`export`, see study/layout.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dwimpact.errors import Problem, StudyError
from dwimpact.intake.export import Export
from dwimpact.study.layout import ANYTHING, Layout, joined_headings, places
from dwimpact.study.questionnaire import Level, Questionnaire

IGNORED = "ignored"  # no column of the raw layout has this name
TICKED, NOT_TICKED = "1", "0"


def with_headings(export: Export, layout: Layout) -> Export:
    """The export with every row of headings in its headings, and texts for no answer as blank."""
    below = layout.header_rows - 1
    rows = export.cells.iloc[:below].fillna("").to_numpy().tolist()
    headings = joined_headings([export.headings, *rows])
    cells = export.cells.iloc[below:]
    return replace(export, headings=headings, cells=cells.mask(cells.isin(layout.blank)))


def mapped_columns(
    export: Export, layout: Layout, form: Questionnaire, file: object
) -> list[str | None]:
    """Per column of the export what it is in the raw layout, 'ignored', or None. Raises
    StudyError where the questionnaire names a column that is not there.
    """
    columns: list[str | None] = [None] * len(export.headings)
    problems = []
    for position in places(layout.ignore, export.headings):
        if position < len(columns):
            columns[position] = IGNORED
    for column, place in layout.columns.items():
        names = _block(form, layout).get(column, [column])
        found = places(place, export.headings)
        past = any(not 0 <= position < len(columns) for position in found)
        if past or len(found) != len(names):
            which = "past the last column" if past else _columns(len(found))
            problems.append(_no_such_place(column, str(place), which, len(names)))
            continue
        if twice := [c for p in found if (c := columns[p]) not in (None, IGNORED)]:
            problems.append(_taken(column, str(place), str(twice[0])))
            continue
        for position, name in zip(found, names, strict=True):
            columns[position] = name
    if problems:
        raise StudyError(file, problems)
    return columns


def with_answers(raw: pd.DataFrame, layout: Layout, form: Questionnaire) -> pd.DataFrame:
    """The raw layout with 1 or 0 in tick columns, and codes for answers in one cell."""
    made: dict[str, pd.Series[Any]] = {}
    for level in form.levels:
        labels = form.outcome_labels(level.code)
        for option in level.options:
            if (column := level.tick_column(option)) in raw:
                made[column] = _ticks(raw[column], layout, labels[option])
        if layout.separator and level.answers_column in raw:
            known = _codes(form, level, layout.values.get(level.answers_column, {}))
            answers = raw[level.answers_column]
            made[level.answers_column] = _several(answers, layout.separator, known)
    return raw.assign(**made)


def _ticks(cells: pd.Series[Any], layout: Layout, label: str) -> pd.Series[Any]:
    unticked, filled = cells.isin(layout.not_ticked), cells.notna()
    if layout.ticked == ANYTHING:
        ticked = filled & ~unticked
    else:
        ticked = cells.isin([*layout.ticked, label])
    return cells.mask(unticked, NOT_TICKED).mask(ticked, TICKED)


def _several(cells: pd.Series[Any], separator: str, known: Mapping[str, str]) -> pd.Series[Any]:
    """Codes for the answers of each cell; a cell with another answer stays as it is."""

    def codes_of(cell: str) -> str:
        parts = [part.strip() for part in cell.split(separator) if part.strip()]
        found = [known.get(part.casefold()) for part in parts]
        return " ".join(code or "" for code in found) if all(found) else cell

    return cells.map({cell: codes_of(cell) for cell in cells.dropna().unique()}).astype("str")


def _codes(form: Questionnaire, level: Level, values: Mapping[str, str]) -> dict[str, str]:
    named = {**form.outcome_labels(level.code, short=True), **form.outcome_labels(level.code)}
    labels = {label.casefold(): code for code, label in named.items()}
    return {**labels, **{text.casefold(): code for text, code in values.items()}}


def _block(form: Questionnaire, layout: Layout) -> dict[str, list[str]]:
    """Block of options → its tick columns, where there is a column per option."""
    if layout.separator:
        return {}
    return {lv.answers_column: [lv.tick_column(o) for o in lv.options] for lv in form.levels}


def _no_such_place(column: str, place: str, which: str, wanted: int) -> Problem:
    return Problem(
        f"the questionnaire says that '{column}' is '{place}', which is {which}",
        _columns(wanted),
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
