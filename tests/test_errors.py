from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.errors import LONGEST_VALUE, SHOWN_AT_MOST, Problem, StudyError, listed, shown

LONG = st.text(min_size=LONGEST_VALUE + 1)
SHORT = st.text(st.characters(exclude_characters="@"), max_size=LONGEST_VALUE)


def problem(**where: object) -> Problem:
    return Problem("unknown value", "a code", "Correct the cell.", **where)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("where", "exp"),
    [
        ({}, "unknown value; expected a code. Correct the cell."),
        ({"value": "x"}, "unknown value 'x'; expected a code. Correct the cell."),
        ({"value": ""}, "unknown value ''; expected a code. Correct the cell."),
        ({"column": "c"}, "column 'c': unknown value; expected a code. Correct the cell."),
        ({"row": 2}, "row 2: unknown value; expected a code. Correct the cell."),
        (
            {"row": 2, "column": "c", "value": "x"},
            "row 2, column 'c': unknown value 'x'; expected a code. Correct the cell.",
        ),
    ],
)
def test_problem_says_where_what_expected_and_remedy(where: dict[str, object], exp: str) -> None:
    assert str(problem(**where)) == exp


def test_error_names_the_file_before_every_problem() -> None:
    error = StudyError("a.csv", [problem(row=2), problem(row=3)])
    assert str(error) == (
        "a.csv: row 2: unknown value; expected a code. Correct the cell.\n"
        "a.csv: row 3: unknown value; expected a code. Correct the cell."
    )
    assert error.args == (str(error),)


def test_error_takes_one_problem_or_an_iterator() -> None:
    assert str(StudyError("a.csv", problem())) == str(StudyError("a.csv", iter([problem()])))


@pytest.mark.parametrize(("number", "exp"), [(SHOWN_AT_MOST, 20), (SHOWN_AT_MOST + 3, 21)])
def test_error_shows_the_first_problems_and_counts_the_rest(number: int, exp: int) -> None:
    error = StudyError("a.csv", [problem(row=row) for row in range(2, 2 + number)])
    got = str(error).splitlines()
    assert len(got) == exp
    assert len(error.problems) == number
    assert got[19] == f"a.csv: {problem(row=21)}"
    assert got[20:] == ["… and 3 more problems."][: exp - 20]


@given(SHORT)
def test_short_value_is_quoted(value: str) -> None:
    assert shown(value) == f"'{value}'"


@given(LONG)
def test_long_value_is_never_printed(value: str) -> None:
    assert shown(value) == f"(a text of {len(value)} characters)"
    assert value not in str(StudyError("a.csv", problem(row=2, column="c", value=value)))


@given(st.text(), st.text())
def test_address_is_never_printed(before: str, after: str) -> None:
    message = str(problem(row=2, column="c", value=f"{before}@{after}"))
    assert re.fullmatch(
        r"row 2, column 'c': unknown value \(a text of \d+ characters\); expected a code\. "
        r"Correct the cell\.",
        message,
    )


@pytest.mark.parametrize(
    ("codes", "exp"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), ([1, 2, 3], "1, 2 or 3"), ("10", "1 or 0")],
)
def test_listed(codes: list[object], exp: str) -> None:
    assert listed(codes) == exp
