"""Figure tables: counts and shares over a stated base, for every declared group.

Input is the outcomes table joined to the respondents' background (`with_background`).
The base n is every respondent of the group, answered or not, as in the report; how many
left the block blank is shown beside it as 'missing'. Equal rows may be given once, with a
column 'people' that says how many respondents they stand for (see tidy/counted.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import pandas as pd
import pandera.pandas as pa

from dwimpact import statistics
from dwimpact.counting import as_index, clusters_in, count_respondents, design_effects
from dwimpact.errors import require_known
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import NONE, OTHER, UNKNOWN
from dwimpact.study.schema import not_negative, require_groups

NOT_MENTIONED = "not_mentioned"
Among = Literal["all", "mentioned"]
SHARE_COLUMNS = ["n", "missing", "count", "share", "low", "high", "imprecise"]


def at_level(outcomes: pd.DataFrame, level: str, *, listed_only: bool = True) -> pd.DataFrame:
    """The rows of one level; its outcomes become the only categories, in form order. Raises
    UnknownName.

    >>> dw.at_level(study.outcomes, "student")["outcome"].nunique()
    5
    """
    require_known("level", level, list(outcomes["level"].cat.categories))
    rows = outcomes[outcomes["level"] == level]
    if listed_only:
        rows = listed_outcomes(rows)
    return rows.assign(outcome=rows["outcome"].cat.remove_unused_categories())


def listed_outcomes(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The rows of outcomes that the form lists, without 'other' and 'none'.

    >>> set(dw.listed_outcomes(study.outcomes)["outcome"]) & {"other", "none"}
    set()
    """
    return outcomes[~outcomes["outcome"].isin([OTHER, NONE])]


def mention_shares(
    outcomes: pd.DataFrame,
    by: str | None = None,
    population: pd.Series[int] | None = None,
    clusters: str = "",
    sampled: Sequence[str] = (),
) -> pd.DataFrame:
    """Share of each group's respondents that mention each outcome.

    One row per group × level × outcome: group, level, outcome, n, missing, count, share,
    low, high (shares 0-1; Wilson interval, corrected for the group's population when
    given), imprecise. Every declared group is present, also with n = 0; without `by` there
    is one group, 'all'. With `clusters`, a column of what respondents sit together in, intervals
    are wider by the average design effect of a group's outcomes (`design_effects`); `sampled` are
    all clusters of the sample, where the rows are only a part of it.

    >>> shares = dw.mention_shares(dw.at_level(study.outcomes, "student"))
    >>> shares[["group", "outcome", "n", "missing", "count"]].head(2)
      group               outcome   n  missing  count
    0   all           soft_skills  64        2     51
    1   all  theory_practice_link  64        2     48
    """
    outcomes = outcomes.assign(group=_group(outcomes, by))
    sampled = sampled or clusters_in(outcomes, clusters)
    keys = ["group", "level", "outcome"]
    counted = count_respondents(outcomes, keys).reindex(_every_combination(outcomes), fill_value=0)
    counted = counted.rename_axis(keys).reset_index()
    effects = design_effects(counted, outcomes, keys, clusters, sampled)
    return with_shares(counted, keys, population, effects)


def characteristic_shares(
    outcomes: pd.DataFrame,
    characteristic: str,
    by: str | None = None,
    population: pd.Series[int] | None = None,
    clusters: str = "",
    among: Among = "all",
    sampled: Sequence[str] = (),
) -> pd.DataFrame:
    """Share of all respondents per outcome and status (or nature), 'not mentioned' told apart; or
    of those who mention the outcome (`among` 'mentioned').

    One row per level × outcome × category: the declared categories, 'unknown' (mentioned,
    but not said) and 'not_mentioned'. The counts of an outcome add up to n. With `by` there
    are such rows for every group that has respondents, in a column 'group' that comes first;
    `population`, `clusters` and `sampled` are as in `mention_shares`.

    >>> outcomes = dw.at_level(study.outcomes, "student")
    >>> shares = dw.characteristic_shares(outcomes, "status", among="mentioned")
    >>> shares[["outcome", "category", "n", "count"]].head(2)
           outcome         category   n  count
    0  soft_skills         realised  51     21
    1  soft_skills  partly_realised  51     22
    """
    require_known("base", among, get_args(Among))
    everybody = outcomes.assign(group=_group(outcomes, by))
    sampled = sampled or clusters_in(everybody, clusters)
    outcomes = categorised(everybody, characteristic, among)
    pairs = [*(["group"] if by else []), "level", "outcome"]
    keys = [*pairs, "category"]
    sizes = count_respondents(outcomes, pairs)[["n", *(["missing"] if among == "all" else [])]]
    categories = outcomes["category"].cat.categories
    every = [(*pair, c) for pair in sizes.index for c in categories]
    counts = count_respondents(outcomes, keys)["n"].rename("count")
    counts = counts.reindex(as_index(every, len(keys), keys), fill_value=0)
    counted = counts.reset_index().merge(sizes, left_on=pairs, right_index=True, validate="m:1")
    counted["category"] = counted["category"].astype(outcomes["category"].dtype)
    everybody_n = count_respondents(everybody, pairs)["n"].to_dict()
    found = [everybody_n[pair] for pair in counted[pairs].itertuples(index=False, name=None)]
    of = pd.Series(found, counted.index, "float64")
    effects = design_effects(counted, outcomes, keys, clusters, sampled)
    return with_shares(counted, keys, population, effects, of)


def categorised(outcomes: pd.DataFrame, characteristic: str, among: Among = "all") -> pd.DataFrame:
    """The rows of those a share of a status or nature is of, with it in a column 'category':
    everybody, or who mentions the outcome. Raises UnknownName.
    """
    require_known("characteristic", characteristic, ("status", "nature"))
    declared = [*outcomes[characteristic].cat.categories, UNKNOWN]
    mentioned = outcomes["mentioned"].fillna(False).astype(bool)
    category = outcomes[characteristic].astype("str").fillna(UNKNOWN)
    if among == "all":
        declared, category = [*declared, NOT_MENTIONED], category.where(mentioned, NOT_MENTIONED)
    made = outcomes.assign(category=category.astype(pd.CategoricalDtype(declared)))
    return made if among == "all" else made[mentioned]


def first_of_pair(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that a figure draws of a table with answers (category): of two answers only the
    first, which tells of the other, and all rows where there are more, or where who do not mention
    the outcome are among them.
    """
    answers = [c for c in dict.fromkeys(table.get("category", ())) if c != UNKNOWN]
    pair = len(answers) == 2 and NOT_MENTIONED not in answers
    return table[table["category"] == answers[0]] if pair else table


def stack(*tables: pd.DataFrame) -> pd.DataFrame:
    """Figure tables of different groups below each other; their groups become plain codes.

    A number of people who left the question blank that is not shown of some is missing there
    (Int64), and stays a whole number of the others.

    >>> total, by_sector = (study.mention_shares("student", by) for by in (None, "sector_group"))
    >>> dw.stack(total, by_sector)["group"].unique().tolist()
    ['all', 'mbo', 'hbo']
    """
    plain = [table.astype({"group": object}) for table in tables]
    stacked = pd.concat(plain, ignore_index=True)
    unequal = len({"missing" in table for table in plain}) > 1
    return stacked.astype({"missing": "Int64"}) if unequal else stacked


def _group(outcomes: pd.DataFrame, by: str | None) -> pd.Series[Any]:
    if by is None:
        return pd.Series(pd.Categorical([ALL] * len(outcomes)), index=outcomes.index)
    require_groups(outcomes, by)
    return outcomes[by]


def _every_combination(outcomes: pd.DataFrame) -> pd.MultiIndex:
    """Every declared group × every level and outcome there is."""
    pairs = outcomes[["level", "outcome"]].drop_duplicates().itertuples(index=False)
    groups = outcomes["group"].cat.categories
    everything = [tuple(pair) for pair in pairs]
    every = [(g, *pair) for g in groups for pair in everything]
    return as_index(every, 3)


def with_shares(
    counted: pd.DataFrame,
    keys: Sequence[str],
    population: pd.Series[int] | None = None,
    effects: pd.DataFrame | None = None,
    of: pd.Series[float] | None = None,
) -> pd.DataFrame:
    """Counted rows (keys, n, missing, count) as a figure table: see `share_schema`; `missing` where
    it may be shown. `effects` has `design_effects`; `of` how many respondents the group of a row
    has, where n are only some of them: the same part of the population as of all is then theirs.
    """
    size = 1.0 * float("inf")
    people: Any = size
    if population is not None:
        group = counted["group"] if "group" in counted else pd.Series(ALL, index=counted.index)
        people = group.astype(object).map(population).fillna(size).astype(float)
        people = people if of is None else people * counted["n"] / of
    effect, df = (1.0, float("inf")) if effects is None else (effects["effect"], effects["df"])
    count, n = counted["count"], counted["n"]
    low, high = statistics.wilson_interval(count, n, people, effect=effect)
    share = count / n.where(n > 0)
    imprecise = statistics.imprecise(count, n, people, effect, df)
    table = counted.assign(share=share, low=low, high=high, imprecise=imprecise)
    columns = [column for column in SHARE_COLUMNS if column in table]
    return share_schema(keys).validate(table[[*keys, *columns]])


def share_schema(keys: Sequence[str]) -> pa.DataFrameSchema:
    """A figure table: per key the base n, how many are missing, count, share and interval.

    Shares are fractions of n between 0 and 1 and lie inside their interval; `imprecise` marks
    those too uncertain to lean on.
    """
    fraction = pa.Column(float, pa.Check.in_range(0, 1), nullable=True)
    return pa.DataFrameSchema(
        {
            **{key: pa.Column() for key in keys},
            "n": pa.Column(int, not_negative()),
            "missing": pa.Column(int, not_negative(), required=False),
            "count": pa.Column(int, not_negative()),
            "share": fraction,
            "low": fraction,
            "high": fraction,
            "imprecise": pa.Column(bool),
        },
        checks=[
            pa.Check(lambda t: t["count"] <= t["n"], error="count is at most n"),
            pa.Check(
                lambda t: t["share"].isna() | t["share"].between(t["low"], t["high"]),
                error="the share lies in its interval",
            ),
        ],
        strict=True,
        ordered=True,
        unique=list(keys),
    )
