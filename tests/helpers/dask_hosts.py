"""A Dask cluster of processes, here or on two hosts that are network namespaces."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from runs import MARKER, left_after, marked

IP = shutil.which("ip", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or ""
SCHEDULER, WORKER = "distributed.cli.dask_scheduler", "distributed.cli.dask_worker"
# A connection that is cut off is given up after so long; Dask's own choice is half a minute, and
# its least eleven seconds.
QUICK = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s"}
SECONDS_TO_BEGIN = 120
SECONDS_TO_END = 60


@dataclass
class Hosts:
    """A scheduler and its workers, each in a session of its own; everything that they start carries
    a mark in its environment. `logs` is a folder; a host is the words that run something on it.
    """

    logs: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def scheduler(self, host: tuple[str, ...] = (), ip: str = "127.0.0.1") -> str:
        """Start a scheduler; its address."""
        port = 8786 if host else free_port()
        self.start(host, SCHEDULER, "--host", ip, "--port", port, "--no-dashboard")
        return f"tcp://{ip}:{port}"

    def worker(
        self, address: str, host: tuple[str, ...] = (), ip: str = "127.0.0.1", **variables: str
    ) -> subprocess.Popen[bytes]:
        """Start a worker under its nanny."""
        words = (address, "--host", ip, "--nthreads", "1", "--no-dashboard")
        return self.start(host, WORKER, *words, **variables)

    def start(
        self, host: tuple[str, ...], module: str, *words: object, **variables: str
    ) -> subprocess.Popen[bytes]:
        log = (self.logs / f"{len(self.started)}.log").open("wb")
        process = subprocess.Popen(
            [*host, sys.executable, "-m", module, *map(str, words)],
            cwd=self.logs,
            env={**os.environ, **QUICK, MARKER: self.mark, **variables},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.started.append(process)
        return process

    def processes(self) -> list[psutil.Process]:
        """Every living process that carries the mark."""
        return marked(self.mark)

    def left(self) -> list[str]:
        """The command lines of what is still there a while after all was stopped."""
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return left_after(self.mark, SECONDS_TO_END)


def kill_host(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker with its nanny, as when their machine goes."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(condition: object, seconds: float = SECONDS_TO_BEGIN) -> None:
    """Wait until a function says so."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@contextmanager
def two_hosts() -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """Two network namespaces with a cable between them, as 10.77.0.1 and 10.77.0.2: the words that
    run something on each, and the name of the second's end of the cable.
    """
    name = f"dw{os.getpid()}"
    spaces = [f"{name}a", f"{name}b"]
    hosts = [(IP, "netns", "exec", space) for space in spaces]
    try:
        for space in spaces:
            ip("netns", "add", space)
        ip(
            "link",
            "add",
            spaces[0],
            "netns",
            spaces[0],
            "type",
            "veth",
            "peer",
            spaces[1],
            "netns",
            spaces[1],
        )
        for number, space in enumerate(spaces, start=1):
            ip("-n", space, "addr", "add", f"10.77.0.{number}/24", "dev", space)
            ip("-n", space, "link", "set", space, "up")
            ip("-n", space, "link", "set", "lo", "up")
        yield hosts[0], hosts[1], spaces[1]
    finally:
        for space in spaces:
            subprocess.run([IP, "netns", "del", space], check=False, capture_output=True)


def cut(host: str) -> None:
    """Pull the cable of a host."""
    ip("-n", host, "link", "set", host, "down")


def ip(*words: str) -> None:
    subprocess.run([IP, *words], check=True, capture_output=True)


def why_no_hosts() -> str:
    """Why there can be no network namespaces here; empty where they can be made."""
    if not IP:
        return "there is no 'ip' to make network namespaces with"
    made = subprocess.run(
        [IP, "netns", "add", f"dwtry{os.getpid()}"], capture_output=True, check=False
    )
    if made.returncode:
        return "network namespaces may not be made here (root can)"
    ip("netns", "del", f"dwtry{os.getpid()}")
    return ""
