from __future__ import annotations

from dataclasses import replace

import pytest
from frames import rows

from dwimpact.analysis.series import series_differences, series_of, series_shares
from dwimpact.analysis.waves import comparable, wave_differences
from dwimpact.dataset import CleanStudy
from dwimpact.errors import StudyError
from dwimpact.figures.bars import plot_mention_shares
from dwimpact.loading import with_tables
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


@pytest.fixture
def first(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


@pytest.fixture
def third(first: CleanStudy, changed: Questionnaire) -> CleanStudy:
    """With another questionnaire, which keeps one outcome of the school."""
    return replace(first, questionnaire=changed)


def test_shares_are_of_what_all_ask(first: CleanStudy, third: CleanStudy) -> None:
    got = series_shares(series_of([first, first, third]), "school")
    assert rows(got, "group", "outcome", "count") == [
        ("wave_1", "network", 3),
        ("wave_2", "network", 3),
        ("wave_3", "network", 3),
    ]


def test_each_wave_is_compared_with_the_one_before(first: CleanStudy, third: CleanStudy) -> None:
    got = series_differences(series_of([first, third, third]), "school")
    assert rows(got, "earlier", "later") == [("wave_1", "wave_2"), ("wave_2", "wave_3")]
    exp = wave_differences(comparable(first, third), "school")
    assert got.loc[0, "difference_low"] == exp.loc[0, "difference_low"]


def test_a_figure_has_a_mark_for_each_wave(first: CleanStudy) -> None:
    series = series_of([first] * 3)
    figure = plot_mention_shares(series_shares(series, "school"), series.study)
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        "meting 1 (n = 6)",
        "meting 2 (n = 6)",
        "meting 3 (n = 6)",
    ]


def test_two_that_cannot_be_compared_are_refused(first: CleanStudy) -> None:
    few = first.settings.model_copy(update={"withhold_below": 7})
    with pytest.raises(StudyError, match="6 respondents, and a group below 7 is not shown"):
        series_of([first, first, replace(first, settings=few)])


@pytest.mark.parametrize("n", [0, 1])
def test_one_study_is_no_series(first: CleanStudy, n: int) -> None:
    with pytest.raises(ValueError, match=f"^a series has two or more studies; found {n}$"):
        series_of([first] * n)
