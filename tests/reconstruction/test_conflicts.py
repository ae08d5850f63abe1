from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dwimpact.reconstruction.conflicts import smallest_conflict
from dwimpact.reconstruction.program.highs import Program


def conflicting(bounds: list[tuple[int, int]]) -> Program:
    """One variable from 0 to 9, with a source per pair of bounds."""
    program = Program()
    (variable,) = program.variables([9.0])
    for number, (low, high) in enumerate(bounds):
        program.source = f"claim {number}"
        program.constrain({variable: 1}, low, high)
    program.source = ""
    return program


def test_the_smallest_conflict_leaves_out_what_has_no_part_in_it() -> None:
    program = conflicting([(0, 9), (3, 9), (0, 4), (0, 2), (1, 8)])

    assert smallest_conflict(program) == ["claim 1", "claim 3"]
    assert smallest_conflict(conflicting([(0, 5), (4, 9)])) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8))
def test_without_any_one_of_the_conflict_the_others_go_together(
    bounds: list[tuple[int, int]],
) -> None:
    found = smallest_conflict(conflicting(bounds))

    def together(pairs: list[tuple[int, int]]) -> bool:
        return max([0, *(low for low, _ in pairs)]) <= min([9, *(high for _, high in pairs)])

    named = [bounds[int(source.removeprefix("claim "))] for source in found]
    assert bool(found) != together(bounds)
    assert not found or not together(named)
    assert all(together(named[:n] + named[n + 1 :]) for n in range(len(named)))
