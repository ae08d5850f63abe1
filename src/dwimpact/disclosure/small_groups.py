"""What may be shown of a group: small groups are not shown apart, and what is shown is
searched for what can be derived from it all the same.

After Hundepool et al., Statistical Disclosure Control (Wiley, 2012), ch. 5: thresholds,
differencing between tables, and groups in which everybody gave the same answer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dwimpact.study.edition import ALL
from dwimpact.study.study import Study

DIMENSIONS = ("sector_group", "tranche_group")  # what the report splits outcomes by


def withhold(shares: pd.DataFrame, below: int) -> pd.DataFrame:
    """The figure table without the groups that have fewer than `below` respondents."""
    return shares[shares["n"] >= below].reset_index(drop=True)


def round_weighted(weighted: pd.DataFrame) -> pd.DataFrame:
    """A `weighted_shares` table with its weighted shares in whole percentages, for a page.

    Who knows the weights of every combination of groups can work out from an exact weighted
    share how many of each mention the outcome, also in groups too small to show: for every
    outcome of this study one set of counts fits, against over 100,000 for a whole percentage.
    """
    return weighted.assign(weighted=np.floor(100 * weighted["weighted"] + 0.5) / 100)


def withheld_groups(shares: pd.DataFrame, below: int) -> dict[str, int]:
    """The groups that `withhold` leaves out, with their n."""
    small = shares.loc[shares["n"] < below, ["group", "n"]].drop_duplicates()
    return {str(group): int(n) for group, n in small.itertuples(index=False)}


def require_withheld(table: pd.DataFrame, below: int) -> None:
    """Raise ValueError when a table has an outcome share of a group that is too small to show.

    The total is no group. So no figure, table or export can forget to withhold.
    """
    if {"group", "outcome", "share", "n"} <= set(table):
        groups = table[table["group"] != ALL]
        if shown := [g for g, n in withheld_groups(groups, below).items() if n]:
            raise ValueError(
                f"groups below the threshold of {below} are shown: {shown}; leave them out first, "
                f"with dwimpact.withhold(shares, {below})"
            )


def background_to_leave_out(respondents: pd.DataFrame, study: Study) -> list[str]:
    """The background columns by which some group below the threshold can be told apart."""
    columns = [column for column in respondents if column != "respondent"]
    return [
        str(column)
        for column in columns
        if respondents[column]
        .value_counts()
        .pipe(lambda n: n[n > 0])
        .lt(study.settings.withhold_below)
        .any()
    ]


def groups_of(respondents: pd.DataFrame, by: str) -> dict[Any, frozenset[str]]:
    """Group → who is in it, for every group with respondents."""
    return {
        group: frozenset(names)
        for group, names in respondents.groupby(by, observed=True)["respondent"]
    }
