"""The example in the docstring of every public name, run as it stands."""

from __future__ import annotations

import doctest
import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from marks import quickly

import dwimpact
from dwimpact import errors
from dwimpact.study.questionnaire.items import Item

NAMES = [
    name
    for name in dwimpact.__all__
    if callable(value := getattr(dwimpact, name))
    and not (inspect.isclass(value) and issubclass(value, Exception))
]
# They look for what the publication leaves possible, as appendix 5 of each report does.
LONG = {"identify", "ranges_side_by_side", "plot_ranges", "describe_ranges"}
LONG |= {"message_of_known", "message_of_known_answers"}
LONG |= {"describe_first", "describe_half", "describe_known", "describe_known_answers"}
LONG |= {"describe_evidence", "describe_known_shares", "plot_known", "possible_places"}
LONG |= {"describe_known_differences", "describe_wider_reading"}
# They load other studies, or look for what follows from all groups together.
LONG |= {"load_series", "load_waves", "overall_differences", "describe_overall", "conflict"}
LONG |= {"pinned_counts", "pinned_in_words", "describe_pinned", "describe_edition"}
SHOWN = ("display.width", 88, "display.max_columns", 20, "display.max_colwidth", 40)


@pytest.fixture(scope="module")
def names(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What an example may use: `dw`, `pd`, this repository's study with its form, a question
    that it does not ask, and a folder."""
    study = dwimpact.load(root / "data/raw")
    with pd.option_context(*SHOWN):
        yield {
            "dw": dwimpact,
            "pd": pd,
            "study": study,
            "form": study.questionnaire,
            "item": Item(code="moment", label="Moment", kind="date"),
            "folder": tmp_path_factory.mktemp("page"),
        }


@pytest.mark.parametrize("name", quickly({*NAMES} - LONG, NAMES))
def test_example(name: str, names: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if name in LONG:
        found = request.getfixturevalue("identified")
        study = replace(names["study"], tables=request.getfixturevalue("known_tables"))
        names = {**names, "identified": found, "study": study}
    documented = inspect.unwrap(getattr(dwimpact, name))
    assert_gives(documented.__doc__ or "", names)


def assert_gives(text: str, names: dict[str, Any]) -> None:
    """That the examples in a text give what stands below them."""
    examples = doctest.DocTestParser().get_examples(text)
    assert examples
    told: list[str] = []
    test = doctest.DocTest(examples, dict(names), "example", None, None, None)
    doctest.DocTestRunner().run(test, out=told.append)
    assert "".join(told) == ""


@pytest.mark.long
def test_questions_of_an_analyst_give_what_the_document_shows(
    names: dict[str, Any], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    for file in ("docs/exploring.md", "README.md"):
        shown = re.findall(r"```pycon\n(.*?)```", (root / file).read_text("utf-8"), re.S)
        assert_gives("\n".join(shown), names)


def test_examples_of_errors() -> None:
    assert doctest.testmod(errors).failed == 0
