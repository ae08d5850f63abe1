"""Deposits made by command: of the shipped study, of a drawn one that counts as real with open
rows, and of one with restricted rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from deposited import MANY, TOLD, Deposited, deposit
from drawn_studies import SMALL, write_draw
from made_once import made_once

from dwimpact.deposit.record import Record
from dwimpact.loading import load
from dwimpact.pages.anchors import ANCHOR
from dwimpact.study.files.manifest import sha256


@pytest.fixture(scope="session")
def shipped(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Deposited:
    def make(folder: Path) -> Deposited:
        return deposit(root / "data" / "raw", folder, root)

    made: Deposited = made_once(tmp_path_factory, "deposit-shipped", make)
    return made


@pytest.fixture(scope="session")
def opened(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Deposited:
    """A drawn study that counts as real, with open rows."""

    def make(folder: Path) -> Deposited:
        told = {**TOLD, "rows": "open", "sensitive": ["student/outcomes/motivation"]}
        # Without clusters: rows do not tell who sits together, and intervals would be others.
        told_of = {"splits": ["sector"], "design": {"target": "approached"}, "deposit": told}
        study = write_draw(MANY, root / "data" / "raw", folder / "study", **told_of)
        return deposit(study, folder, root)

    made: Deposited = made_once(tmp_path_factory, "deposit-opened", make)
    return made


@pytest.fixture(scope="session")
def restricted(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Deposited:
    """A drawn study that counts as real, with restricted rows."""

    def make(folder: Path) -> Deposited:
        told = {**TOLD, "rows": "restricted"}
        study = write_draw(SMALL, root / "data" / "raw", folder / "study", deposit=told)
        return deposit(study, folder, root)

    made: Deposited = made_once(tmp_path_factory, "deposit-restricted", make)
    return made


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A folder as a finished report leaves it, with two figure tables."""
    folder = tmp_path / "report"
    for name, text in {"figuur_2_1": "Groep,n\nTotaal,6\n", "tabel_b2_1": "Groep\nmbo\n"}.items():
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        (folder / "tables" / f"{name}.csv").write_text(text, "utf-8")
    anchor = {"kind": "figure", "id": "figuur_2_1", "title": "Figuur 2.1", "caption": "Opbrengsten"}
    output = nbformat.v4.new_output(
        "display_data", {"text/html": ""}, metadata={"text/html": {ANCHOR: anchor}}
    )
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output])])
    (folder / "notebooks").mkdir()
    nbformat.write(book, folder / "notebooks" / "hoofdstuk_2.ipynb")
    return folder


@pytest.fixture
def record_of(
    write_study: Callable[..., Path], report: Path, tmp_path: Path
) -> Callable[..., Record]:
    """The record of a deposit of the tiny study: `told` under deposit, `changes` beside it."""

    def record_of(told: Mapping[str, Any] | None = None, **changes: Any) -> Record:
        folder = write_study(tmp_path / "study")
        settings = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
        settings |= {"deposit": {**TOLD, **(told or {})}, "reconstructed": False, **changes}
        (folder / "study.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
        manifest = {
            "version": "0.2.0",
            "code": "c0de",
            "libraries": {"pandas": "3.0"},
            "inputs": {"study.yml": sha256(folder / "study.yml"), "responses.csv": "aa"},
            "notebooks": {"report.yml": "bb"},
        }
        return Record(load(folder), report, manifest, 2)

    return record_of
