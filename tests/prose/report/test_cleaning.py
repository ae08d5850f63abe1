"""What was done to the responses."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from sentences import Said

from dwimpact.prose.report.cleaning import (
    describe_cleaning,
    describe_disclosure,
    describe_findings,
    describe_masking,
    describe_mode,
    describe_pinned,
)
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Disclosure
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


@pytest.mark.parametrize("reconstructed", [False, True])
def test_cleaning(said: Said, reconstructed: bool, tables: Tables, study: Study) -> None:
    settings = study.settings.model_copy(update={"reconstructed": reconstructed})
    study = replace(study, settings=settings)
    said(describe_cleaning, tables, study)
    said(describe_masking, tables, study)


def test_nothing_is_masked_where_nobody_could_write(
    said: Said, tables: Tables, study: Study
) -> None:
    levels = [
        level.model_copy(update={"asks": (), "other_text": False, "opening": False})
        for level in study.questionnaire.levels
    ]
    asked = study.questionnaire.questions.model_copy(update={"remarks": None})
    form = study.questionnaire.model_copy(update={"levels": tuple(levels), "questions": asked})
    said(describe_masking, tables, replace(study, questionnaire=form))


def test_rows_set_aside_and_cells_corrected(said: Said, tables: Tables, study: Study) -> None:
    for number in (1, 2):
        some = pd.DataFrame({"row": range(number), "times": 1})
        untidy = replace(tables, set_aside=some, corrections=some, findings=some)
        said(describe_cleaning, untidy, study)
        said(describe_findings, untidy)
        masked = replace(tables, masked=pd.DataFrame({"count": [number]}))
        said(describe_masking, masked, study)
    said(describe_findings, replace(tables, findings=some[:0]))
    said(describe_masking, replace(tables, masked=pd.DataFrame({"count": [0]})), study)


def test_mentions_without_a_status(said: Said, tables: Tables, study: Study) -> None:
    for people in (["R1"], ["R1", "R2"]):
        lacks = tables.outcomes["respondent"].isin(people)
        outcomes = tables.outcomes.assign(status=tables.outcomes["status"].mask(lacks))
        said(describe_cleaning, replace(tables, outcomes=outcomes), study)


def test_how_small_groups_are_kept(said: Said, study: Study) -> None:
    said(describe_mode, study.settings)
    strict = {"disclosure": Disclosure(), "reconstructed": False}
    said(describe_mode, study.settings.model_copy(update=strict))


def test_what_follows_of_small_groups(said: Said, form: Questionnaire) -> None:
    for pinned, alone in (([0], [0]), ([2], [0]), ([2, 1], [1, 0]), ([2, 1], [1, 1])):
        table = pd.DataFrame({"pinned": pinned, "alone": alone})
        said(describe_pinned, table, form, reconstructed=len(pinned) == 1)
    for kinds in ([], ["derivable"], ["derivable"] * 2):
        said(describe_disclosure, pd.DataFrame({"kind": kinds}), 10, published=len(kinds) == 1)
