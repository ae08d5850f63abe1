"""Answers of a form tool as the questionnaire's codes, and its tick boxes as complete blocks.

A cell that is none of the texts known here is left as it is, for `examine` to name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.rules import MOST_ALIKE, found, rest_of
from dwimpact.study.grid import FIRST_ROW
from dwimpact.study.questionnaire import (
    OTHER,
    YES_NO,
    YES_NO_COLUMNS,
    Block,
    Choice,
    Level,
    Questionnaire,
    codes,
)

TICKS = {"y": "1", "n": "0", "ja": "1", "nee": "0", "yes": "1", "no": "0"}
TICKS |= {"true": "1", "false": "0", "waar": "1", "onwaar": "0", "1": "1", "0": "0"}
YES = {"yes": "yes", "no": "no", "ja": "yes", "nee": "no", "y": "yes", "n": "no"}


def as_codes(
    raw: pd.DataFrame, form: Questionnaire, labels: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """The frame with codes for labels in every coded column that it has.

    `labels` gives, per column, what its values are called (SPSS).
    """
    made = raw.copy()
    for column, meanings in _meanings(form).items():
        if column in raw:
            called = {
                value: meanings.get(_plain(label))
                for value, label in labels.get(column, {}).items()
            }
            known = {**meanings, **{_plain(v): code for v, code in called.items() if code}}
            made[column] = _translated(raw[column], known)
    if (registered := form.registered) and registered.code in raw:
        mapped = form.limesurvey.answers.get(registered.code, {}) if form.limesurvey else {}
        named = {**mapped, **labels.get(registered.code, {})}
        known = {_plain(v): text for v, text in named.items()}
        made[registered.code] = _translated(raw[registered.code], known)
    for variable in form.asked:
        if variable.blank and variable.code in made:
            made[variable.code] = made[variable.code].fillna(variable.blank)
    return made


def complete_blocks(raw: pd.DataFrame, form: Questionnaire) -> tuple[pd.DataFrame, list[Problem]]:
    """The frame with both the base column and the tick columns of every level, the one made
    from the other where the export has only one; and the rows where that leaves a doubt.
    """
    made, problems = raw.copy(), []
    for block in form.tick_blocks:
        ticks, base = block.tick_columns, block.answers_column
        if base in raw and not set(ticks) & set(raw):
            made = made.assign(**ticks_from_base(raw[base], block))
        elif base not in raw:
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
    """Texts as dates, by a format of strptime; missing for what is none."""
    return pd.to_datetime(cells.str.strip(), format=date_format, errors="coerce")


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
    chosen = ticks.eq("1")
    base = pd.Series("", index=ticks.index, dtype="str")
    for option in level.options:
        code = pd.Series(f" {option}", index=ticks.index, dtype="str")
        base = base + code.where(chosen[level.tick_column(option)], "")
    answered = chosen.any(axis=1)
    return base.str.strip().where(answered), ~answered & ticks.notna().any(axis=1)


def _meanings(form: Questionnaire) -> dict[str, dict[str, str]]:
    """Per coded column: every text that stands for a code, and that code."""
    tool = form.limesurvey.answers if form.limesurvey else {}
    tool = {**tool, **(form.export.values if form.export else {})}
    texts = {n: _texts(choices, tool.get(n, {})) for n, choices in form.characteristics.items()}
    yes = {**YES, **{c: c for c in YES_NO}}
    made = {v.code: _texts(v.options, tool.get(v.code, {})) for v in form.asked if v.options}
    made |= dict.fromkeys(YES_NO_COLUMNS, yes)
    for block in form.tick_blocks:
        made |= dict.fromkeys(block.tick_columns, TICKS)
    for item in form.items:
        if item.kind in ("choice", "scale"):
            made |= dict.fromkeys(item.rows, _texts(item.answers, tool.get(item.code, {})))
    for level in form.levels:
        made |= {c: texts[name] for c, (name, _) in form.characteristic_columns(level).items()}
    return made


def _texts(choices: Iterable[Choice], tool: Mapping[str, str]) -> dict[str, str]:
    choices = list(choices)
    return {
        **{_plain(choice.short): choice.code for choice in choices},
        **{_plain(choice.label): choice.code for choice in choices},
        **{_plain(text): code for text, code in tool.items()},
        **{code: code for code in codes(choices)},
    }


def _translated(values: pd.Series[Any], known: Mapping[str, str]) -> pd.Series[Any]:
    texts = {text: known.get(_plain(text), text) for text in values.dropna().unique()}
    return values.map(texts).astype("str")


def _plain(text: str) -> str:
    return text.strip().casefold()
