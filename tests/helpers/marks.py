"""Which cases of a test are in the quick run."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def first_quickly(cases: Iterable[Any], quick: int = 1) -> list[Any]:
    """The cases to parametrize a test with: the first for every run, the others for the long."""
    cases = list(cases)
    return quickly(cases[:quick], cases)


def quickly(quick: Collection[Any], cases: Iterable[Any]) -> list[Any]:
    """The cases to parametrize a test with: of these `quick` ones are for every run.

    A tuple has a value for each parameter.
    """
    return [case if case in quick else _for_the_long(case) for case in cases]


def _for_the_long(case: Any) -> Any:
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.long)
