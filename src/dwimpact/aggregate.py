"""Figure tables: counts and shares over a stated base, for every declared group.

Input is the outcomes table joined to the respondents' background (`with_background`).
The base n is every respondent of the group, answered or not, as in the report; how many
left the block blank is shown beside it as 'missing'. Equal rows may be given once, with a
column 'people' that says how many respondents they stand for (see counted.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dwimpact import statistics
from dwimpact.questionnaire import NONE, OTHER
from dwimpact.schemas import share_schema
from dwimpact.study import ALL

TOTAL = "Totaal"
NOT_MENTIONED = "not_mentioned"
UNKNOWN = "unknown"
PEOPLE = "people"
SHARE_COLUMNS = ["n", "missing", "count", "share", "low", "high", "imprecise"]


def with_background(table: pd.DataFrame, respondents: pd.DataFrame) -> pd.DataFrame:
    """The table with each respondent's workplace, tranche, sector and groups beside it."""
    return table.merge(respondents, on="respondent", how="left", validate="m:1")


def at_level(outcomes: pd.DataFrame, level: str, *, listed_only: bool = True) -> pd.DataFrame:
    """The rows of one level; its outcomes become the only categories, in form order."""
    rows = outcomes[outcomes["level"] == level]
    if listed_only:
        rows = rows[~rows["outcome"].isin([OTHER, NONE])]
    return rows.assign(outcome=rows["outcome"].cat.remove_unused_categories())


def mention_shares(
    outcomes: pd.DataFrame, by: str | None = None, population: pd.Series[int] | None = None
) -> pd.DataFrame:
    """Share of each group's respondents that mention each outcome.

    One row per group × level × outcome: group, level, outcome, n, missing, count, share,
    low, high (shares 0-1; Wilson interval, corrected for the group's population when
    given), imprecise. Every declared group is present, also with n = 0; without `by` there
    is one group, 'all'.
    """
    outcomes = outcomes.assign(group=_group(outcomes, by))
    keys = ["group", "level", "outcome"]
    counted = _count(outcomes, keys).reindex(_every_combination(outcomes), fill_value=0)
    return _with_shares(counted.rename_axis(keys).reset_index(), keys, population)


def characteristic_shares(
    outcomes: pd.DataFrame,
    characteristic: str,
    by: str | None = None,
    population: pd.Series[int] | None = None,
) -> pd.DataFrame:
    """Share of all respondents per outcome and status (or nature), 'not mentioned' told apart.

    One row per level × outcome × category: the declared categories, 'unknown' (mentioned,
    but not said) and 'not_mentioned'. The counts of an outcome add up to n. With `by` there
    are such rows for every group that has respondents, in a column 'group' that comes first;
    `population` is as in `mention_shares`.
    """
    declared = list(outcomes[characteristic].cat.categories)
    categories = pd.CategoricalDtype([*declared, UNKNOWN, NOT_MENTIONED])
    mentioned = outcomes["mentioned"].fillna(False).astype(bool)
    category = outcomes[characteristic].cat.add_categories([UNKNOWN, NOT_MENTIONED])
    category = category.fillna(UNKNOWN).where(mentioned, NOT_MENTIONED)
    outcomes = outcomes.assign(category=category.astype(categories), group=_group(outcomes, by))
    pairs = [*(["group"] if by else []), "level", "outcome"]
    keys = [*pairs, "category"]
    sizes = _count(outcomes, pairs)[["n", "missing"]]
    every = [(*pair, c) for pair in sizes.index for c in categories.categories]
    counts = _count(outcomes, keys)["n"].rename("count")
    counts = counts.reindex(pd.MultiIndex.from_tuples(every, names=keys), fill_value=0)
    counted = counts.reset_index().merge(sizes, left_on=pairs, right_index=True, validate="m:1")
    counted["category"] = counted["category"].astype(categories)
    return _with_shares(counted, keys, population)


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


def answers_side_by_side(answers: pd.DataFrame, level_labels: Mapping[str, str]) -> pd.DataFrame:
    """Open answers with one row per respondent and one column per level, blank as missing."""
    wide = answers.pivot(index="respondent", columns="level", values="text")
    wide = wide.reindex(columns=list(level_labels)).rename(columns=level_labels)
    return wide.reset_index(drop=True).rename_axis(columns=None)


def stack(*tables: pd.DataFrame) -> pd.DataFrame:
    """Figure tables of different groups below each other; their groups become plain codes."""
    plain = [table.astype({"group": object}) for table in tables]
    return pd.concat(plain, ignore_index=True)


def institutions_per_workplace(workplaces: pd.DataFrame, sectors: Sequence[str]) -> pd.DataFrame:
    """The registry with a total row: name, tranche, reach (its sectors), a column per sector."""
    reach = [
        ", ".join(sector for sector in sectors if row[sector] > 0)
        for row in workplaces[list(sectors)].to_dict("records")
    ]
    table = workplaces[["name", "tranche", *sectors]].astype({"tranche": "str"})
    table.insert(2, "reach", reach)
    total = {"name": TOTAL, "tranche": "", "reach": "", **workplaces[list(sectors)].sum().to_dict()}
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True)


def level_overview(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The listed outcomes of each level taken together, as shares of all mentions.

    One row per level: level, mentions, per_respondent (mentions per respondent), then one
    share per status and nature over the mentions for which it was filled in; missing when
    there are none.
    """
    sizes = _count(outcomes, ["level", "outcome"]).groupby("level", observed=True)
    people, mentions = sizes["n"].first(), sizes["count"].sum()
    table = pd.DataFrame({"mentions": mentions, "per_respondent": mentions / people})
    mentioned = outcomes[outcomes["mentioned"].fillna(False).astype(bool)]
    for characteristic in ("status", "nature"):
        split = _count(mentioned, ["level", characteristic])["n"].unstack(fill_value=0)
        split = split.reindex(columns=list(outcomes[characteristic].cat.categories), fill_value=0)
        table = table.join(split.div(split.sum(axis=1), axis=0))
    return table.reset_index()


def _count(outcomes: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Per key: n, missing and count, in respondents.

    A row stands for one respondent, or for as many as its column 'people' says.
    """
    people = outcomes[PEOPLE] if PEOPLE in outcomes else pd.Series(1, index=outcomes.index)
    counts = pd.DataFrame(
        {
            "n": people,
            "missing": people.where(outcomes["mentioned"].isna(), 0),
            "count": people.where(outcomes["mentioned"].fillna(False).astype(bool), 0),
        }
    )
    grouped = counts.groupby([outcomes[key] for key in keys], observed=True)
    return grouped.sum().astype(int)


def _group(outcomes: pd.DataFrame, by: str | None) -> pd.Series[Any]:
    if by is None:
        return pd.Series(pd.Categorical([ALL] * len(outcomes)), index=outcomes.index)
    return outcomes[by]


def _every_combination(outcomes: pd.DataFrame) -> pd.MultiIndex:
    """Every declared group × every level and outcome there is."""
    pairs = outcomes[["level", "outcome"]].drop_duplicates().itertuples(index=False)
    groups = outcomes["group"].cat.categories
    everything = [tuple(pair) for pair in pairs]
    return pd.MultiIndex.from_tuples([(g, *pair) for g in groups for pair in everything])


def _with_shares(
    counted: pd.DataFrame, keys: Sequence[str], population: pd.Series[int] | None
) -> pd.DataFrame:
    size = 1.0 * float("inf")
    people: Any = size
    if population is not None:
        group = counted["group"] if "group" in counted else pd.Series(ALL, index=counted.index)
        people = group.astype(object).map(population).fillna(size).astype(float)
    low, high = statistics.wilson_interval(counted["count"], counted["n"], people)
    share = counted["count"] / counted["n"].where(counted["n"] > 0)
    imprecise = statistics.imprecise(counted["n"], low, high)
    table = counted.assign(share=share, low=low, high=high, imprecise=imprecise)
    return share_schema(keys).validate(table[[*keys, *SHARE_COLUMNS]])
