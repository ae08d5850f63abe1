from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from frames import rows

from dwimpact.analysis.waves.series import (
    Series,
    series_differences,
    series_of,
    series_shares,
    steps_of,
)
from dwimpact.analysis.waves.two_waves import comparable, wave_differences
from dwimpact.dataset import CleanStudy
from dwimpact.errors import StudyError
from dwimpact.figures.dots import marks_of_shares
from dwimpact.figures.looks import group_looks
from dwimpact.figures.shares import plot_mention_shares
from dwimpact.loading import with_tables
from dwimpact.prose.waves.series import describe_series
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study
from dwimpact.templates.html import PARTLY_NOTICE, notice_of
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


def asserted(study: CleanStudy, *, reconstructed: bool, published: str) -> CleanStudy:
    update = {
        "reconstructed": reconstructed,
        "drawn": False,
        "published": date.fromisoformat(published),
    }
    return replace(study, settings=study.settings.model_copy(update=update))


@pytest.fixture
def mixed(first: CleanStudy) -> Series:
    """A reconstruction, and two waves of responses after it."""
    return series_of(
        [
            asserted(first, reconstructed=True, published="2021-05-01"),
            asserted(first, reconstructed=False, published="2023-05-01"),
            asserted(first, reconstructed=False, published="2025-05-01"),
        ]
    )


def test_steps_are_told_of_responses_only(mixed: Series) -> None:
    ((shares, differences),) = steps_of(mixed, "school")
    assert shares["group"].unique().tolist() == ["wave_2", "wave_3"]
    assert set(differences["difference"]) == {0.0}
    assert mixed.names == {
        "wave_1": "de meting van 2021",
        "wave_2": "de meting van 2023",
        "wave_3": "de meting van 2025",
    }


def test_what_is_said_of_the_waves(mixed: Series) -> None:
    assert describe_series(mixed) == [
        "Meting 1, 2021, reconstructie: 6 respondenten (50% van de 12 benaderde personen).",
        "Meting 2, 2023: 6 respondenten (50% van de 12 benaderde personen).",
        "Meting 3, 2025: 6 respondenten (50% van de 12 benaderde personen).",
    ]
    assert notice_of(mixed.study) == PARTLY_NOTICE


def test_only_the_reconstruction_has_open_marks_and_no_interval(mixed: Series) -> None:
    shares = series_shares(mixed, "school")
    marks = marks_of_shares(
        shares, "outcome", mixed.study.names, group_looks(mixed.study), mixed.study
    )
    drawn = marks.assign(wave=shares["group"], interval=marks["low"].notna())
    assert drawn[["wave", "assumed", "interval"]].drop_duplicates().values.tolist() == [
        ["wave_1", True, False],
        ["wave_2", False, True],
        ["wave_3", False, True],
    ]


def test_waves_of_one_year_are_numbered(first: CleanStudy) -> None:
    assert list(series_of([first] * 2).names.values()) == ["meting 1", "meting 2"]
