"""Which answers to two questions may be shown together.

Who mentions an outcome is a group, and who does not is another: the threshold holds for both, for
the one is the total less the other. In the mode `strict` it holds for each of the four groups that
two outcomes make, so that no combination of answers is that of a few.

After Hundepool et al., Statistical Disclosure Control (Wiley, 2012), ch. 5.
"""

from __future__ import annotations

import pandas as pd

from dwimpact.study.questionnaire import MENTIONED
from dwimpact.study.study import Study


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


def withhold_combinations(table: pd.DataFrame, n: int, study: Study) -> pd.DataFrame:
    """The combinations (a column 'count') of enough people, such that those of the others are also
    enough, or none.
    """
    below = study.settings.withhold_below
    shown = table[table["count"] >= below]
    while len(shown) and 0 < n - int(shown["count"].sum()) < below:
        shown = shown.iloc[:-1]
    return shown.reset_index(drop=True)


def is_shown(study: Study, level: str, outcome: str) -> bool:
    """Whether the mentions of an outcome are shown at all."""
    hidden = study.hidden
    rows = hidden[(hidden["what"] == MENTIONED) & (hidden["by"] == "all")]
    return not ((rows["level"] == level) & (rows["outcome"] == outcome)).any()
