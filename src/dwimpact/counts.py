"""The counts that the published claims leave open, as variables of an integer program.

There is one frame of variables per source of a Quantity, with the same columns as that
source has for real data. A claim therefore selects variables in the same way as it selects
rows, and its constraints carry over unchanged.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.program import Program
from dwimpact.published import (
    Claim,
    Constraint,
    Count,
    CountCheck,
    Quantity,
    Source,
    listed_outcomes,
)
from dwimpact.questionnaire import NONE, Questionnaire, codes
from dwimpact.sources import counter, institution_sectors, option_kinds, registry_sources
from dwimpact.study import Study

BLANK = "blank"
MOST = 10_000  # people in one cell: an upper bound that never binds
CELL = ["sector_group", "tranche_group"]


class Unfixed(Exception):
    """Shares are compared over a base that no claim gives the size of."""


@dataclass(frozen=True)
class Counts:
    """The open counts of a study. Each frame has a 'variable' (its column in the program)
    and a 'weight' (how often that variable counts).

    respondents: workplace, tranche, tranche_group, sector, sector_group.
    mentions: level, outcome, kind, sector_group, tranche_group, status, nature.
    options: as respondents, times every level and listed outcome.
    """

    program: Program
    respondents: pd.DataFrame
    mentions: pd.DataFrame
    options: pd.DataFrame
    registry: Count

    def expression(self, quantity: Quantity) -> dict[int, float] | None:
        """The quantity as a sum of variables; None for a source that is not open."""
        frames = {
            "respondents": self.respondents,
            "mentions": self.mentions[self.mentions["kind"] != BLANK],
            "options": self.options,
        }
        if quantity.of not in frames:
            return None
        frame = frames[quantity.of]
        rows = frame[quantity.matching(frame)]
        return dict(rows.groupby("variable")["weight"].sum().items())

    def add(self, constraint: Constraint) -> None:
        """Add a claim's constraint, unless it is about a source that is not open."""
        total: dict[int, float] = defaultdict(float)
        constant = 0
        for quantity, coefficient in constraint.terms:
            expression = self.expression(quantity)
            if expression is None and quantity.of not in FIXED:
                return
            if expression is None:
                constant += coefficient * self.registry(quantity)
            for variable, weight in (expression or {}).items():
                total[variable] += coefficient * weight
        if total:
            low = -np.inf if constraint.low is None else constraint.low - constant
            high = np.inf if constraint.high is None else constraint.high - constant
            self.program.constrain(total, low, high)

    def solve(self, random: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The respondents and mentions frames with a solved 'n'. Raises Infeasible."""
        self.program.settle(random)
        solution: npt.NDArray[np.int64] = self.program.solve()
        return tuple(
            frame.assign(n=solution[frame["variable"]]).drop(columns=["variable", "weight"])
            for frame in (self.respondents, self.mentions)
        )


FIXED: tuple[Source, ...] = ("approached", "institutions")


def open_counts(study: Study, claims: Iterable[Claim]) -> Counts:
    """The program of all counts that agree with the form, the registry and the claims."""
    form, program = study.questionnaire, Program()
    respondents = _respondents(program, form, study.workplaces)
    counts = Counts(
        program=program,
        respondents=respondents,
        mentions=_mentions(program, form),
        options=_options(respondents, form),
        registry=counter(registry_sources(study, set())),
    )
    _add_form_logic(counts, form)
    claims = list(claims)
    known = _known(claims, form)
    for claim in claims:
        for constraint in claim.check.constraints(known, listed_outcomes(form)):
            counts.add(constraint)
    return counts


def _respondents(program: Program, form: Questionnaire, workplaces: pd.DataFrame) -> pd.DataFrame:
    """Workplace × sector; a sector with institutions only where the workplace has some."""
    sectors = pd.DataFrame({"sector": codes(form.sectors)})
    frame = workplaces.merge(sectors, how="cross")
    counted = institution_sectors(form, workplaces)
    allowed = [
        row["sector"] not in counted or row[row["sector"]] > 0 for _, row in frame.iterrows()
    ]
    return frame[["workplace", "tranche", "sector"]].assign(
        tranche_group=frame["tranche"].map(form.tranche_group_of),
        sector_group=frame["sector"].map(form.sector_group_of),
        variable=program.variables(MOST * float(a) for a in allowed),
        weight=1,
    )


def _mentions(program: Program, form: Questionnaire) -> pd.DataFrame:
    """Every way to tick an option, per cell; 'none' and blank blocks have no status."""
    statuses, natures = codes(form.statuses), codes(form.natures)
    rows = [
        (level.code, option, *cell, *characteristic)
        for level in form.levels
        for option in (*level.options, BLANK)
        for cell in itertools.product(codes(form.sector_groups), codes(form.tranche_groups))
        for characteristic in (
            itertools.product(statuses, natures) if option in level.rows else [(None, None)]
        )
    ]
    frame = pd.DataFrame(rows, columns=["level", "outcome", *CELL, "status", "nature"])
    frame["variable"] = program.variables([MOST] * len(frame))
    frame["weight"] = 1
    frame = option_kinds(frame)
    # A blank block is no mention of anything, so that no claim can count it.
    return frame.assign(kind=frame["kind"].where(frame["outcome"] != BLANK, BLANK))


def _options(respondents: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    pairs = [(level.code, outcome) for level in form.levels for outcome in level.listed]
    return respondents.merge(pd.DataFrame(pairs, columns=["level", "outcome"]), how="cross")


def _add_form_logic(counts: Counts, form: Questionnaire) -> None:
    """Per level and cell: whoever ticks 'none' or leaves the block blank ticks nothing else,
    and everybody else ticks something.
    """
    program = counts.program
    for cell, people in counts.respondents.groupby(CELL):
        everybody = dict.fromkeys(people["variable"], -1.0)
        for level in form.levels:
            ticks = counts.mentions[
                (counts.mentions["level"] == level.code)
                & (counts.mentions[CELL] == list(cell)).all(axis=1)
            ]
            silent = dict.fromkeys(ticks.loc[ticks["outcome"].isin([NONE, BLANK]), "variable"], 1.0)
            for option in level.rows:
                mentions = ticks.loc[ticks["outcome"] == option, "variable"]
                program.constrain({**everybody, **silent, **dict.fromkeys(mentions, 1.0)}, high=0)
            program.constrain({**everybody, **dict.fromkeys(ticks["variable"], 1.0)}, low=0)


def _known(claims: Iterable[Claim], form: Questionnaire) -> Count:
    """The counts that the register itself fixes, such as the size of each group."""
    fixed = {
        check.quantity: check.equals
        for claim in claims
        for check in [claim.check, *getattr(claim.check, "checks", ())]
        if isinstance(check, CountCheck) and check.equals is not None
    }

    def known(quantity: Quantity) -> int:
        if quantity.of == "options":
            (level,) = quantity.where["level"]
            return known(quantity.base()) * len(form.level(str(level)).listed)
        if quantity not in fixed:
            raise Unfixed(f"no claim fixes {quantity}, which another claim compares shares over")
        return fixed[quantity]

    return known
