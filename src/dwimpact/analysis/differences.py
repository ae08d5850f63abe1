"""Groups compared, outcome by outcome, with exact tests."""

from __future__ import annotations

import pandas as pd

from dwimpact import statistics
from dwimpact.errors import require_known

OUTCOME_KEYS, ITEM_KEYS = ["level", "outcome"], ["column", "option"]


def compare_groups(shares: pd.DataFrame, *groups: str) -> pd.DataFrame:
    """Groups of a `mention_shares` table compared, outcome by outcome (of an `item_shares` table
    option by option); all when none are named.

    One row per level × outcome: difference (in shares: of two groups the first less the second,
    of more the largest less the smallest), p (the exact test of Fisher, with more than two
    groups of Fisher, Freeman and Halton, that all have the same share) and p_holm (adjusted over
    the rows of the table). No rows when there are no two groups. Raises UnknownName.

    >>> shares = study.mention_shares("student", "sector_group")
    >>> dw.compare_groups(shares).round(3).head(2)
         level               outcome  difference      p  p_holm
    0  student           soft_skills       0.026  1.000     1.0
    1  student  theory_practice_link       0.159  0.221     1.0
    """
    present = list(shares["group"].drop_duplicates())
    for group in groups:
        require_known("group in the table", group, present)
    compared = list(groups) or present
    if len(compared) < 2:
        return pd.DataFrame(columns=[*_keys(shares), "difference", "p", "p_holm"])
    table = _two(shares, *compared) if len(compared) == 2 else _several(shares, compared)
    return table.assign(p_holm=statistics.holm(list(table["p"])))


def _keys(shares: pd.DataFrame) -> list[str]:
    """What tells the rows of a group apart."""
    return ITEM_KEYS if "option" in shares else OUTCOME_KEYS


def _two(shares: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    keys = _keys(shares)
    a, b = (shares[shares["group"] == group].set_index(keys) for group in (first, second))
    p = [
        statistics.fisher_exact(*cells)
        for cells in zip(a["count"], a["n"], b["count"], b["n"], strict=True)
    ]
    return pd.DataFrame({"difference": a["share"] - b["share"], "p": p}).reset_index()


def _several(shares: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    rows = shares[shares["group"].isin(groups)].groupby(_keys(shares), observed=True, sort=False)
    difference = rows["share"].agg(lambda share: share.max() - share.min()).rename("difference")
    p = [statistics.fisher_freeman_halton(part["count"], part["n"]) for _, part in rows]
    return difference.reset_index().assign(p=p)
