from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.reconstruction.program.counts import Counts, NotLinear
from dwimpact.reconstruction.program.form import MANY_PEOPLE, form_counts, open_counts
from dwimpact.reconstruction.program.frames import LEFT_BLANK
from dwimpact.reconstruction.program.highs import Infeasible
from dwimpact.study.questionnaire.model import NONE
from dwimpact.study.study import Study

RESPONDENTS = {"value": {"of": "respondents"}, "is": 6}
NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}


def claims(*checks: dict[str, Any]) -> list[Claim]:
    return [
        Claim.model_validate({"id": f"c{i}", "section": "1", "says": "x", "check": check})
        for i, check in enumerate(checks)
    ]


def solved(study: Study, *checks: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    made = open_counts(study, claims(*checks)).solve(np.random.default_rng(1))
    return made.respondents, made.mentions


@pytest.fixture
def counts(study: Study) -> Counts:
    return open_counts(study, [])


def test_respondents_are_possible_where_their_sector_is(counts: Counts) -> None:
    upper = [counts.program.upper[v] for v in counts.respondents["variable"]]
    places = counts.respondents[["workplace", "sector"]].itertuples(index=False, name=None)
    assert {place for place, most in zip(places, upper, strict=True) if most} == {
        ("alfa", "mbo"),
        ("alfa", "hbo"),
        ("alfa", "other"),
        ("beta", "mbo"),
        ("beta", "hbo"),
        ("beta", "other"),
        ("gamma", "wo"),
        ("gamma", "other"),
    }
    assert set(upper) == {0, MANY_PEOPLE}


def test_mentions_are_open_per_cell_and_characteristic(counts: Counts) -> None:
    # 3 sector groups × 2 tranche groups; 2 statuses × 2 natures for what has them.
    sizes = counts.mentions.groupby(["level", "outcome"]).size().to_dict()
    assert sizes == {
        ("school", "network"): 24,
        ("school", "region"): 24,
        ("school", "other"): 24,
        ("school", "none"): 6,
        ("school", LEFT_BLANK): 6,
        ("pupil", "skills"): 24,
        ("pupil", "soft_skills"): 24,
        ("pupil", "other"): 24,
        ("pupil", "none"): 6,
        ("pupil", LEFT_BLANK): 6,
    }
    assert counts.mentions["variable"].is_unique


@pytest.mark.parametrize(
    ("of", "where", "exp"),
    [
        ("respondents", {}, {1: 12}),
        ("respondents", {"tranche_group": "late", "sector": "mbo"}, {1: 2}),
        ("options", {"level": "school"}, {2: 12}),
        ("options", {}, {4: 12}),
        ("mentions", {"level": "school"}, {1: 3 * 24 + 6}),
        ("mentions", {"level": "school", "outcome": "network", "status": "expected"}, {1: 12}),
        ("mentions", {"kind": "none"}, {1: 12}),
    ],
)
def test_quantity_is_a_sum_of_variables(
    counts: Counts, of: Any, where: dict[str, Any], exp: dict[int, int]
) -> None:
    got = counts.expression(Quantity(of=of, **where))
    assert got is not None
    assert pd.Series(got).value_counts().to_dict() == exp


def test_source_of_texts_is_not_open(counts: Counts) -> None:
    assert counts.expression(Quantity(of="remarks")) is None
    before = len(counts.program.rows)
    check = {"value": {"of": "remarks"}, "is": 3}
    for constraint in claims(check)[0].constraints(lambda _, __: ()):
        counts.add(constraint)
    assert len(counts.program.rows) == before


def test_counts_agree_with_the_claims(study: Study) -> None:
    respondents, mentions = solved(
        study,
        RESPONDENTS,
        {"value": NETWORK, "over": "group", "is": "67%", "rounded": "1%"},
        {"value": {"of": "respondents", "sector": "wo"}, "is": 1},
        {"value": {**NETWORK, "status": "expected"}, "is": 3},
        {"rank": {"of": "mentions", "level": "pupil"}, "first": ["soft_skills"]},
    )
    assert respondents["n"].sum() == 6
    assert respondents.query("sector == 'wo'")["n"].sum() == 1
    assert mentions.query("outcome == 'network'")["n"].sum() == 4
    assert mentions.query("outcome == 'network' and status == 'expected'")["n"].sum() == 3
    by_outcome = mentions.groupby("outcome")["n"].sum()
    assert by_outcome["soft_skills"] > by_outcome["skills"]


def test_counts_agree_with_the_form(study: Study) -> None:
    respondents, mentions = solved(
        study,
        RESPONDENTS,
        {"value": {**NETWORK, "outcome": "none"}, "is": 2},
        {"value": NETWORK, "from": 3},
    )
    cell = ["sector_group", "tranche_group"]
    people = respondents.groupby(cell)["n"].sum()
    for level in study.questionnaire.levels:
        here = mentions[mentions["level"] == level.code]
        ticks = here.groupby([*cell, "outcome"])["n"].sum().unstack()
        silent = ticks[NONE] + ticks[LEFT_BLANK]
        for option in level.rows:
            assert (ticks[option] <= people - silent).all()
        assert (ticks.sum(axis=1) >= people).all()


def test_claim_may_compare_with_the_registry(study: Study) -> None:
    # Seven twelfths of the people approached is seven.
    approached = {"of": "approached", "dimension": "tranche"}
    check = {"value": {"of": "respondents"}, "over": approached}
    respondents, _ = solved(study, {**check, "from": "7/12"}, {**check, "to": "7/12"})
    assert respondents["n"].sum() == 7


def test_shares_are_compared_over_what_another_claim_fixes(study: Study) -> None:
    sizes = {"mbo": 2, "higher": 4}
    fixed = [{"value": {"of": "respondents", "sector_group": g}, "is": n} for g, n in sizes.items()]
    first, second = ({**NETWORK, "sector_group": group} for group in sizes)
    greater = {"compare": [first, second]}
    some = {"value": second, "is": 3}
    _, mentions = solved(study, fixed, greater, some)
    got = mentions.query("outcome == 'network'").groupby("sector_group")["n"].sum()
    assert got[["mbo", "higher"]].tolist() == [2, 3]
    with pytest.raises(NotLinear) as error:
        form_counts(study, []).require(*claims(greater))
    assert str(error.value) == (
        "no claim fixes respondents(sector_group=higher), which another claim compares shares over"
    )
    assert open_counts(study, claims(greater)).left_out == ("c0",)


def test_options_are_fixed_by_their_respondents(study: Study) -> None:
    base = {"of": "options", "level": "school"}
    than = {"of": "mentions", "level": "school", "kind": "listed", "status": "expected"}
    greater = {"compare": [{**than, "status": "realised"}, than], "over": [base, base]}
    _, mentions = solved(study, RESPONDENTS, greater)
    got = mentions.query("level == 'school' and kind == 'listed'").groupby("status")["n"].sum()
    assert got["realised"] > got["expected"]


def test_claims_that_contradict_one_another(study: Study) -> None:
    more = {"value": NETWORK, "from": 7}
    with pytest.raises(Infeasible):
        solved(study, RESPONDENTS, more)


def test_claim_on_what_is_not_told_apart_is_refused(counts: Counts) -> None:
    with pytest.raises(NotLinear) as error:
        counts.expression(Quantity(of="mentions", workplace="alfa", tranche=1))
    assert str(error.value) == ("the open counts do not tell apart tranche or workplace")


def test_stated_base_becomes_a_number_and_bounds_whole(study: Study) -> None:
    # 58.3% to 75% of six people: 3.5 to 4.5 of them, so four.
    bounds = {"from": "7/12", "to": "3/4"}
    got = open_counts(study, claims(RESPONDENTS, {"value": NETWORK, "over": "group", **bounds}))
    mentioned = dict.fromkeys(got.expression(Quantity(**NETWORK)) or {}, 1)
    assert got.program.rows[-2:] == [(mentioned, 4, np.inf), (mentioned, -np.inf, 4)]


def test_stated_count_is_still_required(study: Study) -> None:
    twice = [RESPONDENTS, {**RESPONDENTS, "is": 5}]
    with pytest.raises(Infeasible):
        solved(study, *twice)


def test_percentage_of_stated_counts_is_still_required(study: Study) -> None:
    base = {"of": "approached", "dimension": "tranche"}
    check = {"value": {"of": "respondents"}, "over": base, "rounded": "1%"}
    assert solved(study, RESPONDENTS, {**check, "is": "50%"})[0]["n"].sum() == 6
    with pytest.raises(Infeasible):
        solved(study, RESPONDENTS, {**check, "is": "51%"})
