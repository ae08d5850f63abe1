"""Files opened with care: only what is a file, and no more of it than can be read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

MB = 1 << 20
MOST_BYTES, MOST_ON_DISK = 500 * MB, 100_000 * MB  # of a file in memory, and of one counted on disk
REASONS = {
    errno.EACCES: ("it may not be read", "Allow reading it, or close it elsewhere."),
    errno.ELOOP: ("it is a link that leads to itself", "Put the file itself there."),
    errno.ENAMETOOLONG: ("its name is too long", "Give it a shorter name."),
    errno.ENOTDIR: ("a part of its path is not a folder", "Check its name and folder."),
}


class CannotOpen(Exception):
    """Why a file cannot be read, and what to do about it. FileNotFoundError stays what it is."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def open_file(path: Path, most: int = MOST_BYTES) -> BinaryIO:
    """A file of at most `most` bytes, to be read. Raises CannotOpen, FileNotFoundError."""
    try:
        # Looked at before it is opened: to open a pipe is to wait for who writes to it.
        _require_file(path.stat(), most)
        return path.open("rb")
    except FileNotFoundError:
        raise
    except ValueError:
        raise CannotOpen("its name holds a NUL", "Give it another name.") from None
    except OSError as error:
        other = ((error.strerror or "no reason given").lower(), "Look at the file's folder.")
        raise CannotOpen(*REASONS.get(error.errno or 0, other)) from None


def is_there(path: Path) -> bool:
    """Whether there is anything by this name, be it a file or not: what is there is not passed
    over in silence.
    """
    return os.path.lexists(path)


def _require_file(status: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise CannotOpen("it is a folder", "Put a file there.")
    if not stat.S_ISREG(status.st_mode):
        raise CannotOpen("it is a pipe or a device", "Put a file there.")
    if status.st_size > most:
        raise CannotOpen(f"it is larger than {most // MB} MB", "Leave out what does not belong.")


def as_it_was(file: Path) -> tuple[int, int, int]:
    """What changes where anybody writes to a file."""
    status = file.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def as_they_were(files: Iterable[Path]) -> dict[Path, tuple[int, int, int]]:
    """`as_it_was` of each file."""
    return {file: as_it_was(file) for file in files}
