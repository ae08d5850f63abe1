"""What a publication says in words, and where."""

from __future__ import annotations

from typing import Any

from dwimpact.prose.narrative import (
    describe_main_outcomes,
    describe_narrative,
    main_outcomes,
    narrative_of_level,
    stated_of,
)
from dwimpact.publication.claims import Claim
from dwimpact.study.study import Study


def said(says: str, about: dict[str, Any] | None, section: str = "2.3") -> Claim:
    check = {"external": "Staat elders."}
    entry = {"id": "a", "section": section, "says": says, "about": about, "check": check}
    return Claim.model_validate(entry)


CLAIMS = [
    said("Er is een doel.", {}, "1.2"),
    said("Netwerken groeien.", {"level": "school", "outcome": "network"}),
    said("Niemand telt ze.", None),
    said("Ze blijven ook.", {"level": "school", "outcome": "network"}),
    said("Scholen doen mee.", {"level": "school"}),
    said("Later ook meer.", {"level": "school", "outcome": "network"}, "5.1"),
    said("Leren gaat beter.", {"main": 2}, "5.4"),
    said("Netwerken zijn de kern.", {"main": 1}, "5.4"),
    said("Dat helpt.", {"main": 1}, "5.4"),
]


def test_statements_about_an_outcome_have_their_section_once() -> None:
    got = describe_narrative(CLAIMS, "school", "network")
    assert got == "Netwerken groeien. Ze blijven ook (2.3). Later ook meer (5.1)."


def test_statements_about_a_level_and_about_the_study_are_others() -> None:
    assert describe_narrative(CLAIMS, "school") == "Scholen doen mee (2.3)."
    assert describe_narrative(CLAIMS) == "Er is een doel (1.2)."
    assert describe_narrative(CLAIMS, "pupil") == ""


def test_outcomes_of_which_nothing_is_said_are_left_out(study: Study) -> None:
    form = study.questionnaire
    got = narrative_of_level(CLAIMS, form.level("school"), form)
    label = form.outcome_labels("school")["network"]
    assert got == {label: describe_narrative(CLAIMS, "school", "network")}
    assert narrative_of_level(CLAIMS, form.level("pupil"), form) == {}


def test_main_outcomes_stand_in_their_order_with_what_more_is_said() -> None:
    assert main_outcomes(CLAIMS) == {
        "Netwerken zijn de kern": "Dat helpt (5.4).",
        "Leren gaat beter": "Leren gaat beter (5.4).",
    }
    assert main_outcomes(CLAIMS[:6]) == {}


def test_main_outcomes_are_a_judgement_and_no_ranking(study: Study) -> None:
    form = study.questionnaire
    outcomes, levels = form.terms.outcome.plural, form.terms.level.plural
    assert describe_main_outcomes(main_outcomes(CLAIMS), form) == (
        f"De publicatie vat de {outcomes} van alle {levels} samen in twee punten, hier in onze "
        "woorden. Dat is een oordeel van wie haar schreef, geen telling, en een rangorde is het "
        "niet."
    )
    assert describe_main_outcomes({}, form) == ""


def test_a_number_that_is_stated_twice_is_told_once_with_both_sections() -> None:
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
    assert stated_of(claims, "pupil", "skills") == "Ruim 80% noemt ze (2.1 en 5.1)."
    assert stated_of(claims, "pupil", "network") == ""
