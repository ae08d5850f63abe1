"""The template process of warm kernels. Imports nothing heavy, to be started first of all."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing import forkserver

PRELOAD = ["dwimpact.report.kernels.preload"]
AVAILABLE = sys.platform == "linux"


def start_template() -> None:
    """Start the template process if it does not run; its imports go on beside our own work."""
    if AVAILABLE:
        multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOAD)
        forkserver.ensure_running()
