from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dwimpact.reconstruction.program.highs import Infeasible, Program
from dwimpact.reconstruction.ranges.bounds import outer_bounds, whole_bounds

SIZE, MOST = 4, 2
WEIGHT = st.integers(-3, 3)
ROW = st.tuples(*[WEIGHT] * SIZE)


def program_of(rows: list[tuple[int, ...]], low: int, high: int) -> Program:
    program = Program()
    variables = program.variables([MOST] * SIZE)
    for row in rows:
        program.constrain(dict(zip(variables, map(float, row), strict=True)), low, high)
    return program


@settings(max_examples=60)
@given(
    st.lists(ROW, min_size=1, max_size=4),
    st.integers(-3, 1),
    st.integers(1, 5),
    st.lists(st.tuples(ROW, st.integers(0, 1)), min_size=1, max_size=6),
)
def test_bounds_are_those_of_every_solution_tried(
    rows: list[tuple[int, ...]], low: int, high: int, asked: list[tuple[tuple[int, ...], int]]
) -> None:
    program = program_of(rows, low, high)
    expressions = [dict(enumerate(row)) for row, _ in asked]
    subjects = [subject for _, subject in asked]
    possible = [
        values
        for values in product(range(MOST + 1), repeat=SIZE)
        if all(low <= np.dot(row, values) <= high for row in rows)
    ]
    if not possible:
        with pytest.raises(Infeasible):
            whole_bounds(program, expressions, subjects)
        return
    exp = [
        [f([int(np.dot(row, values)) for values in possible]) for f in (min, max)]
        for row, _ in asked
    ]
    assert whole_bounds(program, expressions, subjects).tolist() == exp
    for (low, high), (wide_low, wide_high) in zip(
        exp, outer_bounds(program, expressions).tolist(), strict=True
    ):
        assert wide_low <= low <= high <= wide_high


def test_bound_that_only_fractions_reach_is_not_given() -> None:
    # a + b ≤ 3 and both even: the relaxation reaches 3, whole numbers only 2.
    program = Program()
    a, b, c, d = program.variables([9] * 4)
    program.constrain({a: 1, c: -2}, 0, 0)
    program.constrain({b: 1, d: -2}, 0, 0)
    program.constrain({a: 1, b: 1}, high=3)
    assert whole_bounds(program, [{a: 1, b: 1}, {a: 1}], ["a", "b"]).tolist() == [[0, 2], [0, 2]]
    assert outer_bounds(program, [{a: 1, b: 1}, {a: 2}]).tolist() == [[0, 3], [0, 6]]


def test_costs_of_the_program_play_no_part() -> None:
    program = Program()
    (a,) = program.variables([9])
    program.approach({a: 1}, target=4)
    assert whole_bounds(program, [{a: 1}], ["a"]).tolist() == [[0, 9]]


def test_nothing_asked() -> None:
    assert whole_bounds(program_of([], 0, 0), [], []).shape == (0, 2)
