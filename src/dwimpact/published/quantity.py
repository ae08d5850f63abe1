"""What a claim counts, and what it says of it: quantities and linear constraints on them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from dwimpact.errors import listed
from dwimpact.published.words import Bounds

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
    "asked",
    "answers",
    "totals",
]
Value = bool | int | str
BEFOREHAND: tuple[Source, ...] = ("approached", "registry", "members")


class Quantity(BaseModel):
    """A count: rows of a source, summed over its 'n', where every named column matches.

    Written flat in YAML: {of: mentions, level: student, outcome: soft_skills}. A list
    means any of its values. Which columns there are: see `sources.py`. `all` counts the persons
    who ticked each of these outcomes of a level, or options of a question: joint mentions.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    of: Source
    all: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _joint(self) -> Quantity:
        if not self.all:
            return self
        place = {"mentions": "level", "answers": "item"}.get(self.of, "")
        told = {*self.where} & {*NO_BACKGROUND} - {place}
        if not place or len(self.where.get(place, ())) != 1 or told or len({*self.all}) < 2:
            expected = "two or more outcomes of one level, or options of one item, and groups"
            raise ValueError(f"all: {expected}")
        return self

    @property
    def each(self) -> tuple[Quantity, ...]:
        """Of joint mentions, those of each outcome or option apart."""
        column = OPTION_COLUMN[self.of]
        return tuple(Quantity(of=self.of, **{**self.where, column: [code]}) for code in self.all)

    @cached_property
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
        """All respondents of the same group, of answers those who were asked: the base of a share
        unless another is named.
        """
        groups = {c: v for c, v in self.where.items() if c not in NO_BACKGROUND}
        groups = {c: v for c, v in groups.items() if not any(isinstance(x, bool) for x in v)}
        if self.of not in ("answers", "totals"):
            return Quantity(of="respondents", **groups)
        question = {c: v for c, v in self.where.items() if c in ("item", "row")}
        return Quantity(of="asked", **question, **groups)

    @cached_property
    def _key(self) -> tuple[str, frozenset[str], frozenset[tuple[str, frozenset[Value]]]]:
        where = frozenset((c, frozenset(v)) for c, v in self.where.items())
        return self.of, frozenset(self.all), where

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __str__(self) -> str:
        where = [f"{c}={listed(v)}" for c, v in self.where.items()]
        where += [f"all={' and '.join(self.all)}"] if self.all else []
        return f"{self.of}({', '.join(where)})"


@dataclass(frozen=True)
class Product:
    """A count times another one, `size`: what shares of groups are compared with."""

    count: Quantity
    size: Quantity


LISTED = "listed"  # the kind of an option that the form names; the others are OTHER and NONE
# What a quantity selects by that is no background of respondents.
NO_BACKGROUND = (
    *("level", "outcome", "kind", "status", "nature", "dimension", "group", "responded"),
    *("item", "row", "option", "point", "answered"),
)
OPTION_COLUMN: dict[Source, str] = {"mentions": "outcome", "answers": "option"}
Count = Callable[[Quantity], int | Fraction]  # a fraction only where numbers are added up
Choices = Callable[[str, Quantity], Sequence[str]]  # a column, and the codes that a ranking is over
Term = Quantity | Product
Sum = tuple[tuple[Term, int], ...]


@dataclass(frozen=True)
class Constraint:
    """low ≤ Σ coefficient × count ≤ high, all integers; None means no bound. A term may be the
    product of two counts, one of which is a size that shares are compared over.
    """

    terms: Sum
    low: int | None = None
    high: int | None = None

    @property
    def quantities(self) -> list[Quantity]:
        """Every count in it, each once."""
        pairs = ((t.count, t.size) if isinstance(t, Product) else (t,) for t, _ in self.terms)
        return list(dict.fromkeys(itertools.chain(*pairs)))

    @property
    def sizes(self) -> set[Quantity]:
        """What it compares shares over."""
        return {term.size for term, _ in self.terms if isinstance(term, Product)}

    def holds(self, count: Count) -> bool:
        total = sum(coefficient * value_of(term, count) for term, coefficient in self.terms)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


def value_of(term: Term, count: Count) -> int | Fraction:
    """The number that a term stands for."""
    if isinstance(term, Product):
        return count(term.count) * count(term.size)
    return count(term)


def bounded(value: Sum, unit: Sum | int, bounds: Bounds) -> Iterator[Constraint]:
    """That a sum of counts, in units of a number or of another sum, lies between bounds."""
    for side, sign in ((bounds.lowest, 1), (bounds.highest, -1)):
        if side is None:
            continue
        bound, strict = side
        up, down = bound.denominator, bound.numerator
        terms = tuple((term, up * number) for term, number in value)
        constant = strict * sign
        if isinstance(unit, int):
            constant += down * unit
        elif down:
            terms += tuple((term, -down * number) for term, number in unit)
        yield Constraint(terms, *((constant, None) if sign > 0 else (None, constant)))
