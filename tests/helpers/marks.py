"""Which cases of a test are in the quick run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def first_quickly(cases: Iterable[Any], quick: int = 1) -> list[Any]:
    """The cases to parametrize a test with: the first for every run, the others for the long."""
    return [
        case if number < quick else pytest.param(case, marks=pytest.mark.long)
        for number, case in enumerate(cases)
    ]
