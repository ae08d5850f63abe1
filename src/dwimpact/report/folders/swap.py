"""A report appears whole or not at all: one run at a time, built beside and swapped in."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from dwimpact.errors import Problem, StudyError
from dwimpact.report.folders.ownership import NEW, OLD, Place, free_name, require_own_file

MARK = ".dwimpact"  # a work folder without it is somebody else's
PATIENCE = 60  # seconds; copying the tables takes less than one
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # of Linux's renameat2


class AnotherRun(StudyError):
    """Another run is writing the same output."""


@contextmanager
def workspace(output: Path, patience: float = 0) -> Iterator[Path]:
    """A temporary folder beside the output folder, for one run at a time.

    What a killed run left behind is removed first. Raises AnotherRun when another run is
    writing the same output, and still does after so many seconds.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    # The lock file stays: who removes it may remove that of a run which has just begun.
    file = output.parent / f".{output.name}.lock"
    require_own_file(file, lambda file: not file.stat().st_size)
    lock = FileLock(file)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise AnotherRun(
            output,
            Problem(
                "another run is making a report here",
                "one run at a time for an output folder",
                "Wait until it is done, or name another folder with --output.",
            ),
        ) from None
    try:
        prefix = f".{output.name}-making-"
        for leftover in [p for p in output.parent.iterdir() if p.name.startswith(prefix)]:
            _put_back(leftover, output)
            _sweep(leftover)
        folder = Path(tempfile.mkdtemp(dir=output.parent, prefix=prefix))
        try:
            (folder / MARK).touch()
            yield folder
        finally:
            _sweep(folder)
    finally:
        lock.release()


def swap_in(new: Path, place: Place) -> None:
    """Put a finished folder in the place of the last one, which is then removed.

    Raises StudyError when something that is not ours has come there meanwhile: that stays, and
    what was made is kept beside it.
    """
    try:
        target = place.require_ours()
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            new.rename(target)
            return
        old = _exchange(new, target)
        try:
            place.require_content(old)  # now that nobody can put anything into it
        except StudyError:
            _exchange_back(new, target, old)
            raise
    except StudyError as refusal:
        raise _kept_beside(new, refusal) from None
    shutil.rmtree(old)


@contextmanager
def copied(new: Path, target: Path) -> Iterator[Path]:
    """A copy of a folder beside a target that may lie on another disk, to be swapped in."""
    with workspace(target, PATIENCE) as folder:
        yield Path(shutil.copytree(new, folder / target.name))


def _sweep(folder: Path) -> None:
    """Remove a work folder; its mark last, so that what a kill leaves of it is still known."""
    if folder.is_symlink() or not folder.is_dir():
        return
    mark = folder / MARK
    for path in folder.iterdir() if mark.is_file() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path != mark:
            path.unlink(missing_ok=True)
    if [path.name for path in folder.iterdir()] == [MARK]:
        mark.unlink()
    with suppress(OSError):  # something is still being written there: the next run sweeps it
        folder.rmdir()


def _put_back(leftover: Path, output: Path) -> None:
    """Where a run was killed between the two renames of `_exchange`, undo the first."""
    old = leftover / f"{output.name}{OLD}"
    if old.is_dir() and not output.exists():
        old.rename(output)


def _exchange(new: Path, target: Path) -> Path:
    """Put a folder in the place of another; where that other one is now."""
    if _exchange_at_once(new, target):
        return new
    # After a crash between these two `workspace` puts the last report back.
    old = new.with_name(f"{target.name}{OLD}")
    target.rename(old)
    new.rename(target)
    return old


def _exchange_back(new: Path, target: Path, old: Path) -> None:
    """Undo `_exchange`."""
    if old == new:
        _exchange_at_once(new, target)
    else:
        target.rename(new)
        old.rename(target)


def _exchange_at_once(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, so that there is no moment without either.

    Only Linux can; False where it cannot be done.
    """
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(rename(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0)


def _kept_beside(new: Path, refusal: StudyError) -> StudyError:
    """Move a finished folder to beside the place it cannot take; the refusal that says so."""
    kept = free_name(Path(os.path.abspath(refusal.file)), NEW)
    new.rename(kept)
    problems = [
        replace(p, remedy=f"{p.remedy} What was made is in {kept}.") for p in refusal.problems
    ]
    return StudyError(refusal.file, problems)
