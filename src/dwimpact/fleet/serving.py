"""The process that makes reports for a worker, one after the other: `python -m
dwimpact.fleet.serving`.

A worker of a cluster is not sealed off from its machine, and may not have children by way of
multiprocessing. This process is, and may; the template of its kernels stays between reports. Tasks
come over a pipe. When that closes, however the worker ended, this process ends, and its kernels
with it.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
import time
from typing import Any, BinaryIO

from dwimpact.report.folders.scratch import use_scratch
from dwimpact.report.kernels.forkserver import start_template

SECONDS_IDLE = 300  # after which nobody is waited for any more
SECONDS_TO_STOP = 20

TaskAndJobs = tuple[bytes, int]  # a task, pickled, and how many kernels side by side


def serve() -> None:
    """Answer every task with its outcome, until there are no more."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    requests, answers = _own_pipes()
    use_scratch()
    start_template()
    asked: queue.Queue[TaskAndJobs | None] = queue.Queue()
    threading.Thread(target=_listen, args=(requests, asked), daemon=True).start()
    try:
        from dwimpact.fleet.making import make  # while the template imports too

        while task := _next(asked):
            outcome = make(pickle.loads(task[0]), task[1])
            pickle.dump(pickle.dumps(outcome), answers)
            answers.flush()
    except (KeyboardInterrupt, BrokenPipeError):
        return  # the worker is gone; what was being made is swept away


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Where tasks come from and answers go, out of reach of what a report reads and prints."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return requests, answers


def _listen(requests: BinaryIO, asked: queue.Queue[Any]) -> None:
    """Hand over what is asked; at the end of the pipe, stop the report that is being made."""
    try:
        while True:
            asked.put(pickle.load(requests))
    except (EOFError, OSError, pickle.UnpicklingError):
        asked.put(None)
    main = threading.main_thread().ident
    assert main
    signal.pthread_kill(main, signal.SIGINT)
    time.sleep(SECONDS_TO_STOP)
    os._exit(1)  # kernels end with the process that asked for them


def _next(asked: queue.Queue[TaskAndJobs | None]) -> TaskAndJobs | None:
    try:
        return asked.get(timeout=SECONDS_IDLE)
    except queue.Empty:
        return None


if __name__ == "__main__":
    serve()
    sys.exit(0)
