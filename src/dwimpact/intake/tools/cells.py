"""Cells that are no answer: errors and formulas of a spreadsheet, dates it made, 'not asked'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.intake.files.export import Export
from dwimpact.intake.tools.headings import IDS
from dwimpact.intake.tools.mapped import IGNORED
from dwimpact.intake.tools.naming import key
from dwimpact.rules import found
from dwimpact.study.questionnaire.model import (
    RESPONDENT,
    SUBMITTED,
    YES_NO_COLUMNS,
    Level,
    Questionnaire,
)

UNASKED = ("N/A",)  # what LimeSurvey writes in every cell of what was not asked, in any language


def cell_problems(
    export: Export, columns: Sequence[str | None], form: Questionnaire
) -> Iterator[Problem]:
    """What a spreadsheet made of cells of the form, and an id that it holds as a number: never
    guessed back.
    """
    named = {p: column for p, column in enumerate(columns) if column not in (None, IGNORED)}
    for row, position, value in export.broken:
        if column := named.get(position):
            rule = "excel_error" if value else "formula_without_value"
            yield found(rule, row=row, column=column, value=value or None)
    may_be_dates = {SUBMITTED, *(item.code for item in form.items if item.kind == "date")}
    for position, column in named.items():
        as_dates = export.dates.get(position, ())
        if column not in may_be_dates:
            yield from (found("excel_date", row=row, column=column) for row in as_dates)
        mixed = as_dates and position in export.cells
        texts = export.cells[position].notna().sum() - len(as_dates) if mixed else 0
        if texts > 0 and column in may_be_dates:
            yield found("mixed_dates", column=column, dates=len(as_dates), texts=int(texts))
        own = key(export.headings[position]) in IDS  # a form tool's number
        if column == RESPONDENT and position in export.numbers and not own:
            yield found("excel_number", column=column)


def as_limesurvey_means(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """The frame with a blank in every cell where LimeSurvey says that it asked nothing (other tools
    leave those blank, and who writes 'n.v.t.' there has answered), and with no for its 2, which it
    then writes for a blank 'other' too.
    """
    said = raw.mask(raw.isin(UNASKED))
    made = {c: said[c].replace({"1": "yes", "2": "no"}) for c in YES_NO_COLUMNS if c in said}
    for block in form.tick_blocks:
        ticks = [column for column in block.tick_columns if column in said]
        made |= {column: said[column].replace({"2": "0"}) for column in ticks}
        texts = block.other_text_columns if isinstance(block, Level) else []
        for text in texts if (said[ticks] == "2").any(axis=None) else ():
            made[text] = said[text].mask(said[text].eq("2"))
    return said.assign(**made)
