"""Commands run to their end and watched: how they end, how long they take, how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from mutations import MARKERS

MOST_SECONDS = 20
MOST_MEMORY = 1024  # MB, of all processes of a command together
TIMEOUT = 600  # of the clock, on a machine that may do other things too
STEP = 0.02


@dataclass(frozen=True)
class Ran:
    """`status` is negative for a signal; `memory` in MB; `processor` are seconds of it."""

    status: int
    seconds: float
    processor: float
    memory: float
    text: str

    def complaints(self, size: int = 0) -> list[str]:
        """What no input may do; `size` is that of the file in bytes."""
        most = max(MOST_MEMORY, 3 * size >> 20)
        lines = [line for line in self.text.split("\n") if not line.isprintable()]
        complaints = {
            f"signal {-self.status}": self.status < 0,
            f"status {self.status}": self.status not in (0, 1, 2),
            "a traceback": "Traceback (" in self.text,
            f"no reason: {self.text[-200:]}": "could not go on" in self.text,
            f"{self.seconds:.0f} s": self.processor > MOST_SECONDS or self.status == -9,
            f"{self.memory:.0f} MB": self.memory > most,
            f"characters: {lines[:2]!r}": bool(lines),
            "words of a respondent": any(w.casefold() in self.text.casefold() for w in MARKERS),
            "no words at all": self.status != 0 and not self.text.strip(),
        }
        return [complaint for complaint, holds in complaints.items() if holds]


def run(*arguments: object, folder: Path) -> Ran:
    """`python -m dwimpact` with these arguments, in a folder."""
    command = [sys.executable, "-m", "dwimpact", *map(str, arguments)]
    start, memory, spent = time.monotonic(), 0.0, 0.0
    with tempfile.TemporaryFile(dir=folder) as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, "PYTHONIOENCODING": "utf-8:surrogatepass"},
        )
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            memory = max(memory, _memory(watched))
            with suppress(psutil.Error):
                times = watched.cpu_times()
                spent = times.user + times.system + times.children_user + times.children_system
            if time.monotonic() - start > TIMEOUT:
                process.kill()
            time.sleep(STEP)
        seconds = time.monotonic() - start
        output.seek(0)
        text = output.read().decode("utf-8", "surrogatepass")
    return Ran(process.returncode, seconds, spent, memory, text)


def _memory(process: psutil.Process) -> float:
    """MB of a process and all it started, what they share counted once."""
    total = 0
    with suppress(psutil.Error):
        total = process.memory_info().rss
        for child in process.children(recursive=True):
            with suppress(psutil.Error):
                info = child.memory_info()
                total += info.rss - getattr(info, "shared", 0)
    return total / (1 << 20)
