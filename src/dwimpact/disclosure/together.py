"""Which answers to two questions may be shown together.

Who mentions an outcome is a group, and who does not is another: the threshold holds for both, for
the one is the total less the other. In the mode `strict` it holds for each of the four groups that
two outcomes make, so that no combination of answers is that of a few.

After Hundepool et al., Statistical Disclosure Control (Wiley, 2012), ch. 5.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import combinations as pairs_of
from itertools import product

import numpy as np
import pandas as pd

from dwimpact.disclosure.audit import AuditedAnswers, protected
from dwimpact.study.questionnaire.model import MENTIONED
from dwimpact.study.study import Study

MOST_COMBINATIONS = 256  # combinations of outcomes
HAVE_IT = "people"


def may_split(n: int, everybody: int, study: Study) -> bool:
    """Whether those who mention an outcome, n of everybody, may be set beside who do not."""
    return min(n, everybody - n) >= study.settings.withhold_below


def may_pair(first: pd.Series[bool], second: pd.Series[bool], study: Study) -> bool:
    """Whether it may be told how many of who mention the first mention the second."""
    below = study.settings.withhold_below
    if not study.strict:
        return may_split(int(first.sum()), len(first), study)
    cells = pd.crosstab(first, second).reindex(index=[True, False], columns=[True, False])
    return bool((cells.fillna(0) >= below).all(axis=None))


def withhold_split(shares: pd.DataFrame, study: Study) -> pd.DataFrame:
    """A table of shares by whether another outcome is mentioned, without what may not be shown: all
    of it, or in a strict study the outcomes of which few of either group do, or do not.
    """
    sizes = shares.drop_duplicates("group")["n"]
    below = study.settings.withhold_below
    if len(sizes) < 2 or int(sizes.min()) < below:
        return shares[:0]
    if not study.strict:
        return shares
    cells = (shares["count"] >= below) & (shares["n"] - shares["count"] >= below)
    keys = [shares[key].astype(str) for key in ("level", "outcome", "category") if key in shares]
    return shares[cells.groupby(keys).transform("all")].reset_index(drop=True)


def may_meet(first: pd.Index[str], second: pd.Index[str], study: Study) -> bool:
    """Whether answers to two questions may be set beside each other, each asked of these people:
    who were asked only one would follow from the total less those who were asked both.
    """
    alone = {len(first.difference(second)), len(second.difference(first))} - {0}
    return not alone or (not study.strict and min(alone) >= study.settings.withhold_below)


def withhold_combinations(table: pd.DataFrame, ticks: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The combinations (columns 'combination' and 'count', the most frequent first) of enough
    people, such that the others together are enough as well, or none, and none of few people
    follows from them and from how often each outcome is mentioned; strictly, also not from the
    pairs that are shown.
    """
    below = study.settings.withhold_below
    large, few = (table[rows] for rows in (table["count"] >= below, table["count"] < below))
    if large.empty or few.empty:
        return large.reset_index(drop=True)
    if len(few) > MOST_COMBINATIONS:  # too many to find out in time what follows
        return large[:0]
    answers = _answers(ticks, study)

    def gives_away(number: int) -> bool:
        shown = large[:number]
        rest = len(ticks) - int(shown["count"].sum())
        return rest < below or not _leaves_open(answers, shown, few, study)

    # The more is shown, the less is left open: so look for where that turns.
    number = bisect_left(range(1, len(large) + 1), True, key=gives_away)
    return large[:number].reset_index(drop=True)


def _answers(ticks: pd.DataFrame, study: Study) -> AuditedAnswers:
    """How many people have each combination, and what is known of that without the table."""
    cells = _cells(ticks)
    counts = (
        combination_of_each(ticks).value_counts().reindex(combination_of_each(cells), fill_value=0)
    )
    known = [np.ones(len(cells), "bool"), *cells.to_numpy().T]
    known += [
        (cells[a] & cells[b]).to_numpy()
        for a, b in (pairs_of(ticks.columns, 2) if study.strict else ())
        if may_pair(ticks[a], ticks[b], study)
    ]
    people = AuditedAnswers(counts.to_frame(HAVE_IT).T, pd.Series(len(ticks), counts.index))
    return people.publishing([HAVE_IT], known)


def _cells(ticks: pd.DataFrame) -> pd.DataFrame:
    """All combinations or, where those are many, the ones that somebody has: with fewer to choose
    from less seems open, so that what then seems open is.
    """
    if 2 ** ticks.shape[1] > MOST_COMBINATIONS:
        return ticks.drop_duplicates()
    every = list(product([False, True], repeat=ticks.shape[1]))
    return pd.DataFrame(every, columns=ticks.columns)


def _leaves_open(
    answers: AuditedAnswers, shown: pd.DataFrame, few: pd.DataFrame, study: Study
) -> bool:
    names = answers.counts.columns
    known = answers.publishing([HAVE_IT], [names == name for name in shown["combination"]])
    targets = [names == name for name in few["combination"]]
    return protected(known, [HAVE_IT], targets, study.settings.disclosure.width) is not None


def combination_of_each(ticks: pd.DataFrame) -> pd.Series[str]:
    """The combination of outcomes that each mentions: codes joined by a space."""
    told = [" ".join(ticks.columns[row]) for row in ticks.to_numpy(dtype=bool)]
    return pd.Series(told, ticks.index, dtype="str")


def is_shown(study: Study, level: str, outcome: str) -> bool:
    """Whether the mentions of an outcome are shown at all."""
    hidden = study.hidden
    rows = hidden[(hidden["what"] == MENTIONED) & (hidden["by"] == "all")]
    return not ((rows["level"] == level) & (rows["outcome"] == outcome)).any()
