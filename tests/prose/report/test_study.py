"""How the study was done, and what was written."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from sentences import Said

from dwimpact.analysis.response import response_rates
from dwimpact.loading import with_tables
from dwimpact.prose.published.origin import according_to
from dwimpact.prose.report.study import (
    caption_of_registry,
    describe_explanations,
    describe_open_answers,
    describe_registry,
    describe_remarks,
    describe_response,
)
from dwimpact.shares import at_level
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tables.labels import group_labels
from dwimpact.tidy.tables import Tables


@pytest.fixture
def options(outcomes: pd.DataFrame) -> pd.DataFrame:
    return at_level(outcomes, "school", listed_only=False)


def test_registry(said: Said, study: Study) -> None:
    said(describe_registry, study)
    said(describe_registry, replace(study, registry=study.registry[:2]))
    said(caption_of_registry, study.questionnaire.variable("workplace"))


def test_registry_that_counts_nothing(said: Said, study: Study) -> None:
    (place, *others) = study.questionnaire.background
    alone = place.model_copy(update={"members": None})
    form = study.questionnaire.model_copy(update={"background": (alone, *others)})
    assert describe_registry(replace(study, questionnaire=form)) == ""
    said(caption_of_registry, alone)


def test_highest_and_lowest_response(
    said: Said, study: Study, tables: Tables, form: Questionnaire
) -> None:
    rates = response_rates(tables.respondents, "tranche", study.populations["tranche"])
    said(describe_response, rates, group_labels(form), "tranches")
    source = according_to(study.settings, published=True)
    said(describe_response, rates, group_labels(form), "tranches", source)


def test_open_answers(said: Said, tables: Tables, study: Study) -> None:
    said(describe_open_answers, tables.open_answers, tables.respondents, study)
    settings = study.settings.model_copy(update={"reconstructed": False})
    real = replace(study, settings=settings)
    said(describe_open_answers, tables.open_answers, tables.respondents, real)
    wrote = tables.open_answers
    said(describe_open_answers, wrote[wrote["respondent"] == "R1"], tables.respondents, real)
    every = tables.respondents[tables.respondents["respondent"].isin(wrote["respondent"])]
    said(describe_open_answers, wrote, every, real)


def test_explanations(said: Said, options: pd.DataFrame, form: Questionnaire) -> None:
    explained = options.dropna(subset=["explanation"])
    said(describe_explanations, explained, options, form)
    said(describe_explanations, explained[:0], options, form)
    said(describe_explanations, explained, options[:0], form)


def test_remarks(said: Said, study: Study, tables: Tables) -> None:
    whole = with_tables(study, tables)
    for number in (0, 1, 2):
        said(describe_remarks, tables.remarks.iloc[[0] * number], whole)
