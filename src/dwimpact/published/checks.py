"""The kinds of checks of published claims.

Every kind says one thing: which linear constraints on counts it stands for. The same
constraints judge a set of tables (put the counts in) and drive the reconstruction (leave the
counts open and solve for them), so the two can never disagree.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal, Self

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from dwimpact.published.quantity import (
    OPTION_COLUMN,
    Choices,
    Constraint,
    Product,
    Quantity,
    Sum,
    Term,
    bounded,
)
from dwimpact.published.words import Bounds, Number, Reading
from dwimpact.study.questionnaire.model import Model

MORE = Bounds(above=0)
OfBase = tuple[Quantity, Quantity | None]  # a count, and the one that it is a share of
InWords = Callable[[str], Reading]  # a quantity word → what it says
Between = tuple[Number | None, Number | None]


class Check(Model):
    """One kind of claim. A `word` of quantifiers.yml stands for numbers; see `read`."""

    model_config = ConfigDict(populate_by_name=True)
    word: str = ""
    _said: Reading | None = PrivateAttr(None)

    def constraints(self, choices: Choices) -> Iterator[Constraint]:
        """What must hold. `choices` gives what a ranking is over."""
        raise NotImplementedError

    def quantities(self, choices: Choices) -> Sequence[OfBase]:
        """The counts to show beside the claim, each with its base where it is a share."""
        raise NotImplementedError

    def read(self, in_words: InWords) -> Self:
        """The check with numbers in the place of its word."""
        if not self.word:
            return self
        copy = self.model_copy()
        copy._said = in_words(self.word)
        return copy

    @property
    def said(self) -> Reading:
        """What its word says."""
        if self._said is None:
            raise ValueError(f"'{self.word}' has not been read")
        return self._said


class Bounded(Check):
    """A check of a number, or of between what it lies."""

    is_: Number | None = Field(None, alias="is")
    from_: Number | None = Field(None, alias="from")
    above: Number | None = None
    to: Number | None = None
    below: Number | None = None
    rounded: Number | None = None

    @model_validator(mode="after")
    def _one_way_of_saying(self) -> Self:
        if not (self.numbers or self.word):
            raise ValueError("one of is, from, above, to, below or word")
        if self.is_ is None and self.numbers and self.word:
            raise ValueError("bounds, or else is or word")
        if self.is_ is not None and len(self.numbers) > 1:
            raise ValueError("bounds, or else is or word")
        if self.rounded is not None and (self.is_ is None or self.word or self.rounded <= 0):
            raise ValueError("rounded: a unit above 0, beside is and without a word")
        _ = self.bounds  # raises where there is no room between them
        return self

    @property
    def numbers(self) -> list[Number]:
        """The numbers that it names."""
        every = (self.is_, self.from_, self.above, self.to, self.below)
        return [number for number in every if number is not None]

    @cached_property
    def bounds(self) -> Bounds:
        """Between what the number lies, when there is no word."""
        if self.is_ is None:
            return Bounds(from_=self.from_, above=self.above, to=self.to, below=self.below)
        half = (self.rounded or Fraction(0)) / 2
        return Bounds(from_=self.is_ - half, **{"below" if half else "to": self.is_ + half})


class ValueCheck(Bounded):
    """A count (`value`), or its share of another (`over`; 'group' is all respondents of the same
    group), is a number, or lies between two: `from` and `to` are allowed themselves, `above` and
    `below` are not. Numbers are written 20, 80%, 1/2 or 0.8. `rounded` is the unit that a number
    was rounded to, halves up: 1%, 5%, 1000. A `word` may stand for the numbers, or beside the one
    that it goes with ('bijna' beside 75%).
    """

    value: Quantity
    over: Quantity | Literal["group"] | None = None

    @model_validator(mode="after")
    def _is_possible(self) -> ValueCheck:
        if self._is_part and any(number > 1 for number in self.numbers):
            raise ValueError("a share of 100% at most")
        return self

    @property
    def base(self) -> Quantity | None:
        return self.value.base() if self.over == "group" else self.over

    @property
    def _is_part(self) -> bool:
        return self.over == "group" or (self.over is not None and self.over.of == self.value.of)

    def constraints(self, choices: Choices) -> Iterator[Constraint]:
        unit: Sum | int = ((self.base, 1),) if self.base else 1
        value: Sum = ((self.value, 1),)
        if not self.word:
            yield from bounded(value, unit, self.bounds)
            return
        yield from bounded(value, unit, self.said.plus(self.is_ or Fraction(0)))
        yield from bounded(value, 1, self.said.count)

    def quantities(self, choices: Choices) -> Sequence[OfBase]:
        return [(self.value, self.base)]


class CompareCheck(Check):
    """The first of two shares is the larger, or differs from the second by so many `points` (of a
    share: 10% is ten percentage points), or is so many `times` as large: [least, most], either may
    be empty. `over` are the two bases, 'group' for all respondents of each group, or 'nothing' to
    compare counts. A `word` says between what the points lie.
    """

    compare: tuple[Quantity, Quantity]
    over: tuple[Quantity, Quantity] | Literal["group", "nothing"] = "group"
    points: Between | None = None
    times: Between | None = None

    @model_validator(mode="after")
    def _consistent(self) -> CompareCheck:
        if sum(bool(said) for said in (self.points, self.times, self.word)) > 1:
            raise ValueError("one of points, times or word")
        if (None, None) in (self.points, self.times):
            raise ValueError("a least or a most, or both")
        _ = self.bounds
        return self

    @property
    def bounds(self) -> Bounds:
        """Between what the difference lies, or how many times."""
        if self.word and self._said:
            return self.said
        between = self.points or self.times
        return Bounds(from_=between[0], to=between[1]) if between else MORE

    def constraints(self, choices: Choices) -> Iterator[Constraint]:
        (a, b), (of_a, of_b) = self.compare, self._bases
        first: Term = a
        second: Term = b
        unit: Sum | int = ((of_a, 1),) if of_a else 1
        if of_a and of_b and of_a != of_b:  # a/n − b/m, times both sizes
            first, second = Product(a, of_b), Product(b, of_a)
            unit = ((Product(of_a, of_b), 1),)
        if self.times:
            yield from bounded(((first, 1),), ((second, 1),), self.bounds)
        else:
            yield from bounded(((first, 1), (second, -1)), unit, self.bounds)

    @property
    def _bases(self) -> tuple[Quantity | None, Quantity | None]:
        if self.over == "nothing":
            return None, None
        return (
            (self.compare[0].base(), self.compare[1].base()) if self.over == "group" else self.over
        )

    def quantities(self, choices: Choices) -> Sequence[OfBase]:
        return list(zip(self.compare, self._bases, strict=True))


class MeanCheck(Bounded):
    """The mean of the answers to a number, or to a scale whose points count from 1 up, in their
    order: {of: answers, item: visits}. `rounded` is the unit that it was rounded to: 0.1. Whoever
    gave no number, or no point of the scale, plays no part in it.
    """

    mean: Quantity

    @model_validator(mode="after")
    def _of_answers(self) -> MeanCheck:
        where = self.mean.where
        if self.mean.of != "answers" or len(where.get("item", ())) != 1 or self.mean.all:
            raise ValueError("mean: {of: answers, item: a number or a scale}")
        if told := sorted({*where} & {"option", "point", "answered"}):
            raise ValueError(f"mean: of all answers, not by {', '.join(told)}")
        if self.word:
            raise ValueError("mean: numbers, as words are about shares")
        return self

    def constraints(self, choices: Choices) -> Iterator[Constraint]:
        ((total, n),) = self.quantities(choices)
        yield from bounded(((total, 1),), ((n, 1),) if n else 1, self.bounds)

    def quantities(self, choices: Choices) -> Sequence[OfBase]:
        where = self.mean.where
        return [(Quantity(of="totals", **where), Quantity(of="answers", **where, point=True))]


class RankCheck(Check):
    """The `first` of the outcomes of a level, of the options of an item, or of the groups of a
    background variable (`by`), each have a larger share than all others, or a smaller one where
    the `order` is 'least'. `ordered`: also among themselves, as they are named. With `ties` they
    may be alike.
    """

    rank: Quantity
    by: str = ""
    first: tuple[str, ...] = Field(min_length=1)
    ordered: bool = False
    order: Literal["most", "least"] = "most"
    ties: bool = False

    def constraints(self, choices: Choices) -> Iterator[Constraint]:
        rest = [code for code in choices(self.over, self.rank) if code not in self.first]
        pairs = list(itertools.product(self.first, rest))
        pairs += itertools.pairwise(self.first) if self.ordered else []
        for one, other in pairs:
            ahead = (one, other) if self.order == "most" else (other, one)
            yield from self._ahead(*map(self._of, ahead)).constraints(choices)

    def _ahead(self, high: Quantity, low: Quantity) -> CompareCheck:
        points = {"points": (0, None)} if self.ties else {}
        return CompareCheck(compare=(high, low), **points)

    def quantities(self, choices: Choices) -> Sequence[OfBase]:
        everything = [self._of(code) for code in choices(self.over, self.rank)]
        return [(quantity, quantity.base()) for quantity in everything]

    @property
    def over(self) -> str:
        """The column of what is ranked."""
        return self.by or OPTION_COLUMN.get(self.rank.of, "outcome")

    def _of(self, code: str) -> Quantity:
        return Quantity(of=self.rank.of, **{**self.rank.where, self.over: [code]})


class External(Check):
    """Not checkable from the study folder; `external` says why, in Dutch."""

    external: str

    def constraints(self, choices: Choices) -> Iterator[Constraint]:
        return iter(())

    def quantities(self, choices: Choices) -> Sequence[OfBase]:
        return []
