from __future__ import annotations

from dataclasses import replace

from sentences import Said

from dwimpact.loading import with_tables
from dwimpact.prose.published.origin import according_to, describe_origin, origin_of, weakest
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def test_count_is_published_where_a_statement_gives_just_that(
    real_study: Study, real_tables: Tables
) -> None:
    study = with_tables(real_study, real_tables)
    assert origin_of(study, 64, "respondents") == "gepubliceerd"
    assert origin_of(study, 65, "respondents") == "aangenomen"
    assert origin_of(study, 19, "registry", responded=True) == "gepubliceerd"
    assert origin_of(study, 21, "remarks") == "gepubliceerd"


def test_of_an_edition_it_is_the_count_of_its_part(real_study: Study, real_tables: Tables) -> None:
    part = with_tables(real_study, real_tables, "sector=mbo")
    assert origin_of(part, 26, "respondents") == "gepubliceerd"
    assert origin_of(part, 9, "remarks") == "aangenomen"


def test_of_real_responses_there_is_nothing_to_say(real_study: Study, real_tables: Tables) -> None:
    settings = real_study.settings.model_copy(update={"reconstructed": False})
    study = with_tables(replace(real_study, settings=settings), real_tables)
    assert origin_of(study, 64) == ""
    assert according_to(settings, published=True) == ""


def test_numbers_told_together_rest_on_the_weakest() -> None:
    assert weakest("gepubliceerd", "aangenomen") == "aangenomen"
    assert weakest("", "gepubliceerd") == "gepubliceerd"
    assert weakest("", "") == ""


def test_a_number_in_a_sentence_says_whose_it_is(study: Study) -> None:
    assert according_to(study.settings, published=False) == " in de reconstructie"


def test_texts_are_ours_or_those_of_respondents(said: Said, study: Study) -> None:
    said(describe_origin, study.settings)
    said(describe_origin, study.settings.model_copy(update={"reconstructed": False}))
