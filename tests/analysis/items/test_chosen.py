"""A question beside the levels with the answers of a level: the same intervals and tests."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from marks import first_quickly

from dwimpact.analysis.items.chosen import chosen_rows
from dwimpact.analysis.items.shares import item_shares
from dwimpact.analysis.waves.items import wave_item_differences, wave_item_shares
from dwimpact.analysis.waves.two_waves import Waves, wave_differences
from dwimpact.dataset import CleanStudy

LIKE = {"network": "book", "region": "talk"}  # outcome of the school → option of 'helped'
NUMBERS = ["low", "high", "imprecise"]


def alike(study: CleanStudy) -> CleanStudy:
    """Where 'helped' was answered as the school's outcomes were, by people in workplaces."""
    school = study.outcomes[(study.outcomes["level"] == "school")]
    given = school[school["outcome"].isin(LIKE)].set_index(["respondent", "outcome"])["mentioned"]
    answers = study.tables.answers.copy()
    helped = answers["item"] == "helped"
    back = {option: outcome for outcome, option in LIKE.items()}
    keys = zip(answers["respondent"], answers["option"].map(back), strict=True)
    told = pd.Series([given.get(key, pd.NA) for key in keys], answers.index, dtype="boolean")
    answers["chosen"] = told.where(helped, answers["chosen"])
    settings = study.settings.model_copy(
        update={
            "reconstructed": False,
            "design": study.settings.design.model_copy(update={"clusters": "workplace"}),
        }
    )
    return replace(study, settings=settings, tables=replace(study.tables, answers=answers))


@pytest.fixture
def study_of_workplaces(answered: CleanStudy) -> CleanStudy:
    return alike(answered)


def test_an_item_has_the_interval_of_an_outcome(study_of_workplaces: CleanStudy) -> None:
    study = study_of_workplaces
    got = item_shares(study, study.questionnaire.item("helped")).set_index("option")
    exp = study.mention_shares("school").set_index("outcome").rename(index=LIKE)
    pd.testing.assert_frame_equal(
        got[NUMBERS].loc[["book", "talk"]],
        exp[NUMBERS].loc[["book", "talk"]],
        check_names=False,
        check_index_type=False,
    )


@pytest.mark.long
def test_waves_of_an_item_are_tested_as_those_of_an_outcome(
    study_of_workplaces: CleanStudy,
) -> None:
    first = study_of_workplaces
    changed = first.tables.outcomes.copy()
    here = (changed["level"] == "school") & (changed["outcome"] == "network")
    changed.loc[here & changed["mentioned"].notna(), "mentioned"] = True
    second = alike(replace(first, tables=replace(first.tables, outcomes=changed)))
    waves = Waves(first, second)
    item = waves.study.questionnaire.item("helped")
    got = wave_item_differences(waves, item).set_index("option")
    exp = wave_differences(waves, "school").set_index("outcome").rename(index=LIKE)
    compared = ["difference", "difference_low", "difference_high", "p", "p_holm", "test"]
    pd.testing.assert_frame_equal(
        got.loc[["book", "talk"], compared],
        exp.loc[["book", "talk"], compared],
        check_names=False,
        check_index_type=False,
    )
    assert set(got["test"]) == {"rao_scott"}


@pytest.mark.parametrize(
    "code", first_quickly(["helped", "again", "view", "hours", "day", "depth"])
)
def test_who_chose_what_adds_up_to_the_table(answered: CleanStudy, code: str) -> None:
    item = answered.questionnaire.item(code)
    shares = item_shares(answered, item)
    rows = chosen_rows(answered, item, shares)
    counted = rows.groupby(["column", "option"], sort=False)["mentioned"].agg(["sum", "count"])
    assert counted["sum"].tolist() == shares["count"].tolist()
    assert counted["count"].tolist() == shares["n"].tolist()


def test_what_is_left_over_of_other_options_is_not_compared(answered: CleanStudy) -> None:
    strict = answered.settings.model_copy(
        update={"disclosure": answered.settings.disclosure.model_copy(update={"mode": "strict"})}
    )
    study = replace(answered, settings=strict)
    shares = wave_item_shares(Waves(answered, study), answered.questionnaire.item("again"))
    assert "rest" not in set(shares["option"])
