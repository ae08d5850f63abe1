"""An integer program over counts: thin over scipy's milp (HiGHS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

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
        matrix, low, high = self._matrix()
        result = milp(
            np.array(self.cost),
            integrality=np.ones(len(self.cost), dtype=int),
            bounds=Bounds(0, np.array(self.upper)),
            constraints=LinearConstraint(matrix, low, high),
            options={"mip_rel_gap": 0},
        )
        if result.x is None:
            raise Infeasible(result.message)
        return np.rint(result.x).astype(np.int64)

    def _matrix(self) -> tuple[csr_array, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        entries = [
            (row, column, coefficient)
            for row, (expression, _, _) in enumerate(self.rows)
            for column, coefficient in expression.items()
        ]
        rows, columns, values = zip(*entries, strict=True)
        shape = (len(self.rows), len(self.upper))
        low, high = (np.array([row[side] for row in self.rows]) for side in (1, 2))
        return csr_array((values, (rows, columns)), shape=shape), low, high
