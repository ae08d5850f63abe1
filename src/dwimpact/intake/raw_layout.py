"""The raw layout read: who was asked a block and what they ticked, cells as numbers and dates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.rules import MOST_ALIKE, found, rest_of
from dwimpact.study.files.grid import FIRST_ROW
from dwimpact.study.questionnaire.model import OTHER, Block, Level, Questionnaire

ISO_DATE = r"^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?$"


def complete_blocks(raw: pd.DataFrame, form: Questionnaire) -> tuple[pd.DataFrame, list[Problem]]:
    """The frame with both the base column and the tick columns of every level, the one made
    from the other where the export has only one; and the rows where that leaves a doubt.
    """
    made, problems = raw.copy(), []
    for block in form.tick_blocks:
        ticks, base = block.tick_columns, block.answers_column
        if base in raw:
            # An option that nobody chose has no column where each choice gets one (ODK).
            known = ticks_from_base(raw[base], block)
            made = made.assign(**{c: tick for c, tick in known.items() if c not in raw})
        else:
            made = _with_other_tick(made, block) if isinstance(block, Level) else made
            if set(ticks) <= set(made):
                made[base], doubtful = _base_from_ticks(made[ticks], block)
                doubt = found("ambiguous_block", column=ticks[0], name=base)
                rows = raw.index[doubtful]
                problems += [replace(doubt, row=row + FIRST_ROW) for row in rows[:MOST_ALIKE]]
                problems += rest_of(doubt, len(rows))
    return made, problems


def is_asked(raw: pd.DataFrame, block: Block) -> pd.Series[bool]:
    """Whether the form asks this of each respondent, by what is known of them."""
    asked = pd.Series(True, index=raw.index)
    for code, values in block.asked_if.items():
        asked &= raw[code].isin(values)
    return asked


def in_base(raw: pd.DataFrame, block: Block) -> pd.Series[bool]:
    """Whether each respondent counts in the base of this question."""
    asked = is_asked(raw, block)
    answered = raw[block.base_columns].notna().any(axis=1)
    return asked & answered if block.blank == "not_asked" else asked


def has_code(answers: pd.Series[Any], code: str) -> pd.Series[Any]:
    """Whether each multi-select, its codes separated by spaces, has a code; missing for a blank."""
    # Spaces around both, so that one code never matches inside another.
    found = (" " + answers + " ").str.contains(f" {code} ", regex=False)
    return found.astype("boolean").where(answers.notna())


def as_number(cells: pd.Series[Any]) -> pd.Series[float]:
    """Texts as numbers, with a comma or a point before the decimals; missing for what is none."""
    return pd.to_numeric(cells.str.strip().str.replace(",", ".", regex=False), errors="coerce")


def as_date(cells: pd.Series[Any], date_format: str) -> pd.Series[Any]:
    """Texts as dates, by a format of strptime, or as form tools and spreadsheets write them: year
    first, also with a time; missing for what is none.
    """
    texts = cells.str.strip()
    written = pd.to_datetime(texts, format=date_format, errors="coerce")
    iso = texts.str.extract(ISO_DATE, expand=False)
    return written.fillna(pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce"))


def ticks_from_base(base: pd.Series[Any], block: Block) -> dict[str, pd.Series[Any]]:
    """Tick column → 1 or 0 for what a column with ticked codes says; blank where that is."""
    return {
        block.tick_column(option): has_code(base, option).map({True: "1", False: "0"}).astype("str")
        for option in block.options
    }


def _with_other_tick(raw: pd.DataFrame, level: Level) -> pd.DataFrame:
    """LimeSurvey has no box for 'other': its text is the tick."""
    tick, text = level.tick_column(OTHER), level.other_text_column
    if not level.other_text_columns or tick in raw or text not in raw:
        return raw
    wrote = raw[text].notna()
    return raw.assign(**{tick: pd.Series("1", raw.index, dtype="str").where(wrote)})


def _base_from_ticks(ticks: pd.DataFrame, level: Block) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """The ticked codes separated by spaces, blank where none is; and where all boxes are 0,
    so that 'left blank' and 'nothing ticked' cannot be told apart.
    """
    chosen = ticks == "1"
    base = pd.Series("", index=ticks.index, dtype="str")
    for option in level.options:
        code = pd.Series(f" {option}", index=ticks.index, dtype="str")
        base = base + code.where(chosen[level.tick_column(option)], "")
    answered = chosen.any(axis=1)
    return base.str.strip().where(answered), ~answered & ticks.notna().any(axis=1)
