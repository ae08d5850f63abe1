from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dwimpact.reconstruction.program.highs import Infeasible, Program, Solver

COEFFICIENT = st.integers(-3, 3)
PRICE = st.integers(-5, 5)


def test_variables_are_numbered_on() -> None:
    program = Program()
    assert program.variables([1, 1]) == [0, 1]
    assert program.variables(iter([4])) == [2]
    assert program.upper == [1, 1, 4]


def test_bounds_are_kept() -> None:
    program = Program()
    a, b = program.variables([3, 3])
    program.cost = [-1, 1]
    program.constrain({a: 1, b: 1}, low=4, high=4)
    assert program.solve().tolist() == [3, 1]


def test_what_cannot_be_is_refused() -> None:
    program = Program()
    (a,) = program.variables([3])
    program.constrain({a: 1}, low=4)
    with pytest.raises(Infeasible):
        program.solve()


@settings(max_examples=50)
@given(
    st.lists(st.tuples(COEFFICIENT, COEFFICIENT, COEFFICIENT), min_size=1, max_size=4),
    st.tuples(PRICE, PRICE, PRICE),
    st.integers(0, 6),
)
def test_solution_is_the_cheapest_there_is(
    rows: list[tuple[int, ...]], prices: tuple[int, ...], high: int
) -> None:
    program = Program()
    variables = program.variables([2, 2, 2])
    program.cost = list(map(float, prices))
    for row in rows:
        program.constrain(dict(zip(variables, map(float, row), strict=True)), -1, high)

    def cost(values: tuple[int, ...]) -> int:
        return int(np.dot(prices, values))

    def allowed(values: tuple[int, ...]) -> bool:
        return all(-1 <= np.dot(row, values) <= high for row in rows)

    got = tuple(program.solve().tolist())
    assert allowed(got)
    assert cost(got) == min(
        cost(values) for values in product(range(3), repeat=3) if allowed(values)
    )


@pytest.mark.parametrize(("low", "high", "exp"), [(0, 9, 5), (7, 9, 7), (0, 2, 2)])
def test_target_is_approached_as_far_as_allowed(low: int, high: int, exp: int) -> None:
    program = Program()
    a, b = program.variables([9, 9])
    program.constrain({a: 1, b: 1}, low, high)
    program.approach({a: 1, b: 1}, target=5)
    got = program.solve()
    assert got[a] + got[b] == exp


def settled(seed: int) -> list[int]:
    program = Program()
    variables = program.variables([5] * 6)
    program.approach(dict.fromkeys(variables, 1.0), target=7)
    program.settle(np.random.default_rng(seed))
    return program.solve()[:6].tolist()


def test_settled_program_has_one_solution_per_seed() -> None:
    assert settled(1) == settled(1)
    assert all(sum(settled(seed)) == 7 for seed in range(5))
    assert len({tuple(settled(seed)) for seed in range(5)}) > 1


def test_program_without_prices_can_be_settled() -> None:
    program = Program()
    (a,) = program.variables([5])
    program.constrain({a: 1}, low=3)
    program.settle(np.random.default_rng(1))
    assert program.solve().tolist() == [3]


def test_relaxation_is_never_dearer_and_keeps_its_constraints() -> None:
    program = Program()
    a, b = program.variables([3, 3])
    program.constrain({a: 2, b: 2}, low=3)
    cost = np.array([1.0, 2.0])
    assert Solver(program, whole=False).cheapest(cost) @ cost == pytest.approx(1.5)
    assert Solver(program).cheapest(cost) @ cost == pytest.approx(2)


def test_solver_takes_one_cost_after_another() -> None:
    program = Program()
    a, b = program.variables([3, 3])
    program.constrain({a: 1, b: 1}, 4, 4)
    solver = Solver(program)
    got = [solver.cheapest(np.array(cost)).round().tolist() for cost in ([1.0, 0.0], [0.0, 1.0])]
    assert got == [[1, 3], [3, 1]]
