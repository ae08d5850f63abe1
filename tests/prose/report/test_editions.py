"""Sentences about a part of the respondents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from sentences import Said

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
from dwimpact.study.edition import Edition
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

HBO = Edition("sector", "hbo", "sector", "hbo", "hbo", shows_texts=True)
LATE = Edition("tranche", "late", "tranche_group", "late", "tranches 3 en 4")


@pytest.fixture
def whole(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


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
