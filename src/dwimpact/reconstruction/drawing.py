"""Responses drawn at random from a questionnaire, to try a report before the fieldwork.

Nobody gave them and nothing follows from them: every id and text says so.
"""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from dwimpact.intake.raw_layout import is_asked, ticks_from_base
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import (
    EMAIL,
    EXPLANATION,
    HAS_MATERIAL,
    NONE,
    OTHER,
    RESPONDENT,
    SHARE_MATERIAL,
    YES_NO,
    YES_NO_COLUMNS,
    Block,
    Level,
    codes,
    text_columns,
)
from dwimpact.study.study import Study

TEXT = "Willekeurige tekst nummer {}."
BLANK, WRITES = 0.05, 0.4  # the share that leaves a question blank, and that writes a text
FIRST_DAY = datetime.date(2026, 1, 1)


def draw_at_random(study: Study, number: int, seed: int = 1) -> pd.DataFrame:
    """So many rows in the raw layout. The same arguments give the same rows, which keep to the
    form: its conditions, 'none' alone, answers about what is ticked.
    """
    random, form = np.random.default_rng(seed), study.questionnaire
    raw = pd.DataFrame(index=range(number), columns=list(form.raw_columns), dtype="str")
    raw[RESPONDENT] = [f"proef-{i:0{len(str(number))}}" for i in range(1, number + 1)]
    for variable in sorted(form.asked, key=lambda v: not v.registry):
        raw[variable.code] = _background(variable, study, number, random)
    if (counted := form.counted) and form.registered:
        raw[counted.code] = _members(raw[form.registered.code], study, random)
    for block in form.tick_blocks:
        _tick(raw, block, random)
    for level in form.levels:
        _follow_up(raw, level, study, random)
    for item in form.items:
        _answer(raw, item, random)
    about: dict[str, Block] = {item.code: item for item in form.items}
    about |= {column: lv for lv in form.levels for column in lv.open_answer_columns}
    columns = [c for c in text_columns(form) if f"/{EXPLANATION}/" not in c]
    for column in columns:
        if not column.endswith("/other_text"):
            asked = is_asked(raw, about[column]) if column in about else True
            raw.loc[(random.random(number) < WRITES) & asked, column] = TEXT
    for column in (c for c in YES_NO_COLUMNS if c in raw):  # in order: the same draw each time
        raw[column] = random.choice(list(YES_NO), number)
    if {HAS_MATERIAL, SHARE_MATERIAL} <= {*raw}:
        raw[SHARE_MATERIAL] = raw[SHARE_MATERIAL].where(raw[HAS_MATERIAL] == "yes")
    return _numbered(raw.drop(columns=EMAIL, errors="ignore"), text_columns(form))


def _background(
    variable: Variable, study: Study, number: int, random: np.random.Generator
) -> np.ndarray:
    values = codes(variable.options) or list(study.registry["code"])
    likely = random.dirichlet(np.full(len(values), 2.0))
    return random.choice(values, number, p=likely)


def _members(lines: pd.Series[str], study: Study, random: np.random.Generator) -> list[str]:
    """For each line of the registry that is drawn, a kind of member that it has."""
    there = study.members.loc[list(lines)]
    return [random.choice(there.columns[row > 0]) for row in there.to_numpy()]


def _tick(raw: pd.DataFrame, block: Block, random: np.random.Generator) -> None:
    """Each option is ticked by a share of its own; who is not asked, or leaves it blank, not."""
    n = len(raw)
    options = [option for option in block.options if option != NONE]
    likely = random.beta(2, 3, len(options))
    wanted = random.random((n, len(options)))
    ticked = wanted < likely
    if block.at_most is not None:  # of more, those wanted most
        ticked &= (wanted / likely).argsort(axis=1).argsort(axis=1) < block.at_most
    answers = [" ".join(np.array(options)[row]) for row in ticked]
    nothing = NONE if NONE in block.options else ""
    given = pd.Series(answers, dtype="str").replace("", nothing)
    answered = is_asked(raw, block) & (random.random(n) > BLANK) & (given != "")
    raw[block.answers_column] = given.where(answered)
    for column, ticks in ticks_from_base(raw[block.answers_column], block).items():
        raw[column] = ticks


def _follow_up(raw: pd.DataFrame, level: Level, study: Study, random: np.random.Generator) -> None:
    """What is asked about an outcome that is ticked."""
    form = study.questionnaire
    for row in level.rows:
        ticked = raw[level.tick_column(row)].eq("1").to_numpy()
        for name, choices in form.characteristics_of(level).items():
            values = random.choice(codes(choices), len(raw))
            raw[level.matrix_column(name, row)] = pd.Series(values, dtype="str").where(ticked)
        if EXPLANATION in level.asks:
            writes = ticked & (random.random(len(raw)) < WRITES / 2)
            raw.loc[writes, level.matrix_column(EXPLANATION, row)] = TEXT
        if row == OTHER:
            for column in level.other_text_columns:
                raw.loc[ticked, column] = TEXT


def _answer(raw: pd.DataFrame, item: Item, random: np.random.Generator) -> None:
    """One answer to a question beside the levels, but for ticks and texts."""
    n = len(raw)
    for column in item.rows:
        if item.kind in ("choice", "scale"):
            likely = random.dirichlet(np.full(len(item.options), 2.0))
            values = random.choice(item.options, n, p=likely)
        elif item.kind == "number":
            values = random.gamma(2, 5, n).round().astype(int).astype(str)
        elif item.kind == "date":
            days = random.integers(0, 120, n)
            dates = (FIRST_DAY + datetime.timedelta(int(day)) for day in days)
            values = np.array([date.strftime(item.date_format) for date in dates])
        else:
            continue
        answered = is_asked(raw, item) & (random.random(n) > BLANK)
        raw[column] = pd.Series(values, dtype="str").where(answered)


def _numbered(raw: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The rows with a number in every text, so that no two are the same."""
    made, number = raw.copy(), 0
    for column in columns:
        written = made[column].notna()
        count = int(written.sum())
        made.loc[written, column] = [TEXT.format(number + i) for i in range(1, count + 1)]
        number += count
    return made
