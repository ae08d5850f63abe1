"""A report appears whole or not at all: one run at a time, built beside and swapped in."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from dwimpact.errors import Problem, StudyError

OLD = "-old"
PATIENCE = 60  # seconds; copying the tables takes less than one
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # of Linux's renameat2


@contextmanager
def workspace(output: Path, patience: float = 0) -> Iterator[Path]:
    """A temporary folder beside the output folder, for one run at a time.

    What a killed run left behind is removed first. Raises StudyError when another run is
    writing the same output, and still does after so many seconds.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    # The lock file stays: who removes it may remove that of a run which has just begun.
    lock = FileLock(output.parent / f".{output.name}.lock")
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise StudyError(
            output,
            Problem(
                "another run is making a report here",
                "one run at a time for an output folder",
                "Wait until it is done, or name another folder with --output.",
            ),
        ) from None
    try:
        prefix = f".{output.name}-making-"
        for leftover in output.parent.glob(f"{prefix}*"):
            _put_back(leftover, output)
            shutil.rmtree(leftover)
        with TemporaryDirectory(dir=output.parent, prefix=prefix) as folder:
            yield Path(folder)
    finally:
        lock.release()


def swap_in(new: Path, target: Path) -> None:
    """Put a finished folder in the place of the last one, which is then removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        new.rename(target)
        return
    if not _exchange(new, target):
        # After a crash between these two `workspace` puts the last report back.
        old = new.with_name(f"{target.name}{OLD}")
        target.rename(old)
        new.rename(target)
        new = old
    shutil.rmtree(new)


def copy_in(new: Path, target: Path) -> None:
    """As `swap_in`, for a target that may lie on another disk."""
    with workspace(target, PATIENCE) as folder:
        swap_in(Path(shutil.copytree(new, folder / target.name)), target)


def _put_back(leftover: Path, output: Path) -> None:
    """Where a run was killed between the two renames of `swap_in`, undo the first."""
    old = leftover / f"{output.name}{OLD}"
    if old.is_dir() and not output.exists():
        old.rename(output)


def _exchange(one: Path, other: Path) -> bool:
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
