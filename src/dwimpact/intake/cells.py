"""Cells that are no answer: errors and formulas of a spreadsheet, dates it made, 'not asked'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.intake.export import Export
from dwimpact.intake.headings import LIMESURVEY
from dwimpact.intake.mapped import IGNORED
from dwimpact.rules import found
from dwimpact.study.questionnaire import RESPONDENT, SUBMITTED, Questionnaire, text_columns

UNASKED = ("N/A", "N.v.t.")  # what LimeSurvey writes in every cell of what was not asked


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
    for row, position in export.dates:
        if (column := named.get(position)) and column not in may_be_dates:
            yield found("excel_date", row=row, column=column)
    for position, column in named.items():
        if column == RESPONDENT and position in export.numbers:
            yield found("excel_number", column=column)


def without_unasked(
    raw: pd.DataFrame, form: Questionnaire, tool: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """The frame with a blank for each text that LimeSurvey writes where it asked nothing, and how
    often that was; other tools leave those blank, and who writes 'n.v.t.' there has answered.
    """
    if tool != LIMESURVEY:
        return raw, []
    texts = [column for column in text_columns(form) if column in raw]
    unasked = raw[texts].isin(UNASKED)
    times = Counter(text for c in texts for text in raw.loc[unasked[c], c])
    made = raw.assign(**{c: raw[c].mask(unasked[c]) for c in texts})
    return made, [found("said_blank", value=text, cells=n) for text, n in times.items()]
