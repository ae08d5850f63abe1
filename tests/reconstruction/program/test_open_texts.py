from __future__ import annotations

from typing import Any

import pytest

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.reconstruction.program.answers import ANSWER_SOURCES
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.reconstruction.program.form import form_counts
from dwimpact.reconstruction.program.highs import Infeasible
from dwimpact.reconstruction.ranges.identify import with_open_texts
from dwimpact.study.study import Study

PEOPLE = {"value": {"of": "respondents"}, "is": 3}
NETWORK = {"level": "school", "outcome": "network"}


def opened(study: Study, *checks: dict[str, Any]) -> Counts:
    claims = [
        Claim.model_validate({"id": f"c{i}", "section": "1", "says": "x", "check": check})
        for i, check in enumerate([PEOPLE, *checks])
    ]
    counts = with_open_texts(form_counts(study, claims), claims)
    for claim in claims:
        counts.require(claim)
    return counts


def most(counts: Counts, of: Any, **where: Any) -> int:
    expression = counts.expression(Quantity(of=of, **where)) or {}
    for variable, weight in expression.items():
        counts.program.cost[variable] = -weight
    solution = counts.program.solve()
    return sum(weight * int(solution[variable]) for variable, weight in expression.items())


def count(of: str, at_least: int, **where: Any) -> dict[str, Any]:
    return {"value": {"of": of, **where}, "from": at_least}


def test_texts_are_told_apart_as_far_as_claims_do(study: Study) -> None:
    checks = [count("explanations", 1, **NETWORK), count("open_answers", 0, sector_group="mbo")]
    beside = opened(study, *checks).beside
    texts = {source: frame for source, frame in beside.items() if source not in ANSWER_SOURCES}
    assert all(beside[source].empty for source in ANSWER_SOURCES)  # nothing is asked
    assert {source: list(frame) for source, frame in texts.items()} == {
        "explanations": ["level", "outcome", "variable", "weight"],
        "other_outcomes": ["variable", "weight"],
        "open_answers": ["sector_group", "variable", "weight"],
        "remarks": ["variable", "weight"],
    }
    assert texts["open_answers"]["sector_group"].tolist() == ["higher", "mbo", "rest"]
    outcomes = texts["explanations"]
    assert set(outcomes.loc[outcomes["level"] == "pupil", "outcome"]) == {
        "skills",
        "soft_skills",
        "other",
    }


@pytest.mark.parametrize(
    ("of", "where"),
    [
        ("remarks", {}),
        ("open_answers", {"sector_group": ["mbo", "higher", "rest"]}),
        ("explanations", NETWORK),
        ("other_outcomes", {"level": "school"}),
    ],
)
def test_no_more_texts_than_people(study: Study, of: str, where: dict[str, Any]) -> None:
    assert most(opened(study, count(of, 0, **where)), of, **where) == 3
    with pytest.raises(Infeasible):
        opened(study, count(of, 4, **where)).program.solve()


def test_explanation_is_of_a_mention(study: Study) -> None:
    counts = opened(study, count("explanations", 2, **NETWORK))
    counts.program.cost = [0.0] * len(counts.program.cost)
    mentioned = counts.expression(Quantity(of="mentions", **NETWORK)) or {}
    for variable, weight in mentioned.items():
        counts.program.cost[variable] = weight
    solution = counts.program.solve()
    assert sum(solution[variable] for variable in mentioned) == 2


@pytest.mark.parametrize("where", [{}, {"sector_group": ["mbo", "higher", "rest"]}])
def test_who_explained_is_no_more_than_people(study: Study, where: dict[str, Any]) -> None:
    asked = {"level": "school", **where}
    assert most(opened(study, count("explainers", 0, **asked)), "explainers", **asked) == 3
    with pytest.raises(Infeasible):
        opened(study, count("explainers", 4, **asked)).program.solve()


def test_who_explained_lies_between_one_outcome_and_all_of_them_added(study: Study) -> None:
    two = {"value": {"of": "explanations", **NETWORK}, "is": 2}
    none = {"value": {"of": "explanations", "level": "school"}, "to": 0}
    persons = {"of": "explainers", "level": "school"}
    for number, rest in [(1, two), (1, none)]:  # fewer than explained one; more than explained any
        with pytest.raises(Infeasible):
            opened(study, rest, {"value": persons, "is": number}).program.solve()
    opened(study, two, {"value": persons, "is": 2}).program.solve()
