"""The attack: the smallest and largest value that each count of a small group can have, given all
that is published and what everybody knows.

An integer program over the counts per cell (workplace × sector, those together that nothing tells
apart). Every solution found is kept: it shows of many counts at once that they are open, so that
most need no program of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt
import pandas as pd
from public import (
    ANSWERED,
    ANY_ANSWER,
    EXPLAINED,
    EXPLAINERS,
    MENTIONED,
    MISSING,
    OTHER_TEXT,
    UNKNOWN,
    Key,
    Mask,
    Public,
    small_groups,
)
from published_facts import Fact, Facts, Weights
from scipy.sparse import coo_array, csr_array
from truth import Study

from dwimpact.study.questionnaire.model import NONE, OTHER

COLUMNS = ["level", "outcome", "what", "group", "n", "low", "high", "truth"]
INF = highspy.kHighsInf
WHOLE = 1e-6
MISSES = 4  # programs in a row that ask for all counts left, and show of few that they are open

Sum = dict[Key, float]  # with one weight in every cell
Row = tuple[list[int], list[float], float, float]


def form_logic(public: Public) -> Iterator[tuple[Sum, float, float, bool]]:
    """What the form makes of everybody's answers, per cell: weights, low, high, and whether the
    people of the cell are to be added to both.
    """
    for level in public.form.levels:
        at = level.code
        silent: Sum = {(at, "", MISSING): 1, (at, NONE, MENTIONED): 1}
        every: Sum = dict(silent)
        for outcome in level.rows:
            mentioned = (at, outcome, MENTIONED)
            every[mentioned] = 1
            yield {mentioned: 1, **silent}, -INF, 0, True
            for question in ("status", "nature"):
                kinds = {(at, outcome, kind): 1.0 for kind in public.kinds(question)}
                yield {mentioned: -1, **kinds}, 0, 0, False
            yield {(at, outcome, EXPLAINED): 1, mentioned: -1}, -INF, 0, False
            yield {(at, outcome, EXPLAINED): 1, (at, "", EXPLAINERS): -1}, -INF, 0, False
        yield every, 0, INF, True  # who filled in the block ticked something
        yield {(at, OTHER, OTHER_TEXT): 1, (at, OTHER, MENTIONED): -1}, -INF, 0, False
        explained = {(at, outcome, EXPLAINED): -1.0 for outcome in level.rows}
        yield {(at, "", EXPLAINERS): 1, **explained}, -INF, 0, False
        yield {(at, "", ANSWERED): 1, ("", "", ANY_ANSWER): -1}, -INF, 0, False
        for theme in public.themes:
            yield {(at, "", f"theme {theme}"): 1, (at, "", ANSWERED): -1}, -INF, 0, False
    answered = {(level.code, "", ANSWERED): -1.0 for level in public.form.levels}
    yield {("", "", ANY_ANSWER): 1, **answered}, -INF, 0, False


def ranges(
    facts: Facts,
    targets: Mapping[str, Mask],
    truth: Mapping[Key, Weights] | None = None,
    enough: int | None = None,
) -> pd.DataFrame:
    """One row per count and target group: level, outcome, what, group, n, low, high, truth.

    With `enough`, a count is left alone once it is known to be open over that width or over all
    of the group: low and high are then values it can have, not its bounds. Raises ValueError when
    no answers agree with everything published.
    """
    rows = []
    for keys, found in _parts(facts):
        part = Part(facts.public, keys, found, list(targets.values()))
        low, high = part.bounds(enough)
        for i, key in enumerate(part.keys):
            for j, (name, mask) in enumerate(targets.items()):
                true = int(truth[key][mask].sum()) if truth else -1
                n = int(facts.public.people[mask].sum())
                rows.append((*key, name, n, low[i, j], high[i, j], true))
    return pd.DataFrame(rows, columns=COLUMNS)


def pinned(found: pd.DataFrame, width: int) -> pd.DataFrame:
    """The counts that are known to within less than the width, or than the group allows."""
    needed = found["n"].clip(upper=width)
    return found[found["high"] - found["low"] < needed].reset_index(drop=True)


def exactly_known(study: Study, facts: Facts) -> list[tuple[int, int]]:
    """Of each small group of which something is known exactly: how many people it has, and of how
    many outcomes it is known how many of them mention it.
    """
    targets = small_groups(study.public, study.settings.withhold_below)
    found = ranges(facts, targets, study.counts, enough=1)
    listed = {o.code for level in study.public.form.levels for o in level.outcomes}
    known = found[(found["what"] == MENTIONED) & found["outcome"].isin(listed)]
    known = known[known["low"] == known["high"]]
    assert (known["low"] == known["truth"]).all()
    return [(int(rows["n"].iloc[0]), len(rows)) for _, rows in known.groupby("group")]


def said_to_follow(facts: Facts, *, editions: bool) -> list[tuple[int, int]]:
    """What appendix 6 says itself of that, from the report alone or with all its editions."""
    (said,) = facts.followed.values()
    found = [(int(n), int(every if editions else alone)) for _, n, alone, every, _ in said]
    return sorted(pair for pair in found if pair[1])


def answers(found: pd.DataFrame) -> pd.DataFrame:
    """Without how many mention an outcome and do not say its status or nature: as a rule nobody,
    and no answer.
    """
    return found[~found["what"].str.endswith(UNKNOWN)]


def told(facts: Facts, targets: Mapping[str, Mask], leaks: pd.DataFrame) -> list[str]:
    """For each count that is pinned down: how, in a line, for who is to mend it. Of the groups of
    a count the one that is known best, then the largest.
    """
    lines = []
    for key, rows in leaks.groupby(["level", "outcome", "what"], sort=False):
        worst = rows.assign(width=rows["high"] - rows["low"]).sort_values(["width", "n"])
        row = worst[worst["width"] == worst["width"].min()].iloc[-1]
        found = reasons(facts, targets, row.to_dict())
        why = "; ".join(f"{_in_words(fact, facts.public)} [{fact.source}]" for fact in found)
        lines.append(
            f"{'/'.join(key)}: {row['low']} to {row['high']} of the {row['n']} of {row['group']}, "
            f"and of {len(rows) - 1} other groups, by: {why}"
        )
    return lines


def _in_words(fact: Fact, public: Public) -> str:
    parts = [
        f"{'/'.join(key)} of {int(public.people[weights != 0].sum())} people"
        for key, weights in fact.weights
    ]
    more = f" and {len(parts) - 2} more" if len(parts) > 2 else ""
    return f"{fact.low:g}..{fact.high:g} = {' + '.join(parts[:2])}{more}"


def reasons(facts: Facts, targets: Mapping[str, Mask], row: Mapping[str, object]) -> list[Fact]:
    """The published numbers that pin down a count of `ranges`: those that a solution leans on."""
    key = str(row["level"]), str(row["outcome"]), str(row["what"])
    for keys, found in _parts(facts):
        if key in keys:
            part = Part(facts.public, keys, found, [targets[str(row["group"])]])
            return part.leans_on(part.position[key])
    raise KeyError(key)


def _parts(facts: Facts) -> Iterator[tuple[list[Key], list[Fact]]]:
    """The keys that hang together by the form or by something published, with those facts."""
    known = _telling(list(facts.known.values()))
    together: dict[Key, Key] = {key: key for key in facts.public.keys}

    def root(key: Key) -> Key:
        while together[key] != key:
            key = together[key]
        return key

    linked = [list(terms) for terms, *_ in form_logic(facts.public)]
    linked += [[key for key, _ in fact.terms] for fact in known]
    for first, *others in linked:
        for other in others:
            together[root(other)] = root(first)
    parts: dict[Key, list[Key]] = defaultdict(list)
    for key in together:
        parts[root(key)].append(key)
    by_part: dict[Key, list[Fact]] = defaultdict(list)
    for fact in known:
        by_part[root(fact.terms[0][0])].append(fact)
    for first, keys in parts.items():
        yield keys, by_part[first]


def _telling(facts: Sequence[Fact]) -> list[Fact]:
    """Without sums of counts that are each published: they tell nothing more, and would tie all
    levels together.
    """
    exact = {fact.terms[0] for fact in facts if len(fact.terms) == 1 and fact.low == fact.high}
    alone = [fact for fact in facts if len(fact.terms) == 1]
    scaled = {(key, _shape(weights)) for key, weights in exact}
    return alone + [
        fact
        for fact in facts
        if len(fact.terms) > 1
        and not all((key, _shape(weights)) in scaled for key, weights in fact.terms)
    ]


def _shape(weights: bytes) -> bytes:
    """Which cells have a weight, when all weights are the same; else the weights."""
    values = np.frombuffer(weights)
    used = values[values != 0]
    return (values != 0).tobytes() if len(used) and np.ptp(used) < 1e-12 else weights


@dataclass
class Part:
    """The program of keys that hang together."""

    public: Public
    keys: list[Key]
    facts: list[Fact]
    targets: list[Mask]
    low: npt.NDArray[np.int64] = field(init=False)
    high: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        people = self.public.people
        told = [np.asarray(mask, float) for mask in self.targets]
        told += [weights for fact in self.facts for _, weights in fact.weights]
        marks = np.array(told).round(12) if told else np.zeros((1, len(people)))
        _, merged = np.unique(marks, axis=1, return_inverse=True)
        self.cells = int(merged.max()) + 1
        self.first = np.array([np.argmax(merged == c) for c in range(self.cells)])
        self.people = np.bincount(merged, weights=people).astype(int)
        self.in_target = np.array([mask[self.first] for mask in self.targets], dtype=float)
        self.position = {key: i for i, key in enumerate(self.keys)}
        shape = len(self.keys), len(self.targets)
        self.low, self.high = np.full(shape, 10**6), np.full(shape, -1)
        self.linear, self.whole = self._program(whole=False), self._program(whole=True)

    def _columns(self, terms: Mapping[Key, Weights]) -> tuple[list[int], list[float]]:
        where, weights = [], []
        for key, weight in terms.items():
            start = self.position[key] * self.cells
            for cell in np.flatnonzero(weight):
                where.append(start + int(cell))
                weights.append(float(weight[cell]))
        return where, weights

    def _rows(self) -> Iterator[Row]:
        for terms, low, high, with_people in form_logic(self.public):
            if next(iter(terms)) in self.position:
                for cell in range(self.cells):
                    where = [self.position[key] * self.cells + cell for key in terms]
                    more = float(self.people[cell]) if with_people else 0.0
                    yield where, list(terms.values()), low + more, high + more
        for fact in self.facts:
            where, weights = self._columns({k: w[self.first] for k, w in fact.weights})
            low, high = fact.low - WHOLE, fact.high + WHOLE
            if all(weight == round(weight) for weight in weights):
                low, high = np.ceil(low), np.floor(high)
            yield where, weights, low, high

    def _program(self, *, whole: bool) -> highspy.Highs:
        rows = list(self._rows())
        size = len(self.keys) * self.cells
        row = np.repeat(np.arange(len(rows)), [len(where) for where, *_ in rows])
        column = np.array([place for where, *_ in rows for place in where], dtype=int)
        values = np.array([weight for _, weights, *_ in rows for weight in weights], dtype=float)
        matrix = csr_array(coo_array((values, (row, column)), shape=(len(rows), size)))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = size, len(rows)
        lp.col_cost_ = np.zeros(size)
        lp.col_lower_, lp.col_upper_ = np.zeros(size), np.tile(self.people, len(self.keys)) * 1.0
        lp.row_lower_ = np.array([low for *_, low, _ in rows])
        lp.row_upper_ = np.array([high for *_, high in rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
        lp.a_matrix_.value_ = matrix.data
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * size
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("simplex_strategy", 4)  # primal: the last solution stays allowed
        solver.passModel(lp)
        return solver

    def bounds(self, enough: int | None) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Per key and target the smallest and largest count."""
        sizes = (self.in_target @ self.people).astype(int)
        needed = np.minimum(sizes, enough if enough is not None else sizes + 1)
        wanted = np.tile(needed, (len(self.keys), 1))
        random = np.random.default_rng(len(self.keys))
        misses, left = 0, self.high - self.low < wanted
        while left.any() and misses < MISSES:
            self.solve(np.where(left, random.choice([-1.0, 1.0], size=left.shape), 0))
            now = self.high - self.low < wanted
            misses = misses + 1 if now.sum() > 0.98 * left.sum() else 0
            left = now
        for key, target in np.argwhere(self.high - self.low < wanted):
            self._one(key, target, int(wanted[key, target]))
        return self.low, self.high

    def _one(self, key: int, target: int, wanted: int) -> None:
        """The bounds of one count, as far as they are wanted."""
        outer = []
        for sign in (1.0, -1.0):
            asked = np.zeros(self.low.shape)
            asked[key, target] = sign
            counts = self._solution(self.linear, cost := (asked @ self.in_target).ravel())
            self._keep(counts)
            outer.append(sign * np.ceil(float(cost @ counts) - WHOLE))
        low, high = map(int, outer)
        if high - low < wanted:  # whole numbers lie no further apart than any do
            self.low[key, target], self.high[key, target] = low, high
            return
        for sign, bound in ((1.0, low), (-1.0, high)):
            found = self.low if sign > 0 else self.high
            done = self.high[key, target] - self.low[key, target] >= wanted
            if not done and found[key, target] != bound:
                asked = np.zeros(self.low.shape)
                asked[key, target] = sign
                self._keep(self._solution(self.whole, (asked @ self.in_target).ravel()))

    def leans_on(self, key: int) -> list[Fact]:
        """The facts that hold the smallest or the largest count in the first target."""
        used: dict[int, Fact] = {}
        for sign in (1.0, -1.0):
            asked = np.zeros(self.low.shape)
            asked[key, 0] = sign
            self._solution(self.linear, (asked @ self.in_target).ravel())
            prices = np.array(self.linear.getSolution().row_dual)
            prices = prices[len(prices) - len(self.facts) :]
            used |= {int(i): self.facts[i] for i in np.flatnonzero(np.abs(prices) > WHOLE)}
        return list(used.values())

    def solve(self, asked: npt.NDArray[np.float64]) -> None:
        """Look for answers for which the sum of these counts, each with its weight, is small."""
        cost = (asked @ self.in_target).ravel()
        if not self._keep(self._solution(self.linear, cost)):
            self._keep(self._solution(self.whole, cost))

    def _keep(self, counts: Weights) -> bool:
        """Keep what a solution shows of every count; False when it is not in whole numbers."""
        if np.abs(counts - counts.round()).max() > WHOLE:
            return False
        made = counts.round().astype(int).reshape(len(self.keys), self.cells)
        values = made @ self.in_target.T.astype(int)
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
        return True

    def _solution(self, solver: highspy.Highs, cost: Weights) -> Weights:
        solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ValueError(
                f"no answers agree with all that is published: {solver.getModelStatus()}"
            )
        return np.array(solver.getSolution().col_value)
