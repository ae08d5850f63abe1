from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from dwimpact.study.files import grid as grids
from dwimpact.study.files.grid import Grid, Row, TooMany

ROWS = st.lists(st.none() | st.lists(st.sampled_from(["", "a", "b c"]), min_size=1, max_size=3))


def gather(*rows: Row, most_rows: int = 100, most_cells: int = 100) -> Grid:
    grid = Grid(most_rows, most_cells)
    for row in rows:
        grid.add(row)
    return grid


def cells(*texts: str) -> Row:
    return texts, (), ()


@given(ROWS, st.integers(1, 5))
def test_every_row_is_there_at_its_own_place(rows, block) -> None:
    """Whatever the size of blocks: rows between the headings and the last that is not blank."""
    filled = [row if row and any(row) else None for row in rows]
    grid = Grid(100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grids, "CELLS_PER_BLOCK", block)
        grid.add(cells("x", "y", "z"))
        for row in filled:
            grid.add((row, (), ()) if row else 1)
        _, got = grid.table()
    while filled and filled[-1] is None:
        filled.pop()
    padded = [[c or None for c in [*(row or []), "", "", ""][:3]] for row in filled]
    exp = pd.DataFrame(padded, columns=range(3), index=range(len(padded)), dtype="str")
    assert_frame_equal(got, exp, check_index_type=False, check_column_type=False)
    assert grid.rows == len(exp)


def test_blank_rows_keep_the_others_at_their_number() -> None:
    headings, table = gather(2, cells("a"), cells("1"), 3, cells("2"), 7).table()
    assert headings == ["a"]
    assert table[0].dropna().to_dict() == {2: "1", 6: "2"}  # rows 4 and 8 of a spreadsheet


def test_columns_without_anything_at_the_end_are_left_out() -> None:
    headings, table = gather(cells("a", "", "b", "", ""), cells("1", "", "", "x", "")).table()
    assert headings == ["a", "", "b", ""]
    assert list(table) == [0, 1, 2, 3]


def test_rows_that_do_not_fit() -> None:
    grid = gather(cells("a", "b"), cells("1"), cells("1", "2"), cells("1", "2", "3"))
    assert list(grid.ragged()) == [(2, 1), (4, 3)]
    everywhere = gather(cells("a", "b"), cells("1", "2", ""), cells("1", "", ""))
    assert list(everywhere.ragged()) == []
    filled = gather(cells("a", "b"), cells("1", "2", ""), cells("1", "2", "3"))
    assert list(filled.ragged()) == [(3, 3)]


def test_places_of_dates_and_columns_of_numbers() -> None:
    grid = gather(cells("a", "b"), (["1", "2", "3"], [1, 2], [0]), 1, (["1", "2"], [0], [1]))
    assert {p: [*rows] for p, rows in grid.dates.items()} == {0: [4], 1: [2]}
    assert grid.numbers == {0, 1}


@pytest.mark.parametrize(
    ("rows", "what", "limit"),
    [
        ([cells("a"), *[cells("1")] * 3], "rows", 2),
        ([cells("a"), cells("1"), 1, cells("1")], "rows", 2),
        ([3_000_000], "rows", 2),
        ([cells(*["a"] * 5001)], "columns", 5000),
    ],
)
def test_too_many(rows: list[Row], what: str, limit: int) -> None:
    with pytest.raises(TooMany) as error:
        gather(*rows, most_rows=2)
    assert (error.value.what, error.value.limit) == (what, limit)


def test_too_many_cells() -> None:
    with pytest.raises(TooMany) as error:
        gather(cells("a", "b"), *[cells("1", "2")] * 3, most_cells=5)
    assert (error.value.what, error.value.limit) == ("cells", 5)
