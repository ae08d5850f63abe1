from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement, product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_once import made_once

from dwimpact.published.claims import Claim
from dwimpact.published.register import codes_to_rank, read_claims
from dwimpact.reconstruction.conflicts import Statements, conflict
from dwimpact.reconstruction.program.stated import stated_program
from dwimpact.reconstruction.witnesses import count_in, implied_by, witnesses
from dwimpact.study.study import Study

PEOPLE = {"of": "respondents"}
NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}
REGION = {**NETWORK, "outcome": "region"}


def count(quantity: dict[str, Any], **bounds: int) -> dict[str, Any]:
    return {"value": quantity, **bounds}


def claims(**checks: dict[str, Any]) -> list[Claim]:
    return [
        Claim.model_validate({"id": name, "section": "1", "says": "x", "check": check})
        for name, check in checks.items()
    ]


def kinds(study: Study, *found: Claim) -> dict[str, tuple[str, tuple[str, ...]]]:
    table = witnesses(study, found)
    return dict(zip(table["id"], zip(table["kind"], table["implied_by"], strict=True), strict=True))


# Three people, each of whom ticks network and region or not: every table there can be.
TABLES = [
    (sum(n for n, _ in people), sum(r for _, r in people))
    for people in combinations_with_replacement(list(product((0, 1), (0, 1))), 3)
]
HOLDS = {
    "two": lambda n, r: n == 2,
    "some": lambda n, r: n >= 1,
    "more": lambda n, r: n > r,
    "few": lambda n, r: r <= 1,
    "half": lambda n, r: 2 * n >= 3,
}
CHECKS = {
    "two": count(NETWORK, **{"is": 2}),
    "some": count(NETWORK, **{"from": 1}),
    "more": {"compare": [NETWORK, REGION]},
    "few": count(REGION, to=1),
    "half": {"value": NETWORK, "over": "group", "from": "1/2"},
}


@pytest.mark.parametrize(
    "names",
    [
        ("two", "some", "more", "few", "half"),
        ("some", "more", "half"),
        ("two", "more"),
        ("some", "few"),
        ("more", "few"),
    ],
)
def test_witness_is_there_exactly_when_some_table_is(study: Study, names: Sequence[str]) -> None:
    sizes = {"n": count(PEOPLE, **{"is": 3}), "again": count(PEOPLE, **{"is": 3})}
    found = kinds(study, *claims(**sizes, **{name: CHECKS[name] for name in names}))
    assert found["n"] == ("implied", ("again",))

    def follows(name: str, others: Sequence[str]) -> bool:
        left = [t for t in TABLES if all(HOLDS[other](*t) for other in others)]
        return all(HOLDS[name](*table) for table in left)

    for name in names:
        others = [other for other in names if other != name]
        kind, by = found[name]
        assert kind == ("implied" if follows(name, others) else "own"), name
        if kind == "implied":
            by = tuple(one for one in by if one in HOLDS)  # the sizes are always there
            assert follows(name, by)
            assert not any(follows(name, [b for b in by if b != one]) for one in by)


def test_what_is_known_without_answers_is_told_apart(study: Study) -> None:
    found = kinds(
        study,
        *claims(
            workplaces=count({"of": "registry"}, **{"is": 3}),
            asked=count({"of": "approached", "dimension": "tranche"}, **{"is": 12}),
            members=count({"of": "members", "sector": "mbo"}, **{"is": 3}),
            n=count(PEOPLE, **{"is": 3}),
            answered=count({"of": "registry", "responded": True}, **{"is": 2}),
            elsewhere={"external": "Staat elders."},
            form=count(NETWORK, **{"from": 0}),
        ),
    )
    assert found == {
        "workplaces": ("registry", ()),
        "asked": ("registry", ()),
        "members": ("registry", ()),
        "n": ("own", ()),
        "answered": ("own", ()),
        "form": ("implied", ()),
    }


def test_what_follows_names_all_that_it_follows_from(study: Study) -> None:
    half = {"value": NETWORK, "over": "group", "from": "1/2", "to": "1/2"}
    sized = {"n": count(PEOPLE, **{"is": 4}), "half": half, "two": count(NETWORK, **{"is": 2})}
    assert kinds(study, *claims(**sized)) == {
        "n": ("implied", ("half", "two")),
        "half": ("implied", ("n", "two")),
        "two": ("implied", ("n", "half")),
    }


def test_size_that_one_claim_alone_states_is_open_in_its_witness(study: Study) -> None:
    # Shares of mbo and of the others are compared: with another number of mbo they still can be.
    groups = {"sector_group": "mbo"}, {"sector_group": ["higher", "rest"]}
    mbo, others = ({**PEOPLE, **group} for group in groups)
    more = {"compare": [{**NETWORK, **groups[0]}, {**NETWORK, **groups[1]}]}
    sized = {"mbo": count(mbo, **{"is": 2}), "others": count(others, **{"is": 1}), "more": more}
    found = kinds(study, *claims(**sized, none=count(NETWORK, to=1)))
    kind = {claim: kind for claim, (kind, _) in found.items()}
    # Where a group is found to be empty there is no share of it, which shows nothing.
    assert (kind["more"], kind["none"]) == ("own", "own")
    assert {kind["mbo"], kind["others"]} <= {"own", "undecided"}
    nobody = {"none": count(NETWORK, **{"is": 0}), "more": more}
    with_nobody = {**sized, **nobody}
    assert conflict(study, claims(**with_nobody)) == ["more", "none"]


def test_what_contradicts_another_statement_has_no_part(study: Study) -> None:
    n, two, three = claims(
        n=count(PEOPLE, **{"is": 3}),
        two=count(NETWORK, **{"is": 2}),
        three=count(NETWORK, **{"is": 3}),
    )
    three = three.model_copy(update={"contradicts": ("two",)})
    assert conflict(study, [n, two, three]) == []
    assert kinds(study, n, two, three)["three"] == ("left out", ())
    assert conflict(study, [n, two, three.model_copy(update={"contradicts": ()})]) == [
        "two",
        "three",
    ]


@pytest.fixture(scope="module")
def of_the_report(real_study: Study, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    def make(_: Path) -> pd.DataFrame:
        return witnesses(real_study, read_claims(real_study))

    made: pd.DataFrame = made_once(tmp_path_factory, "witnesses", make)
    return made


@pytest.mark.long
def test_every_claim_of_the_report_says_something_or_follows(
    of_the_report: pd.DataFrame, real_study: Study
) -> None:
    checkable = [claim.id for claim in read_claims(real_study) if not claim.reason]
    assert of_the_report["id"].tolist() == checkable
    assert of_the_report["kind"].value_counts().to_dict() == {
        "implied": 65,
        "own": 56,
        "registry": 32,
        "left out": 1,
    }


@pytest.mark.long
def test_witnesses_break_one_claim_and_no_other(
    of_the_report: pd.DataFrame, real_study: Study
) -> None:
    every = [claim for claim in read_claims(real_study) if not claim.reason]
    choices = codes_to_rank(real_study.questionnaire)
    counts, left_out = stated_program(real_study, every)
    statements = Statements(counts.program)
    assert list(left_out) == ["concl-stud-about-three-quarters"]
    own = of_the_report.loc[of_the_report["kind"] == "own", "id"]
    for broken in own.sample(8, random_state=1):  # counted anew, which takes a while
        solution = statements.breaking(broken, statements.every)
        assert solution is not None
        number = count_in(counts, solution)
        wrong = [
            claim.id
            for claim in every
            if claim.id not in left_out
            and not all(one.holds(number) for one in claim.constraints(choices))
        ]
        assert wrong == [broken]


@pytest.mark.long
def test_what_is_implied_follows_from_just_those(
    of_the_report: pd.DataFrame, real_study: Study
) -> None:
    counts, _ = stated_program(real_study, read_claims(real_study))
    statements = Statements(counts.program)
    implied = of_the_report[of_the_report["kind"] == "implied"]
    for claim, by in zip(implied["id"], implied["implied_by"], strict=True):
        assert statements.breaking(claim, by) is None
        for one in by:
            others = [other for other in by if other != one]
            assert statements.breaking(claim, others) is not None
    assert implied_by(implied["id"].iloc[0], statements)
