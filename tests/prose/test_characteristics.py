"""Status and nature of the outcomes that are mentioned, and levels compared by them."""

from __future__ import annotations

import pandas as pd
from sentences import Said

from dwimpact.analysis.overview import level_overview
from dwimpact.prose.characteristics import describe_characteristic, describe_levels
from dwimpact.shares import characteristic_shares
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.tables.labels import category_labels


def test_status_over_all_mentions(said: Said, school: pd.DataFrame, form: Questionnaire) -> None:
    said(
        describe_characteristic,
        characteristic_shares(school, "status"),
        category_labels(form, "status"),
        form,
    )


def test_nature_that_not_everybody_filled_in(
    said: Said, school: pd.DataFrame, form: Questionnaire
) -> None:
    said(
        describe_characteristic,
        characteristic_shares(school, "nature"),
        category_labels(form, "nature"),
        form,
    )


def test_status_that_nobody_filled_in(
    said: Said, school: pd.DataFrame, form: Questionnaire
) -> None:
    blank = school.assign(status=school["status"].where(school["status"].isna()))
    said(
        describe_characteristic,
        characteristic_shares(blank, "status"),
        category_labels(form, "status"),
        form,
    )


def test_levels_compared(said: Said, outcomes: pd.DataFrame, form: Questionnaire) -> None:
    overview = level_overview(outcomes[~outcomes["outcome"].isin(["other", "none"])])
    said(describe_levels, overview, form)


def test_level_without_mentions_is_left_out(said: Said, form: Questionnaire) -> None:
    overview = pd.DataFrame(
        {"level": ["school", "pupil"], "new": [0.25, None], "realised": [None] * 2}
    )
    said(describe_levels, overview, form)
