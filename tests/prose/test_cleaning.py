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
    got = describe_cleaning(tables, replace(study, settings=settings))
    assert got[0] == f"{file} heeft 6 rijen; alle 6 zijn gebruikt, geen enkele is weggelaten."
    assert got[2] == f"Bij geen enkele genoemde opbrengst ontbreekt{within} de status."
    assert describe_masking(tables, settings).startswith(f"In de {texts} ")
