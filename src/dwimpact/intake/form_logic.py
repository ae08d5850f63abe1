"""What the form and the registry make impossible or unlikely, looked for in an export.

An export that breaks these rules was edited or damaged; nothing is repaired in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dwimpact.errors import Problem, listed
from dwimpact.intake.answers import has_code
from dwimpact.intake.headings import TRANCHE
from dwimpact.rules import MOST_ALIKE, found, rest_of
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire import NONE, OTHER, Level, Matrix, Questionnaire
from dwimpact.study.study import Study
from dwimpact.study.validation import row_of

MATRICES: tuple[Matrix, ...] = ("status", "nature", "explanation")


def form_problems(
    raw: pd.DataFrame, study: Study, workplace_codes: Mapping[str, str]
) -> Iterator[Problem]:
    """Every cell that contradicts the form or the registry. Needs every column of the form."""
    form = study.questionnaire
    for level in form.levels:
        yield from _level_problems(raw, level)
    workplace = raw["workplace"].map(workplace_codes)
    yield from _sector_problems(raw, form, study.workplaces, workplace)
    yield from _tranche_problems(raw, study.workplaces, workplace)
    yield from _response_problems(raw, study, workplace)


def _level_problems(raw: pd.DataFrame, level: Level) -> Iterator[Problem]:
    base = level.answers_column
    answers = raw[base].fillna("")
    ticked = {option: has_code(answers, option).astype(bool) for option in level.options}
    for option, tick in ticked.items():
        column = level.tick_column(option)
        differs = raw[column].isin(["0", "1"]) & (raw[column].eq("1") != tick)
        yield from _cells(raw, differs, column, "tick_disagrees", base=base, option=option)
    for row in level.rows:
        yield from _matrix_problems(raw, level, row, ticked[row])
    text = level.other_text_column
    yield from _cells(raw, raw[text].notna() & ~ticked[OTHER], text, "unticked_text", option=OTHER)
    yield from _cells(raw, raw[text].isna() & ticked[OTHER], text, "other_without_text")
    both = ticked[NONE] & (answers != NONE)
    yield from _cells(raw, both, base, "none_with_outcomes")


def _matrix_problems(
    raw: pd.DataFrame, level: Level, row: str, ticked: pd.Series[Any]
) -> Iterator[Problem]:
    """Answers about what was not ticked, and ticks without an answer about them."""
    for matrix in MATRICES:
        column = level.matrix_column(matrix, row)
        unticked = raw[column].notna() & ~ticked
        if matrix == "explanation":
            yield from _cells(raw, unticked, column, "unticked_text", option=row)
        else:
            words = {"option": row, "found": ", found"}
            yield from _cells(raw, unticked, column, "unticked_answer", **words)
            yield from _cells(raw, raw[column].isna() & ticked, column, f"ticked_without_{matrix}")


def _sector_problems(
    raw: pd.DataFrame, form: Questionnaire, workplaces: pd.DataFrame, workplace: pd.Series[Any]
) -> Iterator[Problem]:
    """A workplace only has respondents of sectors it has institutions of."""
    counted = [sector.code for sector in form.sectors if sector.code in workplaces]
    institutions = workplaces.set_index("workplace")[counted]
    for sector in counted:
        absent = workplace.map(institutions[sector]).eq(0) & raw["sector"].eq(sector)
        others = listed(s for s in counted if s != sector)
        yield from _cells(raw, absent, "sector", "sector_not_at_workplace", expected=others)


def _tranche_problems(
    raw: pd.DataFrame, workplaces: pd.DataFrame, workplace: pd.Series[Any]
) -> Iterator[Problem]:
    """A tranche in the export is that of the registry; the registry's is used."""
    if TRANCHE not in raw:
        return
    tranche = workplace.map(workplaces.set_index("workplace")["tranche"])
    for expected in sorted(tranche.dropna().unique()):
        differs = raw[TRANCHE].notna() & tranche.eq(expected) & raw[TRANCHE].ne(str(int(expected)))
        yield from _cells(raw, differs, TRANCHE, "tranche_contradicts", expected=int(expected))


def _response_problems(
    raw: pd.DataFrame, study: Study, workplace: pd.Series[Any]
) -> Iterator[Problem]:
    """Nobody answers who was not approached: counted in all, per tranche and per sector."""
    tranche = workplace.map(study.workplaces.set_index("workplace")["tranche"])
    groups = {ALL: pd.Series(ALL, raw.index), "tranche": tranche, "sector": raw["sector"]}
    for dimension, group in groups.items():
        counts = group.value_counts()
        for code, approached in study.populations[dimension].items():
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
