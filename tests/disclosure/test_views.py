"""Which groups a view may show apart, on respondents made up so that differences are small."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.disclosure.views import TooSmall, of_groups, require_large_enough, withheld_apart
from dwimpact.errors import UnknownName
from dwimpact.tidy.tables import Tables

BELOW = 10
SPLITS = ("sector_group", "tranche_group")


def respondents(**groups: list[Any]) -> pd.DataFrame:
    """Respondents in groups, given as column=[(group, how many), …] that follow each other."""
    table = pd.DataFrame(
        {name: [g for g, n in sizes for _ in range(n)] for name, sizes in groups.items()}
    )
    for column in ("sector", "sector_group", "tranche", "tranche_group"):
        values = table.get(column, pd.Series("same", index=table.index))
        table[column] = values.astype(pd.CategoricalDtype(list(dict.fromkeys(values))))
    return table.assign(respondent=[f"R{i}" for i in table.index])


def test_groups_of_the_report_are_withheld_as_in_the_report(real_tables: Tables) -> None:
    people = real_tables.respondents

    assert withheld_apart(people, "sector_group", BELOW, {}, SPLITS) == {"wo_other": 6}
    assert withheld_apart(people, "tranche_group", BELOW, {}, SPLITS) == {}
    # Together they are the six that the report withholds.
    assert withheld_apart(people, "sector", BELOW, {}, SPLITS) == {"wo": 4, "other": 2}


def test_a_group_that_would_give_a_smaller_one_away_is_withheld_too(real_tables: Tables) -> None:
    # Tranche 1 is the total less the other three, and tranches 1 and 2 less tranche 2.
    assert withheld_apart(real_tables.respondents, "tranche", BELOW, {}, SPLITS) == {
        "1": 9,
        "2": 14,
    }


def test_the_smallest_other_group_joins_one_that_is_small() -> None:
    people = respondents(tranche=[("a", 5), ("b", 12), ("c", 11), ("d", 30)])

    assert withheld_apart(people, "tranche", BELOW, {}, SPLITS) == {"a": 5, "c": 11}


def test_small_groups_that_are_enough_together_need_no_other() -> None:
    people = respondents(tranche=[("a", 5), ("b", 6), ("c", 11), ("d", 30)])

    assert withheld_apart(people, "tranche", BELOW, {}, SPLITS) == {"a": 5, "b": 6}


def test_small_groups_that_are_the_threshold_together_need_no_other() -> None:
    people = respondents(tranche=[("a", 5), ("b", 5), ("c", 11), ("d", 30)])

    assert withheld_apart(people, "tranche", BELOW, {}, SPLITS) == {"a": 5, "b": 5}


def test_a_group_at_the_threshold_is_shown_beside_one_that_the_report_withholds() -> None:
    people = respondents(sector_group=[("a", 6), ("b", BELOW), ("c", 30)])

    assert withheld_apart(people, "sector_group", BELOW, {}, SPLITS) == {"a": 6}


def test_where_nothing_is_small_nothing_is_withheld_beside_it() -> None:
    people = respondents(
        tranche=[("a", 20), ("b", 25)],
        sector_group=[("small", 5), ("large", 40)],
        tranche_group=[("large", 41), ("small", 4)],
    )

    assert withheld_apart(people, "tranche", BELOW, {}, SPLITS) == {}


def test_groups_without_respondents_are_withheld_in_their_place() -> None:
    people = respondents(tranche=[("a", 20), ("b", 20)])
    declared = people["tranche"].cat.set_categories(["none", "a", "b"])

    assert withheld_apart(people.assign(tranche=declared), "tranche", BELOW, {}, SPLITS) == {
        "none": 0
    }


def test_a_filter_leaves_groups_out_that_differ_little_from_the_whole() -> None:
    people = respondents(
        sector=[("mbo", 15), ("hbo", 12), ("mbo", 15), ("hbo", 3)], tranche=[("a", 27), ("b", 18)]
    )

    # 15 of the 18 of b are mbo: the other three would be the difference.
    assert withheld_apart(people, "tranche", BELOW, {"sector": "mbo"}, SPLITS) == {"b": 15}
    assert withheld_apart(people, "tranche", BELOW, {}, SPLITS) == {}


@pytest.mark.parametrize(
    ("only", "exp"),
    [
        ({"sector": "wo"}, False),
        ({"tranche": "1"}, False),
        ({"tranche": "2"}, True),  # of tranches 1 and 2 together
        ({"sector": "mbo", "tranche": "4"}, False),
    ],
)
def test_filters_that_show_a_few_people_are_refused(
    real_tables: Tables, only: dict[str, Any], exp: bool
) -> None:
    with pytest.raises(TooSmall) as caught:
        require_large_enough(real_tables.respondents, only, BELOW, SPLITS)

    assert caught.value.left_out == exp


@pytest.mark.parametrize(
    "only", [{}, {"sector": "mbo"}, {"sector_group": "hbo"}, {"tranche": "3"}, {"tranche": "4"}]
)
def test_filters_that_keep_and_leave_out_enough_are_taken(
    real_tables: Tables, only: dict[str, Any]
) -> None:
    require_large_enough(real_tables.respondents, only, BELOW, SPLITS)


@pytest.mark.parametrize(("kept", "left"), [(BELOW, 12), (12, BELOW), (BELOW, BELOW)])
def test_a_filter_may_keep_and_leave_out_as_many_as_the_threshold(kept: int, left: int) -> None:
    people = respondents(sector=[("mbo", kept), ("hbo", left)])

    require_large_enough(people, {"sector": "mbo"}, BELOW, SPLITS)


def test_a_filter_may_keep_everybody() -> None:
    people = respondents(sector=[("mbo", 12)])
    require_large_enough(people, {"sector": "mbo"}, BELOW, SPLITS)


def test_a_refusal_says_what_to_do() -> None:
    assert str(TooSmall(10)) == (
        "the filter leaves fewer than 10 respondents, and a smaller group is not shown apart, nor "
        "by difference. Take a larger group, or fewer filters."
    )
    assert str(TooSmall(10, left_out=True)).startswith("the filter leaves out fewer than 10")


def test_rows_of_groups_have_all_conditions(outcomes: pd.DataFrame) -> None:
    got = of_groups(outcomes, {"sector": "mbo", "tranche": "1"})

    assert list(got["respondent"].unique()) == ["R1", "R3"]
    assert len(of_groups(outcomes, {})) == len(outcomes)


@pytest.mark.parametrize(
    ("only", "exp"),
    [
        ({"sector": "vo"}, "no sector 'vo'; there are wo, mbo, hbo, other"),
        ({"tranche": "9"}, "no tranche '9'; there are 1, 2, 3"),
        (
            {"school": "x"},
            "no column of groups 'school'; there are sector, sector_group, tranche_group, tranche, "
            "workplace",
        ),
    ],
)
def test_groups_there_are_not_are_refused(
    outcomes: pd.DataFrame, only: dict[str, str], exp: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        of_groups(outcomes, only)

    assert str(caught.value) == exp


@pytest.mark.parametrize("column", ["respondent", "status", "outcome"])
def test_a_column_that_has_no_groups_is_refused(outcomes: pd.DataFrame, column: str) -> None:
    with pytest.raises(UnknownName, match=f"no column of groups '{column}'"):
        of_groups(outcomes, {column: "R1"})


def known(groups: list[frozenset[int]]) -> set[frozenset[int]]:
    """Everybody that can be told apart from what these groups show, by one difference."""
    return {a - b for a, b in itertools.permutations(groups, 2) if b < a} | set(groups)


@given(
    st.lists(st.sampled_from("abcd"), min_size=25, max_size=60),
    st.lists(st.sampled_from("xy"), min_size=60, max_size=60),
)
def test_no_split_or_filter_shows_fewer_than_the_threshold(tranches: str, sectors: str) -> None:
    people = respondents(
        tranche=[(t, 1) for t in tranches], sector=[(s, 1) for s in sectors[: len(tranches)]]
    )
    shown = [frozenset(people.index)]
    for only in ({}, {"sector": people["sector"].iloc[0]}):
        try:
            require_large_enough(people, only, BELOW, SPLITS)
        except TooSmall:
            continue
        rows = of_groups(people, only)
        withheld = withheld_apart(people, "tranche", BELOW, only, SPLITS)
        kept = rows[~rows["tranche"].isin(list(withheld))]
        view = [frozenset(rows.index), frozenset(kept.index)] if len(kept) else []
        view += [frozenset(g.index) for _, g in kept.groupby("tranche", observed=True)]
        # Within one view, and against the report, which shows everybody.
        assert min(map(len, known([*shown, *view]))) >= BELOW
