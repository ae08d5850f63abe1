from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from frames import rows

from dwimpact.analysis.response import (
    average_effect,
    next_wave,
    nonresponse_bounds,
    registry_responses,
    response_rates,
    response_tests,
)
from dwimpact.dataset import CleanStudy
from dwimpact.errors import UnknownName
from dwimpact.loading import with_tables
from dwimpact.statistics import fisher_exact
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def test_response_of_every_group_and_in_total(tables: Tables, study: Study) -> None:
    got = response_rates(tables.respondents, "tranche", study.populations["tranche"])
    assert rows(got, "group", "approached", "responses", "percentage") == [
        ("1", 6, 3, 50),
        ("2", 4, 3, 75),
        ("3", 2, 0, 0),
        ("all", 12, 6, 50),
    ]


def test_response_of_a_group_that_nobody_was_approached_in(tables: Tables) -> None:
    with pytest.raises(ZeroDivisionError) as error:
        response_rates(tables.respondents, "sector", pd.Series({"mbo": 5, "hbo": 0}))
    assert str(error.value) == "a percentage of an empty group"


@pytest.mark.parametrize(
    ("by", "exp"),
    [
        ("tranche", [29, 27, 48, 36, 36]),  # Table B2.1
        ("sector", [36, 36, 50, 29, 36]),  # Table B2.2
    ],
)
def test_real_response_is_as_published(
    real_study: Study, real_tables: Tables, by: str, exp: list[int]
) -> None:
    got = response_rates(real_tables.respondents, by, real_study.populations[by])
    assert got["percentage"].tolist() == exp


def test_responses_of_every_workplace(tables: Tables, study: Study) -> None:
    got = registry_responses(with_tables(study, tables))
    assert rows(got, "name", "responses") == [
        ("Werkplaats Alfa", 3),
        ("Werkplaats Bèta", 3),
        ("Werkplaats Gamma", 0),
        ("all", 6),
    ]


def test_response_of_two_groups_is_tested_as_fisher_does() -> None:
    respondents = pd.DataFrame({"sector": pd.Categorical(["mbo"] * 3 + ["hbo"] * 8)})
    got = response_tests(respondents, {"sector": pd.Series({"hbo": 10, "mbo": 12})})
    p = fisher_exact(8, 10, 3, 12)
    assert rows(got, "dimension", "p", "p_holm") == [("sector", pytest.approx(p), pytest.approx(p))]
    assert p < 0.05


def test_response_is_tested_per_dimension_and_over_both(tables: Tables, study: Study) -> None:
    dimensions = {by: study.populations[by] for by in ("sector", "tranche")}
    got = response_tests(tables.respondents, dimensions)
    assert list(got["dimension"]) == ["sector", "tranche"]
    # Tranches: 3 of 6, 3 of 4, 0 of 2, out of C(12, 6) = 924 ways to have six respondents.
    # This split has C(6, 3) C(4, 3) C(2, 0) = 80 of them; more have only 3-2-1 (240), 4-1-1 and
    # 2-3-1 (120), 4-2-0 and 2-2-2 (90).
    p = 1 - (240 + 2 * 120 + 2 * 90) / 924
    assert got["p"].iloc[1] == pytest.approx(p)
    assert (got["p_holm"] >= got["p"]).all()


def test_more_answers_than_people_count_as_all_of_them() -> None:
    respondents = pd.DataFrame({"sector": ["mbo"] * 9 + ["hbo"] * 3})
    sizes = {"too_few": 5, "as_many": 9}
    got = {
        name: response_tests(respondents, {"sector": pd.Series({"mbo": n, "hbo": 10})})["p"].iloc[0]
        for name, n in sizes.items()
    }
    assert got["too_few"] == got["as_many"] == pytest.approx(fisher_exact(9, 9, 3, 10))


def test_real_response_differs_no_more_than_chance(real_study: Study, real_tables: Tables) -> None:
    # The first two cases of the reference are this response, tested by R's fisher.test.
    cases = pd.read_csv(Path(__file__).parents[1] / "reference/response.csv").groupby("case")
    dimensions = {by: real_study.populations[by] for by in ("tranche", "sector")}
    got = response_tests(real_tables.respondents, dimensions).set_index("dimension")["p"]
    for case, (by, approached) in enumerate(dimensions.items(), start=1):
        exp = cases.get_group(case)
        rates = response_rates(real_tables.respondents, by, approached)[:-1]
        assert rates["responses"].tolist() == exp["responses"].tolist()
        assert rates["approached"].tolist() == exp["approached"].tolist()
        assert got[by] == pytest.approx(exp["p"].iloc[0], rel=0, abs=1e-8)
    assert got.min() > 0.1


def test_whatever_others_would_have_said(real: CleanStudy) -> None:
    got = nonresponse_bounds(real, "student").set_index("outcome")
    counts = real.mention_shares("student").set_index("outcome")["count"]
    assert got["lowest"].to_dict() == pytest.approx((counts / 178).to_dict())
    assert got["highest"].to_dict() == pytest.approx(((counts + 114) / 178).to_dict())
    # With that share of the 114 others exactly half of the 178 mention it.
    half = (counts + 114 * got["tipping"]) / 178
    assert half.dropna().tolist() == pytest.approx([0.5] * len(got))


def test_what_is_half_whatever_others_say_has_no_tipping_point(
    study: Study, tables: Tables
) -> None:
    got = nonresponse_bounds(with_tables(study, tables), "school").set_index("outcome")
    # 3 of 12 approached, 6 of whom answered: half of all only when 3 of the others say so too.
    assert got.loc["network", ["lowest", "highest", "tipping"]].tolist() == [0.25, 0.75, 0.5]
    unknown = replace(study, approached=study.approached[:0])
    assert nonresponse_bounds(with_tables(unknown, tables), "school").empty


def test_next_wave_without_and_with_design_effect(real: CleanStudy) -> None:
    got = next_wave(real)
    plain, clustered = (part for _, part in got.groupby("deff"))
    assert plain["n"].tolist() == [388, 170, 93, 64]  # power.prop.test in R, rounded up
    deff = clustered["deff"].iloc[0]
    assert deff == average_effect(real) > 1
    assert clustered["n"].iloc[0] == pytest.approx(387.3385 * deff, abs=1)
    assert clustered["difference"].iloc[-1] > plain["difference"].iloc[-1]


def test_next_wave_of_independent_people_has_one_part(study: Study, tables: Tables) -> None:
    assert next_wave(with_tables(study, tables))["deff"].unique().tolist() == [1]


def test_response_by_a_column_that_there_is_not(real: CleanStudy) -> None:
    approached = real.populations["sector"]
    for ask in (
        lambda: response_rates(real.respondents, "sectr", approached),
        lambda: response_tests(real.respondents, {"sectr": approached}),
    ):
        with pytest.raises(UnknownName, match=r"^no column of groups 'sectr'; there are sector, "):
            ask()
