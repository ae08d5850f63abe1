"""A study that gives codes the labels a test wants, for figures of tables made up for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Settings
from dwimpact.study.study import Study

NO_ANSWERS = ("unknown", "not_mentioned")
QUESTIONS = (
    "impact",
    "outcomes",
    "explanation",
    "remarks",
    "has_material",
    "share_material",
    "email",
)


def study_with_labels(
    outcomes: Mapping[str, str],
    groups: Mapping[str, str] | None = None,
    statuses: Mapping[str, str] | None = None,
    levels: Mapping[str, str] | None = None,
    **settings: Any,
) -> Study:
    """A study of real responses that may show every group; every level has the same outcomes."""
    answers = {c: label for c, label in (statuses or {}).items() if c not in NO_ANSWERS}
    form = {
        "title": "Formulier",
        "introduction": "Een proef.",
        "terms": {
            "outcome": {"singular": "opbrengst", "plural": "opbrengsten"},
            "level": {"singular": "niveau", "plural": "niveaus", "article": "het"},
        },
        "questions": dict.fromkeys([*QUESTIONS, *(["status"] if answers else [])], "?"),
        "answers": {"other": "Andere opbrengsten", "none": "Geen opbrengsten"},
        "statuses": _choices(answers),
        "natures": [],
        "background": [
            {
                "code": "part",
                "label": "deel",
                "plural": "delen",
                "options": [{"code": "any", "label": "any", "group": "any_group"}],
                "groups": [
                    {"code": "any_group", "label": "any"},
                    *_choices({g: label for g, label in (groups or {}).items() if g != "all"}),
                ],
            }
        ],
        "levels": [
            {"code": code, "label": label, "outcomes": _choices(outcomes)}
            for code, label in (levels or {"school": "schoolniveau"}).items()
        ],
    }
    return Study(
        folder=Path("proef"),
        settings=Settings(
            **{"title": "De proef", "population": "docenten", "reconstructed": False, **settings}
        ).model_copy(update={"withhold_below": settings.get("withhold_below", 1)}),
        questionnaire=Questionnaire.model_validate(form),
        registry=pd.DataFrame({"code": [], "name": []}),
        approached=pd.DataFrame(columns=["dimension", "group", "approached"]),
    )


def _choices(labels: Mapping[str, str]) -> list[dict[str, str]]:
    """Choices with these labels in figures; of one question no two may be called the same."""
    twice = {label for label in labels.values() if [*labels.values()].count(label) > 1}
    return [
        {"code": code, "label": f"{label} ({code})" if label in twice else label, "short": label}
        for code, label in labels.items()
    ]
