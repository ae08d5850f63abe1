"""The counts that the published claims leave open, as variables of an integer program.

There is one frame of variables per source of a Quantity, with the same columns as that
source has for real data. A claim therefore selects variables in the same way as it selects
rows, and its constraints carry over unchanged.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from dwimpact.errors import listed
from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Constraint, Count, Product, Quantity, Source, Term
from dwimpact.published.register import codes_to_rank, people_asked
from dwimpact.published.sources import Matcher
from dwimpact.reconstruction.program.frames import LEFT_BLANK
from dwimpact.reconstruction.program.highs import Expression, Program
from dwimpact.reconstruction.program.joint import MOST_TOGETHER
from dwimpact.reconstruction.program.products import MOST_DIGITS, Products
from dwimpact.study.questionnaire.model import Questionnaire

REGISTRY: tuple[Source, ...] = ("approached", "members")
Bound = tuple[Expression, float, float]


class NotLinear(Exception):
    """A claim is no linear constraint on the open counts; the message says why."""


@dataclass(frozen=True)
class Solved:
    """The frames of `Counts` with a solved 'n' in the place of their variables."""

    respondents: pd.DataFrame
    mentions: pd.DataFrame
    beside: Mapping[Source, pd.DataFrame]
    patterns: pd.DataFrame


@dataclass(frozen=True)
class Counts:
    """The open counts of a study. Each frame has a 'variable' (its column in the program)
    and a 'weight' (how often that variable counts).

    respondents: the background with its groups.
    mentions: level, outcome, kind, the groups of the background, status, nature. Status and nature
        stand in frames of their own, the `margins`, where nothing is said of them together with
        groups or each other: any counts with the same totals then go together.
    options: as respondents, times every level and listed outcome.
    beside: more such frames: of answers to the questions beside the levels (see answers.py), and
        of texts and the registry, where those are open too (see open_texts.py, stated.py).
    patterns: who ticked what together, where some claim says so (see joint.py).
    stated: the counts that the claims give as a number; `between` those that lie between two.
    most: what no count is above.
    """

    form: Questionnaire
    program: Program
    respondents: pd.DataFrame
    mentions: pd.DataFrame
    options: pd.DataFrame
    registry: Count
    stated: Mapping[Quantity, int]
    between: Mapping[Quantity, tuple[int, int]]
    most: int
    patterns: pd.DataFrame
    beside: Mapping[Source, pd.DataFrame] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    margins: tuple[pd.DataFrame, ...] = ()
    _sums: dict[Quantity, dict[int, int]] = field(default_factory=dict, repr=False)
    _matchers: dict[int, Matcher] = field(default_factory=dict, repr=False)  # by id of their frame

    @cached_property
    def _frames(self) -> dict[Source, tuple[pd.DataFrame, ...]]:
        return {
            "respondents": (self.respondents,),
            "mentions": (self.mentions[self.mentions["kind"] != LEFT_BLANK], *self.margins),
            "options": (self.options,),
            **{source: (frame,) for source, frame in self.beside.items()},
        }

    @cached_property
    def _products(self) -> Products:
        return Products(self.program)

    def frame(self, source: Source, columns: Iterable[str]) -> pd.DataFrame:
        """The frame of a source that has these columns. Raises NotLinear where none has."""
        frames, named = self._frames[source], set(columns)
        for frame in frames:
            if named <= set(frame):
                return frame
        absent = listed(sorted(named - set(frames[0])) or sorted(named))
        raise NotLinear(f"the open counts do not tell apart {absent}")

    def expression(self, quantity: Quantity) -> dict[int, int] | None:
        """The quantity as a sum of variables; None for a source that is not open. Raises
        NotLinear for a column that the open counts do not have.
        """
        if quantity.of not in self._frames:
            return None
        if quantity not in self._sums:
            rows = self._together(quantity) if quantity.all else self._matching(quantity)
            sums: dict[int, int] = defaultdict(int)
            for variable, weight in rows:
                sums[int(variable)] += int(weight)
            self._sums[quantity] = dict(sorted(sums.items()))
        return self._sums[quantity]

    def _matching(self, quantity: Quantity) -> Iterable[tuple[int, int]]:
        """The variables that it counts, each with its weight."""
        frame = self.frame(quantity.of, quantity.where)
        if id(frame) not in self._matchers:
            self._matchers[id(frame)] = Matcher(frame)
        rows = self._matchers[id(frame)].rows(quantity)
        return zip(frame["variable"].array[rows], frame["weight"].array[rows], strict=True)

    def _together(self, quantity: Quantity) -> Iterable[tuple[int, int]]:
        """The patterns of joint mentions, as `_matching`."""
        where = dict(quantity.where)
        (block,) = where.pop("level" if quantity.of == "mentions" else "item")
        if absent := sorted(where.keys() - set(self.patterns)):
            raise NotLinear(f"joint mentions do not tell apart {listed(absent)}")
        named = {"source": [quantity.of], "block": [str(block)], **where}
        rows = self.patterns[Matcher(self.patterns).rows(Quantity(of=quantity.of, **named))]
        rows = rows[[{*quantity.all} <= pattern for pattern in rows["pattern"]]]
        if rows.empty:
            raise NotLinear(f"more than {MOST_TOGETHER} are named together with {quantity}")
        return ((variable, 1) for variable in rows["variable"])

    def known(self, quantity: Quantity) -> int:
        """A count that the claims state. Raises NotLinear where they do not."""
        if quantity.of == "options":
            (level,) = quantity.where["level"]
            return self.known(quantity.base()) * len(self.form.level(str(level)).listed)
        if quantity not in self.stated and (found := people_asked(quantity, self.form)):
            return self.known(found[0]) * found[1]
        if quantity not in self.stated:
            raise NotLinear(f"no claim fixes {quantity}, which another claim compares shares over")
        return self.stated[quantity]

    def take(self, claims: Iterable[Claim]) -> tuple[str, ...]:
        """Add what each claim says; the ids of those that cannot be added."""
        return tuple(claim.id for claim in claims if not self._takes(claim))

    def _takes(self, claim: Claim) -> bool:
        try:
            if not claim.contradicts:
                self.require(claim)
        except NotLinear:
            return False
        return not claim.contradicts

    def require(self, claim: Claim) -> None:
        """Add all that a claim says, or nothing. Raises NotLinear where it cannot be added."""
        constraints = claim.constraints(codes_to_rank(self.form))
        rows = [self._row(constraint) for constraint in constraints]
        self.program.source = claim.id
        for row in rows:
            if row is not None:
                self.program.constrain(*row)
        self.program.source = ""

    def add(self, constraint: Constraint) -> None:
        """Add a constraint, unless it is about a source that is not open."""
        if (row := self._row(constraint)) is not None:
            self.program.constrain(*row)

    def _row(self, constraint: Constraint) -> Bound | None:
        """A constraint on variables; None where it is about a source that is not open, or holds
        whatever they are.
        """
        total: dict[int, int] = defaultdict(int)
        constant = 0
        for term, coefficient in constraint.terms:
            found = self._sum(term, constraint)
            if found is None:
                return None
            expression, number = found
            constant += coefficient * number
            for variable, weight in expression.items():
                total[variable] += coefficient * int(weight)
        whole = {variable: weight for variable, weight in total.items() if weight}
        # Whole numbers: a bound between two multiples of the step is the next multiple. What holds
        # of no variable at all still has to hold.
        step = math.gcd(*whole.values()) or 1
        low = -np.inf if constraint.low is None else -((constant - constraint.low) // step)
        high = np.inf if constraint.high is None else (constraint.high - constant) // step
        if not (whole or low > 0 or high < 0):
            return None
        return {variable: weight // step for variable, weight in whole.items()}, low, high

    def _sum(self, term: Term, constraint: Constraint) -> tuple[Expression, int] | None:
        """A term as variables and a number; None for a source that is not open."""
        if isinstance(term, Product):
            return self._product(term, constraint)
        number = self._number(term, constraint)
        if number is not None:
            return {}, number
        expression = self.expression(term)
        return None if expression is None else (expression, 0)

    def _product(self, term: Product, constraint: Constraint) -> tuple[Expression, int] | None:
        count, size = term.count, term.size
        times = self._fixed(size)
        if times is None and count in constraint.sizes and self._fixed(count) is not None:
            count, size, times = size, count, self._fixed(count)
        if times is not None and count in constraint.sizes and self._fixed(count) is not None:
            return {}, self.known(count) * times
        if times is None:
            return self._of_open_size(count, size)
        if (found := self._sum(count, constraint)) is None:
            return None
        return {v: weight * times for v, weight in found[0].items()}, found[1] * times

    def _fixed(self, size: Quantity) -> int | None:
        """The size of a group where the claims state it."""
        try:
            return self.known(size)
        except NotLinear:
            return None

    def _of_open_size(self, count: Quantity, size: Quantity) -> tuple[Expression, int] | None:
        people, times = people_asked(size, self.form) or (size, 1)
        low, high = (times * n for n in self.between.get(people, self.between.get(size, (0, -1))))
        if high < low:
            self.known(size)  # raises: says what is not fixed
        if high - low >= 2**MOST_DIGITS:
            raise NotLinear(f"{size} is only known between {low} and {high}: too far apart")
        one, other = self.expression(count), self.expression(size)
        if one is None or other is None:
            return None
        return self._products.of((count, one), (size, other), (low, high)), 0

    def _number(self, quantity: Quantity, constraint: Constraint) -> int | None:
        """The quantity where it is not open: of the registry, or stated beside one that is."""
        if quantity.of in REGISTRY:
            return int(self.registry(quantity))
        others = [q for q in constraint.quantities if q.of not in REGISTRY]
        if all(other in self.stated for other in others):
            return None  # the statement itself
        return self.stated.get(quantity)

    def solve(self, random: np.random.Generator) -> Solved:
        """The frames with a solved 'n'. Raises Infeasible."""
        self.program.settle(random)
        solution = self.program.solve()

        def solved(frame: pd.DataFrame) -> pd.DataFrame:
            n = solution[frame["variable"].to_numpy(dtype=np.int64)]
            return frame.assign(n=n).drop(columns=["variable", "weight"], errors="ignore")

        return Solved(
            solved(self.respondents),
            solved(self.mentions),
            {source: solved(frame) for source, frame in self.beside.items()},
            solved(self.patterns),
        )
