"""What can be asked for, what comes of it, and how the parts are called."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dwimpact.study.files.manifest import EDITION_KEY

BOOK = "report.html"
PLAN = "report.yml"  # beside the notebooks
# Names inside the temporary folder that the notebooks run in. Being relative, they are the
# same on every machine and say nothing about it.
STUDY, PROCESSED, OUTPUTS = "study", "processed", "outputs"
MADE, FAILED, ABSENT = "made", "failed", "absent"  # what became of a chapter
# One more than cores: a kernel that starts or ends mostly waits.
JOBS = (os.cpu_count() or 1) + 1


@dataclass(frozen=True)
class Request:
    """What to build. Paths may be relative to the working folder; `timeout` is in seconds."""

    study: Path
    output: Path
    processed: Path
    notebooks: Path
    responses: Path | None = None
    format: str | None = None
    sheet: str | None = None
    chapters: Sequence[str] = ()
    jobs: int = JOBS
    timeout: int | None = None
    cold: bool = False
    edition: str = ""  # such as 'sector=hbo'; empty for the whole report
    progress: bool = True

    @property
    def reading(self) -> dict[str, str]:
        """How the responses are to be read, where that was said: parameters of a notebook."""
        said = {"tool": self.format, "sheet": self.sheet}
        return {name: value for name, value in said.items() if value}

    @property
    def part(self) -> dict[str, str]:
        """Which part of the respondents it is about, if not all: a parameter of a notebook."""
        return {EDITION_KEY: self.edition} if self.edition else {}


@dataclass(frozen=True)
class Report:
    """What was built: the front page, and a message per chapter that failed. `added` are chapters
    of the last report that were made as well, because it was made from other files.
    """

    index: Path
    failures: dict[str, str]
    added: Sequence[str] = ()
