"""Deposits made by command: of the shipped study, of a drawn one that counts as real with open
rows, and of one with restricted rows.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from deposited import MANY, TOLD, Deposited, deposit
from drawn_studies import SMALL, write_draw
from made_once import made_once


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
        study = write_draw(
            MANY, root / "data" / "raw", folder / "study", splits=["sector"], deposit=told
        )
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
