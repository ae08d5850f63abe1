from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dwimpact.errors import StudyError
from dwimpact.publication.claims import Claim
from dwimpact.publication.quantity import Quantity
from dwimpact.publication.register import (
    fixed_counts,
    named_quantities,
    outcomes_of_levels,
    read_claims,
)
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.study import Study, read_study

CLAIM = {"id": "a", "section": "1.1", "says": "Drie scholen."}
COUNT = {"kind": "count", "quantity": {"of": "mentions", "level": "school"}, "equals": 3}
COLUMNS = (
    "level, outcome, kind, status, nature, workplace, sector, sector_group, tranche, "
    "tranche_group, dimension, group, responded, mbo, hbo or wo"
)
OUTCOMES = "network, region, skills, soft_skills, other or none"


def problems(folder: Path) -> list[str]:
    with pytest.raises(StudyError) as error:
        read_claims(read_study(folder))
    file = folder / "published.yml"
    return [line.removeprefix(f"{file}: ") for line in str(error.value).splitlines()]


def test_study_without_a_register_has_no_claims(tmp_path: Path, study: Study) -> None:
    assert read_claims(replace(study, folder=tmp_path)) == ()


def test_register_is_read_in_its_order(tmp_path: Path, write_study: Callable[..., Path]) -> None:
    claims = [{**CLAIM, "id": name, "check": COUNT} for name in ("b", "a-1", "a")]
    got = read_claims(read_study(write_study(tmp_path, claims=claims)))
    assert [claim.id for claim in got] == ["b", "a-1", "a"]
    assert got[0] == Claim.model_validate({**CLAIM, "id": "b", "check": COUNT})


@pytest.mark.parametrize(
    ("check", "exp"),
    [
        (
            {**COUNT, "quantity": {"of": "mentions", "level": "schol", "outcome": "netwerk"}},
            [
                "unknown level 'schol'; expected school or pupil",
                f"unknown outcome 'netwerk'; expected {OUTCOMES}",
            ],
        ),
        (
            {**COUNT, "quantity": {"of": "mentions", "levl": "school", "status": ["new"]}},
            [
                f"unknown column 'levl'; expected {COLUMNS}",
                "unknown status 'new'; expected realised or expected",
            ],
        ),
        (
            {**COUNT, "quantity": {"of": "respondents", "tranche": 4, "sector_group": "hbo"}},
            [
                "unknown tranche '4'; expected 1, 2 or 3",
                "unknown sector_group 'hbo'; expected mbo, higher or rest",
            ],
        ),
        (
            {"kind": "top", "level": "school", "outcomes": ["regoin"]},
            [f"unknown outcome 'regoin'; expected {OUTCOMES}"],
        ),
        (
            {
                "kind": "share",
                "quantity": {"of": "mentions", "kind": "listd", "nature": "old"},
                "base": {"of": "respondents", "tranche_group": "late", "sector": "po"},
                "at_least": "1/2",
            },
            [
                "unknown kind 'listd'; expected listed, other or none",
                "unknown nature 'old'; expected new or strengthened",
                "unknown sector 'po'; expected mbo, hbo, wo or other",
            ],
        ),
        (
            {
                "kind": "all",
                "checks": [COUNT, {**COUNT, "quantity": {"of": "options", "level": 1}}],
            },
            ["unknown level '1'; expected school or pupil"],
        ),
        (
            {**COUNT, "quantity": {"of": "respondents", "workplace": ["alfa", "delta"]}},
            ["unknown workplace 'delta'; expected alfa, beta or gamma"],
        ),
    ],
)
def test_typing_error_in_a_code_is_told_once(
    tmp_path: Path,
    write_study: Callable[..., Path],
    check: dict[str, Any],
    exp: list[str],
) -> None:
    folder = write_study(tmp_path, claims=[{**CLAIM, "check": check}])
    assert problems(folder) == [f"claim 'a': {line}. Correct the entry." for line in exp]


def test_level_that_the_form_does_not_have(
    tmp_path: Path, write_study: Callable[..., Path]
) -> None:
    check = {"kind": "top", "level": "schol", "outcomes": ["region"]}
    assert problems(write_study(tmp_path, claims=[{**CLAIM, "check": check}])) == [
        "claim 'a': no level 'schol'; there are school, pupil; "
        "expected a level of the form. Correct it."
    ]


def test_id_that_stands_twice(tmp_path: Path, write_study: Callable[..., Path]) -> None:
    folder = write_study(tmp_path, claims=[{**CLAIM, "check": COUNT}] * 2)
    exp = ["claim 'a' stands twice; expected each id once. Rename one."]
    assert problems(folder) == exp


@pytest.mark.parametrize(
    ("entry", "exp"),
    [
        (
            {"check": {"kind": "count", "quantity": {"of": "mentions"}}},
            "'1.check.count' is wrong; expected at least one of equals, at_least or at_most",
        ),
        (
            {"check": {"kind": "share", "quantity": {"of": "mentions"}}},
            "'1.check.share' is wrong; "
            "expected at least one of at_least, more_than, at_most or less_than",
        ),
        (
            {"check": {**COUNT, "equal": 3}},
            "unknown entry '1.check.count.equal'; expected one that docs/reference.md names. "
            "Is 'equals' meant?",
        ),
        (
            {"check": {"kind": "share", "quantity": {"of": "mentions"}, "at_least": "veel"}},
            "'1.check.share.at_least' is wrong; expected a fraction such as 1/2 or 0.5, not 'veel'",
        ),
        (
            {"check": {"kind": "share", "quantity": {"of": "mentions"}, "at_least": "1/0"}},
            "'1.check.share.at_least' is wrong; expected a fraction such as 1/2 or 0.5, not '1/0'",
        ),
        (
            {"check": {"kind": "all", "checks": []}},
            "'1.check.all.checks' is wrong; expected at least 1 in the list",
        ),
        (
            {"check": COUNT, "id": "A 1"},
            "'1.id' is wrong, found 'A 1'; expected string should match pattern "
            "'^[a-z0-9]+(-[a-z0-9]+)*$'",
        ),
        (
            {"check": {**COUNT, "quantity": {"of": "mention"}}},
            "'1.check.count.quantity.of' is wrong, found 'mention'; expected 'approached', "
            "'registry', 'members', 'respondents', 'options', 'mentions', "
            "'explanations', 'open_answers', 'other_outcomes' or 'remarks'",
        ),
    ],
)
def test_wrong_entry_is_named(
    tmp_path: Path,
    write_study: Callable[..., Path],
    entry: dict[str, Any],
    exp: str,
) -> None:
    folder = write_study(tmp_path, claims=[{**CLAIM, **entry}])
    told = exp if exp.startswith("unknown") else f"entry {exp}. Correct the entry."
    assert problems(folder) == [told]


def test_outcomes_of_levels_of_a_level(form: Questionnaire) -> None:
    assert outcomes_of_levels(form)("pupil") == ("skills", "soft_skills")


def test_real_register_is_about_every_part_of_the_report(real_study: Study) -> None:
    claims = read_claims(real_study)
    got = {claim.section.split()[-1].removeprefix("B").split(".")[0] for claim in claims}
    assert got >= {"1", "2", "3", "4", "5"}
    assert all(claim.says for claim in claims)


def test_counts_that_the_register_states() -> None:
    def count(outcome: str, **bounds: int) -> dict[str, Any]:
        return {"kind": "count", "quantity": {"of": "mentions", "outcome": outcome}, **bounds}

    checks = [
        count("network", equals=3),
        {"kind": "all", "checks": [count("region", equals=0), count("skills", at_least=2)]},
    ]
    claims = [Claim.model_validate({**CLAIM, "check": check}) for check in checks]
    assert fixed_counts(claims) == {
        Quantity(of="mentions", outcome="network"): 3,
        Quantity(of="mentions", outcome="region"): 0,
    }


def test_quantities_that_a_check_names(form: Questionnaire) -> None:
    check = {"kind": "top", "level": "pupil", "outcomes": ["skills"]}
    claim = Claim.model_validate({**CLAIM, "check": check})
    assert set(named_quantities(claim.check, form)) == {
        Quantity(of="respondents"),
        Quantity(of="mentions", level="pupil", outcome="skills"),
        Quantity(of="mentions", level="pupil", outcome="soft_skills"),
    }


@pytest.mark.parametrize(
    ("about", "exp"),
    [
        ({"level": "schol"}, "about unknown level 'schol'; expected school or pupil"),
        (
            {"level": "pupil", "outcome": "network"},
            "about unknown outcome 'network'; expected skills or soft_skills",
        ),
    ],
)
def test_statement_about_what_the_form_does_not_have(
    about: dict[str, str], exp: str, tmp_path: Path, write_study: Callable[..., Path]
) -> None:
    claims = [{**CLAIM, "check": COUNT, "about": about}]
    (got,) = problems(write_study(tmp_path, claims=claims))
    assert got == f"claim 'a': {exp}. Correct the entry."


@pytest.mark.parametrize(
    ("about", "exp"),
    [
        ({"outcome": "network"}, "the level of the outcome"),
        ({"level": "school", "main": 1}, "a level or a main outcome, not both"),
    ],
)
def test_statement_about_two_things_or_half_a_thing(
    about: dict[str, object], exp: str, tmp_path: Path, write_study: Callable[..., Path]
) -> None:
    claims = [{**CLAIM, "check": COUNT, "about": about}]
    (got,) = problems(write_study(tmp_path, claims=claims))
    assert got == f"entry '1.about' is wrong; expected {exp}. Correct the entry."
