from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dwimpact.errors import StudyError
from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.published.register import codes_to_rank, fixed_counts, named_quantities, read_claims
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study, read_study

CLAIM = {"id": "a", "section": "1.1", "says": "Drie scholen."}
COUNT = {"value": {"of": "mentions", "level": "school"}, "is": 3}
COLUMNS = (
    "level, outcome, kind, workplace, sector, sector_group, tranche, tranche_group, status or "
    "nature"
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


def test_register_is_read_anew_only_when_it_changed(
    tmp_path: Path, write_study: Callable[..., Path]
) -> None:
    study = read_study(write_study(tmp_path, claims=[{**CLAIM, "check": COUNT}]))
    first, again = read_claims(study), read_claims(study)
    assert again is first
    write_study(tmp_path, claims=[{**CLAIM, "id": "other", "check": COUNT}])
    assert [claim.id for claim in read_claims(study)] == ["other"]


@pytest.mark.parametrize(
    ("check", "exp"),
    [
        (
            {**COUNT, "value": {"of": "mentions", "level": "schol", "outcome": "netwerk"}},
            [
                "unknown level 'schol'; expected school or pupil",
                f"unknown outcome 'netwerk'; expected {OUTCOMES}",
            ],
        ),
        (
            {**COUNT, "value": {"of": "mentions", "levl": "school", "status": ["new"]}},
            [
                f"'mentions' has no column 'levl'; expected {COLUMNS}",
                "unknown status 'new'; expected realised or expected",
            ],
        ),
        (
            {**COUNT, "value": {"of": "respondents", "tranche": 4, "sector_group": "hbo"}},
            [
                "unknown tranche '4'; expected 1, 2 or 3",
                "unknown sector_group 'hbo'; expected mbo, higher or rest",
            ],
        ),
        (
            {"rank": {"of": "mentions", "level": "school"}, "first": ["regoin"]},
            [f"unknown outcome 'regoin'; expected {OUTCOMES}"],
        ),
        (
            {
                "value": {"of": "mentions", "kind": "listd", "nature": "old"},
                "over": {"of": "respondents", "tranche_group": "late", "sector": "po"},
                "from": "1/2",
            },
            [
                "unknown kind 'listd'; expected listed, other or none",
                "unknown nature 'old'; expected new or strengthened",
                "unknown sector 'po'; expected mbo, hbo, wo or other",
            ],
        ),
        (
            [COUNT, {**COUNT, "value": {"of": "options", "level": 1}}],
            ["unknown level '1'; expected school or pupil"],
        ),
        (
            {**COUNT, "value": {"of": "respondents", "workplace": ["alfa", "delta"]}},
            ["unknown workplace 'delta'; expected alfa, beta or gamma"],
        ),
    ],
)
def test_typing_error_in_a_code_is_told_once(
    tmp_path: Path, write_study: Callable[..., Path], check: dict[str, Any], exp: list[str]
) -> None:
    folder = write_study(tmp_path, claims=[{**CLAIM, "check": check}])
    assert problems(folder) == [f"claim 'a': {line}. Correct the entry." for line in exp]


def test_level_that_the_form_does_not_have(
    tmp_path: Path, write_study: Callable[..., Path]
) -> None:
    check = {"rank": {"of": "mentions", "level": "schol"}, "first": ["region"]}
    assert problems(write_study(tmp_path, claims=[{**CLAIM, "check": check}])) == [
        "claim 'a': no level 'schol'; there are school, pupil; "
        "expected a level or item of the form. Correct it."
    ]


def test_id_that_stands_twice(tmp_path: Path, write_study: Callable[..., Path]) -> None:
    folder = write_study(tmp_path, claims=[{**CLAIM, "check": COUNT}] * 2)
    exp = ["claim 'a' stands twice; expected each id once. Rename one."]
    assert problems(folder) == exp


@pytest.mark.parametrize(
    ("entry", "exp"),
    [
        (
            {"check": {"value": {"of": "mentions"}}},
            "'1.check.1.value' is wrong; expected one of is, from, above, to, below or word",
        ),
        (
            {"check": {"quantity": {"of": "mentions"}, "equals": 3}},
            "'1.check.1' is wrong; expected value, mean, compare, rank or external as one of its "
            "entries",
        ),
        (
            {"check": {**COUNT, "form": 3}},
            "unknown entry '1.check.1.value.form'; expected one that docs/reference.md names. "
            "Is 'from' meant?",
        ),
        (
            {"check": {"value": {"of": "mentions"}, "over": "group", "from": "veel"}},
            "'1.check.1.value.from' is wrong; "
            "expected a number such as 20, 80%, 1/2 or 0.5, not 'veel'",
        ),
        (
            {"check": {"value": {"of": "mentions"}, "over": "group", "from": "1/0"}},
            "'1.check.1.value.from' is wrong; "
            "expected a number such as 20, 80%, 1/2 or 0.5, not '1/0'",
        ),
        ({"check": []}, "'1.check' is wrong; expected at least 1 in the list"),
        (
            {"check": COUNT, "id": "A 1"},
            "'1.id' is wrong, found 'A 1'; expected string should match pattern "
            "'^[a-z0-9]+(-[a-z0-9]+)*$'",
        ),
        (
            {"check": {**COUNT, "value": {"of": "mention"}}},
            "'1.check.1.value.of' is wrong, found 'mention'; expected 'approached', "
            "'registry', 'members', 'respondents', 'options', 'mentions', "
            "'explanations', 'explainers', 'open_answers', 'other_outcomes', 'remarks', "
            "'asked', 'answers' or 'totals'",
        ),
    ],
)
def test_wrong_entry_is_named(
    tmp_path: Path, write_study: Callable[..., Path], entry: dict[str, Any], exp: str
) -> None:
    folder = write_study(tmp_path, claims=[{**CLAIM, **entry}])
    told = exp if exp.startswith("unknown") else f"entry {exp}. Correct the entry."
    assert problems(folder) == [told]


def test_what_a_ranking_is_over(form: Questionnaire) -> None:
    choices = codes_to_rank(form)
    assert choices("outcome", Quantity(of="mentions", level="pupil")) == ("skills", "soft_skills")
    assert list(choices("sector_group", Quantity(of="mentions"))) == ["mbo", "higher", "rest"]


def test_real_register_is_about_every_part_of_the_report(real_study: Study) -> None:
    claims = read_claims(real_study)
    got = {claim.section.split()[-1].removeprefix("B").split(".")[0] for claim in claims}
    assert got >= {"1", "2", "3", "4", "5"}
    assert all(claim.says for claim in claims)


def test_counts_that_the_register_states() -> None:
    def count(outcome: str, **bounds: int) -> dict[str, Any]:
        return {"value": {"of": "mentions", "outcome": outcome}, **bounds}

    checks = [
        count("network", **{"is": 3}),
        [count("region", **{"is": 0}), count("skills", **{"from": 2})],
    ]
    claims = [Claim.model_validate({**CLAIM, "check": check}) for check in checks]
    assert fixed_counts(claims) == {
        Quantity(of="mentions", outcome="network"): 3,
        Quantity(of="mentions", outcome="region"): 0,
    }


def test_quantities_that_a_check_names(form: Questionnaire) -> None:
    check = {"rank": {"of": "mentions", "level": "pupil"}, "first": ["skills"]}
    claim = Claim.model_validate({**CLAIM, "check": check})
    assert set(named_quantities(claim, form)) == {
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
