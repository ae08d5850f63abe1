from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tiny import with_form

from dwimpact.study.questionnaire.model import EMAIL
from dwimpact.study.study import Study, read_study
from dwimpact.tables.codebook import describe_columns
from dwimpact.tables.variables import multiple_responses, raw_variables, tidy_variables
from dwimpact.tidy.tables import Tables


@pytest.mark.parametrize("name", ["data/raw", "examples/buurthuizen", "examples/tweede_meting"])
def test_every_column_of_an_export_is_described_as_in_the_codebook(root: Path, name: str) -> None:
    study = read_study(root / name)
    variables, codebook = raw_variables(study), describe_columns(study.questionnaire)
    assert list(variables) == [c for c in codebook["column"] if c != EMAIL]
    assert all(variable.label for variable in variables.values())


def test_every_column_of_the_tidy_tables_is_described(study: Study, tables: Tables) -> None:
    variables = tidy_variables(study)
    for name in ("respondents", "outcomes", "open_answers", "answers", "item_texts"):
        assert set(getattr(tables, name)) <= set(variables), name


def test_what_can_be_answered_is_what_the_form_offers(study: Study) -> None:
    variables = raw_variables(study)
    assert variables["sector"].categories == {
        "mbo": "mbo",
        "hbo": "hbo",
        "wo": "wo",
        "other": "overig",
    }
    assert variables["workplace"].categories["beta"] == "Werkplaats Bèta"
    status = variables["school/status/region"]
    assert status.label == "Status op schoolniveau: Positie in de regio"
    assert status.question == "Hoe ver is elke opbrengst?"
    assert status.categories == {"realised": "Gerealiseerd", "expected": "Verwacht"}
    assert status.universe == "Wie op schoolniveau aankruiste: Positie in de regio."


def test_ticks_belong_to_the_question_that_they_answer(study: Study) -> None:
    variables = raw_variables(study)
    for asked in multiple_responses(study):
        assert {variables[column].of_set for column in asked.columns} == {asked.name}
        assert {variables[column].kind for column in asked.columns} == {"tick"}
    sets = {variable.of_set for variable in variables.values()} - {""}
    assert sets == {asked.name for asked in multiple_responses(study)}


def test_a_question_for_some_says_of_whom_it_is_asked(
    study: Study, form_data: dict[str, Any]
) -> None:
    routed: Callable[[dict[str, Any]], object] = lambda form: form["levels"][0].update(  # noqa: E731
        asked_if={"sector": ["mbo", "hbo"]}
    )
    variables = raw_variables(with_form(study, form_data, routed))
    told = "Dit is alleen gevraagd aan wie ‘mbo’ of ‘hbo’ antwoordde bij ‘sector’."
    assert variables["school/outcomes"].universe == told
    assert variables["pupil/outcomes"].universe == "Alle respondenten."
