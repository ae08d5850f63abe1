"""Sentences about a part of the respondents, and about two waves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from sentences import Said

from dwimpact.analysis.waves.series import series_of
from dwimpact.analysis.waves.two_waves import Waves
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.editions import (
    BY_DIFFERENCE,
    FEW_OTHERS,
    NOT_APART,
    NOT_PUBLISHED,
    TOO_FEW,
    EditionVerdict,
)
from dwimpact.loading import with_tables
from dwimpact.prose.outcomes import describe_other_outcomes
from dwimpact.prose.report.editions import describe_edition, describe_part, describe_refusals
from dwimpact.prose.report.front import describe_citation
from dwimpact.prose.report.study import describe_explanations
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
from dwimpact.study.edition import Edition
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Design
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

HBO = Edition("sector", "hbo", "sector", "hbo", "hbo", shows_texts=True)
LATE = Edition("tranche", "late", "tranche_group", "late", "tranches 3 en 4")
PHRASES = {"network": "het netwerk", "region": "de regio", "prize": "een prijs"}


@pytest.fixture
def whole(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


def changes(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["part", "change", "code"])
    return frame.assign(earlier="Oud", later="Nieuw")


def part(said: Said, study: CleanStudy, code: str, *, reconstructed: bool = False) -> None:
    settings = study.settings.model_copy(update={"reconstructed": reconstructed})
    edition = with_tables(replace(study, settings=settings), study.tables, code)
    said(describe_edition, edition, edition.edition)


def test_an_edition_says_who_it_is_about(said: Said, whole: CleanStudy) -> None:
    whole = replace(whole, settings=whole.settings.model_copy(update={"withhold_below": 1}))
    part(said, whole, "sector=mbo")
    part(said, whole, "sector=mbo", reconstructed=True)


def test_an_edition_says_what_is_not_known_and_not_shown(said: Said, whole: CleanStudy) -> None:
    part(said, whole, "workplace=beta")


def test_the_head_of_a_page_names_the_edition(said: Said, form: Questionnaire) -> None:
    said(describe_part, HBO, 32, 64, form)
    said(describe_part, LATE, 1, 64, form)


def test_refusals_are_told_per_reason(said: Said) -> None:
    verdicts = [
        EditionVerdict(HBO, 4, 64, TOO_FEW, 4),
        EditionVerdict(HBO, 32, 64),
        EditionVerdict(LATE, 6, 64, TOO_FEW, 6),
        EditionVerdict(LATE, 60, 64, FEW_OTHERS, 4),
        EditionVerdict(HBO, 14, 64, BY_DIFFERENCE, 9),
    ]
    apart = [EditionVerdict(HBO, 32, 64, reason) for reason in (NOT_APART, NOT_PUBLISHED)]
    said(describe_refusals, apart)

    said(describe_refusals, verdicts)
    assert describe_refusals(verdicts[1:2]) == []


def test_other_outcomes(said: Said, form: Questionnaire) -> None:
    level = form.level("school")
    for texts, edition in ((["iets"], None), (["iets"], HBO), ([], HBO), ([], LATE)):
        said(describe_other_outcomes, pd.DataFrame({"text": texts}), level, edition)


def test_explanations_of_an_edition_that_shows_no_texts(said: Said, form: Questionnaire) -> None:
    nothing = pd.DataFrame()
    said(describe_explanations, nothing, nothing, form, LATE)


def test_an_edition_is_cited_as_such(said: Said, study: Study) -> None:
    said(describe_citation, study.settings, "1.2", "tranche 3")


def test_a_reconstruction_is_not_cited_as_the_work_of_whose_report_it_is_about(
    said: Said, study: Study
) -> None:
    made = {"conducted_by": "Bureau Uit", "published": date(2023, 7, 26)}
    settings = study.settings.model_copy(update=made)
    said(describe_citation, settings, "1.2")
    real = settings.model_copy(update={"reconstructed": False})
    said(describe_citation, real, "1.2")


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
