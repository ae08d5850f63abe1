"""Single changes in the answers, and what each does to the counts that claims are about."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.published.quantity import NO_BACKGROUND, Quantity, Source
from dwimpact.published.sources import Matcher, Sources
from dwimpact.study.questionnaire.model import Questionnaire, codes

Whole = npt.NDArray[np.int64]
TICK_REMOVED, TICK_ADDED, TICK_MOVED = "removed", "added", "moved"
STATUS_CHANGED, NATURE_CHANGED = "status", "nature"
SWAPPED, SHUFFLED = "swapped", "shuffled"
ANSWERS: tuple[Source, ...] = (
    "mentions",
    "explanations",
    "other_outcomes",
)  # sources that go with the answers
MOST_TRIED, SHUFFLES, SEED = 20_000, 1_000, 14


def changes(
    form: Questionnaire, found: Sources, quantities: Sequence[Quantity]
) -> Iterator[tuple[str, int, Whole]]:
    """Every kind of change, how many of it there are, and what those that are tried do: changes ×
    quantities.

    'removed', 'added', 'moved': one tick of a listed outcome, added with every status and nature,
    moved with its own to another outcome of the level. 'status', 'nature': that of one tick becomes
    another. 'swapped': two respondents get each other's answers at all levels. Of these all are
    tried, or 20,000 at random where there are more. 'shuffled': all answers dealt out anew over the
    respondents, at random. What is random is the same each time.
    """
    counting = _Counting(form, found, quantities)
    for change, made in _changed_ticks(form, found["options"]).items():
        yield change, len(made), counting.ticks(made.iloc[_picked(len(made))])
    first, second = np.triu_indices(len(found["respondents"]), 1)
    picked = _picked(len(first))
    yield SWAPPED, len(first), counting.swaps(first[picked], second[picked])
    yield SHUFFLED, SHUFFLES, counting.shuffles(SHUFFLES)


def _picked(number: int) -> Whole:
    """The positions of the changes that are tried."""
    if number <= MOST_TRIED:
        return np.arange(number)
    return np.sort(np.random.default_rng(SEED).choice(number, MOST_TRIED, replace=False))


def _changed_ticks(form: Questionnaire, options: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Kind of change → one row per change: the row of `options` that loses its tick and the one
    that gets a tick (-1: none), with which status and nature, and whether explained.
    """
    cells = options.reset_index(drop=True)[["respondent", "level", "mentioned", "status", "nature"]]
    cells = cells.assign(explained=options["explanation"].notna().to_numpy(), cell=cells.index)
    ticks = cells["mentioned"].fillna(False).astype(bool)
    ticked = cells[ticks].drop(columns="mentioned").rename(columns={"cell": "lost"})
    free = cells[~ticks & cells["mentioned"].notna()]
    free = free[["respondent", "level", "cell"]].rename(columns={"cell": "gained"})
    statuses = pd.DataFrame({"status": codes(form.statuses)})
    natures = pd.DataFrame({"nature": codes(form.natures)})
    every = statuses.merge(natures, how="cross")
    added = free.merge(every, how="cross").assign(lost=-1, explained=False)
    return {
        TICK_REMOVED: ticked.assign(gained=-1),
        TICK_ADDED: added,
        TICK_MOVED: ticked.merge(free, on=["respondent", "level"]),
        STATUS_CHANGED: _with_another(ticked, statuses),
        NATURE_CHANGED: _with_another(ticked, natures),
    }


def _with_another(ticked: pd.DataFrame, choices: pd.DataFrame) -> pd.DataFrame:
    """Each tick once with every other choice than its own."""
    (column,) = choices
    known = ticked[ticked[column].notna()].rename(columns={column: "own"})
    both = known.merge(choices, how="cross")
    return both[both["own"].astype("str") != both[column]].assign(gained=both["lost"])


class _Counting:
    """What changes do to quantities. A quantity asks something of the answers (level, outcome,
    status, ...) and something of the background; only the answers change here.
    """

    def __init__(self, form: Questionnaire, found: Sources, quantities: Sequence[Quantity]) -> None:
        people = pd.Index(found["respondents"]["respondent"])
        self._cells = found["options"].reset_index(drop=True)
        self._person = people.get_indexer(self._cells["respondent"])
        self._state = _States(form, self._cells)
        #: Quantities × respondents: whether one is of the background, and what one's answers count.
        self._among = np.zeros((len(quantities), len(people)), dtype=np.int64)
        self._given = np.zeros_like(self._among)
        #: States of a tick × quantities: whether it counts, and whether only when explained.
        self._counts = np.zeros((len(self._state.every), len(quantities)), dtype=np.int64)
        self._explained = np.array([q.of == "explanations" for q in quantities], dtype=bool)
        background, states = Matcher(found["respondents"]), Matcher(self._state.every)
        for source in ANSWERS:
            rows, whose = Matcher(found[source]), people.get_indexer(found[source]["respondent"])
            for n, quantity in ((n, q) for n, q in enumerate(quantities) if q.of == source):
                asked = _part(quantity, answers=True)
                self._among[n] = background.rows(_part(quantity, answers=False))
                self._given[n] = np.bincount(whose[rows.rows(asked)], minlength=len(people))
                if source != "other_outcomes":  # which are no ticks of listed outcomes
                    self._counts[:, n] = states.rows(asked)

    def ticks(self, made: pd.DataFrame) -> Whole:
        """Changes × quantities, of ticks lost and gained."""
        own = self._cells.iloc[made["lost"]]
        lost = self._counted(made["lost"], own["status"], own["nature"], own["explanation"].notna())
        given = (made[column] for column in ("gained", "status", "nature", "explained"))
        return self._counted(*given) - lost

    def swaps(self, first: Whole, second: Whole) -> Whole:
        """Changes × quantities, of pairs of respondents who get each other's answers."""
        among, given = self._among.astype(np.int64), self._given
        found: Whole = (among[:, first] - among[:, second]) * (given[:, second] - given[:, first])
        return found.T

    def shuffles(self, number: int) -> Whole:
        """Changes × quantities, of answers dealt out anew."""
        random = np.random.default_rng(SEED)
        now = (self._among * self._given).sum(axis=1)
        dealt = (random.permutation(self._given.shape[1]) for _ in range(number))
        return np.array([(self._among * self._given[:, one]).sum(axis=1) - now for one in dealt])

    def _counted(
        self,
        cells: pd.Series[int],
        status: pd.Series[str],
        nature: pd.Series[str],
        explained: pd.Series[bool],
    ) -> Whole:
        """Ticks × quantities: whether a tick counts. One of no cell counts nowhere."""
        found = self._counts[self._state.of(cells, status, nature)]
        found = found * self._among[:, self._person[cells]].T
        found *= explained.to_numpy(dtype=bool)[:, None] | ~self._explained
        found[cells.to_numpy() < 0] = 0
        return found


class _States:
    """Every outcome with every status and nature, or none, as one number."""

    def __init__(self, form: Questionnaire, cells: pd.DataFrame) -> None:
        self._outcomes = cells[["level", "outcome", "kind"]].drop_duplicates()
        self._choices = [[*codes(form.statuses), None], [*codes(form.natures), None]]
        both = pd.DataFrame(itertools.product(*self._choices), columns=["status", "nature"])
        self.every = self._outcomes.merge(both, how="cross")
        names = ["level", "outcome"]
        known = pd.MultiIndex.from_frame(self._outcomes[names].astype("str"))
        self._outcome = known.get_indexer(pd.MultiIndex.from_frame(cells[names].astype("str")))

    def of(
        self, cells: pd.Series[int], status: pd.Series[str], nature: pd.Series[str]
    ) -> npt.NDArray[np.intp]:
        """The number of the state of each tick."""
        found = self._outcome[cells]
        for values, choices in zip((status, nature), self._choices, strict=True):
            places = pd.Index(choices[:-1]).get_indexer(pd.Index(values.astype(object)))
            found = found * len(choices) + np.where(places < 0, len(choices) - 1, places)
        return found


def _part(quantity: Quantity, *, answers: bool) -> Quantity:
    """What a quantity asks of the answers, or of the background."""
    where = {c: v for c, v in quantity.where.items() if (c in NO_BACKGROUND) == answers}
    return Quantity(of=quantity.of, **where)
