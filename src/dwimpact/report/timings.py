"""How long each part of a run takes: logged, so that it stays out of the report itself."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dwimpact.report.folders.ownership import first_line

LOG = logging.getLogger("dwimpact.timings")


@contextmanager
def timed(part: str) -> Iterator[None]:
    """Log the seconds that a part takes."""
    start = time.perf_counter()
    try:
        yield
    finally:
        LOG.info("%.2f\t%s", time.perf_counter() - start, part)


def is_timings(file: Path) -> bool:
    """Whether a file was written by `timings_to`."""
    line = first_line(file)
    return re.match(rb"\d+\.\d\d\t", line) is not None or not line


@contextmanager
def timings_to(file: Path | None) -> Iterator[None]:
    """Write a line of seconds, tab and part to a file, as each part is done."""
    if file is None:
        yield
        return
    handler = logging.FileHandler(file, mode="w", encoding="utf-8")
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    try:
        with timed("all"):
            yield
    finally:
        LOG.removeHandler(handler)
        handler.close()
