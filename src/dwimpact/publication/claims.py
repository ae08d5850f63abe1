"""The kinds of published claims.

Every kind says one thing: which linear constraints on counts it stands for. The same
constraints judge a set of tables (put the counts in) and drive the reconstruction (leave the
counts open and solve for them), so the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from dwimpact.errors import listed
from dwimpact.publication.quantity import Constraint, Count, Outcomes, Quantity
from dwimpact.study.questionnaire import Model


def _fraction(written: object) -> Fraction:
    try:
        return Fraction(str(written))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"a fraction such as 1/2 or 0.5, not '{written}'") from None


Share = Annotated[Fraction, BeforeValidator(_fraction)]


class Check(Model):
    """One kind of claim."""

    def constraints(self, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
        """What must hold. `known` gives counts that are fixed, such as the size of a group;
        `outcomes` the listed outcomes of a level.
        """
        raise NotImplementedError

    def quantities(self, outcomes: Outcomes) -> Sequence[tuple[Quantity, Quantity | None]]:
        """The counts to show beside the claim, each with its base where it is a share."""
        raise NotImplementedError

    def parts(self) -> Iterator[Check]:
        """The checks that this one is made of: itself, unless it joins several."""
        yield self


C = TypeVar("C", bound=Check)


def _require_one_of(check: C, *bounds: str) -> C:
    """A claim without a bound would always be confirmed."""
    if all(getattr(check, bound) is None for bound in bounds):
        raise ValueError(f"at least one of {listed(bounds)}")
    return check


class CountCheck(Check):
    """A count is a number, or lies between two."""

    kind: Literal["count"]
    quantity: Quantity
    equals: int | None = None
    at_least: int | None = None
    at_most: int | None = None

    @model_validator(mode="after")
    def _bounded(self) -> CountCheck:
        return _require_one_of(self, "equals", "at_least", "at_most")

    def constraints(self, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
        low, high = (
            (self.equals, self.equals) if self.equals is not None else (self.at_least, self.at_most)
        )
        yield Constraint(((self.quantity, 1),), low, high)

    def quantities(self, outcomes: Outcomes) -> Sequence[tuple[Quantity, Quantity | None]]:
        return [(self.quantity, None)]


class PercentageCheck(Check):
    """A count over its base, rounded half up to a whole percentage, is this percentage."""

    kind: Literal["percentage"]
    quantity: Quantity
    base: Quantity | None = None
    percentage: int

    def constraints(self, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
        # p - 1/2 ≤ 100 k / n < p + 1/2, times 2 n.
        base = self.base or self.quantity.base()
        yield Constraint(((self.quantity, 200), (base, 1 - 2 * self.percentage)), low=0)
        yield Constraint(((self.quantity, 200), (base, -1 - 2 * self.percentage)), high=-1)

    def quantities(self, outcomes: Outcomes) -> Sequence[tuple[Quantity, Quantity | None]]:
        return [(self.quantity, self.base or self.quantity.base())]


class ShareCheck(Check):
    """A share lies between two fractions ('1/2', '0.8'); `more_than`, `less_than` are strict."""

    kind: Literal["share"]
    quantity: Quantity
    base: Quantity | None = None
    at_least: Share | None = None
    more_than: Share | None = None
    at_most: Share | None = None
    less_than: Share | None = None

    @model_validator(mode="after")
    def _bounded(self) -> ShareCheck:
        return _require_one_of(self, "at_least", "more_than", "at_most", "less_than")

    def constraints(self, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
        base = self.base or self.quantity.base()
        for bound, strict in ((self.at_least, 0), (self.more_than, 1)):
            if bound is not None:
                yield Constraint(_excess(self.quantity, base, bound), low=strict)
        for bound, strict in ((self.at_most, 0), (self.less_than, 1)):
            if bound is not None:
                yield Constraint(_excess(self.quantity, base, bound), high=-strict)

    def quantities(self, outcomes: Outcomes) -> Sequence[tuple[Quantity, Quantity | None]]:
        return [(self.quantity, self.base or self.quantity.base())]


class GreaterCheck(Check):
    """The share of one group (or outcome) is greater than that of another."""

    kind: Literal["greater"]
    quantity: Quantity
    base: Quantity | None = None
    than: Quantity
    than_base: Quantity | None = None

    def constraints(self, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
        n_a = known(self.base or self.quantity.base())
        n_b = known(self.than_base or self.than.base())
        yield Constraint(((self.quantity, n_b), (self.than, -n_a)), low=1)

    def quantities(self, outcomes: Outcomes) -> Sequence[tuple[Quantity, Quantity | None]]:
        return [
            (self.quantity, self.base or self.quantity.base()),
            (self.than, self.than_base or self.than.base()),
        ]


class SimilarCheck(Check):
    """Two shares differ by at most `within` (a fraction: '0.1' is ten percentage points)."""

    kind: Literal["similar"]
    quantity: Quantity
    than: Quantity
    within: Share

    def constraints(self, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
        n_a, n_b = known(self.quantity.base()), known(self.than.base())
        room = self.within.numerator * n_a * n_b
        scale = self.within.denominator
        terms = ((self.quantity, scale * n_b), (self.than, -scale * n_a))
        yield Constraint(terms, -room, room)

    def quantities(self, outcomes: Outcomes) -> Sequence[tuple[Quantity, Quantity | None]]:
        return [(self.quantity, self.quantity.base()), (self.than, self.than.base())]


class TopCheck(Check):
    """Each named outcome of a level is mentioned more than every other listed one.

    `ordered` adds that they are named in falling order. `where` picks a group.
    """

    kind: Literal["top"]
    level: str
    outcomes: tuple[str, ...] = Field(min_length=1)
    ordered: bool = False
    where: dict[str, Any] = Field(default_factory=dict)

    def constraints(self, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
        rest = [code for code in outcomes(self.level) if code not in self.outcomes]
        pairs = [(high, low) for high in self.outcomes for low in rest]
        if self.ordered:
            pairs += list(zip(self.outcomes, self.outcomes[1:], strict=False))
        for high, low in pairs:
            yield Constraint(((self._of(high), 1), (self._of(low), -1)), low=1)

    def quantities(self, outcomes: Outcomes) -> Sequence[tuple[Quantity, Quantity | None]]:
        everything = [self._of(code) for code in outcomes(self.level)]
        return [(quantity, quantity.base()) for quantity in everything]

    def _of(self, outcome: str) -> Quantity:
        return Quantity(of="mentions", level=self.level, outcome=outcome, **self.where)


class AllOf(Check):
    """Several checks that must all hold."""

    kind: Literal["all"]
    checks: tuple[AnyCheck, ...] = Field(min_length=1)

    def constraints(self, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
        for check in self.checks:
            yield from check.constraints(known, outcomes)

    def parts(self) -> Iterator[Check]:
        for check in self.checks:
            yield from check.parts()

    def quantities(self, outcomes: Outcomes) -> Sequence[tuple[Quantity, Quantity | None]]:
        return [pair for check in self.checks for pair in check.quantities(outcomes)]


class External(Check):
    """Not checkable from the study folder; `reason` says why, in Dutch."""

    kind: Literal["external"]
    reason: str

    def constraints(self, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
        return iter(())

    def quantities(self, outcomes: Outcomes) -> Sequence[tuple[Quantity, Quantity | None]]:
        return []


AnyCheck = Annotated[
    CountCheck
    | PercentageCheck
    | ShareCheck
    | GreaterCheck
    | SimilarCheck
    | TopCheck
    | AllOf
    | External,
    Field(discriminator="kind"),
]
AllOf.model_rebuild()


class Claim(Model):
    """One statement of the report: `says` is our paraphrase in Dutch, `note` tells what is
    ambiguous or contradictory in the report and how the claim is read here.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    section: str
    says: str
    note: str = ""
    check: AnyCheck
    contradicts: tuple[str, ...] = ()  # ids of claims of the same report that cannot be so as well


def _excess(
    quantity: Quantity, base: Quantity, bound: Fraction
) -> tuple[tuple[Quantity, int], ...]:
    """K / n - a / b as integer terms: positive when the share is above the bound."""
    return ((quantity, bound.denominator), (base, -bound.numerator))
