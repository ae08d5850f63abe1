"""What docs/exploring.md tells a newcomer to type works, in the order in which it is told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dwimpact.explorer.outcomes import OutcomeView


@pytest.mark.long
@pytest.mark.usefixtures("in_the_project")
def test_code_of_the_page_runs(root: Path) -> None:
    page = (root / "docs" / "exploring.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(block, names)

    shown = OutcomeView(names["study"], level="student", by="sector_group", sort="form").table
    groups = shown[shown["group"] != "all"].set_index(["group", "outcome"])["count"]
    got = names["shares"].set_index(["group", "outcome"])["count"]
    assert got.to_dict() == groups.to_dict()
    assert set(names["shares"]["group"]) == {"mbo", "hbo"}
