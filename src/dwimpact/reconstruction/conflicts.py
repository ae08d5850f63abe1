"""Which statements cannot go together: the fewest of them, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from dwimpact.errors import Problem
from dwimpact.published.claims import Claim
from dwimpact.reconstruction.program.highs import INFINITY, Infeasible, Program, Solver
from dwimpact.reconstruction.program.stated import stated_program
from dwimpact.statistics import Floats
from dwimpact.study.study import Study

FREE = (-INFINITY, INFINITY)
NEARLY_WHOLE = 1e-6


class Statements:
    """A program of which the statements (the sources of its rows) can be left out, or be broken:
    held by the solver once, and asked again and again.

    The relaxation is asked first: mostly it shows that there is no solution, or happens to find a
    whole one. `blamed` has the statements that stood in the way the last time, as far as it knows.
    """

    def __init__(self, program: Program) -> None:
        self._rows = [(low, high) for _, low, high in program.rows]
        self._now = list(self._rows)
        self._sources = program.sources
        self._relaxed, self._whole = Solver(program, whole=False), Solver(program)
        self._no_cost = np.zeros(len(program.upper))
        self.blamed: set[str] = set()
        self.every = list(dict.fromkeys(source for source in program.sources if source))

    def solution(self, kept: Collection[str]) -> Floats | None:
        """Values of the variables with which these statements are so; None when there are none."""
        self._keep({*kept})
        return self._solve()

    def breaking(self, statement: str, kept: Collection[str]) -> Floats | None:
        """Values with which these statements are so and this one is not."""
        self._keep({*kept} - {statement})
        for row, low, high in self._breaks(statement):
            self._bound(row, low, high)
            if (solution := self._solve()) is not None:
                return solution
            self._bound(row, *FREE)
        return None

    def suspects(self, other_than: str = "") -> list[str]:
        """The statements that stood in the way the last time, in their order; all of them where it
        is not known which.
        """
        blamed = self.blamed - {"", other_than}
        return [one for one in self.every if one in blamed]

    def _breaks(self, statement: str) -> Iterator[tuple[int, float, float]]:
        """Every way to break a statement: a row of it, and bounds that it does not allow."""
        for row, (source, (low, high)) in enumerate(zip(self._sources, self._rows, strict=True)):
            if source == statement and low > -INFINITY:
                yield row, -INFINITY, low - 1
            if source == statement and high < INFINITY:
                yield row, high + 1, INFINITY

    def _keep(self, kept: set[str]) -> None:
        self.blamed = set()
        for row, source in enumerate(self._sources):
            self._bound(row, *(self._rows[row] if not source or source in kept else FREE))

    def _bound(self, row: int, low: float, high: float) -> None:
        if self._now[row] != (low, high):
            self._now[row] = low, high
            for solver in (self._relaxed, self._whole):
                solver.bound(row, low, high)

    def _solve(self) -> Floats | None:
        try:
            found = self._relaxed.cheapest(self._no_cost)
        except Infeasible:
            proof = {self._sources[row] for row in self._relaxed.blame()}
            self.blamed |= proof or {*self.every}
            return None
        if np.abs(found - np.rint(found)).max(initial=0) < NEARLY_WHOLE:
            return np.rint(found)
        try:
            return np.rint(self._whole.cheapest(self._no_cost))
        except Infeasible:  # of which there is no proof by rows
            self.blamed |= {*self.every}
            return None


def smallest_conflict(program: Program) -> list[str]:
    """Sources that cannot go together, of which none can be missed: leave one out, and the others
    can. Empty when the program has a solution, or has none whatever is left out.
    """
    statements = Statements(program)

    def possible(kept: Sequence[str]) -> bool:
        return statements.solution(kept) is not None

    if possible(statements.every):
        return []
    return smallest(statements.suspects(), possible)


def smallest(every: Sequence[str], possible: Callable[[Sequence[str]], bool]) -> list[str]:
    """Some that are not possible together, of which none can be missed; empty when all are, or
    when nothing is. What is possible stays so when something is left out.

    QuickXplain: Junker, Preferred explanations and relaxations for over-constrained problems
    (AAAI 2004).
    """
    if possible(every) or not possible(()):
        return []

    def explain(known: list[str], added: bool, left: list[str]) -> list[str]:
        if added and not possible(known):
            return []
        if len(left) == 1:
            return left
        first, second = left[: len(left) // 2], left[len(left) // 2 :]
        later = explain([*known, *first], bool(first), second)
        return explain([*known, *later], bool(later), first) + later

    return explain([], False, list(every))


def conflict(study: Study, claims: Sequence[Claim]) -> list[str]:
    """The ids of the fewest claims that cannot all be so; empty when all can.

    >>> dw.conflict(study, dw.read_claims(dw.read_study(study.folder)))
    []
    """
    counts, _ = stated_program(study, claims)
    return smallest_conflict(counts.program)


def conflict_problem(found: Iterable[str], register: Path) -> Problem:
    """The statements that cannot go together, with where they stand in the register."""
    lines = register.read_text("utf-8").splitlines() if register.is_file() else []
    named = [f"'{source}'{_line_of(source, lines)}" for source in found]
    return Problem(
        "these cannot all be so: " + (", ".join(named) or "the form and the registry themselves"),
        "statements that some set of responses agrees with",
        "Correct one of them; without any one the others can all be so.",
    )


def _line_of(claim: str, lines: Sequence[str]) -> str:
    """' (line 12)' where the register names a claim."""
    pattern = re.compile(rf"\bid: {re.escape(claim)}\b")
    return next((f" (line {n})" for n, line in enumerate(lines, 1) if pattern.search(line)), "")
