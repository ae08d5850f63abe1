from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dwimpact.analysis.blocks import block_differences
from dwimpact.analysis.differences import group_differences
from dwimpact.dataset import CleanStudy
from dwimpact.errors import UnknownName
from dwimpact.loading import with_tables
from dwimpact.study.settings import Design
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def tiny(study: Study, tables: Tables, **design: str) -> CleanStudy:
    settings = study.settings.model_copy(update={"design": Design(**design)})
    return with_tables(replace(study, settings=settings), tables)


def test_statistic_adds_up_those_of_the_outcomes(study: Study, tables: Tables) -> None:
    got = block_differences(tiny(study, tables, target="process"), "sector_group", "school")
    # mbo 3 and 1 of 3, hbo and wo 0 and 1 of 2; who left the block blank mentions nothing.
    exp = sum(
        stats.chi2_contingency(np.array(table), correction=False).statistic
        for table in ([[3, 0], [0, 2]], [[1, 2], [1, 1]])
    )
    row = got.iloc[0]
    assert (row["level"], row["groups"], row["outcomes"], row["n"]) == ("school", 2, 2, 5)
    assert row["statistic"] == pytest.approx(exp)
    assert 0 < row["bootstrap_p"] <= 1
    assert row["bootstrap_error"] < 0.01


def test_clusters_take_the_place_of_the_bootstrap(study: Study, tables: Tables) -> None:
    got = block_differences(tiny(study, tables, clusters="workplace"), "sector_group")
    assert got["level"].tolist() == ["school", "pupil"]
    assert got["p"].between(0, 1).all()
    assert got["bootstrap_p"].isna().all()


def test_groups_of_whole_clusters_are_permuted_together(study: Study, tables: Tables) -> None:
    got = block_differences(tiny(study, tables, clusters="workplace"), "tranche_group")
    assert got["test"].tolist() == ["permutation", "permutation"]
    assert got["p"].tolist() == [1, 1]  # two workplaces: both ways of dealing are as far apart
    assert got[["df", "bootstrap_p"]].isna().all(axis=None)
    exp = block_differences(tiny(study, tables, target="process"), "tranche_group")
    assert got["statistic"].tolist() == pytest.approx(exp["statistic"].tolist())


def test_block_is_tested_as_its_outcomes_are(real_study: Study, real_tables: Tables) -> None:
    real = with_tables(real_study, real_tables)
    for by, test in (("sector_group", "rao_scott"), ("tranche_group", "permutation")):
        assert set(block_differences(real, by)["test"]) == {test}
        assert set(group_differences(real, "student", by)["test"]) == {test}


@pytest.mark.long
def test_block_of_tranches_deals_workplaces(real_study: Study, real_tables: Tables) -> None:
    real = with_tables(real_study, real_tables)
    got = block_differences(real, "tranche_group", "institution").iloc[0]
    ticks = real.respondents_at("institution").pivot(
        index="respondent", columns="outcome", values="mentioned"
    )
    ticks = ticks.fillna(False).astype(int)
    people = real.respondents.set_index("respondent").loc[ticks.index]
    place, group = people["workplace"].astype(str), people["tranche_group"].astype(str)
    rng, own = np.random.default_rng(3), group.groupby(place).first()

    def spread(side: pd.Series) -> float:
        tables = (pd.crosstab(side, ticks[outcome]) for outcome in ticks)
        return sum(stats.chi2_contingency(t, correction=False).statistic for t in tables)

    observed = spread(group)
    assert got["statistic"] == pytest.approx(observed)
    drawn = [
        spread(place.map(dict(zip(own.index, rng.permutation(own), strict=True))))
        for _ in range(200)
    ]
    p = np.mean([value >= observed - 1e-9 for value in drawn])
    # Within four standard errors of 200 draws, and the step upwards.
    assert -4 * 0.036 < got["p"] - p < 4 * 0.036 + 0.1


def test_without_two_groups_there_is_no_row(study: Study, tables: Tables) -> None:
    few = tiny(study, tables)
    few = replace(few, settings=few.settings.model_copy(update={"withhold_below": 3}))
    assert block_differences(few, "sector_group").empty


def test_a_block_is_split_by_an_outcome(study: Study, tables: Tables) -> None:
    by = ("school", "network")
    got = block_differences(tiny(study, tables, target="process"), by)
    # Of the school region is left: 1 and 1 of 3; of the pupil 1 and 1, and 2 and 1 of 3.
    pairs = [[[1, 2], [1, 2]]], [[[1, 2], [1, 2]], [[2, 1], [1, 2]]]
    exp = [sum(stats.chi2_contingency(t, correction=False).statistic for t in two) for two in pairs]
    assert got["statistic"].tolist() == pytest.approx(exp)
    assert got["outcomes"].tolist() == [1, 2]


@pytest.mark.parametrize("by", ["status", None, ["school", "network"]])
def test_a_block_is_not_split_by_what_has_no_groups(
    study: Study, tables: Tables, by: object
) -> None:
    with pytest.raises(UnknownName, match=r"^no column of groups "):
        block_differences(tiny(study, tables), by)  # type: ignore[arg-type]
