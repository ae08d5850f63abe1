"""What is open of the questions beside the levels, and what the form itself says of it.

Whoever was asked a question answers it or leaves it blank. The options of one choice are parts of
a whole: together they are those who answered. Of several choices each is ticked by at most all of
them, and everybody ticks at least one, and at most as many as the form allows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dwimpact.published.checks import MeanCheck
from dwimpact.published.claims import Claim
from dwimpact.published.quantity import NO_BACKGROUND, Source
from dwimpact.published.register import named_quantities
from dwimpact.reconstruction.program.frames import cell_columns, parts_by
from dwimpact.reconstruction.program.highs import Expression, Program
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import Questionnaire

ANSWER_SOURCES: tuple[Source, ...] = ("asked", "answers", "totals")
LARGE_ANSWER, TIMES_THE_MEAN = 1_000, 100
ONE_OPTION = ("choice", "scale")


def answer_columns(form: Questionnaire, claims: Iterable[Claim], *, apart: bool) -> list[str]:
    """The background that answers are told apart by: what some claim on them names, and what
    questions are routed by; with all groups of the background unless `apart`.
    """
    named = {c: None for item in form.items for c in item.asked_if}
    named |= dict.fromkeys([] if apart or not form.items else cell_columns(form))
    for claim in claims:
        for quantity in named_quantities(claim, form):
            if quantity.of in ANSWER_SOURCES:
                named |= {c: None for c in quantity.where if c not in NO_BACKGROUND}
    return list(named)


def largest_answer(claims: Iterable[Claim]) -> int:
    """An upper bound of a number that somebody gives: far above every mean that is claimed."""
    checks = (check for claim in claims for check in claim.checks)
    means = [n for check in checks if isinstance(check, MeanCheck) for n in check.numbers]
    return max([LARGE_ANSWER, *(math.ceil(TIMES_THE_MEAN * mean) for mean in means)])


@dataclass
class OpenAnswers:
    """Frames of the answers that grow item by item, in a program. Numbers are taken to be whole
    and not below 0.
    """

    program: Program
    most: int
    largest: int
    rows: dict[Source, list[dict[str, Any]]] = field(
        default_factory=lambda: {source: [] for source in ANSWER_SOURCES}
    )

    def add(self, item: Item, cell: dict[str, str], people: Expression) -> None:
        """The answers of people in one cell of the background to one question, all its rows."""
        base, given = people, []
        if item.blank == "not_asked":
            (asked,) = self.program.variables([self.most])
            self.program.constrain(_less({asked: 1.0}, people), high=0)
            base = {asked: 1.0}
        for row in [column.partition("/")[2] for column in item.rows]:
            where = {"item": item.code, "row": row, **cell}
            answered, blank = self.program.variables([self.most] * 2)
            self.program.constrain(_less({answered: 1.0, blank: 1.0}, base), 0, 0)
            self._keep("asked", answered, {**where, "answered": True})
            self._keep("asked", blank, {**where, "answered": False})
            self._row(item, answered, where)
            given.append(answered)
        if item.blank == "not_asked":  # whoever is counted answered something
            self.program.constrain(_less(dict.fromkeys(given, 1.0), base), low=0)

    def _row(self, item: Item, answered: int, where: dict[str, str]) -> None:
        if item.kind == "number":
            (total,) = self.program.variables([float(self.most) * self.largest])
            self.program.constrain({total: 1.0, answered: -float(self.largest)}, high=0)
            self._keep("answers", answered, {**where, "option": None, "point": True})
            self._keep("totals", total, where)
        chosen = self.program.variables([self.most] * len(item.options))
        for option, variable in zip(item.options, chosen, strict=True):
            point = item.kind == "scale" and option in item.points
            self._keep("answers", variable, {**where, "option": option, "point": point})
            if point:
                self._keep("totals", variable, where, item.points.index(option) + 1)
        if item.kind in ONE_OPTION:
            self.program.constrain({**dict.fromkeys(chosen, 1.0), answered: -1.0}, 0, 0)
        elif item.kind == "choices":
            ticked_by(self.program, chosen, {answered: 1.0}, item.at_most)

    def _keep(
        self, source: Source, variable: int, columns: Mapping[str, Any], weight: int = 1
    ) -> None:
        self.rows[source].append({**columns, "variable": variable, "weight": weight})

    def frames(self, columns: Sequence[str]) -> dict[Source, pd.DataFrame]:
        """Each source as a frame: item, row, the columns, variable and weight; of answers the
        option and whether it is a point, of who was asked whether they answered.
        """
        own: dict[Source, list[str]] = {"asked": ["answered"], "answers": ["option", "point"]}
        return {
            source: pd.DataFrame(
                rows, columns=["item", "row", *own.get(source, []), *columns, "variable", "weight"]
            )
            for source, rows in self.rows.items()
        }


def ticked_by(
    program: Program, options: Iterable[int], people: Expression, at_most: int | None
) -> None:
    """That people tick these options: each of them one or more, and no more than allowed."""
    every = dict.fromkeys(options, 1.0)
    for option in every:
        program.constrain(_less({option: 1.0}, people), high=0)
    program.constrain(_less(every, people), low=0)
    if at_most is not None:
        program.constrain(_less(every, people, at_most), high=0)


def open_answers(
    program: Program,
    respondents: pd.DataFrame,
    form: Questionnaire,
    claims: Sequence[Claim],
    most: int,
    *,
    apart: bool,
) -> dict[Source, pd.DataFrame]:
    """The frames of answers, and in the program what the form says of them."""
    columns = answer_columns(form, claims, apart=apart)
    answers = OpenAnswers(program, most, largest_answer(claims))
    for item in form.items:
        for cell, people in parts_by(respondents, columns):
            if item.kind != "text" and _is_asked(item, cell):
                answers.add(item, cell, dict.fromkeys(people["variable"], 1.0))
    return answers.frames(columns)


def _is_asked(item: Item, cell: dict[str, str]) -> bool:
    return all(cell[code] in values for code, values in item.asked_if.items())


def _less(expression: Expression, other: Expression, times: int = 1) -> Expression:
    """An expression less so many times one of other variables."""
    return {**expression, **{variable: -times * weight for variable, weight in other.items()}}


def drawn_by(frame: pd.DataFrame) -> Iterator[str]:
    """The columns of the background in a solved frame of answers."""
    own = {"item", "row", "option", "point", "answered", "variable", "weight", "n"}
    return (str(column) for column in frame if column not in own)
