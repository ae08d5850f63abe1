"""All outcomes of a level together: one test of a whole block between groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dwimpact.analysis.differences import coarse, fraction_of
from dwimpact.dataset import CleanStudy, Split, split_column
from dwimpact.inference.multiple_response import marginal_independence
from dwimpact.study.questionnaire import RESPONDENT
from dwimpact.study.schema import require_groups


def block_differences(study: CleanStudy, by: Split, level: str = "") -> pd.DataFrame:
    """Whether groups mention any of the outcomes of a level in other shares, all of them together:
    one test in place of one per outcome.

    One row per level (or of the one named) of which two groups are shown: level, groups and
    outcomes (how many), n, statistic (the sum of Pearson's X²), df, p (second-order correction of
    Rao and Scott, with the clusters and the population of the study's design) and, where people are
    independent, bootstrap_p with its standard error bootstrap_error. `by` is as in the shares of
    the study. Raises UnknownName.

    >>> dw.block_differences(study, "sector_group")[["level", "groups", "outcomes", "n", "p"]]
             level  groups  outcomes   n    p
    0  institution       2         5  58  0.9
    1    programme       2         7  58  0.9
    2      student       2         5  58  0.7
    """
    levels = [level] if level else [lv.code for lv in study.asked_levels]
    rows = [row for code in levels if (row := _block(study, code, by))]
    columns = ["level", "groups", "outcomes", "n", "statistic", "df", "p"]
    return pd.DataFrame(rows, columns=[*columns, "bootstrap_p", "bootstrap_error"])


def _block(study: CleanStudy, level: str, by: Split) -> dict[str, object]:
    shown, rows = study.mention_shares(level, by), study.respondents_at(level, by)
    column, groups = split_column(by), list(shown["group"].drop_duplicates())
    require_groups(rows, column)
    if len(groups) < 2:
        return {}
    rows = rows[rows[column].isin(groups) & rows["outcome"].isin(shown["outcome"].unique())]
    ticks = rows.pivot(index=RESPONDENT, columns="outcome", values="mentioned")
    ticks = ticks.fillna(False).astype(float)
    people = rows.drop_duplicates(RESPONDENT).set_index(RESPONDENT).loc[ticks.index]
    test = marginal_independence(
        ticks.to_numpy(),
        people[column].astype(str).to_numpy(),
        clusters=people[study.clusters].astype(str).to_numpy() if study.clusters else None,
        fraction=fraction_of(study.population_of(level, by), groups, len(people)),
    )
    p = coarse(np.array([test.p, test.bootstrap_p]))
    return {
        "level": level,
        "groups": len(groups),
        "outcomes": ticks.shape[1],
        "n": len(people),
        "statistic": test.statistic,
        "df": round(test.df, 1),  # more would tell of single answers
        "p": p[0],
        "bootstrap_p": p[1],
        "bootstrap_error": test.bootstrap_error if test.draws else np.nan,
    }
