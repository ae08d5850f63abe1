"""One temporary folder for everything of a run, so that a killed run leaves one to sweep away."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from filelock import FileLock, Timeout

from dwimpact.report.folders.sealed import SEALED

PREFIX, LOCK = "dwimpact-", ".dwimpact-lock"  # a folder without it is somebody's own
AFTER_MULTIPROCESSING = -200  # its own temporary folder, inside this one, goes at -100


@cache
def use_scratch() -> Path:
    """Put this process's temporary files, and those of kernels it starts, in a folder that goes
    when the process ends; remove those of processes that were killed. In a sealed run it is the
    home folder, too.
    """
    parent = Path(tempfile.gettempdir())
    for folder in parent.glob(f"{PREFIX}*"):
        _remove_unless_used(folder)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    lock = FileLock(folder / LOCK)
    lock.acquire()
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    if SEALED in os.environ:
        os.environ["HOME"] = str(folder)
    Finalize(None, _remove, (folder, lock), exitpriority=AFTER_MULTIPROCESSING)
    return folder


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()


def _remove_unless_used(folder: Path) -> None:
    """Remove a folder whose process, which held the lock, is no more."""
    if not (folder / LOCK).is_file():
        return
    try:
        with FileLock(folder / LOCK, timeout=0):
            shutil.rmtree(folder, ignore_errors=True)
    except (Timeout, OSError):
        return
