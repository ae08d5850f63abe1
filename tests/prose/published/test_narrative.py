"""What a publication says in words, and where."""

from __future__ import annotations

from typing import Any

from sentences import Said

from dwimpact.prose.published.narrative import (
    describe_main_outcomes,
    describe_narrative,
    main_outcomes,
    narrative_of_level,
    stated_of,
)
from dwimpact.published.claims import Claim
from dwimpact.study.study import Study


def claim(says: str, about: dict[str, Any] | None, section: str = "2.3") -> Claim:
    check = {"external": "Staat elders."}
    entry = {"id": "a", "section": section, "says": says, "about": about, "check": check}
    return Claim.model_validate(entry)


CLAIMS = [
    claim("Er is een doel.", {}, "1.2"),
    claim("Netwerken groeien.", {"level": "school", "outcome": "network"}),
    claim("Niemand telt ze.", None),
    claim("Ze blijven ook.", {"level": "school", "outcome": "network"}),
    claim("Scholen doen mee.", {"level": "school"}),
    claim("Later ook meer.", {"level": "school", "outcome": "network"}, "5.1"),
    claim("Leren gaat beter.", {"main": 2}, "5.4"),
    claim("Netwerken zijn de kern.", {"main": 1}, "5.4"),
    claim("Dat helpt.", {"main": 1}, "5.4"),
]


def test_statements_about_an_outcome_have_their_section_once(said: Said) -> None:
    said(describe_narrative, CLAIMS, "school", "network")


def test_statements_about_a_level_and_about_the_study_are_others(said: Said) -> None:
    said(describe_narrative, CLAIMS, "school")
    said(describe_narrative, CLAIMS)
    assert describe_narrative(CLAIMS, "pupil") == ""


def test_outcomes_of_which_nothing_is_said_are_left_out(said: Said, study: Study) -> None:
    form = study.questionnaire
    said(narrative_of_level, CLAIMS, form.level("school"), form)
    said(narrative_of_level, CLAIMS[:2], form.level("school"), form)
    assert narrative_of_level(CLAIMS, form.level("pupil"), form) == {}


def test_main_outcomes_stand_in_their_order_with_what_more_is_said(said: Said) -> None:
    said(main_outcomes, CLAIMS)
    said(main_outcomes, CLAIMS[-1:])
    assert main_outcomes(CLAIMS[:6]) == {}


def test_main_outcomes_are_a_judgement_and_no_ranking(said: Said, study: Study) -> None:
    form = study.questionnaire
    said(describe_main_outcomes, main_outcomes(CLAIMS), form)
    said(describe_main_outcomes, ["a", "b", "c"], form)
    assert describe_main_outcomes({}, form) == ""


def test_a_number_that_is_stated_twice_is_told_once_with_both_sections(said: Said) -> None:
    skills = {"of": "mentions", "level": "pupil", "outcome": "skills"}
    others = skills | {"outcome": "grades"}
    share = {"over": "group", "from": "80%"}
    entries = [
        ("Ruim 80% noemt ze.", "2.1", [{"value": skills, **share}]),
        ("Ruim 80% noemt ze.", "5.1", [{"value": skills, **share}]),
        ("Beide worden veel genoemd.", "5.1", [{"value": v, **share} for v in (skills, others)]),
        ("Vaker dan cijfers.", "2.1", [{"compare": [skills, others]}]),
        ("Cijfers ook.", "2.1", [{"value": others, **share}]),
    ]
    claims = [
        Claim.model_validate({"id": f"c{n}", "section": section, "says": says, "check": check})
        for n, (says, section, check) in enumerate(entries)
    ]
    said(stated_of, claims, "pupil", "skills")
    said(stated_of, claims[:1], "pupil", "skills")
    assert stated_of(claims, "pupil", "network") == ""
