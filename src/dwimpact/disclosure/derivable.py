"""What a reader can work out about a few people from what is shown.

After Hundepool et al., Statistical Disclosure Control (Wiley, 2012), ch. 5: differencing between
tables, and groups in which everybody gave the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import pandas as pd

from dwimpact.study.edition import ALL
from dwimpact.study.people import people_by, people_of, size_by_name
from dwimpact.study.questionnaire.model import PEOPLE

SMALL_ENOUGH = 3  # a group below this many times the threshold is small enough for 0% to tell on it
DERIVABLE_COLUMNS = ["kind", "group", "n", "where", "outcomes"]
DERIVABLE, ALL_MENTION, NONE_MENTION, SAME_SPLIT = "derivable", "everybody", "nobody", "same_split"
Size = Callable[[frozenset[str]], int]
Members = Mapping[str, Sequence[frozenset[str]]]  # dimension → its groups, as respondents


def derivable(outcomes: pd.DataFrame, below: int, dimensions: Iterable[str]) -> pd.DataFrame:
    """What outcome shares let a reader work out about a few people, split by each of `dimensions`.

    One row per finding: kind, group, n, where (the dimension), outcomes (how many shares).
    'derivable': a withheld group that is the total less the shown groups, or the difference
    of two shown groups. 'everybody', 'nobody': an outcome that all or none of a small group
    mention, shown or derivable. 'same_split': two groups of different tables that are the
    same people.

    >>> found = dw.derivable(dw.listed_outcomes(study.outcomes), 10, study.split_columns)
    >>> found[["kind", "group", "n"]].head(2)
            kind     group  n
    0  derivable  wo_other  6
    """
    listed = outcomes[["level", "outcome"]].drop_duplicates().shape[0]
    found = [row for by in dimensions for row in _by_dimension(outcomes, by, below, listed)]
    found += _between(outcomes, list(dimensions), below, listed)
    return pd.DataFrame(found, columns=DERIVABLE_COLUMNS)


def small_remainders(shown: Members, below: int, size: Size = len) -> set[frozenset[str]]:
    """The groups below the threshold that follow from the shares of groups that are shown.

    `shown` is dimension → its groups that do not overlap; under 'all' everybody. Everybody less
    a shown group is known as well. From each of those, all groups of one dimension inside it
    are taken off; what is left is known by subtraction. `size` tells how many people are in a set.
    """
    (everybody,) = shown[ALL]
    sides = [(group, everybody - group) for groups in shown.values() for group in groups]
    found = set()
    for whole in {group for side in sides for group in side}:
        for groups in (*shown.values(), *sides):
            rest = whole.difference(*(group for group in groups if group <= whole))
            if 0 < size(rest) < below:
                found.add(rest)
    return found


def _by_dimension(
    outcomes: pd.DataFrame, by: str, below: int, listed: int
) -> Iterator[tuple[str, str, int, str, int]]:
    people = people_by(_each_once(outcomes), by)
    small = people[(people > 0) & (people < below)]
    # More than one withheld group is only known as their sum, unless that is small as well.
    if small.sum() > 0 and (len(small) == 1 or small.sum() < below):
        name = " + ".join(map(str, small.index))
        yield (DERIVABLE, name, int(small.sum()), by, listed)
    told = [
        str(g)
        for g, n in people.items()
        if below <= n < SMALL_ENOUGH * below or (n and len(small) == 1 and n < below)
    ]
    keys = [by, "level", "outcome"]
    size = people_of(outcomes)
    ticked = size.where(outcomes["mentioned"].fillna(False).astype(bool), 0)
    counts = outcomes[keys].assign(size=size, sum=ticked)
    counts = counts.groupby(keys, observed=True)[["sum", "size"]].sum()
    for group in told:
        rows = counts.loc[group]
        for kind, number in (
            (ALL_MENTION, rows["sum"] == rows["size"]),
            (NONE_MENTION, rows["sum"] == 0),
        ):
            if number.any():
                yield (kind, group, int(people[group]), by, int(number.sum()))


def _between(
    outcomes: pd.DataFrame, dimensions: list[str], below: int, listed: int
) -> Iterator[tuple[str, str, int, str, int]]:
    """Groups of two tables that differ by a few people, or by nobody."""
    people = _each_once(outcomes)
    size = size_by_name(people)
    for first, second in combinations(dimensions, 2):
        for a, in_a in people.groupby(first, observed=True)["respondent"]:
            for b, in_b in people.groupby(second, observed=True)["respondent"]:
                one, other = set(in_a), set(in_b)
                if min(size(one), size(other)) < below or not (one <= other or other <= one):
                    continue
                kind = SAME_SPLIT if one == other else DERIVABLE
                if (apart := size(one ^ other)) < below:
                    yield (kind, f"{a} / {b}", apart or size(one), f"{first} / {second}", listed)


def _each_once(outcomes: pd.DataFrame) -> pd.DataFrame:
    """One row per respondent, or with how many people each stands for."""
    once = outcomes.drop_duplicates("respondent")
    if PEOPLE not in outcomes:
        return once
    each = ["respondent", "level", "outcome"]
    sums = outcomes.groupby(each, observed=True)[PEOPLE].sum().groupby("respondent").max()
    return once.assign(people=once["respondent"].map(sums))
