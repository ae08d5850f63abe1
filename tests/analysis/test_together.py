from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from frames import rows

from dwimpact.analysis.together import combinations_of, outcome_pairs
from dwimpact.dataset import CleanStudy
from dwimpact.errors import UnknownName
from dwimpact.loading import with_tables
from dwimpact.statistics import wilson_interval
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


@pytest.fixture
def tiny(study: Study, tables: Tables) -> CleanStudy:
    """R1, R3 and R5 mention network; R1 and R2 region; R3 and R4 skills; R1, R3 and R6 soft skills.
    A group of two may be shown.
    """
    return with_tables(study, tables)


def test_pairs_of_a_level(tiny: CleanStudy) -> None:
    got = outcome_pairs(tiny, "school")
    assert rows(got, "outcome", "other_outcome", "n", "count", "phi") == [
        ("network", "region", 3, 1, 0.0),
        ("region", "network", 2, 1, 0.0),
    ]
    low, high = wilson_interval(1, 3, 6)  # of the three as many were approached again
    assert (got.loc[0, "low"], got.loc[0, "high"]) == pytest.approx((float(low), float(high)))


def test_pairs_across_levels(tiny: CleanStudy) -> None:
    got = outcome_pairs(tiny, "school", "pupil").set_index(["outcome", "other_outcome"])
    assert got.loc[("network", "soft_skills"), ["n", "count"]].tolist() == [3, 2]
    x, y = [1, 0, 1, 0, 1, 0], [1, 0, 1, 0, 0, 1]
    assert got.loc[("network", "soft_skills"), "phi"] == round(np.corrcoef(x, y)[0, 1], 2)
    assert len(got) == 4


def below(study: CleanStudy, threshold: int, mode: str = "as_published") -> CleanStudy:
    disclosure = study.settings.disclosure.model_copy(update={"mode": mode})
    update = {"withhold_below": threshold, "disclosure": disclosure}
    return replace(study, settings=study.settings.model_copy(update=update))


def test_few_who_mention_are_not_told_apart_nor_few_who_do_not(tiny: CleanStudy) -> None:
    # Three mention network and three do not; region is that of two.
    got = outcome_pairs(below(tiny, 3), "school")
    assert rows(got, "outcome", "other_outcome") == [("network", "region")]
    assert outcome_pairs(below(tiny, 4), "school").empty


def test_strictly_no_combination_of_answers_is_that_of_few(tiny: CleanStudy) -> None:
    # Network and region: 1, 2, 1 and 2 of six people.
    assert outcome_pairs(below(tiny, 2, "strict"), "school").empty
    assert len(outcome_pairs(below(tiny, 1, "strict"), "school")) == 2


def test_commonest_combinations(tiny: CleanStudy) -> None:
    # Of school: R1 both, R2 region, R3 and R5 network, R4 and R6 none.
    got = combinations_of(below(tiny, 1), "school")
    assert rows(got, "combination", "outcomes", "n", "count") == [
        ("", 0, 6, 2),
        ("network", 1, 6, 2),
        ("network region", 2, 6, 1),
        ("region", 1, 6, 1),
    ]
    assert got["share"].sum() == pytest.approx(1)


def test_chosen_outcomes_of_two_levels_are_combined(tiny: CleanStudy) -> None:
    chosen = [("school", "network"), ("pupil", "soft_skills"), ("pupil", "skills")]
    got = combinations_of(below(tiny, 1), chosen)
    told = tiny.outcomes.astype({"level": str, "outcome": str})
    wide = told.pivot(index="respondent", columns=["level", "outcome"], values="mentioned")
    each = wide[chosen].fillna(False).astype(bool)
    exp = [" ".join(f"{a}/{b}" for (a, b), yes in row.items() if yes) for _, row in each.iterrows()]
    assert dict(zip(got["combination"], got["count"], strict=True)) == Counter(exp)
    with pytest.raises(UnknownName):
        combinations_of(tiny, [("school", "skills")])


def test_combinations_of_few_are_not_shown_nor_what_they_follow_from(tiny: CleanStudy) -> None:
    # None and network are of two each; but network is mentioned by three, so both would be of one.
    assert combinations_of(below(tiny, 2), "school").empty


def test_an_outcome_as_a_split(tiny: CleanStudy) -> None:
    got = tiny.mention_shares("pupil", by=("school", "network"))
    assert rows(got, "group", "outcome", "n", "count") == [
        ("named", "skills", 3, 1),
        ("named", "soft_skills", 3, 2),
        ("not_named", "skills", 3, 1),
        ("not_named", "soft_skills", 3, 1),
    ]
    assert got.loc[0, "high"] == pytest.approx(float(wilson_interval(1, 3, 6)[1]))


def test_an_outcome_does_not_split_itself(tiny: CleanStudy) -> None:
    got = tiny.mention_shares("school", by=("school", "network"))
    assert got["outcome"].unique().tolist() == ["region"]


def test_a_split_of_few_is_not_shown_at_all(tiny: CleanStudy) -> None:
    assert below(tiny, 3).mention_shares("pupil", by=("school", "region")).empty
    assert below(tiny, 2, "strict").mention_shares("pupil", by=("school", "network")).empty


def test_outcome_that_there_is_not(tiny: CleanStudy) -> None:
    with pytest.raises(UnknownName) as error:
        tiny.mention_shares("pupil", by=("school", "fame"))
    assert str(error.value) == "no outcome 'fame'; there are region, network"


def test_of_a_level_that_is_hidden_there_are_no_combinations(tiny: CleanStudy) -> None:
    hidden = [("mentioned", "school", outcome, "all") for outcome in ("network", "region")]
    table = pd.DataFrame(hidden, columns=tiny.hidden.columns)
    made = replace(below(tiny, 1, "strict"), hidden=table)
    assert combinations_of(made, "school").empty


def test_an_outcome_that_is_no_pair_is_refused(tiny: CleanStudy) -> None:
    with pytest.raises(UnknownName, match=r"^no outcome 'network, region'; there are network"):
        tiny.mention_shares("pupil", by=("school", "network", "region"))  # type: ignore[arg-type]
