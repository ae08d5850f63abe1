"""Runs of `python -m dwimpact report` as processes of their own, to be watched and killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import psutil

MARKER = "DWIMPACT_TEST_RUN"
PATIENCE = 600  # seconds of a run, which takes five of a machine that does nothing else
PROGRESS = re.compile(r"\d+/\d+ \[")


@dataclass
class Runs:
    """Runs with one study, notebooks and output, and temporary files in a folder of their own.

    Every process that such a run starts carries a mark in its environment.
    """

    folder: Path
    study: Path
    notebooks: Path
    temporary: Path
    seconds: float = 0  # that a run takes
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def output(self) -> Path:
        return self.folder / "out" / "report"

    def start(self, *options: object, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Start a run, with `before` as what is put before the command (unshare)."""
        places = {
            "--study": self.study,
            "--notebooks": self.notebooks,
            "--output": self.output,
            "--processed": self.folder / "processed",
        }
        given = [str(word) for pair in places.items() for word in pair] + list(map(str, options))
        return subprocess.Popen(
            [*before, sys.executable, "-m", "dwimpact", "report", "--again", *given],
            env={**os.environ, MARKER: self.mark, "TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *options: object, before: tuple[str, ...] = ()) -> tuple[int, list[str]]:
        """Run to the end: exit status, and the lines on the error stream but for progress."""
        run = self.start(*options, before=before)
        lines = [line.split("\r")[-1] for line in self.errors(run).splitlines()]
        return run.returncode, [line for line in lines if line and not PROGRESS.search(line)]

    def errors(self, run: subprocess.Popen[str]) -> str:
        """What a run that was started says on the error stream, when it and all it started have
        ended. One that hangs is ended here, and an AssertionError says what hung.
        """
        with run:
            try:
                return run.communicate(timeout=PATIENCE)[1]
            except subprocess.TimeoutExpired as hung:
                left = self.left_after(0)
                for process in self.processes():
                    process.kill()
                said = (hung.stderr or b"").decode("utf-8", "replace")[-2000:]
                raise AssertionError(f"after {PATIENCE} s still there: {left}\n{said}") from None

    def processes(self) -> list[psutil.Process]:
        """Every living process of these runs."""
        return marked(self.mark)

    def left_after(self, seconds: float) -> list[str]:
        """The command lines of processes that are still there after so many seconds."""
        return left_after(self.mark, seconds)


def marked(mark: str) -> list[psutil.Process]:
    """Every living process that carries a mark in its environment."""
    return [process for process in psutil.process_iter() if _carries(process, mark)]


def left_after(mark: str, seconds: float) -> list[str]:
    """The command lines of those that are still there after so many seconds."""
    end = time.monotonic() + seconds
    while (left := marked(mark)) and time.monotonic() < end:
        time.sleep(0.1)
    return [" ".join(process.cmdline())[:200] for process in left]


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        alive = process.status() != psutil.STATUS_ZOMBIE
        return alive and process.environ().get(MARKER) == mark
    except psutil.Error:
        return False
