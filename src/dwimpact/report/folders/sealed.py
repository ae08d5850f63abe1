"""A run is sealed off from whose machine it is on: no personal settings reach what it makes.

Matplotlib, IPython and Jupyter read settings and run start-up files from the home folder and from
wherever variables point; Python itself takes modules, flags and an encoding from them. So a run
begins again with the few variables that it needs, and a home folder of its own (see scratch.py).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

SEALED = "DWIMPACT_SEALED"
KEPT = (
    *("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"),
    *("TMPDIR", "TEMP", "TMP", "VIRTUAL_ENV", "CONDA_PREFIX"),
    *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
)
OURS = "DWIMPACT_"
KNOWN = "DWIMPACT_KNOWN"  # see reconstruction/ranges/kept.py
SET = {
    SEALED: "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONUTF8": "1",  # also where the system has no such locale
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "PYTHONSAFEPATH": "1",  # no modules from the working folder
}
STOPPING = (signal.SIGINT, signal.SIGTERM)


def seal() -> None:
    """Run this program again from its start, sealed off, unless it is. What stops a program is
    held back until `ready_to_stop`, so that it does not meet a program that has only just begun.
    """
    if os.name != "posix" or SEALED in os.environ:
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    arguments = [sys.executable, *sys.orig_argv[1:]]
    os.execve(sys.executable, arguments, sealed(os.environ))


def ready_to_stop() -> None:
    """Let through what `seal` held back."""
    if os.name == "posix":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


def sealed(environment: Mapping[str, str]) -> dict[str, str]:
    """What of an environment a run gets, and what it gets instead of the rest."""
    kept = {n: v for n, v in environment.items() if n in KEPT or n.startswith(OURS)}
    return {**_caches(environment), **kept, **SET}


def _caches(environment: Mapping[str, str]) -> dict[str, str]:
    """Where is kept what takes seconds to make: Matplotlib's list of fonts, in a folder that is not
    where it looks for anybody's settings, and what was solved of a publication. Nothing where that
    cannot be written.
    """
    caches = environment.get("XDG_CACHE_HOME") or Path(environment.get("HOME", "/")) / ".cache"
    ours = Path(caches) / "dwimpact"
    return {
        variable: str(ours / name)
        for variable, name in (("MPLCONFIGDIR", "matplotlib"), (KNOWN, "known"))
        if _can_write(ours / name)
    }


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
