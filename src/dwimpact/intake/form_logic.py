"""What the form and the registry make impossible or unlikely, looked for in an export.

An export that breaks these rules was edited or damaged; nothing is repaired in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from dwimpact.errors import Problem, listed
from dwimpact.intake.raw_layout import has_code, is_asked
from dwimpact.rules import MOST_ALIKE, found, rest_of
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.model import NONE, OTHER, PEOPLE, Block, Level, codes
from dwimpact.study.study import Study
from dwimpact.study.validation import row_of

Ticked = dict[str, "pd.Series[bool]"]  # option → whether each respondent ticked it


def form_problems(
    raw: pd.DataFrame, study: Study, others: pd.DataFrame | None = None
) -> Iterator[Problem]:
    """Every cell that contradicts the form or the registry. Needs every column of the form;
    `others` counts respondents who are not in the frame, by their background.
    """
    for block in study.questionnaire.tick_blocks:
        ticked = _ticked(raw, block)
        yield from _tick_problems(raw, block, ticked)
        yield from _too_many(raw, block)
        if isinstance(block, Level):
            yield from _level_problems(raw, block, ticked)
    for block in (*study.questionnaire.levels, *study.questionnaire.items):
        opening = block.open_answer_columns if isinstance(block, Level) else []
        for column in (*block.base_columns, *opening) if block.asked_if else ():
            unasked = raw[column].notna() & ~is_asked(raw, block)
            yield from _cells(raw, unasked, column, "answered_unasked")
    yield from _registry_problems(raw, study)
    yield from _response_problems(raw, study, others)


def _tick_problems(raw: pd.DataFrame, block: Block, ticked: Ticked) -> Iterator[Problem]:
    """Boxes that say otherwise than the column with the ticked codes."""
    base = block.answers_column
    for option, tick in ticked.items():
        column = block.tick_column(option)
        differs = raw[column].isin(["0", "1"]) & (raw[column].eq("1") != tick)
        yield from _cells(raw, differs, column, "tick_disagrees", base=base, option=option)


def _too_many(raw: pd.DataFrame, block: Block) -> Iterator[Problem]:
    """More than the form allows."""
    if block.at_most is not None:
        base = block.answers_column
        over = raw[base].str.count(" ").ge(block.at_most)
        yield from _cells(raw, over, base, "too_many_ticked", expected=block.at_most)


def _ticked(raw: pd.DataFrame, block: Block) -> Ticked:
    answers = raw[block.answers_column].fillna("")
    return {option: has_code(answers, option).astype(bool) for option in block.options}


def none_with_outcomes(raw: pd.DataFrame, level: Level) -> Iterator[Problem]:
    """Who ticked that there are none, and some."""
    if level.none and (base := level.answers_column) in raw:
        both = has_code(raw[base].fillna(""), NONE) & (raw[base] != NONE)
        yield from _cells(raw, both, base, "none_with_outcomes")


def _level_problems(raw: pd.DataFrame, level: Level, ticked: Ticked) -> Iterator[Problem]:
    for row in level.rows:
        yield from _matrix_problems(raw, level, row, ticked[row])
    for text in level.other_text_columns:
        unticked = raw[text].notna() & ~ticked[OTHER]
        yield from _cells(raw, unticked, text, "unticked_text", option=OTHER)
        yield from _cells(raw, raw[text].isna() & ticked[OTHER], text, "other_without_text")
    yield from none_with_outcomes(raw, level)


def _matrix_problems(
    raw: pd.DataFrame, level: Level, row: str, ticked: pd.Series[Any]
) -> Iterator[Problem]:
    """Answers about what was not ticked, and ticks without an answer about them."""
    for matrix in level.asks:
        column = level.matrix_column(matrix, row)
        unticked = raw[column].notna() & ~ticked
        if matrix == "explanation":
            yield from _cells(raw, unticked, column, "unticked_text", option=row)
        else:
            words = {"option": row, "found": ", found"}
            yield from _cells(raw, unticked, column, "unticked_answer", **words)
            yield from _cells(raw, raw[column].isna() & ticked, column, f"ticked_without_{matrix}")


def _registry_problems(raw: pd.DataFrame, study: Study) -> Iterator[Problem]:
    """What an export says otherwise than the line of the registry that it names."""
    if not (registered := study.questionnaire.registered):
        return
    line = raw[registered.code].map(study.spellings[registered.code])
    if counted := study.questionnaire.counted:
        yield from _member_problems(raw, registered, counted, study.members, line)
    for variable in study.questionnaire.looked_up:
        if variable.code not in raw:
            continue
        known, told = study.looked_up(variable, line), raw[variable.code]
        for expected in codes(variable.options):
            differs = told.notna() & known.eq(expected) & told.ne(expected)
            words = {"name": registered.code, "expected": expected}
            yield from _cells(raw, differs, variable.code, "registry_contradicts", **words)


def _member_problems(
    raw: pd.DataFrame,
    registered: Variable,
    counted: Variable,
    members: pd.DataFrame,
    line: pd.Series[Any],
) -> Iterator[Problem]:
    """Nobody belongs to what the line of the registry has none of."""
    for option in members:
        absent = line.map(members[option]).eq(0) & raw[counted.code].eq(str(option))
        words = {"name": registered.code, "expected": listed(o for o in members if o != option)}
        yield from _cells(raw, absent, counted.code, "no_such_member", **words)


def _response_problems(
    raw: pd.DataFrame, study: Study, others: pd.DataFrame | None
) -> Iterator[Problem]:
    """Nobody answers who was not approached: counted in all and by each variable."""
    here = raw[list(study.spellings)].assign(**{PEOPLE: 1})
    rows = pd.concat([here, others], ignore_index=True)
    groups = {column: rows[column].map(known) for column, known in study.spellings.items()}
    for variable in study.questionnaire.looked_up:
        groups[variable.code] = study.looked_up(variable, groups[variable.known_from])
    for dimension, group in {ALL: pd.Series(ALL, rows.index), **groups}.items():
        counts = rows[PEOPLE].groupby(group.astype(object)).sum()
        for code, approached in study.populations.get(dimension, {}).items():
            if (n := int(counts.get(code, 0))) > approached:
                name = ALL if dimension == ALL else f"{dimension} {code}"
                words = {"found": n, "group": name, "expected": approached}
                yield found("too_many_respondents", **words)


def _cells(
    raw: pd.DataFrame, where: pd.Series[Any], column: str, rule: str, **words: object
) -> Iterator[Problem]:
    """A problem per cell; a value is quoted where the rule's words lead up to one."""
    cells = raw.loc[where.astype(bool), column]
    made = found(rule, column=column, **words)
    quoted = made.what.endswith("found")
    for index, value in cells[:MOST_ALIKE].items():
        yield replace(made, row=row_of(index), value=value if quoted else None)
    yield from rest_of(made, len(cells))
