"""Which groups may be shown apart in a view that an analyst puts together: a part of the
respondents, split by a background column.

Beside the threshold itself this guards against differencing: a view may not show what, taken
from the total or from the same view without a filter, leaves a few people.

After Hundepool et al., Statistical Disclosure Control (Wiley, 2012), ch. 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from dwimpact.errors import require_known
from dwimpact.study.people import people_by, size_by_name
from dwimpact.study.schema import require_groups

Condition = tuple[str, Any]


class TooSmall(Exception):
    """Too few people to show apart: those a filter keeps or, with `left_out`, those it drops."""

    def __init__(self, below: int, *, left_out: bool = False) -> None:
        self.below, self.left_out = below, left_out
        what = "leaves out" if left_out else "leaves"
        super().__init__(
            f"the filter {what} fewer than {below} respondents, and a smaller group is not shown "
            "apart, nor by difference. Take a larger group, or fewer filters."
        )


def of_groups(table: pd.DataFrame, conditions: Mapping[str, Any] | Iterable[Condition]) -> Any:
    """The rows of a table with background that are in every one of these groups (column, group).
    Raises UnknownName for a column or a group that there is not.
    """
    pairs = conditions.items() if isinstance(conditions, Mapping) else conditions
    for column, group in pairs:
        require_groups(table, column)
        require_known(column, group, list(table[column].cat.categories))
        table = table[table[column] == group]
    return table


def is_large_enough(
    respondents: pd.DataFrame, only: Mapping[str, Any], below: int, splits: Sequence[str]
) -> bool:
    """Whether a filter may be made: see `require_large_enough`."""
    return _too_small(respondents, only, [], below, splits) is None


def require_large_enough(
    respondents: pd.DataFrame, only: Mapping[str, Any], below: int, splits: Sequence[str]
) -> None:
    """Raise TooSmall unless a filter keeps at least `below` respondents, and leaves out that many
    or nobody, of what it keeps with one condition less and of each group that the report shows
    (`splits` are the columns of these).
    """
    if error := _too_small(respondents, only, [], below, splits):
        raise error


def withheld_apart(
    respondents: pd.DataFrame, by: str, below: int, only: Mapping[str, Any], splits: Sequence[str]
) -> dict[Any, int]:
    """Group → n of the groups of a split that are not shown apart.

    Those that are too small, in themselves or by difference. Where all of these together are
    fewer than `below`, the smallest other group is withheld as well, because they would be the
    total less the rest; unless they are so in the report's own tables, where that is known.
    """
    people = of_groups(respondents, only)
    sizes, size = people_by(people, by).to_dict(), size_by_name(respondents)
    withheld = {
        group: n
        for group, n in sizes.items()
        if _too_small(respondents, only, [(by, group)], below, splits)
    }
    rest = {group: n for group, n in sizes.items() if group not in withheld}
    hidden = set(people.loc[people[by].isin(list(withheld)), "respondent"])
    if rest and 0 < size(hidden) < below and not _is_known(hidden, respondents, below, splits):
        smallest = min(rest, key=lambda group: rest[group])
        withheld[smallest] = rest[smallest]
    return {group: n for group, n in sizes.items() if group in withheld}


def _too_small(
    respondents: pd.DataFrame,
    only: Mapping[str, Any],
    within: list[Condition],
    below: int,
    splits: Sequence[str],
) -> TooSmall | None:
    people, size = _who(respondents, [*only.items(), *within]), size_by_name(respondents)
    if size(people) < below:
        return TooSmall(below)
    wider = [
        _who(respondents, [*(pair for pair in only.items() if pair[0] != column), *within])
        for column in only
    ]
    for group in [*wider, *_published(respondents, below, splits)]:
        if people < group and size(group - people) < below:
            return TooSmall(below, left_out=True)
    return None


def _who(respondents: pd.DataFrame, conditions: Iterable[Condition]) -> set[str]:
    return set(of_groups(respondents, conditions)["respondent"])


def _published(respondents: pd.DataFrame, below: int, splits: Sequence[str]) -> list[set[str]]:
    """The groups that the report shows apart."""
    groups = [
        _who(respondents, [(by, group)]) for by in splits for group in respondents[by].unique()
    ]
    size = size_by_name(respondents)
    return [people for people in groups if size(people) >= below]


def _is_known(
    hidden: set[str], respondents: pd.DataFrame, below: int, splits: Sequence[str]
) -> bool:
    """Whether these are all the people that a split of the report withholds."""
    for by in splits:
        sizes = respondents[by].map(people_by(respondents, by)).astype(int)
        if hidden == set(respondents.loc[sizes < below, "respondent"]):
            return True
    return False
