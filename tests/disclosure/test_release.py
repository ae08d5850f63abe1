"""What a strict study does not publish, and that nothing shown gives a small group away."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dwimpact.disclosure.release import groups_of_cells, rows_to_hide
from dwimpact.disclosure.small_groups import (
    hidden_outcomes,
    require_withheld,
    shows,
    withhold,
    withhold_overview,
    withhold_themes,
)
from dwimpact.loading import with_tables
from dwimpact.shares import at_level, mention_shares
from dwimpact.study.settings import Disclosure

TEXTS = ("open_answers", "other_outcomes", "explanations", "remarks")


@pytest.fixture(scope="module")
def strict(real_study):
    settings = real_study.settings.model_copy(update={"disclosure": Disclosure()})
    return replace(real_study, settings=settings)


@pytest.fixture
def hide(strict, real_tables):
    """What is hidden of one outcome, given by whom it was mentioned."""

    def of(mentioned: pd.Series) -> list[tuple[str, str]]:
        outcomes = real_tables.outcomes
        one = outcomes[(outcomes["level"] == "student") & (outcomes["outcome"] == "soft_skills")]
        told = one["respondent"].map(mentioned)
        given = {"mentioned": told.astype("boolean")}
        given |= {c: one[c].where(told.to_numpy()) for c in ("status", "nature")}
        nobody = dict.fromkeys(TEXTS, pd.DataFrame({"respondent": [], "text": []}))
        found = rows_to_hide(strict, real_tables.respondents, one.assign(**given), nobody)
        found = found[found["outcome"] == "soft_skills"]
        return list(found[["what", "by"]].itertuples(index=False, name=None))

    return of


def test_nobody_and_everybody_are_not_told(hide, real_tables):
    respondents = real_tables.respondents.set_index("respondent")

    for told in (False, True):
        everything = hide(pd.Series(told, index=respondents.index))
        assert ("mentioned", "all") in everything
        assert ("mentioned", "sector_group") in everything


def test_a_group_without_mentions_hides_all_groups_and_keeps_the_total(hide, real_tables):
    respondents = real_tables.respondents.set_index("respondent")
    half = pd.Series(np.arange(len(respondents)) % 2 == 0, index=respondents.index)

    found = hide(half & (respondents["sector"] != "hbo"))

    assert ("mentioned", "all") not in found
    assert ("mentioned", "sector_group") in found


def test_what_is_spread_over_everybody_is_shown_by_every_group(hide, real_tables):
    respondents = real_tables.respondents.set_index("respondent")
    half = pd.Series(np.arange(len(respondents)) % 2 == 0, index=respondents.index)

    assert not [by for what, by in hide(half) if what == "mentioned"]


@pytest.fixture
def hiding(strict, real_tables):
    """A strict study in which the mentions of soft skills are hidden by sector."""
    hidden = pd.DataFrame(
        [("mentioned", "student", "soft_skills", "sector_group"), ("remarks", "", "", "all")],
        columns=["what", "level", "outcome", "by"],
    )
    return with_tables(strict, replace(real_tables, hidden=hidden))


def test_rows_that_are_hidden_are_left_out_of_all_groups(hiding):
    outcomes = at_level(hiding.outcomes, "student")
    total, by_sector = mention_shares(outcomes), mention_shares(outcomes, "sector_group")

    assert set(withhold(total, hiding)["outcome"]) == set(total["outcome"])
    assert set(total["outcome"]) - set(withhold(by_sector, hiding)["outcome"]) == {"soft_skills"}
    assert hidden_outcomes(by_sector, hiding) == ["soft_skills"]
    assert "missing" not in withhold(by_sector, hiding)


def test_a_hidden_total_is_refused_with_no_more_columns_than_it_needs(hiding):
    hidden = pd.DataFrame([("mentioned", "a", "b", "all")], columns=hiding.hidden.columns)
    total = pd.DataFrame({"level": ["a"], "outcome": "b", "n": 64, "count": 60})

    with pytest.raises(ValueError, match="shown, but to be withheld"):
        require_withheld(total, replace(hiding, hidden=hidden))


def test_small_groups_are_merged_everywhere_but_in_the_tables(hiding, real_study):
    groups = [group.code for group in hiding.questionnaire.variable("sector").groups]

    assert groups == ["mbo_or_wo_other", "hbo"]
    assert set(hiding.respondents["sector_group"]) == set(groups)
    assert hiding.populations["sector_group"].to_dict() == {"mbo_or_wo_other": 88, "hbo": 90}
    assert "wo_other" in set(hiding.tables.respondents["sector_group"])


def test_what_is_shown_can_be_asked(hiding):
    assert hiding.shows("mentioned", "student", "soft_skills")
    assert not hiding.shows("mentioned", "student", "soft_skills", by="sector_group")
    assert not hiding.shows("mentioned", "student", "soft_skills", by="sector")
    assert not shows(hiding, "remarks")
    assert not shows(hiding, "remarks", by="sector_group")


def test_sums_of_a_level_of_which_something_is_hidden_are_left_out(hiding):
    overview = pd.DataFrame({"level": ["student", "programme"], "mentions": [203, 238]})

    assert withhold_overview(overview, hiding)["level"].tolist() == ["programme"]


def test_themes_of_nearly_all_or_hardly_any_are_left_out(hiding, real_study):
    themes = pd.DataFrame({"theme": list("abcd"), "n": 10, "count": [1, 2, 8, 9]})

    assert withhold_themes(themes, hiding)["theme"].tolist() == ["b", "c"]
    assert len(withhold_themes(themes, replace(hiding, settings=real_study.settings))) == 4


@pytest.mark.parametrize(("below", "too_small"), [(6, False), (7, True)])
def test_a_group_at_the_threshold_is_not_too_small(real_study, real_tables, below, too_small):
    settings = real_study.settings.model_copy(update={"withhold_below": below})

    groups = groups_of_cells(replace(real_study, settings=settings), real_tables.respondents)

    assert ("wo_other" in groups.targets) == too_small
