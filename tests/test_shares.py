from __future__ import annotations

import csv
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frames import rows
from pandas.testing import assert_frame_equal
from scipy import stats

from dwimpact.analysis.overview import level_overview
from dwimpact.errors import UnknownName
from dwimpact.shares import at_level, characteristic_shares, first_of_pair, mention_shares, stack
from dwimpact.statistics import wilson_interval
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables, with_background

GROUPINGS = [None, "workplace", "tranche", "tranche_group", "sector", "sector_group"]


def test_background_is_put_beside_every_row(tables: Tables) -> None:
    got = with_background(tables.open_answers, tables.respondents)
    assert rows(got, "respondent", "level", "text", "workplace", "sector_group") == [
        ("R1", "school", "Meer contact", "alfa", "mbo"),
        ("R2", "school", "Een plek in de stad", "alfa", "higher"),
        ("R6", "school", "Geen idee", "beta", "rest"),
        ("R1", "pupil", "Zelfvertrouwen", "alfa", "mbo"),
    ]


def test_background_of_a_respondent_who_stands_twice_is_refused(tables: Tables) -> None:
    twice = pd.concat([tables.respondents, tables.respondents[:1]])
    with pytest.raises(pd.errors.MergeError):
        with_background(tables.open_answers, twice)


def test_rows_of_one_level_have_its_outcomes_only(outcomes: pd.DataFrame) -> None:
    got = at_level(outcomes, "pupil")
    assert list(got["outcome"].cat.categories) == ["skills", "soft_skills"]
    assert len(got) == 2 * 6
    every = at_level(outcomes, "pupil", listed_only=False)
    assert list(every["outcome"].cat.categories) == ["skills", "soft_skills", "other", "none"]
    assert len(every) == 4 * 6


def test_shares_of_all_respondents(school: pd.DataFrame) -> None:
    # R4 left the block blank: part of the base, and shown as missing.
    got = mention_shares(school)
    assert rows(got, "group", "level", "outcome", "n", "missing", "count", "share") == [
        ("all", "school", "network", 6, 1, 3, 3 / 6),
        ("all", "school", "region", 6, 1, 2, 2 / 6),
    ]


def test_every_declared_group_is_there(school: pd.DataFrame) -> None:
    got = mention_shares(school, "sector")
    assert rows(got, "group", "outcome", "n", "missing", "count", "share") == [
        ("mbo", "network", 3, 0, 3, 1.0),
        ("mbo", "region", 3, 0, 1, 1 / 3),
        ("hbo", "network", 2, 1, 0, 0.0),
        ("hbo", "region", 2, 1, 1, 1 / 2),
        ("wo", "network", 0, 0, 0, None),
        ("wo", "region", 0, 0, 0, None),
        ("other", "network", 1, 0, 0, 0.0),
        ("other", "region", 1, 0, 0, 0.0),
    ]
    assert got.loc[got["n"] == 0, ["share", "low", "high"]].isna().all(axis=None)


def test_intervals_know_the_population_of_their_group(school: pd.DataFrame, study: Study) -> None:
    got = mention_shares(school, "sector_group", study.populations["sector_group"])
    people = {"mbo": 5, "higher": 6, "rest": 1}
    for row in got.itertuples():
        exp = wilson_interval(row.count, row.n, people[row.group])
        assert (row.low, row.high) == pytest.approx(exp)
    census = got[got["group"] == "rest"]
    assert census["low"].tolist() == census["high"].tolist() == [0, 0]


def test_group_without_a_known_population_is_not_corrected(school: pd.DataFrame) -> None:
    got = mention_shares(school, "tranche_group", pd.Series({"late": 3}))
    early, late = (got[got["group"] == group] for group in ("early", "late"))
    assert (early["high"] - early["low"]).gt(0.5).all()
    assert late["low"].tolist() == late["high"].tolist() == late["share"].tolist()


def test_shares_of_few_people_are_imprecise(real_outcomes: pd.DataFrame) -> None:
    # Of the real study mbo has 26 respondents, hbo 32 and the rest six.
    got = mention_shares(at_level(real_outcomes, "student"), "sector_group", pd.Series({"hbo": 90}))
    by_group = got.groupby("group", observed=True)["imprecise"]
    assert by_group.agg(["all", "any"]).to_dict("index") == {
        "mbo": {"all": True, "any": True},
        "hbo": {"all": False, "any": False},
        "wo_other": {"all": True, "any": True},
    }
    # Without the population of hbo its intervals are wider.
    endless = mention_shares(at_level(real_outcomes, "student"), "sector_group")
    assert endless.loc[endless["group"] == "hbo", "imprecise"].any()


@pytest.mark.parametrize("by", GROUPINGS)
def test_groups_add_up_to_all(outcomes: pd.DataFrame, by: str | None) -> None:
    columns = ["n", "missing", "count"]
    got = mention_shares(outcomes, by).groupby(["level", "outcome"], observed=True)[columns].sum()
    exp = mention_shares(outcomes).set_index(["level", "outcome"])[columns]
    assert_frame_equal(got, exp.sort_index(), check_dtype=False)


@pytest.mark.parametrize("by", ["sector", "tranche"])
def test_group_order_is_that_of_the_form(real_outcomes: pd.DataFrame, by: str) -> None:
    got = list(mention_shares(real_outcomes, by)["group"].drop_duplicates())
    assert got == list(real_outcomes[by].cat.categories)


@pytest.mark.parametrize("by", GROUPINGS)
def test_share_lies_in_its_interval(real_outcomes: pd.DataFrame, by: str | None) -> None:
    got = mention_shares(real_outcomes, by).dropna(subset=["share"])
    assert len(got)
    assert (got["low"] <= got["share"]).all()
    assert (got["share"] <= got["high"]).all()


def test_shares_are_those_of_the_rows_of_the_file(
    real_outcomes: pd.DataFrame, real_study: Study, root: Path
) -> None:
    form = real_study.questionnaire
    with (root / "data/raw/responses.csv").open(encoding="utf-8", newline="") as file:
        responses = list(csv.DictReader(file))
    size, blank, ticked = Counter[Any](), Counter[Any](), Counter[Any]()
    for response, level in product(responses, form.levels):
        group = form.variable("sector").group_of[response["sector"]]
        size[group, level.code] += 1
        blank[group, level.code] += not response[f"{level.code}/outcomes"]
        for option in level.options:
            tick = response[f"{level.code}/outcomes/{option}"] == "1"
            ticked[group, level.code, option] += tick
    got = mention_shares(real_outcomes, "sector_group")
    assert len(got) == len(ticked)
    for row in got.itertuples():
        here = (row.group, row.level)
        exp = (size[here], blank[here], ticked[(*here, row.outcome)])
        assert (row.n, row.missing, row.count) == exp


def test_characteristics_tell_unknown_and_not_mentioned_apart(school: pd.DataFrame) -> None:
    # R2 mentions 'region' without saying whether it is new.
    got = characteristic_shares(school, "nature")
    assert rows(got, "outcome", "category", "n", "missing", "count") == [
        ("network", "new", 6, 1, 2),
        ("network", "strengthened", 6, 1, 1),
        ("network", "unknown", 6, 1, 0),
        ("network", "not_mentioned", 6, 1, 3),
        ("region", "new", 6, 1, 0),
        ("region", "strengthened", 6, 1, 1),
        ("region", "unknown", 6, 1, 1),
        ("region", "not_mentioned", 6, 1, 4),
    ]
    assert got["share"].tolist() == [count / 6 for count in got["count"]]


@pytest.mark.parametrize("characteristic", ["status", "nature"])
def test_counts_of_an_outcome_add_up_to_its_base(
    real_outcomes: pd.DataFrame, characteristic: str
) -> None:
    got = characteristic_shares(real_outcomes, characteristic)
    totals = got.groupby(["level", "outcome"], observed=True)
    assert (totals["count"].sum() == totals["n"].first()).all()
    assert totals["share"].sum().to_numpy() == pytest.approx(1)
    categories = [*real_outcomes[characteristic].cat.categories, "unknown", "not_mentioned"]
    assert list(got["category"][: len(categories)]) == categories


def test_characteristics_of_a_census_are_certain(school: pd.DataFrame) -> None:
    got = characteristic_shares(school, "status", population=pd.Series({"all": 6}))
    assert got["low"].tolist() == got["high"].tolist() == got["share"].tolist()
    sample = characteristic_shares(school, "status", population=pd.Series({"all": 12}))
    assert (sample["high"] > sample["share"]).all()


def test_a_number_that_one_table_hides_stays_whole_in_the_other(school: pd.DataFrame) -> None:
    shares = mention_shares(school)[:1]
    got = stack(shares, shares.drop(columns="missing"))
    assert [str(value) for value in got["missing"]] == [str(shares["missing"][0]), "<NA>"]


def test_tables_of_different_groups_are_stacked(school: pd.DataFrame) -> None:
    total, by_sector = mention_shares(school), mention_shares(school, "tranche")
    got = stack(total, by_sector)
    assert list(got["group"]) == ["all"] * 2 + ["1"] * 2 + ["2"] * 2 + ["3"] * 2
    assert got["count"].tolist() == [*total["count"], *by_sector["count"]]


def test_both_kinds_of_figure_table_have_the_same_types(outcomes: pd.DataFrame) -> None:
    numbers = ["n", "missing", "count", "share", "low", "high", "imprecise"]
    got, exp = characteristic_shares(outcomes, "status"), mention_shares(outcomes)
    assert got[numbers].dtypes.to_dict() == exp[numbers].dtypes.to_dict()


@pytest.mark.parametrize("aggregate", [mention_shares, level_overview])
def test_argument_is_left_alone(outcomes: pd.DataFrame, aggregate: Any) -> None:
    before = outcomes.copy(deep=True)
    aggregate(outcomes)
    assert_frame_equal(outcomes, before)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda o: at_level(o, "scool"), "no level 'scool'; there are school, pupil"),
        (
            lambda o: mention_shares(o, "sektor_group"),
            "no column of groups 'sektor_group'; there are sector_group, tranche_group, sector, "
            "workplace, tranche",
        ),
        (
            lambda o: mention_shares(o, "status"),
            "no column of groups 'status'; there are sector, sector_group, tranche_group, tranche, "
            "workplace",
        ),
        (
            lambda o: characteristic_shares(o, "statu"),
            "no characteristic 'statu'; there are status, nature",
        ),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_those_that_are(
    outcomes: pd.DataFrame, ask: Any, message: str
) -> None:
    with pytest.raises(UnknownName) as error:
        ask(outcomes)
    assert str(error.value) == message


def test_a_level_that_nobody_was_asked_has_no_shares(outcomes: pd.DataFrame) -> None:
    nobody = at_level(outcomes, "pupil")[:0]

    assert mention_shares(nobody).empty
    assert mention_shares(nobody, "sector_group").empty
    assert characteristic_shares(nobody, "status").empty


def test_clusters_widen_by_the_average_design_effect_of_a_level(school: pd.DataFrame) -> None:
    # Network: 2 and 1 of 3, deff 5/9; region: 2 and 0 of 3, 2 × 2 / 36 against 2/9 / 5: 2.5.
    got = mention_shares(school, clusters="workplace").set_index("outcome")
    few = (stats.t.ppf(0.975, 1) / stats.t.ppf(0.975, 5)) ** 2
    usual = 1.6 * few  # (5/9 + 2.5) / 2 = 1.53, rounded up to a tenth
    for outcome, count in (("network", 3), ("region", 2)):
        exp = wilson_interval(count, 6, effect=usual)
        assert tuple(got.loc[outcome, ["low", "high"]]) == pytest.approx(exp)
    assert got["imprecise"].all()


def test_a_group_of_one_cluster_has_no_interval(school: pd.DataFrame) -> None:
    got = mention_shares(school, "tranche_group", clusters="workplace")
    assert got[["low", "high"]].drop_duplicates().values.tolist() == [[0, 1]]


def test_status_among_who_mention(school: pd.DataFrame) -> None:
    got = characteristic_shares(school, "status", among="mentioned")
    assert "missing" not in got
    assert rows(got, "outcome", "category", "n", "count") == [
        ("network", "realised", 3, 2),
        ("network", "expected", 3, 1),
        ("network", "unknown", 3, 0),
        ("region", "realised", 2, 1),
        ("region", "expected", 2, 1),
        ("region", "unknown", 2, 0),
    ]


def test_interval_among_who_mention_has_their_part_of_the_population(school: pd.DataFrame) -> None:
    got = characteristic_shares(school, "status", None, pd.Series({"all": 12}), among="mentioned")
    first = got.iloc[0]
    # Half of those approached answered: as many approached stand behind the three who mention it.
    assert (first["low"], first["high"]) == pytest.approx(wilson_interval(2, 3, 6))


def test_clusters_of_a_status_are_those_of_who_mention(school: pd.DataFrame) -> None:
    got = characteristic_shares(school, "status", clusters="workplace", among="mentioned")
    assert got[["low", "high"]].notna().all(axis=None)
    assert (got["share"].between(got["low"], got["high"])).all()


def test_base_that_there_is_not(school: pd.DataFrame) -> None:
    with pytest.raises(UnknownName) as error:
        characteristic_shares(school, "status", among="some")
    assert str(error.value) == "no base 'some'; there are mentioned, all"


@pytest.mark.parametrize(
    ("categories", "drawn"),
    [
        (["new", "strengthened", "unknown"], ["new"]),
        (["new", "strengthened"], ["new"]),
        (["realised", "partly_realised", "expected"], None),
        (["new", "not_mentioned"], None),  # of everybody the first does not tell of the other
        (["new"], None),
    ],
)
def test_of_two_answers_the_first_is_drawn(categories: list[str], drawn: list[str] | None) -> None:
    table = pd.DataFrame({"outcome": "a", "category": categories})
    assert first_of_pair(table)["category"].tolist() == (drawn or categories)
    assert len(first_of_pair(table[["outcome"]])) == len(table)
