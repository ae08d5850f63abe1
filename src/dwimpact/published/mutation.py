"""What the published claims could have noticed: of single changes in the answers, how many."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.published.changes import Whole, changes
from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Choices, Constraint, Count, Product, Quantity, Term
from dwimpact.published.register import codes_to_rank
from dwimpact.published.sources import counter, sources
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

MUTATION_COLUMNS = ["change", "possible", "tried", "noticed", "share", "claims"]


def mutation_scores(study: Study, tables: Tables, claims: Sequence[Claim]) -> pd.DataFrame:
    """Of every kind of change in the answers (see changes.py), how many some claim notices: its
    verdict turns.

    One row per kind: change, possible (how many such changes there are), tried (all of them, or
    20,000 picked at random, always the same), noticed, share (0-1, of those tried) and claims (how
    many of them notice one change, on average). The claims are those that can be checked, do
    not contradict one another, and are about how often something was ticked: of joint mentions a
    single tick does not say what it changes.

    >>> claims = dw.read_claims(dw.read_study(study.folder))
    >>> dw.mutation_scores(study, study.tables, claims)["change"].tolist()[:3]
    ['removed', 'added', 'moved']
    """
    choices = codes_to_rank(study.questionnaire)
    judged = [claim for claim in claims if not claim.reason and not claim.contradicts]
    judged = [claim for claim in judged if not _is_joint(claim, choices)]
    found = sources(study, tables)
    judge = Judge(judged, counter(found), choices)
    rows = []
    for change, possible, deltas in changes(study.questionnaire, found, judge.quantities):
        turned = judge.turned(deltas)
        noticed, tried = int((turned > 0).sum()), len(turned)
        share, mean = (noticed / tried, float(turned.mean())) if tried else (np.nan, np.nan)
        rows.append((change, possible, tried, noticed, share, mean))
    return pd.DataFrame(rows, columns=MUTATION_COLUMNS)


def _is_joint(claim: Claim, choices: Choices) -> bool:
    return any(quantity.all for c in claim.constraints(choices) for quantity in c.quantities)


class Judge:
    """Claims, and how many verdicts turn when the counts that they are about change."""

    def __init__(self, claims: Sequence[Claim], count: Count, choices: Choices) -> None:
        rows = [(n, one) for n, claim in enumerate(claims) for one in claim.constraints(choices)]
        every = itertools.chain(*(constraint.quantities for _, constraint in rows))
        self.quantities: list[Quantity] = list(dict.fromkeys(every))
        self._now = np.array([int(count(quantity)) for quantity in self.quantities], dtype=np.int64)
        products = {t for _, c in rows for t, _ in c.terms if isinstance(t, Product)}
        place = {quantity: n for n, quantity in enumerate(self.quantities)}
        self._pairs = [(place[p.count], place[p.size]) for p in products]
        self._sums = _Sums(rows, [*self.quantities, *products], len(claims))

    def turned(self, deltas: Whole) -> Whole:
        """How many verdicts turn, for every row of changes in the quantities."""
        now, then = self._with_products(self._now[None, :]), self._with_products(self._now + deltas)
        turned: Whole = (self._sums.holding(then) != self._sums.holding(now)).sum(axis=1)
        return turned

    def _with_products(self, counts: Whole) -> Whole:
        """The counts, and beside them those that are multiplied."""
        columns = [counts[:, one] * counts[:, other] for one, other in self._pairs]
        return np.column_stack([counts, *columns])


class _Sums:
    """Which claims hold, from sums of quantities that lie between bounds."""

    def __init__(
        self, rows: Sequence[tuple[int, Constraint]], counted: Sequence[Term], claims: int
    ) -> None:
        place = {term: n for n, term in enumerate(counted)}
        # Whole numbers, as floats: these are multiplied many times faster, and are exact.
        self._weights = np.zeros((len(rows), len(counted)))
        self._low, self._high = np.full(len(rows), -np.inf), np.full(len(rows), np.inf)
        self._part = np.zeros((len(rows), claims))
        for row, (claim, constraint) in enumerate(rows):
            self._part[row, claim] = 1
            for term, weight in constraint.terms:
                self._weights[row, place[term]] += weight
            self._low[row] = -np.inf if constraint.low is None else constraint.low
            self._high[row] = np.inf if constraint.high is None else constraint.high

    def holding(self, counts: Whole) -> npt.NDArray[np.bool_]:
        """Rows of counts × claims."""
        totals = counts @ self._weights.T
        broken = (totals < self._low) | (totals > self._high)
        none: npt.NDArray[np.bool_] = broken @ self._part == 0
        return none
