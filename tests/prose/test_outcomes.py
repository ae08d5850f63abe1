"""Which outcomes are mentioned, and how often."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from frames import shares_of
from sentences import Said

from dwimpact.loading import with_tables
from dwimpact.prose.outcomes import (
    describe_mentions,
    describe_ranking,
    describe_silence,
    title_of_level,
)
from dwimpact.shares import at_level, mention_shares
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.questionnaire.terms import Terms
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

PHRASES = {"a": "de eerste", "b": "de tweede", "c": "de derde", "d": "de vierde"}


@pytest.fixture
def options(outcomes: pd.DataFrame) -> pd.DataFrame:
    return at_level(outcomes, "school", listed_only=False)


def test_ranking_of_mentions(said: Said) -> None:
    said(describe_mentions, shares_of(64, a=30, b=40, c=53, d=32), PHRASES, Terms().respondent)


def test_ranking_with_one_at_half_and_without_the_rest(said: Said) -> None:
    said(describe_mentions, shares_of(4, a=3, b=2), PHRASES, Terms().respondent)


def test_silence(said: Said, options: pd.DataFrame, form: Questionnaire) -> None:
    level = form.level("school")
    said(describe_silence, mention_shares(options), level, form)
    several = shares_of(64, none=2, other=0).assign(missing=13)
    said(describe_silence, several, level, form)


def test_ranking_over_levels(said: Said, study: Study, tables: Tables) -> None:
    all_levels = with_tables(study, tables)
    said(describe_ranking, all_levels.mention_shares(), all_levels, top=2)


def test_what_nobody_was_asked_is_not_put_to_anybody(
    said: Said, study: Study, form: Questionnaire, tables: Tables
) -> None:
    school, pupil = form.levels
    routed = pupil.model_copy(update={"asked_if": {"sector": ("wo",)}})
    form = form.model_copy(update={"levels": (school, routed)})
    asked = tables.outcomes[tables.outcomes["level"] == "school"]
    here = with_tables(replace(study, questionnaire=form), replace(tables, outcomes=asked))
    assert here.asked_levels == (school,)
    assert here.offered == 2
    said(describe_ranking, here.mention_shares(), here)


def test_titles_of_levels(said: Said, form: Questionnaire) -> None:
    for level in form.levels:
        said(title_of_level, form, level)


def test_ties_and_nobody_at_all(said: Said) -> None:
    people = Terms().respondent
    said(describe_mentions, shares_of(64, a=32, b=32, c=1), PHRASES, people)
    said(describe_mentions, shares_of(1, a=1, b=0), PHRASES, people)
    said(describe_mentions, shares_of(9, a=9, b=9), PHRASES, people)
