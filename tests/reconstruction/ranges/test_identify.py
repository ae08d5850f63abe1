from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import dok_array

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.published.register import read_claims
from dwimpact.published.verdicts import verdicts
from dwimpact.published.words import CENTRALLY, READINGS
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.reconstruction.program.form import open_counts
from dwimpact.reconstruction.ranges.identify import Identified, identify
from dwimpact.reconstruction.reconstruct import reconstruct
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.clean import clean
from dwimpact.tidy.tables import RANGE_COLUMNS, Tables

NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}
REGION = {**NETWORK, "outcome": "region"}


def claims(*checks: dict[str, Any]) -> list[Claim]:
    return [
        Claim.model_validate({"id": f"c{i}", "section": "1", "says": "x", "check": check})
        for i, check in enumerate(checks)
    ]


def size(n: int, **where: Any) -> dict[str, Any]:
    return {"value": {"of": "respondents", **where}, "is": n}


def bounds(identified: Identified, **where: str) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(outcome, group, category) → smallest and largest, at school."""
    rows = identified.ranges
    rows = rows[rows["level"] == "school"]
    return {
        (row.outcome, row.group, row.category): (row.smallest, row.largest)
        for row in rows.itertuples()
    }


# Three people: two of mbo, one of hbo. What each may tick at school, all written out: for
# network and region not at all or with one of two statuses and natures; 'other' or not; or
# nothing (which stands for 'none' and blank alike).
KINDS = [None, *product(("realised", "expected"), ("new", "strengthened"))]
PERSON = list(product(KINDS, KINDS))


def every_count(accepts: Callable[[dict[str, Any]], bool]) -> dict[tuple[str, str, str], Any]:
    """The smallest and largest of every count, over all tables that are accepted."""
    found: dict[tuple[str, str, str], set[int]] = {}
    for mbo in combinations_with_replacement(PERSON, 2):
        for hbo in PERSON:
            counts = count_of((*mbo, hbo))
            if accepts(counts):
                for key, number in counts.items():
                    found.setdefault(key, set()).add(number)
    return {key: (min(numbers), max(numbers)) for key, numbers in found.items()}


def count_of(people: Sequence[tuple[Any, Any]]) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for position, outcome in enumerate(("network", "region")):
        ticks = [person[position] for person in people]
        counts[outcome, "all", ""] = sum(t is not None for t in ticks)
        counts[outcome, "mbo", ""] = sum(t is not None for t in ticks[:2])
        for place, codes in enumerate((("realised", "expected"), ("new", "strengthened"))):
            for code in codes:
                counts[outcome, "all", code] = sum(
                    t is not None and t[place] == code for t in ticks
                )
    return counts


SIZES = (size(3), size(2, sector_group="mbo"), size(1, sector_group="higher"))


@pytest.mark.parametrize(
    ("checks", "accepts"),
    [
        ([], lambda _: True),
        (
            [
                {"value": NETWORK, "over": "group", "is": "67%", "rounded": "1%"},
                {
                    "compare": [
                        {**REGION, "sector_group": "higher"},
                        {**REGION, "sector_group": "mbo"},
                    ]
                },
                {"value": {**NETWORK, "status": "expected"}, "from": 1},
            ],
            lambda c: (
                c["network", "all", ""] == 2
                and c["region", "all", ""] - c["region", "mbo", ""] > c["region", "mbo", ""] / 2
                and c["network", "all", "expected"] >= 1
            ),
        ),
        (
            [
                {"rank": {"of": "mentions", "level": "school"}, "first": ["region"]},
                {"value": {**REGION, "nature": "new"}, "over": REGION, "above": "1/2"},
                # Whoever explains an outcome mentions it.
                {"value": {**NETWORK, "of": "explanations"}, "from": 1},
            ],
            lambda c: (
                c["region", "all", ""] > c["network", "all", ""] >= 1
                and 2 * c["region", "all", "new"] > c["region", "all", ""]
            ),
        ),
    ],
    ids=["form", "shares", "top"],
)
def test_ranges_are_those_of_every_possible_table(
    study: Study, tables: Tables, checks: list[dict[str, Any]], accepts: Callable[..., bool]
) -> None:
    got = identify(study, tables, claims(*SIZES, *checks))
    assert got.left_out == ()
    assert bounds(got) == every_count(accepts)


def test_differences_are_those_of_every_possible_table(study: Study, tables: Tables) -> None:
    settings = study.settings.model_copy(update={"withhold_below": 1})  # the one of hbo is shown
    checks = [
        {"value": NETWORK, "from": 2},
        {"compare": [{**NETWORK, "sector_group": group} for group in ("higher", "mbo")]},
    ]
    got = identify(replace(study, settings=settings), tables, claims(*SIZES, *checks)).differences
    every = [
        count_of((*mbo, hbo)) for mbo in combinations_with_replacement(PERSON, 2) for hbo in PERSON
    ]
    found: dict[tuple[str, str, str], list[float]] = {}
    for counts in every:
        of_mbo = {outcome: counts[outcome, "mbo", ""] for outcome in ("network", "region")}
        of_all = {outcome: counts[outcome, "all", ""] for outcome in of_mbo}
        apart = {
            outcome: of_mbo[outcome] / 2 - (n - of_mbo[outcome]) for outcome, n in of_all.items()
        }
        if of_all["network"] >= 2 and apart["network"] < 0:
            between = (of_all["network"] - of_all["region"]) / 3
            found.setdefault(("network", "region", "all"), []).append(between)
            for outcome, difference in apart.items():
                found.setdefault((outcome, outcome, "mbo"), []).append(difference)
    rows = got[(got["level"] == "school") & ~got["than_group"].eq("rest")]
    columns = ["outcome", "than_outcome", "group", "lowest", "highest"]
    told = {tuple(row[:3]): row[3:] for row in rows[columns].to_numpy().tolist()}
    assert told == {key: pytest.approx([min(v), max(v)]) for key, v in found.items()}


def test_groups_of_every_split_are_compared(study: Study, tables: Tables) -> None:
    # Two early and one late: who is late mentions it, and one of the others at most.
    settings = study.settings.model_copy(update={"withhold_below": 1})
    sizes = [size(2, tranche_group="early"), size(1, tranche_group="late")]
    more = {"compare": [{**NETWORK, "tranche_group": group} for group in ("late", "early")]}
    checks = claims(size(3), *sizes, more)
    got = identify(replace(study, settings=settings), tables, checks).differences
    rows = got[(got["group"] == "early") & (got["outcome"] == "network")]
    assert rows[["than_group", "lowest", "highest"]].to_numpy().tolist() == [["late", -1, -0.5]]


def test_ranges_stand_beside_the_responses_at_hand(study: Study, tables: Tables) -> None:
    got = identify(study, tables, claims(*SIZES)).ranges
    assert list(got) == RANGE_COLUMNS
    row = got[(got["outcome"] == "network") & (got["category"] == "realised")].iloc[0]
    assert row[["characteristic", "level", "group", "n"]].tolist() == ["status", "school", "all", 3]
    assert (row["count"], row["share"]) == (2, pytest.approx(2 / 3))


def test_group_that_is_too_small_is_not_shown(study: Study, tables: Tables) -> None:
    # The study withholds below 2: mbo is shown, the one of hbo is not.
    groups = identify(study, tables, claims(*SIZES)).of("mentioned")["group"]
    assert groups.unique().tolist() == ["all", "mbo"]


def test_group_that_is_too_small_in_the_responses_is_not_shown_either(
    study: Study, tables: Tables
) -> None:
    settings = study.settings.model_copy(update={"withhold_below": 4})
    of_four = replace(study, settings=settings)
    checks = [size(9), size(5, sector_group="mbo")]  # 5 as published, 3 in the responses
    assert identify(study, tables, claims(*checks)).of("mentioned")["group"].nunique() == 2
    assert identify(of_four, tables, claims(*checks)).of("mentioned")["group"].unique() == ["all"]


def test_parts_of_the_ranges_have_the_columns_they_need(study: Study, tables: Tables) -> None:
    got = identify(study, tables, claims(*SIZES))
    assert list(got.of("mentioned"))[:4] == ["level", "outcome", "group", "n"]
    assert list(got.of("nature"))[:4] == ["level", "outcome", "category", "n"]
    assert got.of("status")["category"].unique().tolist() == ["realised", "expected"]


def test_claim_that_cannot_be_taken_along_is_told(study: Study, tables: Tables) -> None:
    apart = {**NETWORK, "workplace": "alfa"}
    unsized = {**NETWORK, "tranche_group": "early"}
    checks = [
        *SIZES,
        {"value": apart, "is": 1},
        {"compare": [unsized, {**NETWORK, "tranche_group": "late"}]},
        {"value": NETWORK, "is": 2},
    ]
    got = identify(study, tables, claims(*checks))
    assert got.left_out == ("c3", "c4")
    assert bounds(got)["network", "all", ""] == (2, 2)


def test_claims_that_contradict_one_another_leave_nothing(study: Study, tables: Tables) -> None:
    got = identify(study, tables, claims(*SIZES, {"value": NETWORK, "is": 4}))
    assert got.ranges.empty
    assert list(got.ranges) == RANGE_COLUMNS
    assert got.sized
    assert got.of("status").empty


def test_publication_without_its_number_of_respondents(study: Study, tables: Tables) -> None:
    got = identify(study, tables, claims({"value": NETWORK, "is": 4}))
    assert got.ranges.empty
    assert not got.sized


@pytest.fixture(scope="module")
def real_counts(real_study: Study) -> Counts:
    return open_counts(real_study, read_claims(real_study))


@pytest.mark.long
def test_reconstruction_lies_within_what_the_publication_allows(identified: Identified) -> None:
    ranges = identified.ranges
    assert identified.left_out == ("concl-stud-about-three-quarters",)
    assert len(ranges) == 17 * (3 + 3 + 2)
    assert (ranges["smallest"] <= ranges["count"]).all()
    assert (ranges["count"] <= ranges["largest"]).all()


@pytest.mark.long
def test_published_percentages_of_all_are_pinned_down(identified: Identified) -> None:
    ranges = identified.ranges
    fixed = ranges[ranges["smallest"] == ranges["largest"]].set_index(["outcome", "category"])
    assert fixed["smallest"].to_dict() == {
        ("soft_skills", ""): 51,
        ("theory_practice_link", ""): 48,
        ("motivation", ""): 45,
    }


BY_CP_SAT = Path(__file__).parents[2] / "reference" / "bounds_cp_sat.csv"


@pytest.mark.long
@pytest.mark.parametrize("reading", READINGS)
def test_a_sample_of_bounds_is_that_of_cp_sat(known_tables: Tables, reading: str) -> None:
    table = pd.read_csv(BY_CP_SAT, keep_default_na=False).query("reading == @reading")
    keys = ["characteristic", "level", "outcome", "group", "category"]
    bounds = ["smallest", "largest"]
    ours = known_tables.known.astype(dict.fromkeys(keys, object)).set_index(keys)
    ours = ours[bounds if reading == CENTRALLY else [f"{reading}_{name}" for name in bounds]]
    got = ours.loc[list(table[keys].itertuples(index=False, name=None))]
    assert len(table) == 20
    assert got.astype(int).to_numpy().tolist() == table[bounds].to_numpy().tolist()


@pytest.mark.long
def test_each_reading_lies_within_the_next(known_tables: Tables) -> None:
    tables = (known_tables.known, known_tables.known_shares, known_tables.known_differences)
    for table, low in zip(tables, ("smallest", "lowest", "lowest"), strict=True):
        high = {"smallest": "largest", "lowest": "highest"}[low]
        for inner, outer in (("narrow_", ""), ("", "wide_")):
            assert (table[f"{outer}{low}"] <= table[f"{inner}{low}"] + 1e-9).all()
            assert (table[f"{inner}{high}"] <= table[f"{outer}{high}"] + 1e-9).all()
        assert (table[low] != table[f"wide_{low}"]).any()


@pytest.mark.long
@pytest.mark.parametrize(
    ("where", "exp"),
    [
        # For the first two the relaxation goes one further than whole numbers can.
        ({"level": "institution", "outcome": "cooperation_other_institutions"}, ("hbo", 13, 26)),
        ({"level": "institution", "outcome": "vocational_higher_relation"}, ("mbo", 10, 18)),
        ({"level": "student", "outcome": "theory_practice_link"}, ("mbo", 19, 26)),
    ],
)
def test_real_bounds_are_those_of_another_solver(
    identified: Identified, real_counts: Counts, where: dict[str, str], exp: tuple[str, int, int]
) -> None:
    group, *_ = exp
    expression = real_counts.expression(Quantity(of="mentions", sector_group=group, **where)) or {}
    rows = identified.ranges[identified.ranges["group"] == group].set_index(["level", "outcome"])
    row = rows.loc[(where["level"], where["outcome"])]
    assert (group, row["smallest"], row["largest"]) == exp
    assert exp[1:] == (least(real_counts, expression, 1), -least(real_counts, expression, -1))


def least(counts: Counts, expression: dict[int, int], sign: int) -> int:
    """The smallest value of the expression (or of its opposite), by scipy's own solver."""
    program = counts.program
    matrix = dok_array((len(program.rows), len(program.upper)))
    for position, (row, _, _) in enumerate(program.rows):
        for variable, weight in row.items():
            matrix[position, variable] = weight
    cost = np.zeros(len(program.upper))
    cost[list(expression)] = sign * np.array(list(expression.values()))
    low, high = (np.array([row[side] for row in program.rows]) for side in (1, 2))
    result = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, np.array(program.upper)),
        constraints=LinearConstraint(matrix.tocsr(), low, high),
    )
    return round(result.fun)


@pytest.mark.long
def test_another_reconstruction_agrees_with_everything_too(
    identified: Identified, real_study: Study, real_tables: Tables, tmp_path: Path
) -> None:
    folder = tmp_path / "study"
    shutil.copytree(real_study.folder, folder)
    rows = identified.of("mentioned").query("outcome == 'career_knowledge' and group == 'all'")
    other = int(rows["largest"].iloc[0])
    quantity = {"of": "mentions", "level": "student", "outcome": "career_knowledge"}
    extra = {"value": quantity, "is": other}
    with (folder / "published.yml").open("a", encoding="utf-8") as file:
        yaml.safe_dump([{"id": "extra", "section": "4.1", "says": "x", "check": extra}], file)
    study = read_study(folder)
    tables = clean(reconstruct(folder), study)
    table = verdicts(study, tables, read_claims(real_study))
    assert set(table["verdict"]) == {"confirmed", "not checkable", "contradictory"}
    assert len(table) == 279
    assert mentions(tables) == other != mentions(real_tables)


def mentions(tables: Tables) -> int:
    outcomes: pd.DataFrame = tables.outcomes.query("outcome == 'career_knowledge'")
    return int(outcomes["mentioned"].fillna(False).sum())
