from __future__ import annotations

from pathlib import Path

import pytest

from dwimpact.dataset import CleanStudy
from dwimpact.loading import with_tables
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


@pytest.fixture(scope="session")
def tiny(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


@pytest.fixture(scope="session")
def real(real_study: Study, real_tables: Tables) -> CleanStudy:
    return with_tables(real_study, real_tables)


@pytest.fixture
def in_the_project(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where a notebook of the project works."""
    monkeypatch.chdir(root / "notebooks")
