"""What the shares of a study are worth: design effect, correlation, effective n and intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dwimpact.counting import cluster_sums
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.small_groups import withhold
from dwimpact.errors import require_known
from dwimpact.inference.clusters import cluster_effect, intraclass_correlation
from dwimpact.shares import mention_shares
from dwimpact.statistics import Floats, korn_graubard_interval, wilson_interval
from dwimpact.study.edition import ALL

WIDTHS = ("shown", "endless", "independent", "simple")
ROW_KEYS = ["group", "level", "outcome"]


def precision(
    study: CleanStudy, level: str, by: str | None = None, clusters: str = ""
) -> pd.DataFrame:
    """How precise each share of a level is, for the analyst: not rounded, so not to be published.

    One row per group × outcome that the study shows: group, level, outcome, n, share, deff (design
    effect), icc (intraclass correlation), effective_n and df (Korn and Graubard); then three
    intervals: low and high (as the study shows them, see `design_effects`), kg_low and kg_high (of
    Korn and Graubard, with the outcome's own design effect), simple_low and simple_high (of Wilson,
    as if people were independent). `clusters` is what people sit together in, where the study does
    not say. Raises UnknownName.

    >>> dw.precision(study, "student").round(2).head(2)[["outcome", "n", "deff", "icc", "df"]]
                    outcome   n  deff   icc    df
    0           soft_skills  64  1.07 -0.02  18.0
    1  theory_practice_link  64  1.18  0.08  18.0
    """
    clusters = clusters or study.clusters
    require_known("column of groups", clusters, list(study.groups))
    shares = withhold(study.all_mention_shares(level, by), study)
    rows = study.counted_at(level, by)
    rows = rows.assign(group=rows[by] if by else shares["group"].iloc[0] if len(shares) else "")
    sampled = study.clusters_of(clusters)
    counts, sizes = cluster_sums(shares, rows, ROW_KEYS, clusters, sampled)
    approached = study.population_of(level, by)
    known = shares["group"].astype(object).map({} if approached is None else approached.to_dict())
    people = known.astype("float64").fillna(np.inf)
    found = cluster_effect(counts, sizes, shares["n"] / people)
    kg_low, kg_high = korn_graubard_interval(found.share, found.effective_n)
    low, high = wilson_interval(shares["count"], shares["n"], people)
    return shares[[*ROW_KEYS, "n", "share"]].assign(
        deff=found.deff,
        icc=intraclass_correlation(counts, sizes),
        effective_n=found.effective_n,
        df=found.df,
        low=shares["low"],
        high=shares["high"],
        kg_low=kg_low,
        kg_high=kg_high,
        simple_low=low,
        simple_high=high,
    )


def interval_widths(study: CleanStudy) -> dict[str, float]:
    """How wide the intervals of all outcomes are on average (0-1): as `shown`, without correction
    for the population (`endless`), of `independent` people, and `simple`, without either; empty
    where no outcome may be shown.

    >>> {name: round(width, 2) for name, width in dw.interval_widths(study).items()}
    {'shown': 0.22, 'endless': 0.27, 'independent': 0.18, 'simple': 0.22}
    """
    widths: dict[str, list[Floats]] = {name: [] for name in WIDTHS}
    for level in study.asked_levels:
        table, people = study.mention_shares(level.code), study.population_of(level.code, None)
        approached = np.inf if people is None else people.get(ALL, np.inf)
        rows = study.counted_at(level.code)
        of_all = mention_shares(rows, None, None, study.clusters, study.sampled)
        endless = of_all[of_all["outcome"].isin(table["outcome"])]
        for name, shares in (("shown", table), ("endless", endless)):
            widths[name].append((shares["high"] - shares["low"]).to_numpy())
        for name, of in (("independent", approached), ("simple", np.inf)):
            low, high = wilson_interval(table["count"], table["n"], of)
            widths[name].append(high - low)
    every = {name: np.concatenate([*found, []]) for name, found in widths.items()}
    return {name: float(found.mean()) for name, found in every.items() if len(found)}
