"""Groups compared, outcome by outcome, with exact tests."""

from __future__ import annotations

import pandas as pd

from dwimpact import statistics


def group_differences(shares: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Two groups of a `mention_shares` table compared, outcome by outcome.

    One row per level × outcome: difference (first - second, in shares), p (Fisher exact)
    and p_holm (adjusted over the outcomes of the table). Raises KeyError for a group that
    is not in the table.
    """
    keys = ["level", "outcome"]
    sides = {g: shares[shares["group"] == g].set_index(keys) for g in (first, second)}
    if empty := [group for group, side in sides.items() if side.empty]:
        raise KeyError(f"no group {empty} in the table")
    a, b = sides[first], sides[second]
    p = [
        statistics.fisher_exact(*cells)
        for cells in zip(a["count"], a["n"], b["count"], b["n"], strict=True)
    ]
    table = pd.DataFrame({"difference": a["share"] - b["share"], "p": p}, index=a.index)
    return table.assign(p_holm=statistics.holm(p)).reset_index()


def differences_of_all(shares: pd.DataFrame) -> pd.DataFrame:
    """All groups of a `mention_shares` table compared at once, outcome by outcome.

    One row per level × outcome: difference (the largest less the smallest share), p (Fisher,
    Freeman and Halton's exact test that all groups have the same share) and p_holm (adjusted
    over the outcomes of the table).
    """
    outcomes = shares.groupby(["level", "outcome"], observed=True, sort=False)
    table = outcomes["share"].agg(lambda share: share.max() - share.min()).rename("difference")
    p = [statistics.fisher_freeman_halton(rows["count"], rows["n"]) for _, rows in outcomes]
    return table.reset_index().assign(p=p, p_holm=statistics.holm(p))
