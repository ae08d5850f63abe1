"""An integer program over counts: thin over HiGHS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from dwimpact.statistics import Floats

Expression = Mapping[int, float]
INFINITY = float("inf")


class Infeasible(Exception):
    """No counts agree with all constraints; the message names what was asked."""


@dataclass
class Program:
    """Variables (columns) and constraints (rows), grown one by one and then solved."""

    upper: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    rows: list[tuple[Expression, float, float]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)  # what each row comes from
    source: str = ""  # of the rows that are added now; none for what always holds

    def variables(self, upper: Iterable[float]) -> list[int]:
        """Add whole variables from 0 to these upper bounds; their column numbers."""
        bounds = list(upper)
        start = len(self.upper)
        self.upper += bounds
        self.cost += [0.0] * len(bounds)
        return list(range(start, len(self.upper)))

    def constrain(
        self, expression: Expression, low: float = -INFINITY, high: float = INFINITY
    ) -> None:
        """Require low ≤ expression ≤ high."""
        self.rows.append((expression, low, high))
        self.sources.append(self.source)

    def approach(self, expression: Expression, target: int) -> None:
        """Make each step between the expression and a target cost 1."""
        short, over = self.variables([INFINITY, INFINITY])
        self.cost[short] = self.cost[over] = 1.0
        self.constrain({**expression, short: 1, over: -1}, target, target)

    def settle(self, random: np.random.Generator) -> None:
        """Fix the cheapest total cost, then prefer at random among what is left, so that one
        solution is the best and every exact solver finds that one.
        """
        cost = np.array(self.cost)
        total = float(cost @ self.solve())
        priced = {int(v): float(cost[v]) for v in np.flatnonzero(cost)}
        if priced:
            self.constrain(priced, total, total)
        self.cost = list(random.random(len(self.cost)))

    def solve(self) -> npt.NDArray[np.int64]:
        """The cheapest whole values of the variables. Raises Infeasible when there are none."""
        return Solver(self).cheapest(np.array(self.cost)).astype(np.int64)


class Solver:
    """A program as it stands, held by HiGHS, to be solved for one cost after another.

    Without `whole` the variables may take any value: that relaxation is solved much faster,
    each time from where the last one ended, and no whole solution is cheaper.
    """

    def __init__(self, program: Program, *, whole: bool = True) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        if not whole:  # else it would start anew each time, and prove nothing
            self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(_model(program, whole=whole))
        self._whole = whole

    def bound(self, row: int, low: float, high: float) -> None:
        """Require low ≤ a row's expression ≤ high from now on."""
        self._highs.changeRowBounds(row, low, high)

    def blame(self) -> list[int]:
        """Rows that leave no solution: the proof that a relaxation found, of those that it looked
        at. To be called after Infeasible.
        """
        _, known, ray = self._highs.getDualRay()  # type: ignore[attr-defined]
        return [int(row) for row in np.flatnonzero(ray)] if known else []

    def cheapest(self, cost: Floats) -> Floats:
        """The values of the variables with the least cost. Raises Infeasible."""
        self._highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise Infeasible(self._highs.modelStatusToString(status))
        values = np.array(self._highs.getSolution().col_value)
        return np.rint(values) if self._whole else values


def _model(program: Program, *, whole: bool) -> highspy.HighsLp:
    size = len(program.upper)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = size, len(program.rows)
    model.col_cost_ = np.zeros(size)
    model.col_lower_, model.col_upper_ = np.zeros(size), np.array(program.upper)
    model.row_lower_ = np.array([low for _, low, _ in program.rows])
    model.row_upper_ = np.array([high for _, _, high in program.rows])
    matrix = _matrix(program)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * size
    return model


def _matrix(program: Program) -> csc_array:
    entries = [
        (row, column, coefficient)
        for row, (expression, _, _) in enumerate(program.rows)
        for column, coefficient in expression.items()
    ]
    rows, columns, values = zip(*entries, strict=True)
    shape = (len(program.rows), len(program.upper))
    return csc_array((np.array(values, float), (rows, columns)), shape=shape)
