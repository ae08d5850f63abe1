"""The example in the docstring of every public name, run as it stands."""

from __future__ import annotations

import doctest
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import dwimpact
from dwimpact import errors
from dwimpact.reconstruction.identify import Identified

NAMES = [
    name
    for name in dwimpact.__all__
    if callable(value := getattr(dwimpact, name))
    and not (inspect.isclass(value) and issubclass(value, Exception))
]
LONG = {"identify"}  # every quick run does it once, for the other examples
SHOWN = ("display.width", 88, "display.max_columns", 20, "display.max_colwidth", 40)


@pytest.fixture(scope="module")
def names(
    root: Path, identified: Identified, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """What an example may use: `dw`, `pd`, the study of this repository and its questionnaire, a
    folder to write to, and what the publication leaves possible.
    """
    study = dwimpact.load(root / "data/raw")
    with pd.option_context(*SHOWN):
        yield {
            "dw": dwimpact,
            "pd": pd,
            "study": study,
            "form": study.questionnaire,
            "folder": tmp_path_factory.mktemp("page"),
            "identified": identified,
        }


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.long] * (n in LONG)) for n in NAMES]
)
def test_example(name: str, names: dict[str, Any]) -> None:
    documented = inspect.unwrap(getattr(dwimpact, name))
    examples = doctest.DocTestParser().get_examples(documented.__doc__ or "")
    assert examples
    test = doctest.DocTest(examples, dict(names), name, None, None, None)
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    assert "".join(told) == ""


def test_examples_of_errors() -> None:
    assert doctest.testmod(errors).failed == 0
