"""What the published claims could have noticed: of single changes in the answers, how many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.publication.changes import Whole, changes
from dwimpact.publication.claims import Claim
from dwimpact.publication.quantity import Choices, Constraint, Count, Quantity
from dwimpact.publication.register import codes_to_rank
from dwimpact.publication.sources import counter, sources
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

MUTATION_COLUMNS = ["change", "possible", "tried", "noticed", "share", "claims"]


def mutation_scores(study: Study, tables: Tables, claims: Sequence[Claim]) -> pd.DataFrame:
    """Of every kind of change in the answers (see changes.py), how many some claim notices: its
    verdict turns.

    One row per kind: change, possible (how many such changes there are), tried (all of them, or
    20,000 picked at random, always the same), noticed, share (0-1, of those tried) and claims (how
    many of them notice one change, on average). The claims are those that can be checked and do
    not contradict one another.

    >>> claims = dw.read_claims(dw.read_study(study.folder))
    >>> dw.mutation_scores(study, study.tables, claims)["change"].tolist()[:3]
    ['removed', 'added', 'moved']
    """
    judged = [claim for claim in claims if not claim.reason and not claim.contradicts]
    found = sources(study, tables)
    judge = Judge(judged, counter(found), codes_to_rank(study.questionnaire))
    rows = []
    for change, possible, deltas in changes(study.questionnaire, found, judge.quantities):
        turned = judge.turned(deltas)
        noticed, tried = int((turned > 0).sum()), len(turned)
        share, mean = (noticed / tried, float(turned.mean())) if tried else (np.nan, np.nan)
        rows.append((change, possible, tried, noticed, share, mean))
    return pd.DataFrame(rows, columns=MUTATION_COLUMNS)


class Judge:
    """Claims, and how many verdicts turn when the counts that they are about change."""

    def __init__(self, claims: Sequence[Claim], count: Count, choices: Choices) -> None:
        self._claims, self._outcomes = claims, choices
        now: dict[Quantity, int] = {}
        sizes: list[set[Quantity]] = []  # what the weights of each claim's sums depend on

        def known(quantity: Quantity) -> int:
            sizes[-1].add(quantity)
            return counted(quantity)

        def counted(quantity: Quantity) -> int:
            if quantity not in now:
                now[quantity] = count(quantity)
            return now[quantity]

        rows: list[tuple[int, Constraint]] = []
        for position, claim in enumerate(claims):
            sizes.append(set())
            rows += [(position, one) for one in claim.constraints(known, choices)]
        for _, constraint in rows:
            for quantity, _ in constraint.terms:
                counted(quantity)
        self.quantities, self._now = list(now), np.array([*now.values()], dtype=np.int64)
        self._sums = _Sums(rows, self.quantities, len(claims))
        self._sized = [
            (position, [self.quantities.index(quantity) for quantity in found])
            for position, found in enumerate(sizes)
            if found
        ]

    def turned(self, deltas: Whole) -> Whole:
        """How many verdicts turn, for every row of changes in the quantities."""
        counts = self._now + deltas
        holding = self._sums.holding(counts)
        for position, columns in self._sized:
            for row in np.flatnonzero(deltas[:, columns].any(axis=1)):
                holding[row, position] = self._holds(self._claims[position], counts[row])
        turned: Whole = (holding != self._sums.holding(self._now[None, :])).sum(axis=1)
        return turned

    def _holds(self, claim: Claim, counts: Whole) -> bool:
        """Whether one claim does, with the weights that belong to these counts."""
        found = dict(zip(self.quantities, counts.tolist(), strict=True))
        every = claim.constraints(found.__getitem__, self._outcomes)
        return all(constraint.holds(found.__getitem__) for constraint in every)


class _Sums:
    """Which claims hold, from sums of quantities that lie between bounds."""

    def __init__(
        self, rows: Sequence[tuple[int, Constraint]], quantities: Sequence[Quantity], claims: int
    ) -> None:
        place = {quantity: n for n, quantity in enumerate(quantities)}
        # Whole numbers, as floats: these are multiplied many times faster, and are exact.
        self._weights = np.zeros((len(rows), len(quantities)))
        self._low, self._high = np.full(len(rows), -np.inf), np.full(len(rows), np.inf)
        self._part = np.zeros((len(rows), claims))
        for row, (claim, constraint) in enumerate(rows):
            self._part[row, claim] = 1
            for quantity, weight in constraint.terms:
                self._weights[row, place[quantity]] += weight
            self._low[row] = -np.inf if constraint.low is None else constraint.low
            self._high[row] = np.inf if constraint.high is None else constraint.high

    def holding(self, counts: Whole) -> npt.NDArray[np.bool_]:
        """Rows of counts × claims."""
        totals = counts @ self._weights.T
        broken = (totals < self._low) | (totals > self._high)
        none: npt.NDArray[np.bool_] = broken @ self._part == 0
        return none
