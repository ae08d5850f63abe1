"""What was done to the responses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dwimpact.prose.cleaning import describe_cleaning, describe_masking
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


@pytest.mark.parametrize(
    ("reconstructed", "file", "within", "texts"),
    [
        (False, "Het antwoordbestand", "", "open antwoorden"),
        (True, "De reconstructie", " in de reconstructie", "voorbeeldteksten"),
    ],
)
def test_cleaning(
    reconstructed: bool, file: str, within: str, texts: str, tables: Tables, study: Study
) -> None:
    settings = study.settings.model_copy(update={"reconstructed": reconstructed})
    study = replace(study, settings=settings)
    got = describe_cleaning(tables, study)
    assert got[0] == f"{file} heeft 6 rijen; alle 6 zijn gebruikt, geen enkele is weggelaten."
    assert got[2] == f"Bij geen enkele genoemde opbrengst ontbreekt{within} de status."
    assert describe_masking(tables, study).startswith(f"In de {texts} ")


def test_nothing_is_masked_where_nobody_could_write(tables: Tables, study: Study) -> None:
    levels = [
        level.model_copy(update={"asks": (), "other_text": False, "opening": False})
        for level in study.questionnaire.levels
    ]
    asked = study.questionnaire.questions.model_copy(update={"remarks": None})
    form = study.questionnaire.model_copy(update={"levels": tuple(levels), "questions": asked})
    assert describe_masking(tables, replace(study, questionnaire=form)) == (
        "Het formulier vroeg niets in eigen woorden, zodat er niets is om af te schermen."
    )
