"""Make one report of a fleet, in the process of a worker that does nothing else."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from dwimpact.errors import Problem, StudyError, sentence_of
from dwimpact.report.build import build_report
from dwimpact.report.compare import Comparison, compare, made_from_waves
from dwimpact.report.folders.reuse import is_current
from dwimpact.report.folders.swap import AnotherRun
from dwimpact.report.inputs import made_from
from dwimpact.report.request import FAILED, MADE, PROCESSED, Report, Request
from dwimpact.study.files.manifest import read_manifest

if TYPE_CHECKING:
    from dwimpact.fleet.tasks import Task

UNCHANGED = "unchanged"  # what became of a report that was there already
# Seconds to wait for who was making the same report: a worker that was cut off may go on for long.
PATIENCE_WITH_ANOTHER = 600
OF_PROGRAM = ("version", "code", "libraries")


@dataclass(frozen=True)
class Outcome:
    """What became of a task: made, unchanged or failed; with the manifest of its report, the
    seconds that it took, the bytes that it takes, and in `sentences` what failed.
    """

    became: str
    manifest: Mapping[str, Any]
    seconds: float = 0
    size: int = 0
    sentences: Sequence[str] = ()


def make(task: Task, jobs: int) -> Outcome:
    """Make a report unless it is there, with `jobs` kernels side by side. What goes wrong is in the
    outcome, never raised.
    """
    start, output = time.monotonic(), task.request.output
    try:
        report = _made_here(task, jobs)
    except Exception as error:
        return Outcome(FAILED, {}, time.monotonic() - start, 0, [sentence_of(error)])
    if report is None:
        return unchanged(output)
    failed = [f"Chapter {number} failed: {why}" for number, why in report.failures.items()]
    if not failed and not is_current(output, task.origin):
        failed = ["What it is made from has changed while it was made. Run the fleet again."]
    seconds = round(time.monotonic() - start, 1)
    became = FAILED if failed else MADE
    return Outcome(became, read_manifest(output), seconds, size_of(output), failed)


def unchanged(output: Path) -> Outcome:
    """The outcome where there was nothing to do."""
    return Outcome(UNCHANGED, read_manifest(output), 0, size_of(output))


def origin_now(request: Request | Comparison) -> dict[str, Any]:
    """All that a report or a comparison is made from, as it is now. Raises StudyError."""
    return made_from_waves(request) if isinstance(request, Comparison) else made_from(request)


def size_of(folder: Path) -> int:
    """How many bytes the files of a report take."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _made_here(task: Task, jobs: int) -> Report | None:
    """The report, or None where it was there, perhaps since a moment: another worker that was cut
    off may have been at it.
    """
    _require_origin(task)
    end = time.monotonic() + PATIENCE_WITH_ANOTHER
    while not is_current(task.request.output, task.origin):
        try:
            return _build(task.request, jobs)
        except AnotherRun:
            if time.monotonic() > end:
                raise
            time.sleep(1)
    return None


def _build(request: Request | Comparison, jobs: int) -> Report:
    """The report, its tidy tables in a folder of this task alone."""
    if isinstance(request, Comparison):
        return compare(replace(request, jobs=jobs))
    with TemporaryDirectory() as folder:
        here = Path(folder).resolve()  # the system's own folder for these may be a link
        return build_report(replace(request, processed=here / PROCESSED, jobs=jobs))


def _require_origin(task: Task) -> None:
    """Raise StudyError unless a report would be made here from what the fleet has checked."""
    request, now = task.request, origin_now(task.request)
    if now == task.origin:
        return
    if any(now[name] != task.origin[name] for name in OF_PROGRAM):
        problem = Problem(
            "this worker has another dwimpact, or other libraries, than the fleet began with",
            "the same on every machine",
            "Install there what requirements.lock pins, and run the fleet again.",
        )
        raise StudyError(socket.gethostname(), problem)
    problem = Problem(
        "what it is made from has changed since it was checked",
        "files that stay as they are while a fleet runs",
        "Run the fleet again.",
    )
    raise StudyError(request.later if isinstance(request, Comparison) else request.study, problem)
