"""What was solved once and need not be solved again: kept by the hash of all it depends on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dwimpact.reconstruction.program import highs
from dwimpact.reconstruction.program.highs import Expression
from dwimpact.reconstruction.ranges import bounds

FOLDER = "DWIMPACT_KNOWN"  # the variable that names where; nothing is kept without it


def kept(
    made: highs.Program, expressions: Sequence[Expression], solve: Callable[[], list[Any]]
) -> list[Any]:
    """What `solve` finds of expressions in a program, numbers in lists. A file that is damaged, or
    a folder that cannot be written, is as if nothing had been kept.
    """
    if not (folder := os.environ.get(FOLDER)):
        return solve()
    file = Path(folder) / f"{_key(made, expressions)}.json"
    try:
        found: list[Any] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        found = solve()
        _keep(file, json.dumps(found))
    return found


def _key(made: highs.Program, expressions: Sequence[Expression]) -> str:
    rows = [(sorted(terms.items()), low, high) for terms, low, high in made.rows]
    asked = [sorted(expression.items()) for expression in expressions]
    code = [Path(str(module.__file__)).read_text("utf-8") for module in (bounds, highs)]
    everything = [made.upper, rows, asked, code, version("highspy")]
    return sha256(json.dumps(everything, default=float).encode()).hexdigest()


def _keep(file: Path, text: str) -> None:
    """Write it so that a run beside this one finds all of it or nothing."""
    part = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, "utf-8")
        part.replace(file)
    with suppress(OSError):
        part.unlink(missing_ok=True)
