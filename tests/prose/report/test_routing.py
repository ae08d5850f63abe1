from __future__ import annotations

from typing import Any

from sentences import Said

from dwimpact.prose.report.routing import describe_condition, describe_routing
from dwimpact.study.questionnaire.model import Level
from dwimpact.study.study import Study

ASKED: list[tuple[dict[str, Any], int]] = [
    ({"asked_if": {"sector": ["mbo", "hbo"]}}, 5),
    ({"blank": "not_asked"}, 4),
    ({"asked_if": {"sector": ["wo"]}}, 1),
    ({"asked_if": {"sector": ["wo"]}}, 2),
]


def test_of_whom_it_was_asked(said: Said, study: Study) -> None:
    for asked, n in ASKED:
        level = Level.model_validate({"code": "a", "label": "A", "outcomes": [], **asked})
        said(describe_routing, level, study, n, 6)
        said(describe_condition, level, study.questionnaire)
    assert describe_routing(study.questionnaire.levels[0], study, 6, 6) == []
