"""Products of an open count and an open size: linear, as the size is a sum of powers of two.

A share of a group is compared with that of another by multiplying each count with the size of the
other group. Where a size is only known between bounds, it is its lowest value and a number in
binary, and the product of a count and a binary digit takes three linear constraints. Source:
Glover (1975), Improved linear integer programming formulations of nonlinear integer problems,
Management Science 22.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dwimpact.published.quantity import Quantity
from dwimpact.reconstruction.program.highs import Expression, Program

MOST_DIGITS = 12  # a size is then known up to four thousand; more takes the solver too long


@dataclass
class Products:
    """The digits of sizes, and their products with counts, each made once."""

    program: Program
    _digits: dict[Quantity, list[int]] = field(default_factory=dict)
    _made: dict[tuple[Quantity, int], int] = field(default_factory=dict)

    def of(
        self,
        count: tuple[Quantity, Expression],
        size: tuple[Quantity, Expression],
        between: tuple[int, int],
    ) -> dict[int, float]:
        """A count times a size that lies between two numbers, as a sum of variables."""
        low, _ = between
        total: Counter[int] = Counter()
        for variable, weight in count[1].items():
            total[variable] += int(weight) * low
        for place, digit in enumerate(self._digits_of(*size, between)):
            total[self._times(*count, digit)] += 2**place
        return {variable: float(weight) for variable, weight in total.items()}

    def _digits_of(
        self, size: Quantity, expression: Expression, between: tuple[int, int]
    ) -> list[int]:
        """Variables that are 0 or 1: the binary digits of how far a size is above its lowest."""
        if size not in self._digits:
            low, high = between
            digits = self.program.variables([1.0] * (high - low).bit_length())
            less = {digit: -float(2**place) for place, digit in enumerate(digits)}
            self._define({**expression, **less}, low, low)
            self._digits[size] = digits
        return self._digits[size]

    def _times(self, count: Quantity, expression: Expression, digit: int) -> int:
        """The variable that is the count where the digit is 1, and 0 where it is 0."""
        if (count, digit) not in self._made:
            most = sum(weight * self.program.upper[v] for v, weight in expression.items())
            (made,) = self.program.variables([most])
            less = {variable: -float(weight) for variable, weight in expression.items()}
            self._define({made: 1.0, digit: -most}, high=0)
            self._define({made: 1.0, **less}, high=0)
            self._define({made: 1.0, **less, digit: -most}, low=-most)
            self._made[count, digit] = made
        return self._made[count, digit]

    def _define(
        self, expression: Expression, low: float = -float("inf"), high: float = float("inf")
    ) -> None:
        """What holds of the digits, whatever is claimed."""
        source, self.program.source = self.program.source, ""
        self.program.constrain(expression, low, high)
        self.program.source = source
