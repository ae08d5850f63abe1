"""What was done to the responses."""

from __future__ import annotations

from dwimpact.prose.cleaning import describe_cleaning
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.tidy.tables import Tables


def test_cleaning(tables: Tables, form: Questionnaire) -> None:
    got = describe_cleaning(tables, form)
    assert got[0] == (
        "Het antwoordbestand heeft 6 rijen; alle 6 zijn gebruikt, geen enkele is weggelaten."
    )
    assert got[2] == "Bij geen enkele genoemde opbrengst ontbreekt de status."
