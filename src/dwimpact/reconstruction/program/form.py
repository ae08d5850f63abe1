"""The program of a study: all counts that agree with its form and registry, and with claims."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from dwimpact.intake.raw_layout import is_asked
from dwimpact.published.checks import ValueCheck
from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Source
from dwimpact.published.register import fixed_counts, stated_bounds
from dwimpact.published.sources import counter, registry_sources
from dwimpact.reconstruction.program.answers import drawn_by, open_answers
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.reconstruction.program.frames import (
    LEFT_BLANK,
    Cell,
    cell_columns,
    columns_told_apart,
    open_mentions,
    open_options,
    open_respondents,
    parts_by,
)
from dwimpact.reconstruction.program.highs import Expression, Program
from dwimpact.reconstruction.program.joint import (
    Together,
    add_patterns,
    named_together,
    pattern_frame,
)
from dwimpact.study.questionnaire.model import NONE, Level, Questionnaire
from dwimpact.study.study import Study

MANY_PEOPLE = 10_000  # people: an upper bound of every count, unless the claims name more


def open_counts(study: Study, claims: Iterable[Claim]) -> Counts:
    """The program of all counts that agree with the form, the registry and the claims, but those
    that others contradict or that are no linear constraint: these are `left_out`.
    """
    claims = list(claims)
    counts = form_counts(study, claims, apart=False)
    return replace(counts, left_out=counts.take(claims))


def form_counts(study: Study, claims: Iterable[Claim], *, apart: bool = True) -> Counts:
    """The program of all counts that agree with the form and the registry. Of the claims it
    only takes which counts they state; each still has to be required.
    """
    claims = list(claims)
    form, program, most = study.questionnaire, Program(), _most(claims)
    respondents = open_respondents(program, study, most)
    characteristics = tuple(form.characteristics)
    parts = columns_told_apart(form, claims) if apart else [(*cell_columns(form), *characteristics)]
    mentions, *margins = (open_mentions(program, form, most, columns) for columns in parts)
    beside = open_answers(program, respondents, form, claims, most, apart=apart)
    _add_margins(program, mentions, margins)
    for level, _, ticks, people in _blocks(form, respondents, mentions):
        _add_level(program, level, ticks, people)
    return Counts(
        form=form,
        program=program,
        respondents=respondents,
        mentions=mentions,
        margins=tuple(margins),
        options=open_options(respondents, form),
        registry=counter(registry_sources(study, set())),
        stated=fixed_counts(claims),
        between=stated_bounds(claims),
        most=most,
        beside=beside,
        patterns=_patterns(program, form, claims, respondents, mentions, beside),
    )


def _most(claims: Sequence[Claim]) -> int:
    """An upper bound that never binds: above twice what any claim says of a count."""
    checks = (check for claim in claims for check in claim.checks)
    counts = (c.bounds for c in checks if isinstance(c, ValueCheck) and not c.base)
    sides = (side[0] for bounds in counts for side in (bounds.lowest, bounds.highest) if side)
    return max([MANY_PEOPLE, *(2 * math.ceil(side) for side in sides)])


def _add_margins(program: Program, mentions: pd.DataFrame, margins: Iterable[pd.DataFrame]) -> None:
    """Margins add up to the mentions."""
    every = mentions.groupby(["level", "outcome"])["variable"]
    for margin in margins:
        for place, rows in margin.groupby(["level", "outcome"]):
            all_of_it = dict.fromkeys(every.get_group(place), -1.0)
            program.constrain({**all_of_it, **dict.fromkeys(rows["variable"], 1.0)}, 0, 0)


def _blocks(
    form: Questionnaire, respondents: pd.DataFrame, mentions: pd.DataFrame
) -> Iterator[tuple[Level, Cell, pd.DataFrame, Expression]]:
    """Each level in each cell of the background: its mentions, and the people who are asked."""
    columns = cell_columns(form)
    for cell, people in parts_by(respondents, columns):
        here = mentions[(mentions[columns] == list(cell.values())).all(axis=1)]
        for level in form.levels:
            asked = people[is_asked(people, level)]
            ticks = here[here["level"] == level.code]
            yield level, cell, ticks, dict.fromkeys(asked["variable"], 1.0)


def _answering(ticks: pd.DataFrame, people: Expression) -> Expression:
    """Who ticked an outcome: all but those who ticked 'none' or left the block blank."""
    silent = ticks.loc[ticks["outcome"].isin([NONE, LEFT_BLANK]), "variable"]
    return {**people, **dict.fromkeys(silent, -1.0)}


def _add_level(program: Program, level: Level, ticks: pd.DataFrame, people: Expression) -> None:
    """Whoever ticks 'none' or leaves the block blank ticks nothing else, and everybody else ticks
    something.
    """
    answering = _answering(ticks, people)
    less = {variable: -weight for variable, weight in answering.items()}
    mentioned = ticks[ticks["outcome"].isin(level.rows)]
    for _, rows in mentioned.groupby("outcome", sort=False):
        program.constrain({**less, **dict.fromkeys(rows["variable"], 1.0)}, high=0)
    every = dict.fromkeys(mentioned["variable"], 1.0)
    program.constrain({**less, **every}, low=0)
    if level.at_most is not None:
        allowed = {variable: level.at_most * weight for variable, weight in less.items()}
        program.constrain({**allowed, **every}, high=0)


def _patterns(
    program: Program,
    form: Questionnaire,
    claims: Iterable[Claim],
    respondents: pd.DataFrame,
    mentions: pd.DataFrame,
    beside: Mapping[Source, pd.DataFrame],
) -> pd.DataFrame:
    """Who ticked what together, where some claim says so."""
    named = named_together(form, claims)
    made: list[tuple[tuple[str, str], Cell, Mapping[Together, int]]] = []
    for level, cell, ticks, people in _blocks(form, respondents, mentions):
        if codes := named.get(("mentions", level.code)):
            per_row: dict[str, Expression] = {
                row: dict.fromkeys(ticks.loc[ticks["outcome"] == row, "variable"], 1.0)
                for row in level.rows
            }
            people = _answering(ticks, people)
            patterns = _of_block(program, people, per_row, codes, level.at_most)
            made.append((("mentions", level.code), cell, patterns))
    for item in form.items:
        if codes := named.get(("answers", item.code)):
            for cell, people, per_row in _answered(beside, item.code):
                patterns = _of_block(program, people, per_row, codes, item.at_most)
                made.append((("answers", item.code), cell, patterns))
    return pattern_frame(made)


def _of_block(
    program: Program,
    people: Expression,
    ticks: Mapping[str, Expression],
    named: Sequence[str],
    at_most: int | None,
) -> Mapping[Together, int]:
    together = {code: ticks[code] for code in named}
    others = [tick for code, tick in ticks.items() if code not in together]
    return add_patterns(program, people, together, others, at_most)


def _answered(
    beside: Mapping[Source, pd.DataFrame], code: str
) -> Iterator[tuple[Cell, Expression, dict[str, Expression]]]:
    """Per cell of the background who answered an item, and who ticked each of its options."""
    asked, answers = beside["asked"], beside["answers"]
    columns = list(drawn_by(asked))
    mine = answers[answers["item"] == code]
    answered = asked[(asked["item"] == code) & asked["answered"]]
    for cell, rows in parts_by(answered, columns):
        here = mine[(mine[columns] == list(cell.values())).all(axis=1)]
        per_row: dict[str, Expression] = {
            str(o): {int(v): 1.0} for o, v in zip(here["option"], here["variable"], strict=True)
        }
        yield cell, dict.fromkeys(rows["variable"], 1.0), per_row
