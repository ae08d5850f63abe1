"""Excel and SPSS files, read where a crash, a lack of memory or of time is only a finding.

Their readers are native code, and what a file claims (a cell in the last row and column of a
sheet, a million variables) can ask for any memory, or end the process that reads it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dwimpact.errors import Problem, listed
from dwimpact.intake.files import native
from dwimpact.rules import found
from dwimpact.study.files.grid import Row
from dwimpact.study.files.opening import MB

LEAST_SECONDS = 15
# MB: all processes of a command together take no more, or three times the file where that is more.
MOST_MEMORY, OF_REPORT = (
    1024,
    424,
)  # and what `report` takes of it besides the reader: 382 as measured


class ReadingRefused(Exception):
    """The file cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class NativeFile:
    """The rows of an Excel ('excel') or SPSS ('spss') file, read by a process of its own.

    `about` is what to know beforehand. To be used with `with`, which ends that process.
    """

    def __init__(self, kind: str, path: Path, sheet: str = "", most_rows: int = 0) -> None:
        size = path.stat().st_size // MB
        self._memory = max(MOST_MEMORY, 3 * size) - OF_REPORT
        self._seconds = LEAST_SECONDS + size // 2
        command: list[str | Path] = [
            sys.executable,
            "-P",
            native.__file__,
            kind,
            path.absolute(),
            sheet,
        ]
        self._process = subprocess.Popen(
            [*command, *map(str, (most_rows, self._memory, self._seconds))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # One thread for numpy: each more asks for memory that it does not use.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        self.about: dict[str, Any] = {}

    def __enter__(self) -> NativeFile:
        try:
            self.about = next(self._lines(), {})
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        assert self._process.stdout
        self._process.stdout.close()
        self._process.wait()

    def rows(self) -> Iterator[Row]:
        """The rows, as they are read. Raises ReadingRefused, also half-way."""
        yield from self._lines()

    def _lines(self) -> Iterator[Any]:
        assert self._process.stdout
        for line in self._process.stdout:
            said = json.loads(line)
            if isinstance(said, dict) and "rule" in said:
                raise ReadingRefused(self._problem(**said))
            yield said
        if ended := self._process.wait():
            raise ReadingRefused(self._crash(ended))

    def _crash(self, status: int) -> Problem:
        """Why the reader ended before its end; native code that gets no memory aborts."""
        if status == -signal.SIGXCPU:
            return found("too_slow", limit=self._seconds)
        if status == -signal.SIGABRT:
            return self._problem(native.MEMORY)
        if status > 0:
            raise RuntimeError("the reader of Excel and SPSS files does not start")
        return found("damaged", found="its reader crashes")

    def _problem(self, rule: str, **words: Any) -> Problem:
        if rule == native.MEMORY:
            return found("too_big", limit=self._memory)
        # Names of sheets come as lists.
        said = {k: v if isinstance(v, str) else listed(map(repr, v)) for k, v in words.items()}
        return found(rule, **said)
