"""The smallest and largest whole value that expressions of an integer program can take.

Every bound costs a search of its own, so few are searched for. The relaxation, without whole
numbers, is solved fast and gives values that no whole solution can pass; one whole solution
then often shows of many expressions together that they can reach theirs. Only where none
does is a bound searched for apart. What comes out is exact all the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dwimpact.reconstruction.program.highs import INFINITY, Expression, Program, Solver
from dwimpact.statistics import Floats

# The solver's own tolerance is far smaller, and a bound that is too wide is found out.
TOLERANCE = 1e-4


def whole_bounds(
    program: Program, expressions: Sequence[Expression], subjects: Sequence[Hashable]
) -> npt.NDArray[np.int64]:
    """The smallest and largest value of each expression: an array of expressions × 2.

    Expressions on different `subjects` (one for each) hardly hinder one another, so that
    their bounds are looked for together. The program's own costs play no part. Raises
    Infeasible when no values of the variables satisfy the program.
    """
    if not expressions:
        return np.empty((0, 2), dtype=np.int64)
    upward = _coefficients(expressions, len(program.upper))
    costs = np.vstack([upward, -upward])  # the largest value is the smallest of the opposite
    search = _Search(program, costs)
    for together in _rounds([*subjects, *subjects]):
        search.settle(together)
    smallest, largest = np.split(search.reached, 2)
    return np.rint(np.column_stack([smallest, -largest])).astype(np.int64)


def outer_bounds(program: Program, expressions: Sequence[Expression]) -> npt.NDArray[np.int64]:
    """Whole values that no expression can pass, as `whole_bounds` has them: of the relaxation, as
    wide or a little wider, and found at once also where whole solutions are searched for long.
    """
    upward = _coefficients(expressions, len(program.upper))
    smallest, largest = _limits(program, upward), -_limits(program, -upward)
    return np.column_stack([smallest, largest]).astype(np.int64)


def ratio_bounds(
    program: Program, part: Expression, whole: Expression, *, exact: bool = True
) -> tuple[float, float]:
    """The smallest and largest value of one expression divided by another, where that is above 0.
    Raises Infeasible when it cannot be. Not `exact`, they are those of the relaxation, to four
    decimals: as wide, or a little wider, and found at once also where the second expression can be
    large.

    Source: Dinkelbach (1967), On nonlinear fractional programming, Management Science 13.
    """
    numerator, denominator = _coefficients([part, whole], len(program.upper))
    above = replace(program, rows=[*program.rows, (whole, 1, INFINITY)])
    relaxed, solver = Solver(above, whole=False), Solver(above) if exact else None

    def least(numerator: Floats) -> float:
        near = _least_ratio(relaxed, numerator, denominator, 0.0)
        return _least_ratio(solver, numerator, denominator, near) if solver else near

    return least(numerator), -least(-numerator)


def _least_ratio(solver: Solver, numerator: Floats, denominator: Floats, start: float) -> float:
    """Each step solves for what lies below the ratio found so far, until nothing does."""
    solution = solver.cheapest(numerator - start * denominator)
    while True:
        ratio = float(numerator @ solution) / float(denominator @ solution)
        cost = numerator - ratio * denominator
        solution = solver.cheapest(cost)
        if float(cost @ solution) > -TOLERANCE:
            return ratio


class _Search:
    """The lowest value `reached` so far of each cost, and one that it cannot pass."""

    def __init__(self, program: Program, costs: Floats) -> None:
        self._limit = _limits(program, costs)
        self._costs = costs
        self._solver = Solver(program)
        self.reached = np.full(len(costs), np.inf)

    def settle(self, together: Sequence[int]) -> None:
        """Reach the lowest values of these costs: in one solution where they go together,
        otherwise in halves, down to one by one.
        """
        if not (wanted := self._open(together)):
            return
        self._solve(wanted)
        if len(wanted) == 1:
            self._limit[wanted] = self.reached[wanted]
        left = self._open(wanted)
        half = len(left) // 2
        for part in (left[:half], left[half:]):
            self.settle(part)

    def _open(self, rows: Sequence[int]) -> list[int]:
        return [row for row in rows if self.reached[row] > self._limit[row]]

    def _solve(self, rows: Sequence[int]) -> None:
        solution = self._solver.cheapest(self._costs[rows].sum(axis=0))
        self.reached = np.minimum(self.reached, self._costs @ solution)


def _limits(program: Program, costs: Floats) -> Floats:
    """Whole values that no whole solution can be below, by the relaxation."""
    relaxed = Solver(program, whole=False)
    lowest = np.array([cost @ relaxed.cheapest(cost) for cost in costs])
    return np.ceil(lowest - TOLERANCE)


def _coefficients(expressions: Sequence[Expression], variables: int) -> Floats:
    """Expressions × variables."""
    matrix = np.zeros((len(expressions), variables))
    for row, expression in zip(matrix, expressions, strict=True):
        row[list(expression)] = list(expression.values())
    return matrix


def _rounds(subjects: Sequence[Hashable]) -> list[list[int]]:
    """The positions in rounds, each with every subject at most once."""
    turns: dict[Hashable, int] = {}
    rounds: list[list[int]] = []
    for position, subject in enumerate(subjects):
        turn = turns[subject] = turns.get(subject, -1) + 1
        rounds += [[]] if turn == len(rounds) else []
        rounds[turn].append(position)
    return rounds
