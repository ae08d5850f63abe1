"""How the responses were collected, and about whom the numbers are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sentences import Said

from dwimpact.loading import with_tables
from dwimpact.prose.report.fieldwork import describe_fieldwork, describe_limits
from dwimpact.study.settings import Fieldwork
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def test_fieldwork(said: Said, study: Study, tables: Tables) -> None:
    whole = with_tables(study, tables)
    said(describe_fieldwork, whole)
    fieldwork = Fieldwork(period="mei 2023", instrument="formulier op papier", interviews=8)
    settings = study.settings.model_copy(update={"fieldwork": fieldwork})
    said(describe_fieldwork, replace(whole, settings=settings))


def test_published_numbers_are_called_so_in_their_own_sentence(
    said: Said, real_study: Study, real_tables: Tables
) -> None:
    said(describe_fieldwork, with_tables(real_study, real_tables))


def test_real_responses_need_no_such_words(
    said: Said, real_study: Study, real_tables: Tables
) -> None:
    settings = real_study.settings.model_copy(update={"reconstructed": False})
    whole = with_tables(replace(real_study, settings=settings), real_tables)
    said(describe_fieldwork, whole)
    said(describe_fieldwork, replace(whole, approached=whole.approached[:0]))


@pytest.mark.parametrize("reconstructed", [True, False])
def test_limits(said: Said, study: Study, reconstructed: bool) -> None:
    settings = study.settings.model_copy(update={"reconstructed": reconstructed})
    said(describe_limits, settings, 6, 12, "aangenomen" if reconstructed else "")


def test_limits_when_it_is_not_known_how_many_were_approached(said: Said, study: Study) -> None:
    said(describe_limits, study.settings, 12, None)
    drawn = study.settings.model_copy(update={"reconstructed": False, "drawn": True})
    said(describe_limits, drawn, 1, None)
