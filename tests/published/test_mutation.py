"""Single changes, held against the verdicts on tables in which they were really made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pandas as pd
import pytest

from dwimpact.published import changes
from dwimpact.published.claims import Claim
from dwimpact.published.mutation import mutation_scores
from dwimpact.published.register import read_claims
from dwimpact.published.verdicts import verdicts
from dwimpact.study.questionnaire.model import NONE, OTHER, codes
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}
REGION = {**NETWORK, "outcome": "region"}
CHECKS: list[dict[str, Any]] = [
    {"value": NETWORK, "is": 3},
    {"value": {**NETWORK, "status": "realised", "sector": "mbo"}, "is": 2},
    {"value": {**REGION, "nature": "new"}, "over": REGION, "to": "1/2"},
    {"value": {"of": "explanations", "level": "pupil"}, "from": 1},
    {"value": {"of": "other_outcomes", "sector": "mbo"}, "is": 1},
    {"value": {"of": "mentions", "kind": "none"}, "from": 2},
    # Shares of bases that change along: the weights of such a sum change too.
    {
        "compare": [{**NETWORK, "nature": "new"}, {**REGION, "nature": "new"}],
        "over": [NETWORK, {"of": "mentions", "level": "school"}],
    },
    {"external": "Staat elders."},
]
CLAIMS = [
    Claim.model_validate({"id": f"c{i}", "section": "1", "says": "x", "check": check})
    for i, check in enumerate(CHECKS)
]


def every_change(study: Study, tables: Tables) -> Iterator[tuple[str, Tables]]:
    """Each change but the random ones, and the tables after it."""
    form, outcomes = study.questionnaire, tables.outcomes.astype(object)
    listed = outcomes[~outcomes["outcome"].isin([OTHER, NONE]) & outcomes["mentioned"].notna()]
    states = list(product(codes(form.statuses), codes(form.natures)))
    untick = {"mentioned": False, "status": None, "nature": None, "explanation": None}
    for row, cell in listed.iterrows():
        if not cell["mentioned"]:
            for status, nature in states:
                ticked = {"mentioned": True, "status": status, "nature": nature}
                yield "added", changed(tables, {row: ticked})
            continue
        yield "removed", changed(tables, {row: untick})
        same = (listed["respondent"] == cell["respondent"]) & (listed["level"] == cell["level"])
        state = cell[["mentioned", "status", "nature", "explanation"]].to_dict()
        for other in listed[same & ~listed["mentioned"].astype(bool)].index:
            yield "moved", changed(tables, {row: untick, other: state})
        for what, choices in (("status", form.statuses), ("nature", form.natures)):
            for code in codes(choices):
                if pd.notna(cell[what]) and code != cell[what]:
                    yield what, changed(tables, {row: {what: code}})
    for first, second in combinations(tables.respondents["respondent"], 2):
        turn = {first: second, second: first}
        frames = {
            name: frame.assign(respondent=frame["respondent"].replace(turn))
            for name in ("outcomes", "other_outcomes")
            if (frame := getattr(tables, name)) is not None
        }
        yield "swapped", replace(tables, **frames)


def changed(tables: Tables, cells: dict[Any, dict[str, Any]]) -> Tables:
    outcomes = tables.outcomes.astype({"status": object, "nature": object, "explanation": object})
    for row, values in cells.items():
        for column, value in values.items():
            outcomes.loc[row, column] = value
    return replace(tables, outcomes=outcomes)


@pytest.mark.long
def test_scores_are_those_of_every_change_made(study: Study, tables: Tables) -> None:
    before = verdicts(study, tables, CLAIMS)["verdict"]
    made, noticed, turned = Counter[str](), Counter[str](), Counter[str]()
    for change, after in every_change(study, tables):
        different = int((verdicts(study, after, CLAIMS)["verdict"] != before).sum())
        made[change] += 1
        noticed[change] += different > 0
        turned[change] += different
    got = mutation_scores(study, tables, CLAIMS).set_index("change").drop(index="shuffled")
    assert got["tried"].to_dict() == got["possible"].to_dict() == dict(made)
    assert got["noticed"].to_dict() == {change: noticed[change] for change in made}
    assert all(noticed[change] < number for change, number in made.items() if change != "swapped")
    for change, mean in got["claims"].items():
        assert mean == pytest.approx(turned[str(change)] / made[str(change)])


def test_many_changes_are_a_sample_of_a_known_size(
    study: Study, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_TRIED", 4)
    got = mutation_scores(study, tables, CLAIMS).set_index("change")
    assert got.loc["swapped", ["possible", "tried"]].tolist() == [15, 4]
    pd.testing.assert_frame_equal(got, mutation_scores(study, tables, CLAIMS).set_index("change"))


def test_without_claims_nothing_is_noticed(study: Study, tables: Tables) -> None:
    got = mutation_scores(study, tables, [])
    assert (got["noticed"] == 0).all()
    assert (got["tried"] > 0).all()


def test_what_the_publication_could_have_noticed(real_study: Study, real_tables: Tables) -> None:
    # Nothing that was published says what is new per respondent, nor hardly who said what.
    got = mutation_scores(real_study, real_tables, read_claims(real_study)).set_index("change")
    assert got[["noticed", "tried"]].to_numpy().tolist() == [
        [144, 646],
        [252, 2478],
        [215, 1058],
        [0, 1292],
        [0, 646],
        [0, 2016],
        [1000, 1000],
    ]
    assert got.loc["shuffled", "claims"] == pytest.approx(5.308)
