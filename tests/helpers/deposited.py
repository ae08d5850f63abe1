"""Deposits made by command, and what a study has to say for one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drawn_studies import Draw

# Enough of each sector for open rows by it.
MANY = Draw("many", {"mbo": 90, "hbo": 140, "wo": 19, "other": 5}, seed=9)
TOLD: dict[str, Any] = {
    "creators": [{"name": "Jansen, Anna", "affiliation": "Bureau", "orcid": "0000-0002-1825-0097"}],
    "contact": {"name": "Anna Jansen", "email": "anna@bureau.example"},
    "rights_holder": "Bureau",
    "licence": "CC0-1.0",
    "issued": "2026-11-27",
    "identifier": {"agency": "DOI", "value": "10.17026/proef"},
    "title_en": "A trial",
    "abstract": {"nl": "Een proef.", "en": "A trial."},
    "keywords": {"nl": ["proef"], "en": ["trial"]},
    "audience": "D60000",
}


@dataclass
class Deposited:
    """A deposit: the study folder, its report, the folder of the deposit and what was printed."""

    study: Path
    report: Path
    folder: Path
    out: str

    @property
    def main(self) -> Path:
        """The folder that is open to all."""
        return next(p for p in self.folder.iterdir() if p.is_dir() and p.name.endswith("_v1"))

    @property
    def locked(self) -> Path:
        """The folder that an archive locks away."""
        return next(p for p in self.folder.iterdir() if p.name.endswith("_afgeschermd"))


def deposit(study: Path, folder: Path, root: Path) -> Deposited:
    """The deposit of a study, made by command in a folder."""
    report, to = folder / "report", folder / "deposit"
    given = ["--study", study, "--report", report, "--output", to]
    given += ["--processed", folder / "processed", "--notebooks", root / "notebooks"]
    # In a process of its own: it prints the form, which two browsers in one process do not.
    command = [sys.executable, "-m", "dwimpact", "deposit", *map(str, given)]
    run = subprocess.run(command, capture_output=True, check=False, text=True)
    assert run.returncode == 0, run.stderr
    return Deposited(study, report, to, run.stdout)
