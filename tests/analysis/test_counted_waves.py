"""Waves, views and texts of respondents who are only counted are those of listed respondents."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from drawn_studies import MIDDLE, SHIPPED, write_draw
from pandas.testing import assert_frame_equal

from dwimpact.analysis.themes.keywords import gather_texts
from dwimpact.analysis.waves.series import series_differences, series_of, series_shares
from dwimpact.analysis.waves.two_waves import (
    Waves,
    comparable,
    overall_differences,
    same_answers,
    wave_differences,
    wave_shares,
)
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.views import TooSmall
from dwimpact.errors import StudyError
from dwimpact.explorer.outcomes import OutcomeView
from dwimpact.explorer.texts import TextView
from dwimpact.explorer.widgets import explore
from dwimpact.loading import load
from dwimpact.prose.waves.two_waves import describe_overall
from dwimpact.study.settings import Design

Pair = tuple[CleanStudy, CleanStudy]
FILTERS: list[dict[str, Any]] = [
    {},
    {"sector_group": "hbo"},
    {"tranche": "3"},
    {"tranche_group": "early", "sector": "mbo"},
]
MEASURES = ("mentioned", "status", "nature")
pytestmark = pytest.mark.long  # tests/tidy/test_counted.py has what is counted for every run


@pytest.fixture(scope="module")
def two_waves(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    """Two waves of responses: as a list of respondents, and counted."""
    folder = tmp_path_factory.mktemp("waves")
    made: dict[str, list[CleanStudy]] = {"listed": [], "counted": []}
    for name, draw in (("old", SHIPPED), ("new", MIDDLE)):
        study = write_draw(draw, root / "data/raw", folder / name, "as_published")
        made["listed"].append(load(study))
        parquet = folder / f"{name}.parquet"
        pd.read_csv(study / "responses.csv", dtype="str").to_parquet(parquet)
        made["counted"].append(load(study, responses=parquet))
    return {way: (old, new) for way, (old, new) in made.items()}


def of_people(study: CleanStudy) -> CleanStudy:
    """The same study, its respondents independent."""
    plain = study.settings.model_copy(update={"design": Design(target="process")})
    return replace(study, settings=plain)


@pytest.mark.parametrize("independent", [False, True])
@pytest.mark.parametrize("level", ["institution", "programme", "student"])
def test_waves_are_compared_alike(
    two_waves: dict[str, Pair], level: str, independent: bool
) -> None:
    listed, counted = (
        comparable(*map(of_people, pair)) if independent else comparable(*pair)
        for pair in (two_waves["listed"], two_waves["counted"])
    )
    mixed = comparable(listed.earlier, counted.later)
    for measure in MEASURES:
        exp = wave_differences(listed, level, measure)
        assert len(exp)
        for waves in (counted, mixed):
            assert_frame_equal(
                wave_shares(waves, level, measure), wave_shares(listed, level, measure)
            )
            assert_frame_equal(wave_differences(waves, level, measure), exp)


def test_over_everything_together_only_clusters_can_be_compared(two_waves: dict[str, Pair]) -> None:
    listed, counted = (comparable(*two_waves[way]) for way in ("listed", "counted"))
    assert_frame_equal(overall_differences(counted), overall_differences(listed))
    people = Waves(*map(of_people, two_waves["counted"]))
    assert not counted.counts_only
    assert people.counts_only
    assert overall_differences(people).empty
    assert describe_overall(
        overall_differences(people), people.study.questionnaire, counts_only=True
    ) == [
        "Hiervoor zijn de antwoorden van elke respondent apart nodig. Dit rapport telt ze alleen "
        "bij elkaar op, omdat het er zo veel zijn."
    ]


def test_the_same_file_twice_is_told(two_waves: dict[str, Pair]) -> None:
    old, new = two_waves["counted"]
    assert same_answers(Waves(old, old))
    assert same_answers(Waves(two_waves["listed"][0], old))
    assert not same_answers(Waves(old, new))


def test_a_series_of_counted_waves(two_waves: dict[str, Pair]) -> None:
    listed, counted = (series_of([*two_waves[way], two_waves[way][0]]) for way in two_waves)
    for of in (series_shares, series_differences):
        assert_frame_equal(of(counted, "student"), of(listed, "student"))


@pytest.mark.parametrize(("by", "only"), [*product(["tranche_group", "sector", None], FILTERS)])
def test_a_view_shows_and_withholds_the_same(
    two_waves: dict[str, Pair], by: str | None, only: dict[str, Any]
) -> None:
    for listed, counted in zip(*(two_waves[way] for way in ("listed", "counted")), strict=True):
        for measure in MEASURES[:2]:
            choices: dict[str, Any] = {"measure": measure, "by": by, "only": only}
            try:
                exp = OutcomeView(listed, "student", **choices)
            except TooSmall as refusal:
                with pytest.raises(TooSmall, match=str(refusal)[:30]):
                    OutcomeView(counted, "student", **choices)
                continue
            got = OutcomeView(counted, "student", **choices)
            assert got.withheld == exp.withheld
            assert_frame_equal(got.table, exp.table)
            assert "<svg" in got._repr_html_()


def test_who_mentions_what_together_is_not_known(two_waves: dict[str, Pair]) -> None:
    view = OutcomeView(two_waves["counted"][1], "student", by=("student", "soft_skills"))
    with pytest.raises(StudyError, match="Take a sample of the file"):
        _ = view.table
    options = [c.options for c in explore(two_waves["counted"][1]).children[0].children]
    assert not [label for each in options for label, _ in each if "soft" in str(label)]


def test_texts_are_those_of_the_sample(two_waves: dict[str, Pair]) -> None:
    listed, counted = (two_waves[way][1] for way in ("listed", "counted"))
    key = ["source", "level", "outcome", "text"]
    exp, got = (gather_texts(study)[key].astype(str) for study in (listed, counted))
    assert len(exp) > 200
    assert_frame_equal(
        got.sort_values(key, ignore_index=True), exp.sort_values(key, ignore_index=True)
    )
    shown = TextView(counted, "bedrijven")._repr_html_()
    assert "Hieronder staat een steekproef" in shown
