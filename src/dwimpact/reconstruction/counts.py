"""The counts that the published claims leave open, as variables of an integer program.

There is one frame of variables per source of a Quantity, with the same columns as that
source has for real data. A claim therefore selects variables in the same way as it selects
rows, and its constraints carry over unchanged.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.publication.claims import Claim
from dwimpact.publication.quantity import Constraint, Count, Quantity, Source
from dwimpact.publication.register import fixed_counts, outcomes_of_levels
from dwimpact.publication.sources import (
    counter,
    option_kinds,
    registry_sources,
)
from dwimpact.reconstruction.program import Program
from dwimpact.study.questionnaire import NONE, Questionnaire, codes
from dwimpact.study.study import Study

LEFT_BLANK = "blank"
MOST = 10_000  # people in one cell: an upper bound that never binds


class NotLinear(Exception):
    """A claim is no linear constraint on the open counts; the message says why."""


@dataclass(frozen=True)
class Counts:
    """The open counts of a study. Each frame has a 'variable' (its column in the program)
    and a 'weight' (how often that variable counts).

    respondents: the background with its groups.
    mentions: level, outcome, kind, the groups of the background, status, nature.
    options: as respondents, times every level and listed outcome.
    texts: more such frames, where those are open too (see open_texts.py).
    stated: the counts that the claims give as a number.
    """

    form: Questionnaire
    program: Program
    respondents: pd.DataFrame
    mentions: pd.DataFrame
    options: pd.DataFrame
    registry: Count
    stated: Mapping[Quantity, int]
    texts: Mapping[Source, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def _frames(self) -> dict[Source, pd.DataFrame]:
        return {
            "respondents": self.respondents,
            "mentions": self.mentions[self.mentions["kind"] != LEFT_BLANK],
            "options": self.options,
            **self.texts,
        }

    def expression(self, quantity: Quantity) -> dict[int, int] | None:
        """The quantity as a sum of variables; None for a source that is not open. Raises
        NotLinear for a column that the open counts do not have.
        """
        if quantity.of not in self._frames:
            return None
        frame = self._frames[quantity.of]
        if absent := sorted(set(quantity.where) - set(frame)):
            raise NotLinear(f"the open counts do not tell apart {', '.join(absent)}: {quantity}")
        rows = frame[quantity.matching(frame)]
        weights = rows.groupby("variable")["weight"].sum()
        return {int(v): int(w) for v, w in zip(weights.index, weights, strict=True)}

    def known(self, quantity: Quantity) -> int:
        """A count that the claims state. Raises NotLinear where they do not."""
        if quantity.of == "options":
            (level,) = quantity.where["level"]
            return self.known(quantity.base()) * len(self.form.level(str(level)).listed)
        if quantity not in self.stated:
            raise NotLinear(f"no claim fixes {quantity}, which another claim compares shares over")
        return self.stated[quantity]

    def require(self, claim: Claim) -> None:
        """Add what a claim says. Raises NotLinear where that cannot be added."""
        self.program.source = claim.id
        for constraint in claim.check.constraints(self.known, outcomes_of_levels(self.form)):
            self.add(constraint)
        self.program.source = ""

    def add(self, constraint: Constraint) -> None:
        """Add a claim's constraint, unless it is about a source that is not open."""
        total: dict[int, int] = defaultdict(int)
        constant = 0
        for quantity, coefficient in constraint.terms:
            number = self._number(quantity, constraint)
            expression = None if number is not None else self.expression(quantity)
            if number is None and expression is None:
                return
            constant += coefficient * (number or 0)
            for variable, weight in (expression or {}).items():
                total[variable] += coefficient * weight
        whole = {variable: weight for variable, weight in total.items() if weight}
        if total:
            # Whole numbers: a bound between two multiples of the step is the next multiple.
            step = math.gcd(*whole.values()) or 1
            low = -np.inf if constraint.low is None else -((constant - constraint.low) // step)
            high = np.inf if constraint.high is None else (constraint.high - constant) // step
            self.program.constrain({v: w // step for v, w in whole.items()}, low, high)

    def _number(self, quantity: Quantity, constraint: Constraint) -> int | None:
        """The quantity where it is not open: of the registry, or stated beside one that is."""
        if quantity.of in REGISTRY:
            return self.registry(quantity)
        others = [q for q, _ in constraint.terms if q.of not in REGISTRY]
        if all(other in self.stated for other in others):
            return None  # the statement itself
        return self.stated.get(quantity)

    def solve(self, random: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The respondents and mentions frames with a solved 'n'. Raises Infeasible."""
        self.program.settle(random)
        solution: npt.NDArray[np.int64] = self.program.solve()
        respondents, mentions = (
            frame.assign(n=solution[frame["variable"]]).drop(columns=["variable", "weight"])
            for frame in (self.respondents, self.mentions)
        )
        return respondents, mentions


REGISTRY: tuple[Source, ...] = ("approached", "members")


def open_counts(study: Study, claims: Iterable[Claim]) -> Counts:
    """The program of all counts that agree with the form, the registry and the claims. Raises
    NotLinear for a claim that it cannot hold.
    """
    claims = list(claims)
    counts = form_counts(study, claims)
    for claim in claims:
        counts.require(claim)
    return counts


def form_counts(study: Study, claims: Iterable[Claim]) -> Counts:
    """The program of all counts that agree with the form and the registry. Of the claims it
    only takes which counts they state; each still has to be required.
    """
    form, program = study.questionnaire, Program()
    respondents = _respondents(program, study)
    counts = Counts(
        form=form,
        program=program,
        respondents=respondents,
        mentions=_mentions(program, form),
        options=_options(respondents, form),
        registry=counter(registry_sources(study, set())),
        stated=fixed_counts(claims),
    )
    _add_form_logic(counts, form)
    return counts


def cell_columns(form: Questionnaire) -> list[str]:
    """The columns that tell apart the cells within which nothing is known of who says what."""
    return [variable.group_column for variable in form.split_by]


def _respondents(program: Program, study: Study) -> pd.DataFrame:
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
    return frame.assign(variable=program.variables(MOST * allowed), weight=1)


def _may_be(frame: pd.DataFrame, study: Study) -> pd.Series[float]:
    """Per combination 1, or 0 where the registry has nobody of that kind."""
    registered, counted = study.questionnaire.registered, study.questionnaire.counted
    allowed = pd.Series(1.0, index=frame.index)
    if registered and counted:
        for kind, members in study.members.items():
            none = frame[registered.code].map(members) == 0
            allowed[(frame[counted.code] == kind) & none] = 0.0
    return allowed


def _mentions(program: Program, form: Questionnaire) -> pd.DataFrame:
    """Every way to tick an option, per cell; 'none' and blank blocks have no status."""
    statuses, natures = codes(form.statuses), codes(form.natures)
    rows = [
        (level.code, option, *cell, *characteristic)
        for level in form.levels
        for option in (*level.options, LEFT_BLANK)
        for cell in itertools.product(*(codes(v.groups) for v in form.split_by))
        for characteristic in (
            itertools.product(statuses, natures) if option in level.rows else [(None, None)]
        )
    ]
    frame = pd.DataFrame(
        rows, columns=["level", "outcome", *cell_columns(form), "status", "nature"]
    )
    frame["variable"] = program.variables([MOST] * len(frame))
    frame["weight"] = 1
    frame = option_kinds(frame)
    # A blank block is no mention of anything, so that no claim can count it.
    return frame.assign(kind=frame["kind"].where(frame["outcome"] != LEFT_BLANK, LEFT_BLANK))


def _options(respondents: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    pairs = [(level.code, outcome) for level in form.levels for outcome in level.listed]
    return respondents.merge(pd.DataFrame(pairs, columns=["level", "outcome"]), how="cross")


def _add_form_logic(counts: Counts, form: Questionnaire) -> None:
    """Per level and cell: whoever ticks 'none' or leaves the block blank ticks nothing else,
    and everybody else ticks something.
    """
    program = counts.program
    cells = cell_columns(form)
    for cell, people in counts.respondents.groupby(cells):
        everybody = dict.fromkeys(people["variable"], -1.0)
        for level in form.levels:
            ticks = counts.mentions[
                (counts.mentions["level"] == level.code)
                & (counts.mentions[cells] == list(cell)).all(axis=1)
            ]
            silent = dict.fromkeys(
                ticks.loc[ticks["outcome"].isin([NONE, LEFT_BLANK]), "variable"], 1.0
            )
            for option in level.rows:
                mentions = ticks.loc[ticks["outcome"] == option, "variable"]
                program.constrain({**everybody, **silent, **dict.fromkeys(mentions, 1.0)}, high=0)
            program.constrain({**everybody, **dict.fromkeys(ticks["variable"], 1.0)}, low=0)
