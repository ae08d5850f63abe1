"""The kinds of published claims.

Every kind says one thing: which linear constraints on counts it stands for. The same
constraints judge a set of tables (put the counts in) and drive the reconstruction (leave the
counts open and solve for them), so the two can never disagree.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
    model_validator,
)

from dwimpact.publication.quantity import Choices, Constraint, Count, Quantity, Sum, bounded
from dwimpact.publication.words import Bounds, Number, Reading
from dwimpact.study.questionnaire import Model

MORE = Bounds(above=0)
OfBase = tuple[Quantity, Quantity | None]  # a count, and the one that it is a share of
InWords = Callable[[str], Reading]  # a quantity word → what it says
Between = tuple[Number | None, Number | None]


class Check(Model):
    """One kind of claim. A `word` of quantifiers.yml stands for numbers; see `read`."""

    model_config = ConfigDict(populate_by_name=True)
    word: str = ""
    _said: Reading | None = PrivateAttr(None)

    def constraints(self, known: Count, choices: Choices) -> Iterator[Constraint]:
        """What must hold. `known` gives counts that are fixed, such as the size of a group;
        `choices` what a ranking is over.
        """
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


class ValueCheck(Check):
    """A count (`value`), or its share of another (`over`; 'group' is all respondents of the same
    group), is a number, or lies between two: `from` and `to` are allowed themselves, `above` and
    `below` are not. Numbers are written 20, 80%, 1/2 or 0.8. `rounded` is the unit that a number
    was rounded to, halves up: 1%, 5%, 1000. A `word` may stand for the numbers, or beside the one
    that it goes with ('bijna' beside 75%).
    """

    value: Quantity
    over: Quantity | Literal["group"] | None = None
    is_: Number | None = Field(None, alias="is")
    from_: Number | None = Field(None, alias="from")
    above: Number | None = None
    to: Number | None = None
    below: Number | None = None
    rounded: Number | None = None

    @model_validator(mode="after")
    def _consistent(self) -> ValueCheck:
        bounds = [n for n in (self.from_, self.above, self.to, self.below) if n is not None]
        if not (bounds or self.word or self.is_ is not None):
            raise ValueError("one of is, from, above, to, below or word")
        if bounds and (self.word or self.is_ is not None):
            raise ValueError("bounds, or else is or word")
        if self.rounded is not None and (self.is_ is None or self.word or self.rounded <= 0):
            raise ValueError("rounded: a unit above 0, beside is and without a word")
        numbers = bounds if self.is_ is None else [self.is_]
        if self._is_part and any(n > 1 for n in numbers):
            raise ValueError("a share of 100% at most")
        _ = self.bounds  # raises where there is no room between them
        return self

    @property
    def base(self) -> Quantity | None:
        return self.value.base() if self.over == "group" else self.over

    @property
    def _is_part(self) -> bool:
        return self.over == "group" or (self.over is not None and self.over.of == self.value.of)

    @property
    def bounds(self) -> Bounds:
        """Between what the count, or its share, lies, when there is no word."""
        if self.is_ is None:
            return Bounds(from_=self.from_, above=self.above, to=self.to, below=self.below)
        half = (self.rounded or 0) / 2
        return Bounds(from_=self.is_ - half, **{"below" if half else "to": self.is_ + half})

    def constraints(self, known: Count, choices: Choices) -> Iterator[Constraint]:
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

    def constraints(self, known: Count, choices: Choices) -> Iterator[Constraint]:
        (a, b), (base_a, base_b) = self.compare, self._bases
        alike = base_a == base_b
        n_a, n_b = (known(base_a), known(base_b)) if base_a and base_b and not alike else (1, 1)
        if self.times:
            yield from bounded(((a, n_b),), ((b, n_a),), self.bounds)
            return
        unit: Sum | int = ((base_a, 1),) if alike and base_a else n_a * n_b
        yield from bounded(((a, n_b), (b, -n_a)), unit, self.bounds)

    @property
    def _bases(self) -> tuple[Quantity | None, Quantity | None]:
        if self.over == "nothing":
            return None, None
        return (
            (self.compare[0].base(), self.compare[1].base()) if self.over == "group" else self.over
        )

    def quantities(self, choices: Choices) -> Sequence[OfBase]:
        return list(zip(self.compare, self._bases, strict=True))


class RankCheck(Check):
    """The `first` of the outcomes of a level, or of the groups of a background variable (`by`),
    each have a larger share than all others, or a smaller one where the `order` is 'least'.
    `ordered`: also among themselves, as they are named. With `ties` they may be alike.
    """

    rank: Quantity
    by: str = "outcome"
    first: tuple[str, ...] = Field(min_length=1)
    ordered: bool = False
    order: Literal["most", "least"] = "most"
    ties: bool = False

    def constraints(self, known: Count, choices: Choices) -> Iterator[Constraint]:
        rest = [code for code in choices(self.by, self.rank) if code not in self.first]
        pairs = list(itertools.product(self.first, rest))
        pairs += itertools.pairwise(self.first) if self.ordered else []
        for one, other in pairs:
            ahead = (one, other) if self.order == "most" else (other, one)
            yield from self._ahead(*map(self._of, ahead)).constraints(known, choices)

    def _ahead(self, high: Quantity, low: Quantity) -> CompareCheck:
        points = {"points": (0, None)} if self.ties else {}
        return CompareCheck(compare=(high, low), **points)

    def quantities(self, choices: Choices) -> Sequence[OfBase]:
        everything = [self._of(code) for code in choices(self.by, self.rank)]
        return [(quantity, quantity.base()) for quantity in everything]

    def _of(self, code: str) -> Quantity:
        return Quantity(of=self.rank.of, **{**self.rank.where, self.by: [code]})


class External(Check):
    """Not checkable from the study folder; `external` says why, in Dutch."""

    external: str

    def constraints(self, known: Count, choices: Choices) -> Iterator[Constraint]:
        return iter(())

    def quantities(self, choices: Choices) -> Sequence[OfBase]:
        return []


KINDS = ("value", "compare", "rank", "external")


def _kind(written: Any) -> str | None:
    """Which kind of check it is: its first entry says so."""
    named = written if isinstance(written, dict) else type(written).model_fields
    return next((kind for kind in KINDS if kind in named), None)


AnyCheck = Annotated[
    Annotated[ValueCheck, Tag("value")]
    | Annotated[CompareCheck, Tag("compare")]
    | Annotated[RankCheck, Tag("rank")]
    | Annotated[External, Tag("external")],
    Discriminator(
        _kind,
        custom_error_type="kind",
        custom_error_message="value, compare, rank or external as one of its entries",
    ),
]


def _as_list(written: Any) -> Any:
    return written if isinstance(written, list | tuple) else [written]


class About(Model):
    """What a statement in words is about: an outcome of a level, a level, one of the main
    outcomes by number (the first statement of a number names it), or else the whole study.
    """

    level: str = ""
    outcome: str = ""
    main: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> About:
        if self.outcome and not self.level:
            raise ValueError("the level of the outcome")
        if self.level and self.main is not None:
            raise ValueError("a level or a main outcome, not both")
        return self


class Claim(Model):
    """One statement of the report: `says` is our paraphrase in Dutch, `note` tells what is
    ambiguous or contradictory in the report and how the claim is read here. `check` is one check,
    or a list that must all hold. `contradicts` names claims that it cannot go together with: it
    then takes no part in a reconstruction and its ranges. `about` says where a statement in words
    is shown.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    section: str
    says: str
    note: str = ""
    about: About | None = None
    contradicts: tuple[str, ...] = ()
    checks: Annotated[
        tuple[AnyCheck, ...],
        BeforeValidator(_as_list, json_schema_input_type=AnyCheck | tuple[AnyCheck, ...]),
        Field(alias="check", min_length=1),
    ]

    @property
    def reason(self) -> str:
        """Why it cannot be checked; empty where it can."""
        return " ".join(check.external for check in self.checks if isinstance(check, External))

    def constraints(self, known: Count, choices: Choices) -> Iterator[Constraint]:
        """What must hold, of all its checks."""
        for check in self.checks:
            yield from check.constraints(known, choices)

    def quantities(self, choices: Choices) -> list[OfBase]:
        """The counts to show beside it, each once with its base where it is a share."""
        return list(dict.fromkeys(p for check in self.checks for p in check.quantities(choices)))

    def read(self, in_words: InWords) -> Claim:
        """The claim with numbers in the place of words."""
        return self.model_copy(update={"checks": tuple(c.read(in_words) for c in self.checks)})
