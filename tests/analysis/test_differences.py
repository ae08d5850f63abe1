from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from frames import rows
from scipy import stats

from dwimpact.analysis.differences import coarse, compare_groups, group_differences
from dwimpact.counting import cluster_sums
from dwimpact.dataset import CleanStudy
from dwimpact.errors import UnknownName
from dwimpact.inference.clusters import rao_scott_test
from dwimpact.loading import with_tables
from dwimpact.shares import at_level, categorised, mention_shares
from dwimpact.statistics import newcombe_interval
from dwimpact.study.settings import Design
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def test_two_groups_are_compared_outcome_by_outcome(school: pd.DataFrame) -> None:
    shares = mention_shares(school, "sector_group")
    got = compare_groups(shares, "mbo", "higher")
    assert rows(got, "level", "outcome") == [("school", "network"), ("school", "region")]
    assert got["difference"].tolist() == pytest.approx([3 / 3 - 0 / 2, 1 / 3 - 1 / 2])
    exp = [stats.fisher_exact([[3, 0], [0, 2]]).pvalue, stats.fisher_exact([[1, 2], [1, 1]]).pvalue]
    assert got["p"].tolist() == pytest.approx(exp)
    assert got["p_holm"].tolist() == pytest.approx([min(1, 2 * exp[0]), 1])


def test_comparison_turns_with_its_groups(real_outcomes: pd.DataFrame) -> None:
    shares = mention_shares(at_level(real_outcomes, "student"), "sector_group")
    there, back = (compare_groups(shares, *pair) for pair in (("mbo", "hbo"), ("hbo", "mbo")))
    assert there["difference"].tolist() == (-back["difference"]).tolist()
    assert there["p"].tolist() == pytest.approx(back["p"].tolist())


def test_several_groups_are_compared_outcome_by_outcome(school: pd.DataFrame) -> None:
    # 3, 0 and 0 of 3, 2 and 1: one of C(6, 3) = 20 ways; only 0, 2, 1 is as unlikely.
    # 1, 1 and 0: one of the C(6, 2) = 15 pairs in 3 × 2 ways, more than any other split.
    got = compare_groups(mention_shares(school, "sector_group"))
    assert rows(got, "level", "outcome") == [("school", "network"), ("school", "region")]
    assert got["difference"].tolist() == [1, 0.5]
    assert got["p"].tolist() == pytest.approx([2 / 20, 1])
    assert got["p_holm"].tolist() == pytest.approx([4 / 20, 1])


def test_comparison_with_an_unknown_group(school: pd.DataFrame) -> None:
    with pytest.raises(UnknownName) as error:
        compare_groups(mention_shares(school, "sector"), "mbo", "vmbo")
    assert str(error.value) == "no group in the table 'vmbo'; there are mbo, hbo, wo, other"


def test_one_group_has_nothing_to_be_compared_with(school: pd.DataFrame) -> None:
    got = compare_groups(mention_shares(school))
    assert rows(got, "level", "outcome", "difference", "p", "p_holm") == []


def test_only_the_groups_named_are_compared(school: pd.DataFrame) -> None:
    shares = mention_shares(school, "sector")
    named = shares[shares["group"].isin(["mbo", "hbo", "wo"])]
    pd.testing.assert_frame_equal(compare_groups(shares, "mbo", "hbo", "wo"), compare_groups(named))


def designed(study: Study, tables: Tables, **design: str) -> CleanStudy:
    settings = study.settings.model_copy(update={"design": Design(**design)})
    return with_tables(replace(study, settings=settings), tables)


def test_interval_of_the_difference_stands_beside_it(school: pd.DataFrame) -> None:
    shares = mention_shares(school, "sector_group")
    got = compare_groups(shares, "mbo", "higher").iloc[0]
    a, b = (shares[shares["group"] == g].iloc[0] for g in ("mbo", "higher"))
    sides = [side[c] for side in (a, b) for c in ("share", "low", "high")]
    assert (got["difference_low"], got["difference_high"]) == newcombe_interval(*sides)


def test_test_is_exact_without_clusters_or_population(study: Study, tables: Tables) -> None:
    got = group_differences(designed(study, tables, target="process"), "school", "sector_group")
    shares = designed(study, tables, target="process").mention_shares("school", "sector_group")
    pd.testing.assert_frame_equal(got.drop(columns="test"), compare_groups(shares))
    assert got["test"].unique().tolist() == ["fisher"]


def test_test_knows_the_population_that_the_interval_knows(study: Study, tables: Tables) -> None:
    # mbo 3 of 3 and hbo and wo 0 of 2 of 5 people; of 11 approached in both groups.
    got = group_differences(designed(study, tables), "school", "sector_group").iloc[0]
    people = [[1, 1, 1, 0, 0], [0, 0, 0, 1, 1]]
    independent = rao_scott_test([people[0], [0] * 5], people, 5 / 11)
    assert got["test"] == "rao_scott"
    assert got["p"] == pytest.approx(independent[-1], abs=1e-3)
    assert got["p"] >= independent[-1]


def test_test_follows_the_clusters_that_groups_cut_across(study: Study, tables: Tables) -> None:
    got = group_differences(designed(study, tables, clusters="workplace"), "school", "sector_group")
    # Of alfa two mbo and one hbo, of beta one of each.
    exp = rao_scott_test([[1, 0], [1, 0]], [[2, 1], [1, 1]], 5 / 11)[-1]
    assert exp > 0.1
    assert got.loc[1, "p"] == np.ceil(exp * 10) / 10


def test_groups_of_whole_clusters_are_permuted(study: Study, tables: Tables) -> None:
    clustered = designed(study, tables, clusters="workplace")
    got = group_differences(clustered, "school", "tranche_group")
    # Two workplaces: both ways of dealing them are as far apart.
    assert got["test"].unique().tolist() == ["permutation"]
    assert got["p"].tolist() == [1, 1]


def test_status_is_compared_among_who_mention(study: Study, tables: Tables) -> None:
    plain = designed(study, tables, target="process")
    got = group_differences(plain, "pupil", "tranche_group", "status")
    # Soft skills: R1 and R3 realised in alfa; R6 expected in beta, alone, so that it is not shown.
    assert got.empty
    got = group_differences(
        replace(plain, settings=plain.settings.model_copy(update={"withhold_below": 1})),
        "pupil",
        "tranche_group",
        "status",
    )
    soft = got[got["outcome"] == "soft_skills"]
    assert rows(soft, "category", "difference") == [("realised", 1.0)]
    assert soft["p"].tolist() == pytest.approx([stats.fisher_exact([[2, 0], [0, 1]]).pvalue])


def test_measure_that_there_is_not(study: Study, tables: Tables) -> None:
    with pytest.raises(UnknownName) as error:
        group_differences(designed(study, tables), "pupil", "tranche_group", "colour")
    assert str(error.value) == "no measure 'colour'; there are nature, status, mentioned"


def test_who_names_an_outcome_is_compared_with_who_does_not(study: Study, tables: Tables) -> None:
    # R1, R3 and R5 name network: R1 and R3 soft skills too, of the others R6; half answered.
    tiny, by = with_tables(study, tables), ("school", "network")
    got = group_differences(tiny, "pupil", by).set_index("outcome")
    assert got["difference"].to_dict() == pytest.approx({"skills": 0, "soft_skills": 2 / 3 - 1 / 3})
    exp = rao_scott_test([[1, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 1]], [[1, 0] * 3, [0, 1] * 3], 0.5)
    assert got.loc["soft_skills", "p"] == np.ceil(10 * exp[-1]) / 10
    shares = tiny.mention_shares("pupil", by)
    assert rows(compare_groups(shares), "difference_low", "difference_high") == rows(
        got, "difference_low", "difference_high"
    )


def test_groups_are_of_background_or_of_mentions(study: Study, tables: Tables) -> None:
    tiny = with_tables(study, tables)
    for by, measure in (
        (("school", "network"), "status"),
        ("status", "mentioned"),
        (None, "nature"),
    ):
        with pytest.raises(UnknownName, match=r"^no column of groups .* there are .*workplace"):
            group_differences(tiny, "pupil", by, measure)


def test_who_mentions_an_outcome_is_a_part_of_all_workplaces(real: CleanStudy) -> None:
    """The F and p of R's svychisq on a subset of the design: the mbo and hbo who mention it."""
    rows = real.respondents_at("student", "sector_group")
    rows = rows[rows["outcome"] == "career_knowledge"]
    inside = rows["mentioned"].fillna(False) & rows["sector_group"].isin(["mbo", "hbo"])
    part = rows[inside].assign(yes=lambda t: t["status"] == "partly_realised")
    table = part.groupby(["sector_group", "workplace"], observed=True)["yes"].agg(["sum", "size"])
    counts, sizes = (
        table[of].unstack(fill_value=0).reindex(columns=real.sampled, fill_value=0)
        for of in ("sum", "size")
    )
    f, _, freedom, p = rao_scott_test(counts, sizes)
    assert (len(real.sampled), freedom) == (19, pytest.approx(12))
    assert (f, p) == pytest.approx((5.857460534287532, 0.0323045185119), abs=1e-8)
    approached = real.population_of("student", "sector_group")[["mbo", "hbo"]].sum()
    finite = rao_scott_test(counts, sizes, 58 / approached)
    got = group_differences(real, "student", "sector_group", "status").set_index(
        ["outcome", "category"]
    )
    assert got.loc[("career_knowledge", "partly_realised"), "p"] == coarse([finite[-1]])[0]


def test_workplaces_where_nobody_mentions_an_outcome_are_sampled_too(real: CleanStudy) -> None:
    shares = real.all_characteristic_shares("student", "status", among="mentioned")
    rows = categorised(real.respondents_at("student"), "status", "mentioned")
    keys = ["level", "outcome", "category"]
    counts, sizes = cluster_sums(shares, rows, keys, "workplace", real.sampled)
    assert list(counts) == list(sizes) == real.sampled
    assert (sizes == 0).any(axis=None)
    assert sizes.sum(axis=1).tolist() == shares["n"].tolist()
