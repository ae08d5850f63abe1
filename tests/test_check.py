"""`check` on every broken file of tests/exports: what it prints, in full, and its status.

Each file stands beside a text with the status and every line. To see what a change does to
them all: DWIMPACT_WRITE_EXPECTED=1 pytest tests/test_check.py, then read the diff.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from dwimpact.check import check
from dwimpact.rules import FINDING_COLUMNS, RULES

EXPORTS = Path(__file__).parent / "exports"
FILES = sorted(f for f in EXPORTS.iterdir() if f.suffix in (".csv", ".xlsx", ".sav"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("study")


@pytest.fixture
def study_folder(folder: Path, write_study: Callable[..., Path]) -> Path:
    """The tiny study, with a fieldwork period."""
    write_study(folder)
    settings = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
    settings["fieldwork"] = {"opened": "2023-04-01", "closed": "2023-06-30"}
    (folder / "study.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return folder


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_findings_of_every_file(file: Path, study_folder: Path) -> None:
    verdict = check(file, study_folder)
    got = "\n".join([f"status {verdict.status}", *verdict.lines]) + "\n"
    expected = file.with_name(f"{file.name}.txt")
    if os.environ.get("DWIMPACT_WRITE_EXPECTED"):
        expected.write_text(got, encoding="utf-8")
    assert got == expected.read_text("utf-8")
    assert list(verdict.findings) == FINDING_COLUMNS
    assert set(verdict.findings["rule"]) <= set(RULES)
    assert (verdict.status == 0) == (verdict.findings["severity"] != "stops").all()
