"""The tiny study with a question of every kind beside its levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dwimpact.dataset import CleanStudy
from dwimpact.intake.tools.answers import as_codes
from dwimpact.loading import with_tables
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean
from dwimpact.tidy.tables import Tables

ITEMS: list[dict[str, Any]] = [
    {"code": "again", "label": "Nog eens", "kind": "choice"}
    | {"options": [{"code": "1", "label": "ja"}, {"code": "2", "label": "nee"}]},
    {"code": "helped", "label": "Wat hielp", "kind": "choices"}
    | {"options": [{"code": "book", "label": "boek"}, {"code": "talk", "label": "gesprek"}]},
    {"code": "view", "label": "Oordeel", "kind": "scale", "unknown": "dk"}
    | {"rows": [{"code": "room", "label": "De zaal"}, {"code": "food", "label": "Het eten"}]}
    | {
        "options": [
            {"code": "dk", "label": "weet niet"},
            {"code": "bad", "label": "slecht"},
            {"code": "fair", "label": "gaat wel"},
            {"code": "good", "label": "goed"},
        ]
    },
    {"code": "hours", "label": "Uren", "kind": "number", "unit": "uur"},
    {"code": "day", "label": "Dag", "kind": "date"},
    {"code": "tip", "label": "Tip", "kind": "text"},
    {"code": "depth", "label": "Verdieping", "kind": "choice", "asked_if": {"sector": ["mbo"]}}
    | {"options": [{"code": "deep", "label": "diep"}, {"code": "flat", "label": "vlak"}]},
]
ANSWERS: dict[str, list[Any]] = {
    "again": ["1", "1", "nee", "2", "1", None],
    "helped": ["book", "book talk", None, "talk", "book", "book"],
    "view/room": ["good", "good", "goed", "fair", "dk", None],
    "view/food": ["bad", "good", "bad", "bad", "fair", "dk"],
    "hours": ["1", "2,5", "4", "1.5", "11", None],
    "day": ["2026-03-01", "2026-03-31", "2026-04-01", None, "2026-06-01", "2026-03-02"],
    "tip": ["Meer tijd", None, None, None, None, None],
    "depth": ["deep", "deep", None, None, None, None],
}


@pytest.fixture(scope="module")
def real(real_study: Study, real_tables: Tables) -> CleanStudy:
    return with_tables(real_study, real_tables)


@pytest.fixture(scope="module")
def asked(study: Study, form_data: dict[str, Any]) -> Study:
    """The tiny study with a question of every kind, shown from three respondents on."""
    form = Questionnaire.model_validate({**form_data, "items": ITEMS})
    return replace(study, questionnaire=form)


@pytest.fixture(scope="module")
def answered(asked: Study, new_raw: Callable[[], pd.DataFrame]) -> CleanStudy:
    with_answers = new_raw().assign(**{c: pd.Series(v, dtype="str") for c, v in ANSWERS.items()})
    for option in ("book", "talk"):
        ticked = with_answers["helped"].str.contains(option).map({True: "1", False: "0"})
        with_answers[f"helped/{option}"] = ticked.astype("str")
    return with_tables(asked, clean(as_codes(with_answers, asked, {})[0], asked))


@pytest.fixture
def changed(form_data: dict[str, Any]) -> Questionnaire:
    """The questionnaire a year later: 'region' dropped, 'prize' added, 'skills' reworded."""
    school, pupil = form_data["levels"]
    prize = {"code": "prize", "label": "Een prijs", "phrase": "een prijs"}
    skills = {**pupil["outcomes"][0], "label": "Vaardigheden van nu"}
    levels = [
        {**school, "outcomes": [prize, school["outcomes"][0]]},
        {**pupil, "label": "niveau van de leerling", "outcomes": [skills, pupil["outcomes"][1]]},
    ]
    statuses = [*form_data["statuses"], {"code": "partly", "label": "Deels"}]
    return Questionnaire.model_validate({**form_data, "levels": levels, "statuses": statuses})
