"""What may be shown of a group: small groups are not shown apart."""

from __future__ import annotations

import pandas as pd


def withhold(shares: pd.DataFrame, below: int) -> pd.DataFrame:
    """The figure table without the groups that have fewer than `below` respondents."""
    return shares[shares["n"] >= below].reset_index(drop=True)


def withheld_groups(shares: pd.DataFrame, below: int) -> dict[str, int]:
    """The groups that `withhold` leaves out, with their n."""
    small = shares.loc[shares["n"] < below, ["group", "n"]].drop_duplicates()
    return {str(group): int(n) for group, n in small.itertuples(index=False)}
