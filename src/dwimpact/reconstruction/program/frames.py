"""What is open of respondents and mentions: a frame for each, with a variable per row."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from dwimpact.published.claims import Claim
from dwimpact.published.register import named_quantities
from dwimpact.published.sources import option_kinds
from dwimpact.reconstruction.program.highs import Program
from dwimpact.study.questionnaire.model import Level, Questionnaire, codes
from dwimpact.study.study import Study

LEFT_BLANK = "blank"
Cell = dict[str, str]  # column of the background → the value that some people have in it


def parts_by(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[Cell, pd.DataFrame]]:
    """The rows that are alike in these columns, with what they have there; all without columns."""
    if not columns:
        yield {}, frame
        return
    for values, rows in frame.groupby(list(columns), sort=False):
        yield dict(zip(columns, map(str, values), strict=True)), rows


def cell_columns(form: Questionnaire) -> list[str]:
    """The columns that tell apart the cells within which nothing is known of who says what."""
    return [variable.group_column for variable in form.split_by]


def open_respondents(program: Program, study: Study, most: int) -> pd.DataFrame:
    """Every combination of what is asked of the background, with what follows from it; a kind of
    member only where the line of the registry has some.
    """
    form, groups = study.questionnaire, study.groups
    asked = [variable.code for variable in form.asked]
    frame = pd.DataFrame(itertools.product(*(groups[code] for code in asked)), columns=asked)
    for variable in form.background:
        if variable.known_from:
            frame[variable.code] = study.looked_up(variable, frame[variable.known_from])
        if variable.item:  # of these nothing is published
            frame[variable.code] = variable.blank
        if variable.groups:
            frame[variable.group_column] = frame[variable.code].map(variable.group_of)
    allowed = _may_be(frame, study)
    return frame.assign(variable=program.variables(most * allowed), weight=1)


def _may_be(frame: pd.DataFrame, study: Study) -> pd.Series[float]:
    """Per combination 1, or 0 where the registry has nobody of that kind."""
    registered, counted = study.questionnaire.registered, study.questionnaire.counted
    allowed = pd.Series(1.0, index=frame.index)
    if registered and counted:
        for kind, members in study.members.items():
            none = frame[registered.code].map(members) == 0
            allowed[(frame[counted.code] == kind) & none] = 0.0
    return allowed


def columns_told_apart(form: Questionnaire, claims: Iterable[Claim]) -> list[tuple[str, ...]]:
    """The columns of mentions in parts: the groups, status, nature; those that some claim names of
    one count are one part.
    """
    parts = [tuple(cell_columns(form)), *((name,) for name in form.characteristics)]
    for claim in claims:
        for quantity in named_quantities(claim, form):
            named = [part for part in parts if set(part) & set(quantity.where)]
            if quantity.of in ("mentions", "explanations") and len(named) > 1:
                rest = [part for part in parts if part not in named]
                parts = [tuple(itertools.chain(*named)), *rest]
                parts.sort(key=lambda part: cell_columns(form)[0] not in part)
    return parts


def open_mentions(
    program: Program, form: Questionnaire, most: int, columns: Sequence[str]
) -> pd.DataFrame:
    """Every way to tick an option, per value of the columns; 'none' and blank blocks, which have no
    status or nature, only where the groups are among them.
    """
    told: dict[str, Sequence[str | None]] = {
        name: codes(choices) for name, choices in form.characteristics.items()
    }
    groups = {v.group_column: codes(v.groups) for v in form.split_by}
    values: dict[str, Sequence[str | None]] = {**groups, **told}
    silent: dict[str, Sequence[str | None]] = {**values, **{name: [None] for name in told}}
    rows = [
        (level.code, option, *combination)
        for level in form.levels
        for option in _ticked(level, groups=not set(columns) <= set(told))
        for combination in itertools.product(
            *((values if option in level.rows else silent)[name] for name in columns)
        )
    ]
    frame = pd.DataFrame(rows, columns=["level", "outcome", *columns])
    frame["variable"] = program.variables([most] * len(frame))
    frame["weight"] = 1
    frame = option_kinds(frame)
    # A blank block is no mention of anything, so that no claim can count it.
    return frame.assign(kind=frame["kind"].where(frame["outcome"] != LEFT_BLANK, LEFT_BLANK))


def _ticked(level: Level, *, groups: bool) -> tuple[str, ...]:
    return (*level.options, LEFT_BLANK) if groups else tuple(level.rows)


def open_options(respondents: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    pairs = [(level.code, outcome) for level in form.levels for outcome in level.listed]
    return respondents.merge(pd.DataFrame(pairs, columns=["level", "outcome"]), how="cross")
