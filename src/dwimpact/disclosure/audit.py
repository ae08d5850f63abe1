"""How far published sums pin down a count of a small group, as an attacker can work it out.

The attacker has every sum that is published and knows who belongs to which group, and so how
many people each *cell* (a combination of all background) has; he does not know their answers.
A count is protected when it can still have values that lie `width` apart.

The protection intervals of Hundepool et al., Statistical Disclosure Control (Wiley, 2012),
section 4.2; found here by integer programming (HiGHS).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

Cells = npt.NDArray[np.bool_]  # which cells make up a group
CountMatrix = npt.NDArray[np.int64]  # one row per kind of answer, one column per cell
Weights = npt.NDArray[np.float64]  # what somebody of each cell counts for
Weighted = tuple[Weights, float | Weights, float | Weights]
SHOTS = 5  # solutions about everything at once that may show nothing new


@dataclass(frozen=True)
class AuditedAnswers:
    """The true counts of one question: a row per kind of answer, a column per cell.

    `sums` names, for a kind, the kinds that add up to it in every cell: for the mentions of an
    outcome its statuses. `known` are the sums that are published: kind and group. `between` are
    weighted sums of which is known between what they lie: kind, weights, smallest and largest.
    """

    counts: pd.DataFrame
    sizes: pd.Series[int]
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    known: tuple[tuple[str, Cells], ...] = ()
    between: tuple[tuple[str, Weights, float, float], ...] = ()
    pool: tuple[CountMatrix, ...] = ()  # that agree with everything known: found before

    def publishing(self, kinds: Iterable[str], groups: Sequence[Cells]) -> AuditedAnswers:
        """The same answers, with the sums of these kinds over these groups published as well."""
        added = tuple((kind, group) for kind in kinds for group in groups)
        pool = tuple(c for c in self.pool if all(self._agrees(c, *s) for s in added))
        return replace(self, known=(*self.known, *added), pool=pool)

    def _agrees(self, counts: CountMatrix, kind: str, group: Cells) -> bool:
        row = self.counts.index.get_loc(kind)
        return bool(counts[row, group].sum() == self.counts.to_numpy()[row, group].sum())


def protected(
    answers: AuditedAnswers, kinds: Iterable[str], targets: Sequence[Cells], width: int
) -> AuditedAnswers | None:
    """The answers with the solutions found, or None when the count of some kind in some target
    group is pinned down to values less than `width` apart (or than the group's size, where it is
    smaller).
    """
    wanted = [min(width, int(answers.sizes.to_numpy()[target].sum())) for target in targets]
    asked = [(kind, *pair) for kind in kinds for pair in zip(targets, wanted, strict=True)]

    def open_still() -> list[tuple[str, Cells, int]]:
        return [(k, t, w) for k, t, w in asked if np.subtract(*_found(answers, k, t)[::-1]) < w]

    if any(_few_in_common(answers, kind, target, least) for kind, target, least in asked):
        return None
    # One solution can show of many counts that they are open, so ask for many at once first.
    signs, in_vain, left = np.random.default_rng(len(asked)), 0, open_still()
    while left and in_vain < SHOTS:
        shot = signs.choice([-1, 1], len(left))
        answers = _solved(answers, [(k, t, s) for (k, t, _), s in zip(left, shot, strict=True)])
        before, left = left, open_still()
        in_vain = in_vain + 1 if len(left) == len(before) else 0
    for kind, target, _ in left:
        for sign in (1, -1):
            answers = _solved(answers, [(kind, target, sign)])
        if any(k == kind and t is target for k, t, _ in open_still()):
            return None
    return answers


def _few_in_common(answers: AuditedAnswers, kind: str, target: Cells, wanted: int) -> bool:
    """Whether a published count is so close to 0, or to everybody, that it pins down a target."""
    row = answers.counts.loc[kind].to_numpy()
    return any(
        min(row[group].sum(), answers.sizes.to_numpy()[group].sum() - row[group].sum()) < wanted
        for known, group in answers.known
        if known == kind and not (target & ~group).any()
    )


def bounds(answers: AuditedAnswers, kind: str, target: Cells) -> tuple[int, int]:
    """The smallest and largest count of a kind in a group that agree with everything known."""
    for sign in (1, -1):
        answers = _solved(answers, [(kind, target, sign)])
    return _found(answers, kind, target)


def _found(answers: AuditedAnswers, kind: str, target: Cells) -> tuple[int, int]:
    """The smallest and largest count among the solutions that were found; the truth is one."""
    row = answers.counts.index.get_loc(kind)
    pool = answers.pool or (answers.counts.to_numpy(),)
    values = [int(counts[row, target].sum()) for counts in pool]
    return min(values), max(values)


def _solved(answers: AuditedAnswers, asked: Iterable[tuple[str, Cells, int]]) -> AuditedAnswers:
    """The answers with the solution for which the sum of these counts, each with its sign (1 or
    -1), is smallest.
    """
    # Here, because it takes half a second to import and most studies hide nothing.
    from scipy.optimize import Bounds, milp

    shape = answers.counts.shape
    objective = np.zeros(shape)
    for kind, target, sign in asked:
        objective[answers.counts.index.get_loc(kind), target] += sign
    solution = milp(
        objective.ravel(),
        integrality=np.ones(objective.size, "uint8"),
        bounds=Bounds(0, np.tile(answers.sizes.to_numpy(), shape[0])),
        constraints=list(_constraints(answers)),
    )
    assert solution.x is not None  # the truth is a solution
    pool = answers.pool or (answers.counts.to_numpy(),)
    return replace(answers, pool=(*pool, np.rint(solution.x).astype("int64").reshape(shape)))


def _constraints(answers: AuditedAnswers) -> Iterator[Weighted]:
    """Weights of the counts, and between what their sums lie."""
    truth, position = answers.counts.to_numpy(), answers.counts.index.get_loc
    rows, totals = [], []
    for kind, group in answers.known:
        row = np.zeros(truth.shape)
        row[position(kind), group] = 1
        rows.append(row.ravel()[None])
        totals.append(truth[position(kind), group].sum())
    for kind, weights, low, high in answers.between:
        row = np.zeros(truth.shape)
        row[position(kind)] = weights
        yield row.ravel()[None], low, high
    for whole, parts in answers.sums:
        of_kinds = answers.counts.index.isin(parts).astype(float)
        of_kinds[position(whole)] = -1
        rows.append(np.kron(of_kinds, np.eye(truth.shape[1])))  # a row for each cell
        totals += [0] * truth.shape[1]
    if rows:
        yield np.concatenate(rows), np.array(totals, float), np.array(totals, float)
