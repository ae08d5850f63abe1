from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dwimpact.analysis.weighted import beside_weighted, weighted_intervals, weighted_shares
from dwimpact.analysis.weighting import design_effect, rake
from dwimpact.dataset import CleanStudy
from dwimpact.loading import with_tables
from dwimpact.shares import mention_shares
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def test_equal_weights_change_nothing(outcomes: pd.DataFrame) -> None:
    weights = pd.Series(2.5, index=outcomes["respondent"].unique())
    got = weighted_shares(outcomes, weights, pd.Series({"all": 12}))
    assert got["weighted"].tolist() == pytest.approx(got["share"].tolist())
    exp = mention_shares(outcomes, population=pd.Series({"all": 12}))
    assert_frame_equal(got.drop(columns="weighted"), exp)


def test_who_weighs_more_counts_more(outcomes: pd.DataFrame) -> None:
    # R4 left the school block blank: in the base, with the weight of two.
    weights = pd.Series({"R1": 1.0, "R2": 1, "R3": 1, "R4": 2, "R5": 4, "R6": 1})
    school = outcomes[outcomes["level"] == "school"]
    got = weighted_shares(school, weights).set_index("outcome")["weighted"]
    assert got[["network", "region"]].tolist() == [(1 + 1 + 4) / 10, (1 + 1) / 10]


def test_respondent_without_a_weight_is_refused(outcomes: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"^5 respondents have no weight; take the weights of all"):
        weighted_shares(outcomes, pd.Series({"R1": 1.0}))


NOBODY = pd.DataFrame({"respondent": [], "mentioned": []})


@pytest.mark.parametrize("function", [design_effect, partial(weighted_shares, NOBODY)])
def test_weights_of_nothing_are_refused(function: Callable[[pd.Series[float]], object]) -> None:
    with pytest.raises(ValueError, match=r"^nobody weighs anything; expected at least one"):
        function(pd.Series({"R1": 0.0, "R2": 0.0}))


def test_weighted_interval_is_about_the_weighted_share(real: CleanStudy) -> None:
    got = weighted_intervals(real, "student", draws=300)
    margins = {by: real.populations[by] for by in ("tranche", "sector")}
    weights = rake(real.respondents, margins).weights
    assert weights is not None
    exp = weighted_shares(real.respondents_at("student"), weights).set_index("outcome")["weighted"]
    by_outcome = got.set_index("outcome")["weighted"]
    assert by_outcome.to_dict() == pytest.approx(exp.to_dict())
    assert (got["low"] < got["weighted"]).all()
    assert (got["weighted"] < got["high"]).all()
    # No more than 64 people are worth of 178 approached, with 18 degrees of freedom.
    assert (got["effective_n"] <= 64 / (1 - 64 / 178)).all()


@pytest.mark.parametrize("everybody", [True, False])
def test_a_share_of_all_or_nothing_is_worth_what_its_weights_are(
    real: CleanStudy, everybody: bool
) -> None:
    outcomes = real.tables.outcomes.astype({"mentioned": "boolean"})
    outcomes.loc[outcomes["outcome"] == "soft_skills", "mentioned"] = everybody
    study = replace(real, tables=replace(real.tables, outcomes=outcomes))
    row = weighted_intervals(study, "student", draws=100).set_index("outcome").loc["soft_skills"]
    weights = rake(real.respondents, {by: real.populations[by] for by in ("tranche", "sector")})
    w = weights.weights
    assert w is not None
    left = 1 - 64 / 178
    assert row["weighted"] == pytest.approx(float(everybody))
    assert row["effective_n"] <= w.sum() ** 2 / (w**2).sum() / left + 1e-9
    assert row["effective_n"] < 64 / left
    assert 0 < row["high"] - row["low"] < 0.2


def test_weighted_shares_of_groups(real: CleanStudy) -> None:
    got = weighted_intervals(real, "student", "sector_group", draws=100)
    assert got["group"].unique().tolist() == ["mbo", "hbo"]
    width = (got["high"] - got["low"]).groupby(got["group"], observed=True).mean()
    assert (
        width > (weighted_intervals(real, "student", draws=100).eval("high - low").mean())
    ).all()


def test_who_cannot_be_weighted_has_no_rows(study: Study, tables: Tables) -> None:
    # Nobody of tranche 3 answered.
    assert weighted_intervals(with_tables(study, tables), "school").empty


def test_bounds_beside_a_weighted_share_are_its_own(real: CleanStudy) -> None:
    margins = {by: real.populations[by] for by in ("tranche", "sector")}
    weights = rake(real.respondents, margins).weights
    assert weights is not None
    shares = weighted_shares(real.respondents_at("student"), weights)
    got = beside_weighted(shares, real)
    assert not {"low", "high"} & set(got)
    assert got["weighted"].between(got["weighted_low"], got["weighted_high"]).all()
    assert len(got) == len(shares)


def test_weighted_shares_by_an_outcome(real: CleanStudy) -> None:
    by = ("institution", "business_collaboration")
    got = weighted_intervals(real, "student", by, draws=20).set_index(["group", "outcome"])
    margins = {by: real.populations[by] for by in ("tranche", "sector")}
    weights = rake(real.respondents, margins).weights
    ticks = real.outcomes.pivot(
        index="respondent", columns=["level", "outcome"], values="mentioned"
    ).fillna(False)
    assert weights is not None
    named = ticks[by].astype(bool)
    for group, people in (("named", ticks[named]), ("not_named", ticks[~named])):
        exp = np.average(people[("student", "soft_skills")], weights=weights[people.index])
        row = got.loc[(group, "soft_skills")]
        assert (row["n"], row["weighted"]) == (len(people), pytest.approx(exp))
