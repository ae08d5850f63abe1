from __future__ import annotations

from typing import Any

import pytest

from dwimpact.prose.routing import describe_condition, describe_routing
from dwimpact.study.questionnaire import Level
from dwimpact.study.study import Study


@pytest.mark.parametrize(
    ("asked", "n", "exp"),
    [
        ({}, 6, []),
        (
            {"asked_if": {"sector": ["mbo", "hbo"]}},
            5,
            [
                "Dit is alleen gevraagd aan wie ‘mbo’ of ‘hbo’ antwoordde bij ‘sector’.",
                "De cijfers gaan over 5 van de 6 respondenten.",
            ],
        ),
        (
            {"blank": "not_asked"},
            4,
            [
                "Wie het leeg liet, telt niet mee.",
                "De cijfers gaan over 4 van de 6 respondenten.",
            ],
        ),
        (
            {"asked_if": {"sector": ["wo"]}},
            1,
            [
                "Dit is alleen gevraagd aan wie ‘wo’ antwoordde bij ‘sector’.",
                "Dat is 1 van de 6 respondenten: te weinig om te tonen.",
            ],
        ),
    ],
)
def test_of_whom_it_was_asked(study: Study, asked: dict[str, Any], n: int, exp: list[str]) -> None:
    level = Level.model_validate({"code": "a", "label": "A", "outcomes": [], **asked})

    assert describe_routing(level, study, n, 6) == exp
    condition = describe_condition(level, study.questionnaire)
    assert bool(condition) == ("asked_if" in asked)
    assert condition in ["", *exp]
