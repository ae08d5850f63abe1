"""The register of published claims: what the report states, in a form a machine can check.

Every kind of claim says one thing: which linear constraints on counts it stands for. The
same constraints judge a set of tables (put the counts in) and drive the reconstruction
(leave the counts open and solve for them), so the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.questionnaire import NONE, OTHER, Model, Questionnaire
from dwimpact.study import CLAIMS, parse_model, read_yaml

Source = Literal[
    "approached",
    "workplaces",
    "institutions",
    "respondents",
    "options",
    "mentions",
    "explanations",
    "open_answers",
    "other_outcomes",
    "remarks",
]
Value = bool | int | str
Share = Annotated[Fraction, BeforeValidator(lambda value: Fraction(str(value)))]


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
        return {c: list(v) if isinstance(v, (list, tuple)) else [v] for c, v in extra.items()}

    def matching(self, source: pd.DataFrame) -> pd.Series[bool]:
        """Which rows of the source count. Raises KeyError for a column that is not there."""
        rows = pd.Series(True, index=source.index)
        for column, values in self.where.items():
            rows &= source[column].isin(values)
        return rows

    def base(self) -> Quantity:
        """All respondents of the same group: the base of a share unless another is named."""
        groups = {c: v for c, v in self.where.items() if c in GROUP_COLUMNS}
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
GROUP_COLUMNS = ("workplace", "tranche", "tranche_group", "sector", "sector_group")
Count = Callable[[Quantity], int]
Outcomes = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Constraint:
    """low ≤ Σ coefficient × count ≤ high, all integers; None means no bound."""

    terms: tuple[tuple[Quantity, int], ...]
    low: int | None = None
    high: int | None = None

    def holds(self, count: Count) -> bool:
        total = sum(coefficient * count(quantity) for quantity, coefficient in self.terms)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


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


class Claims(RootModel[tuple[Claim, ...]]):
    """The register, in the order of the report."""


def read_claims(folder: Path, form: Questionnaire) -> tuple[Claim, ...]:
    """The register of a study folder, empty when it has none. Raises StudyError for a wrong
    entry, a repeated id, or a level or outcome the questionnaire does not have.
    """
    path = folder / CLAIMS
    if not path.is_file():
        return ()
    claims = parse_model(path, Claims, read_yaml(path)).root
    problems = [*_repeated(claims), *(p for claim in claims for p in _unknown(claim, form))]
    if problems:
        raise StudyError(path, problems)
    return claims


def listed_outcomes(form: Questionnaire) -> Outcomes:
    """The lookup of a level's listed outcomes that checks need."""
    return lambda level: form.level(level).listed


def _excess(
    quantity: Quantity, base: Quantity, bound: Fraction
) -> tuple[tuple[Quantity, int], ...]:
    """K / n - a / b as integer terms: positive when the share is above the bound."""
    return ((quantity, bound.denominator), (base, -bound.numerator))


def _repeated(claims: Sequence[Claim]) -> Iterator[Problem]:
    ids = [claim.id for claim in claims]
    for repeated in sorted({i for i in ids if ids.count(i) > 1}):
        yield Problem(f"claim '{repeated}' stands twice", "each id once", "Rename one.")


def _unknown(claim: Claim, form: Questionnaire) -> Iterator[Problem]:
    """Columns and codes in a claim that there are not: a typing error, caught early."""
    sectors = [choice.code for choice in form.sectors]
    known: dict[str, list[Any]] = {
        "level": [level.code for level in form.levels],
        "outcome": list(form.option_codes),
        "kind": [LISTED, OTHER, NONE],
        "status": [choice.code for choice in form.statuses],
        "nature": [choice.code for choice in form.natures],
        "sector": sectors,
        "sector_group": [choice.code for choice in form.sector_groups],
        "tranche": sorted(form.tranche_group_of),
        "tranche_group": [choice.code for choice in form.tranche_groups],
    }
    columns = [*known, "workplace", "dimension", "group", "responded", *sectors]
    try:
        quantities = _named(claim.check, form)
    except KeyError as error:
        yield Problem(f"claim '{claim.id}': {error.args[0]}", "a level of the form", "Correct it.")
        return
    for column, value in dict.fromkeys(
        (column, value)
        for q in quantities
        for column, values in q.where.items()
        for value in values
    ):
        if column not in columns:
            what, expected = f"unknown column '{column}'", listed(columns)
        elif column in known and value not in known[column]:
            what, expected = f"unknown {column} '{value}'", listed(known[column])
        else:
            continue
        yield Problem(f"claim '{claim.id}': {what}", expected, "Correct the entry.")


def _named(check: Check, form: Questionnaire) -> list[Quantity]:
    """Every quantity of a check: those shown beside it and those it compares."""
    outcomes = listed_outcomes(form)
    compared = [q for c in check.constraints(lambda _: 1, outcomes) for q, _ in c.terms]
    return [*(q for pair in check.quantities(outcomes) for q in pair if q), *compared]
