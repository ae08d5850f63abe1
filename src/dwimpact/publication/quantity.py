"""What a claim counts, and what it says of it: quantities and linear constraints on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dwimpact.errors import listed
from dwimpact.publication.words import Bounds

Source = Literal[
    "approached",
    "registry",
    "members",
    "respondents",
    "options",
    "mentions",
    "explanations",
    "explainers",
    "open_answers",
    "other_outcomes",
    "remarks",
]
Value = bool | int | str
BEFOREHAND: tuple[Source, ...] = ("approached", "registry", "members")


class Quantity(BaseModel):
    """A count: rows of a source, summed over its 'n', where every named column matches.

    Written flat in YAML: {of: mentions, level: student, outcome: soft_skills}. A list
    means any of its values. Which columns there are: see `sources.py`.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    of: Source

    @property
    def where(self) -> dict[str, list[Value]]:
        """Column → values any of which match."""
        extra = self.model_extra or {}
        many = {c: v if isinstance(v, (list, tuple)) else [v] for c, v in extra.items()}
        # Codes are texts, also where YAML reads a number.
        return {c: [v if isinstance(v, bool) else str(v) for v in vs] for c, vs in many.items()}

    @property
    def is_known_beforehand(self) -> bool:
        """Whether the registry and who was approached tell it, without any response."""
        return self.of in BEFOREHAND and "responded" not in self.where

    def base(self) -> Quantity:
        """All respondents of the same group: the base of a share unless another is named."""
        groups = {c: v for c, v in self.where.items() if c not in NO_BACKGROUND}
        groups = {c: v for c, v in groups.items() if not any(isinstance(x, bool) for x in v)}
        return Quantity(of="respondents", **groups)

    def _key(self) -> tuple[str, frozenset[tuple[str, frozenset[Value]]]]:
        return self.of, frozenset((c, frozenset(v)) for c, v in self.where.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __str__(self) -> str:
        return f"{self.of}({', '.join(f'{c}={listed(v)}' for c, v in self.where.items())})"


LISTED = "listed"  # the kind of an option that the form names; the others are OTHER and NONE
# What a quantity selects by that is no background of respondents.
NO_BACKGROUND = ("level", "outcome", "kind", "status", "nature", "dimension", "group", "responded")
Count = Callable[[Quantity], int]
Choices = Callable[[str, Quantity], Sequence[str]]  # a column, and the codes that a ranking is over
Sum = tuple[tuple[Quantity, int], ...]


@dataclass(frozen=True)
class Constraint:
    """low ≤ Σ coefficient × count ≤ high, all integers; None means no bound."""

    terms: Sum
    low: int | None = None
    high: int | None = None

    def holds(self, count: Count) -> bool:
        total = sum(coefficient * count(quantity) for quantity, coefficient in self.terms)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


def bounded(value: Sum, unit: Sum | int, bounds: Bounds) -> Iterator[Constraint]:
    """That a sum of counts, in units of a number or of another sum, lies between bounds."""
    for side, sign in ((bounds.lowest, 1), (bounds.highest, -1)):
        if side is None:
            continue
        bound, strict = side
        up, down = bound.denominator, bound.numerator
        terms = tuple((quantity, up * number) for quantity, number in value)
        constant = strict * sign
        if isinstance(unit, int):
            constant += down * unit
        else:
            terms += tuple((quantity, -down * number) for quantity, number in unit)
        yield Constraint(terms, *((constant, None) if sign > 0 else (None, constant)))
