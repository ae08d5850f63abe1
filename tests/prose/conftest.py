"""What the prose says in tests, held against the list of all its sentences."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sentences
from sentences import Said, T

HEADING = """# De zinnen van het rapport

Elke functie van `src/dwimpact/prose` met wat zij zegt in de gevallen van `tests/prose`, om achter \
elkaar te lezen: klinkt het als Nederlands, kloppen enkelvoud en meervoud, en zegt het niet meer \
dan waar is? Een streepje is één aanroep, een regel één zin. Boven elk geval staat de test.

Dit bestand wordt gemaakt, en de tests vergelijken het met wat de functies zeggen. Na een andere \
zin: `DWIMPACT_WRITE_EXPECTED=1 python -m pytest -n0 -m "" tests/prose`, en lees het verschil na."""


@pytest.fixture
def said(request: pytest.FixtureRequest) -> Iterator[Said]:
    """Calls a function of the prose; what it says must stand in the list, under this test."""
    case = request.node.originalname.removeprefix("test_").replace("_", " ")
    if hasattr(request.node, "callspec"):
        case += f" ({1 + max(request.node.callspec.indices.values())})"
    told: dict[str, list[str]] = {}

    def call(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        name = f"{function.__module__.removeprefix('dwimpact.prose.')}.{function.__name__}"
        made = function(*args, **kwargs)
        told.setdefault(name, []).append(f"{sentences.as_item(made)}\n")
        return made

    yield call
    listed = sentences.read()
    got = {name: "".join(items) for name, items in told.items()}
    if os.environ.get("DWIMPACT_WRITE_EXPECTED"):
        for name, text in got.items():
            listed.setdefault(name, {})[case] = text
        sentences.write(listed, HEADING)
    assert got == {name: listed.get(name, {}).get(case) for name in got}
