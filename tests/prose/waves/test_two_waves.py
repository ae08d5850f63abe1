"""Sentences about waves."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from sentences import Said

from dwimpact.analysis.waves.series import series_of
from dwimpact.analysis.waves.two_waves import Waves
from dwimpact.dataset import CleanStudy
from dwimpact.loading import with_tables
from dwimpact.prose.waves.changes import changes_in_words, describe_changes
from dwimpact.prose.waves.series import describe_series, message_of_series
from dwimpact.prose.waves.two_waves import (
    describe_clear,
    describe_comparability,
    describe_overall,
    describe_overlap,
    describe_wave_answers,
    describe_wave_differences,
    describe_wave_note,
    describe_wave_tests,
    describe_waves,
)
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Design
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

PHRASES = {"network": "het netwerk", "region": "de regio", "prize": "een prijs"}


@pytest.fixture
def whole(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


def changes(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["part", "change", "code"])
    return frame.assign(earlier="Oud", later="Nieuw")


def test_waves_are_told_with_their_response(said: Said, whole: CleanStudy) -> None:
    again = whole.settings.model_copy(update={"title": "De proef, vervolg", "reconstructed": False})
    period = again.fieldwork.model_copy(update={"period": "mei 2024"})
    later = replace(whole, settings=again.model_copy(update={"fieldwork": period}))

    said(describe_waves, Waves(whole, later))
    said(describe_waves, Waves(whole, whole))


def test_changes_of_the_questionnaire(said: Said, form: Questionnaire) -> None:
    added, dropped = ("school", "added", "prize"), ("school", "dropped", "region")
    reworded = ("school", "reworded", "network")
    elsewhere = [("Status", "added", "x"), ("Levels", "added", "y")]
    for rows in ([], [added, dropped], [reworded, *elsewhere], [*[added] * 2, elsewhere[0]]):
        said(describe_changes, changes(*rows), form)


def test_what_cannot_be_compared_is_said(said: Said, whole: CleanStudy) -> None:
    found = changes(
        ("school", "added", "prize"),
        ("school", "dropped", "region"),
        ("school", "reworded", "network"),
        ("pupil", "dropped", "skills"),
    )

    said(describe_comparability, found, "school", PHRASES)
    said(describe_comparability, found, "pupil", {"skills": "vaardigheden"})
    assert describe_comparability(found[:0], "school", PHRASES) == []


def test_changes_in_a_table_are_in_dutch(whole: CleanStudy) -> None:
    found = changes(("school", "reworded", "network"), ("Status", "added", "partly"))

    got = changes_in_words(found, whole.questionnaire)

    assert got.values.tolist() == [
        ["Opbrengsten op schoolniveau", "anders geformuleerd", "Oud", "Nieuw"],
        ["Status", "toegevoegd", "Oud", "Nieuw"],
    ]


def test_differences_name_the_waves(said: Said) -> None:
    shares = pd.DataFrame(
        {"group": ["earlier", "later"], "outcome": "network", "n": [10, 20], "count": [3, 16]}
    ).assign(share=[0.3, 0.8])
    differences = pd.DataFrame({"outcome": ["network"], "difference": [0.5], "p_holm": [0.01]})

    said(describe_wave_differences, shares, differences, PHRASES)
    said(describe_wave_differences, shares, differences.assign(difference=0.0), PHRASES)
    of_new = [table.assign(category="new") for table in (shares, differences)]
    said(describe_wave_answers, *of_new, PHRASES, {"new": "Nieuw"})
    said(describe_wave_answers, *(table[:0] for table in of_new), PHRASES, {"new": "Nieuw"})


def test_how_many_differences_are_clear(said: Said, form: Questionnaire) -> None:
    for clear in (0, 1, 3):
        said(describe_clear, clear, 16, form)


def test_how_waves_are_compared(said: Said, whole: CleanStudy) -> None:
    said(describe_overlap)
    said(describe_wave_note)
    said(describe_wave_tests, Waves(whole, whole), ["rao_scott"])
    clustered = whole.settings.model_copy(update={"design": Design(clusters="workplace")})
    again = replace(whole, settings=clustered, approached=whole.approached[:0])
    said(describe_wave_tests, Waves(again, again), ["fisher", "rao_scott"])


def test_what_changed_over_everything(said: Said, form: Questionnaire) -> None:
    rows = [("mentioned", "mentioned", 0.5, 0.44), ("status", "expected", 0.21, 0.0)]
    rows.append(("nature", "new", 0.3, 0.3))
    table = pd.DataFrame(rows, columns=["measure", "category", "earlier", "later"])
    table = table.assign(difference=table["later"] - table["earlier"])
    for p in (0.2, [0.01, 0.01, 1], [0.01, 1, 1]):
        said(describe_overall, table.assign(p_holm=p), form)
    said(describe_overall, table[2:].assign(p_holm=1), form)
    said(describe_overall, table, form, identical=True)


def test_many_waves(said: Said, whole: CleanStudy) -> None:
    said(describe_series, series_of([whole] * 3))
    real = whole.settings.model_copy(update={"reconstructed": False, "published": None})
    said(
        describe_series,
        series_of([replace(whole, settings=real, approached=whole.approached[:0])] * 2),
    )
    clear = pd.DataFrame({"outcome": ["network"], "difference": [0.3], "p_holm": [0.01]})
    responses = series_of([replace(whole, settings=real)] * 3)
    for newest in (clear, clear.assign(p_holm=0.2)):
        said(message_of_series, [(clear, clear), (newest, newest)], responses, "school")
