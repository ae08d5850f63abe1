"""Intervals and tests that reckon with clusters tell nobody what a cluster answered."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dwimpact.analysis.differences import Sample, compare_groups, with_design
from dwimpact.dataset import CleanStudy
from dwimpact.loading import with_tables
from dwimpact.shares import mention_shares
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

LEVEL = "student"
TRIES = 400


@pytest.fixture
def real(real_study: Study, real_tables: Tables) -> CleanStudy:
    assert real_study.clusters == "workplace"
    return with_tables(real_study, real_tables)


def published(rows: pd.DataFrame, splits: tuple[str, ...]) -> list[str]:
    """Every number that is shown of the mentions of a level, with all digits that files have."""
    total = mention_shares(rows, clusters="workplace")
    tables = [total.drop(columns=["group", "outcome"])]
    for by in splits:
        shares = mention_shares(rows, by, clusters="workplace").query("n >= 10")
        outcomes = rows.assign(group=rows[by])
        tables.append(shares)
        sample = Sample("workplace", fraction=0.36)
        tables.append(with_design(compare_groups(shares), shares, outcomes, sample))
    return [str(value) for table in tables for value in table.to_numpy().ravel()]


def traded(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The answers as if some respondents of one sector and tranche had traded some of them."""
    made = rows.copy()
    for _ in range(rng.integers(1, 4)):
        outcome = rng.choice(made["outcome"].unique())
        here = made[(made["outcome"] == outcome) & made["mentioned"].notna()]
        first = here.loc[rng.choice(here.index)]
        like = here[(here["sector"] == first["sector"]) & (here["tranche"] == first["tranche"])]
        other = rng.choice(like.index)
        made.loc[[first.name, other], "mentioned"] = made.loc[
            [other, first.name], "mentioned"
        ].to_numpy()
    return made


def of_workplaces(rows: pd.DataFrame) -> pd.Series:
    mentioned = rows["mentioned"].fillna(False).astype(bool)
    return mentioned.groupby([rows["outcome"], rows["workplace"]], observed=True).sum()


@pytest.mark.long
def test_other_answers_of_workplaces_show_the_same(real: CleanStudy) -> None:
    """People of one sector and tranche trade answers: nothing that is shown tells."""
    rows = real.respondents_at(LEVEL)
    rng = np.random.default_rng(0)
    truth, shown = of_workplaces(rows), published(rows, real.split_columns)
    unsure: set[object] = set()
    for _ in range(TRIES):
        other = traded(rows, rng)
        counts = of_workplaces(other)
        if (counts != truth).any() and published(other, real.split_columns) == shown:
            unsure |= set(truth.index[counts != truth])
    assert len(unsure) > 10, unsure
