"""The counts that the published claims leave open, as variables of an integer program.

There is one frame of variables per source of a Quantity, with the same columns as that
source has for real data. A claim therefore selects variables in the same way as it selects
rows, and its constraints carry over unchanged.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.errors import listed
from dwimpact.publication.claims import Claim, ValueCheck
from dwimpact.publication.quantity import Constraint, Count, Quantity, Source
from dwimpact.publication.register import codes_to_rank, fixed_counts, named_quantities
from dwimpact.publication.sources import (
    Matcher,
    counter,
    option_kinds,
    registry_sources,
)
from dwimpact.reconstruction.program import Program
from dwimpact.study.questionnaire import NONE, Level, Questionnaire, codes
from dwimpact.study.study import Study

LEFT_BLANK = "blank"
MANY_PEOPLE = 10_000  # people: an upper bound of every count, unless the claims name more


class NotLinear(Exception):
    """A claim is no linear constraint on the open counts; the message says why."""


@dataclass(frozen=True)
class Counts:
    """The open counts of a study. Each frame has a 'variable' (its column in the program)
    and a 'weight' (how often that variable counts).

    respondents: the background with its groups.
    mentions: level, outcome, kind, the groups of the background, status, nature. Status and nature
        stand in frames of their own, the `margins`, where nothing is said of them together with
        groups or each other: any counts with the same totals then go together.
    options: as respondents, times every level and listed outcome.
    texts: more such frames, where those are open too (see identify.py).
    stated: the counts that the claims give as a number. most: what no count is above.
    """

    form: Questionnaire
    program: Program
    respondents: pd.DataFrame
    mentions: pd.DataFrame
    options: pd.DataFrame
    registry: Count
    stated: Mapping[Quantity, int]
    most: int
    texts: Mapping[Source, pd.DataFrame] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    margins: tuple[pd.DataFrame, ...] = ()
    _sums: dict[Quantity, dict[int, int]] = field(default_factory=dict, repr=False)

    @cached_property
    def _frames(self) -> dict[Source, tuple[pd.DataFrame, ...]]:
        return {
            "respondents": (self.respondents,),
            "mentions": (self.mentions[self.mentions["kind"] != LEFT_BLANK], *self.margins),
            "options": (self.options,),
            **{source: (frame,) for source, frame in self.texts.items()},
        }

    def frame(self, source: Source, columns: Iterable[str]) -> pd.DataFrame:
        """The frame of a source that has these columns. Raises NotLinear where none has."""
        frames, named = self._frames[source], set(columns)
        for frame in frames:
            if named <= set(frame):
                return frame
        absent = listed(sorted(named - set(frames[0])) or sorted(named))
        raise NotLinear(f"the open counts do not tell apart {absent}")

    def expression(self, quantity: Quantity) -> dict[int, int] | None:
        """The quantity as a sum of variables; None for a source that is not open. Raises
        NotLinear for a column that the open counts do not have.
        """
        if quantity.of not in self._frames:
            return None
        if quantity not in self._sums:
            frame = self.frame(quantity.of, quantity.where)
            rows = frame[Matcher(frame).rows(quantity)]
            sums = rows.groupby("variable")["weight"].sum()
            self._sums[quantity] = {int(v): int(w) for v, w in zip(sums.index, sums, strict=True)}
        return self._sums[quantity]

    def known(self, quantity: Quantity) -> int:
        """A count that the claims state. Raises NotLinear where they do not."""
        if quantity.of == "options":
            (level,) = quantity.where["level"]
            return self.known(quantity.base()) * len(self.form.level(str(level)).listed)
        if quantity not in self.stated:
            raise NotLinear(f"no claim fixes {quantity}, which another claim compares shares over")
        return self.stated[quantity]

    def take(self, claims: Iterable[Claim]) -> tuple[str, ...]:
        """Add what each claim says; the ids of those that cannot be added."""
        return tuple(claim.id for claim in claims if not self._takes(claim))

    def _takes(self, claim: Claim) -> bool:
        try:
            if not claim.contradicts:
                self.require(claim)
        except NotLinear:
            return False
        return not claim.contradicts

    def require(self, claim: Claim) -> None:
        """Add all that a claim says, or nothing. Raises NotLinear where it cannot be added."""
        program, before = self.program, len(self.program.rows)
        program.source = claim.id
        try:
            for constraint in claim.constraints(self.known, codes_to_rank(self.form)):
                self.add(constraint)
        except NotLinear:
            del program.rows[before:], program.sources[before:]
            raise
        finally:
            program.source = ""

    def add(self, constraint: Constraint) -> None:
        """Add a claim's constraint, unless it is about a source that is not open."""
        total: dict[int, int] = defaultdict(int)
        constant = 0
        for quantity, coefficient in constraint.terms:
            number = self._number(quantity, constraint)
            expression = None if number is not None else self.expression(quantity)
            if number is None and expression is None:
                if quantity.of in NEVER_OPEN:
                    raise NotLinear(f"the open counts do not tell who: {quantity}")
                return
            constant += coefficient * (number or 0)
            for variable, weight in (expression or {}).items():
                total[variable] += coefficient * weight
        whole = {variable: weight for variable, weight in total.items() if weight}
        # Whole numbers: a bound between two multiples of the step is the next multiple. What holds
        # of no variable at all still has to hold.
        step = math.gcd(*whole.values()) or 1
        low = -np.inf if constraint.low is None else -((constant - constraint.low) // step)
        high = np.inf if constraint.high is None else (constraint.high - constant) // step
        if whole or low > 0 or high < 0:
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
NEVER_OPEN: tuple[Source, ...] = ("explainers",)  # persons, of whom counts know nothing


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
    respondents = _respondents(program, study, most)
    characteristics = tuple(form.characteristics)
    parts = _told_apart(form, claims) if apart else [(*cell_columns(form), *characteristics)]
    mentions = [_mentions(program, form, most, columns) for columns in parts]
    counts = Counts(
        form=form,
        program=program,
        respondents=respondents,
        mentions=mentions[0],
        margins=tuple(mentions[1:]),
        options=_options(respondents, form),
        registry=counter(registry_sources(study, set())),
        stated=fixed_counts(claims),
        most=most,
    )
    _add_form_logic(counts, form)
    return counts


def _most(claims: Sequence[Claim]) -> int:
    """An upper bound that never binds: above twice what any claim says of a count."""
    checks = (check for claim in claims for check in claim.checks)
    counts = (c.bounds for c in checks if isinstance(c, ValueCheck) and not c.base)
    sides = (side[0] for bounds in counts for side in (bounds.lowest, bounds.highest) if side)
    return max([MANY_PEOPLE, *(2 * math.ceil(side) for side in sides)])


def cell_columns(form: Questionnaire) -> list[str]:
    """The columns that tell apart the cells within which nothing is known of who says what."""
    return [variable.group_column for variable in form.split_by]


def _respondents(program: Program, study: Study, most: int) -> pd.DataFrame:
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


def _told_apart(form: Questionnaire, claims: Iterable[Claim]) -> list[tuple[str, ...]]:
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


def _mentions(
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


def _options(respondents: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    pairs = [(level.code, outcome) for level in form.levels for outcome in level.listed]
    return respondents.merge(pd.DataFrame(pairs, columns=["level", "outcome"]), how="cross")


def _add_form_logic(counts: Counts, form: Questionnaire) -> None:
    """Margins add up to the mentions. Per level and cell: whoever ticks 'none' or leaves the block
    blank ticks nothing else, and everybody else ticks something.
    """
    program = counts.program
    for margin in counts.margins:
        for place, rows in margin.groupby(["level", "outcome"]):
            same = (counts.mentions[["level", "outcome"]] == list(place)).all(axis=1)
            all_of_it = dict.fromkeys(counts.mentions.loc[same, "variable"], -1.0)
            program.constrain({**all_of_it, **dict.fromkeys(rows["variable"], 1.0)}, 0, 0)
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
