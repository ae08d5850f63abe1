"""What a worker of the cluster does: hand a task to a process of its own, and wait for it.

It passes tasks and outcomes along unread, so that neither it nor the scheduler loads anything
heavy: a worker that imports for seconds does not answer, and may count as lost.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from distributed import WorkerPlugin, get_worker

from dwimpact.report.folders.sealed import sealed

ONE_REPORT = {"dwimpact-report": 1}  # so much a worker has, and a task takes: one at a time
SECONDS_TO_END = 30


class MakerDied(Exception):
    """The process that made a report ended before it was done."""


class Maker(WorkerPlugin):  # type: ignore[misc] # it has no types for us
    """Gives a worker a process that makes reports; it goes when the fleet is done, or the worker
    goes. The worker needs no settings of its own for it: neither a tag nor to be no daemon.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._process: subprocess.Popen[bytes] | None = None
        self._one = threading.Lock()

    def __reduce__(self) -> Any:
        return type(self), (self.name,)

    async def setup(self, worker: Any) -> None:
        """Say what the worker has: the place for one report."""
        await worker.set_resources(**ONE_REPORT)

    async def teardown(self, worker: Any) -> None:
        """End the process: it stops what it is making when its pipe closes."""
        process, self._process = self._process, None
        if process:
            await asyncio.to_thread(_end, process)

    def make(self, task: bytes, jobs: int) -> bytes:
        """The outcome of a task, both pickled. Raises MakerDied."""
        with self._one:
            process = self._running()
            assert process.stdin
            assert process.stdout
            try:
                pickle.dump((task, jobs), process.stdin)
                process.stdin.flush()
                outcome: bytes = pickle.load(process.stdout)
            except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                process.kill()
                _end(process)
                raise MakerDied(
                    "the process that made it died twice, perhaps out of memory"
                ) from None
            return outcome

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is not None:  # it was idle for long
            _end(self._process)
            self._process = None
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dwimpact.fleet.serving"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd="/",
                env=sealed(os.environ),
                start_new_session=True,  # Ctrl-C is for the program, which ends this in order
            )
        return self._process


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process to end after its pipe has closed, and close ours."""
    assert process.stdin
    assert process.stdout
    with suppress(OSError):
        process.stdin.close()
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


def run_task(task: bytes, maker: str) -> bytes:
    """The task as the cluster runs it, in a worker with this maker."""
    worker: Any = get_worker()
    outcome: bytes = worker.plugins[maker].make(task, worker.state.nthreads)
    return outcome
