"""`check` and `report` on hostile files and study folders, by command: a sentence and a status,
never a signal, a traceback or a hang.

A sample by default. All of them, with figures:
.venv/bin/python -m pytest -n 0 -s -m corpus tests/cli/test_hostile.py
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from bad_exports import bad_exports
from bad_studies import bad_studies
from marks import first_quickly
from mutations import World, world_of
from small_notebooks import write_notebooks
from watched import Ran, run

from dwimpact.study.study import Study

EXPORTS, STUDIES = bad_exports(), bad_studies()
STEP = 60  # one in so many is in the sample


def sampled(names: list[str]) -> list[object]:
    """Every name; those in the sample for the long run, the others for that of all."""
    return [
        pytest.param(name, marks=pytest.mark.corpus if number % STEP else pytest.mark.long)
        for number, name in enumerate(names)
    ]


@pytest.fixture(scope="module")
def ran() -> list[Ran]:
    """Every command that was run."""
    return []


@pytest.fixture
def world(study: Study, raw: pd.DataFrame) -> World:
    return world_of(study, raw)


@pytest.fixture
def both(
    tmp_path: Path, world: World, write_study: Callable[..., Path], ran: list[Ran]
) -> Callable[..., list[str]]:
    """Runs `check` and `report` on a study folder, or on an export; what is to complain of."""
    folder = write_study(tmp_path / "study", responses=world.raw, claims=[])
    notebooks = write_notebooks(tmp_path / "notebooks")

    def both(spoil: Callable[[Path], object] | None = None, file: Path | None = None) -> list[str]:
        if spoil:
            spoil(folder)
        size = os.stat(file).st_size if file and file.is_file() else 0
        to = ["--output", tmp_path / "out", "--processed", tmp_path / "processed"]
        study = ["--study", folder]
        checked = run("check", *([file] if file else []), *study, folder=tmp_path)
        export = ["--responses", file] if file else []
        made = run("report", *study, *export, *to, "--notebooks", notebooks, folder=tmp_path)
        ran.extend([checked, made])
        # What `check` lets through may stop a report all the same (its own files), never inversely.
        through = ["check stops what report takes"] if checked.status and not made.status else []
        return [*checked.complaints(size), *made.complaints(size), *through]

    return both


@pytest.mark.parametrize("name", sampled(list(EXPORTS)))
def test_export(name: str, both: Callable[..., list[str]], world: World, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    assert both(file=EXPORTS[name](tmp_path / "given", world)) == []


@pytest.mark.parametrize("name", sampled(list(STUDIES)))
def test_study_folder(name: str, both: Callable[..., list[str]]) -> None:
    assert both(spoil=STUDIES[name]) == []


@pytest.mark.parametrize(
    "kind", first_quickly(["absent", "a file", "a pipe", "a link to itself", "a long name"])
)
def test_what_is_no_study_folder(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 300 if kind == "a long name" else "study")
    if kind == "a file":
        folder.touch()
    elif kind == "a pipe":
        os.mkfifo(folder)
    elif kind == "a link to itself":
        folder.symlink_to(folder)
    ended = run("check", "--study", folder, folder=tmp_path)
    assert ended.complaints() == []
    assert ended.status == 2
    assert str(folder) in ended.text


@pytest.mark.corpus
def test_figures(ran: list[Ran]) -> None:
    statuses = dict(sorted(Counter(one.status for one in ran).items()))
    print(
        f"\n{len(EXPORTS)} files and {len(STUDIES)} study folders, {len(ran)} commands: "
        f"by status {statuses}; longest {max(one.processor for one in ran):.1f} s of processor, "
        f"{max(one.seconds for one in ran):.1f} s in all; most memory "
        f"{max(one.memory for one in ran):.0f} MB"
    )
    assert min(statuses) >= 0
