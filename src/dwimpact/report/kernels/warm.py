"""Warm kernels: each notebook's kernel is forked from a process that has all imports done.

Starting a kernel takes seconds, and nearly all of that is importing pandas, seaborn, scipy
and pandera. A `multiprocessing` forkserver imports them once; every kernel is still a fresh
process of its own. Only on Linux: elsewhere forking is not safe with the system's libraries,
and the ordinary kernels are used.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from dwimpact.report.kernels.forkserver import AVAILABLE, start_template

PROVISIONER = "dwimpact-warm"  # as registered in pyproject.toml


@contextmanager
def warm_kernels(*, cold: bool = False) -> Iterator[None]:
    """Kernels started inside are forked from the template process; ordinary ones when cold."""
    if cold or not AVAILABLE:
        yield
        return
    start_template()
    factory = KernelProvisionerFactory.instance()
    ordinary = factory.default_provisioner_name
    factory.default_provisioner_name = PROVISIONER
    try:
        yield
    finally:
        factory.default_provisioner_name = ordinary


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by a fork where its parent class starts a program."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel that listens as the connection file says."""
        self.cwd = kwargs.get("cwd") or os.getcwd()
        kernel = ForkedKernel(self.parent.connection_file, str(self.cwd), kwargs["env"])
        self.process = kernel  # type: ignore[assignment] # as much of a Popen as is used
        self.pid = self.pgid = kernel.pid
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """As its parent class, but a kernel that is about to be killed is not interrupted first:
        it would complain on the error stream.
        """
        if not (signum == signal.SIGINT and self.parent.shutting_down):
            await super().send_signal(signum)


class ForkedKernel:
    """A forked kernel with the part of Popen's interface that LocalProvisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, connection_file: str, folder: str, environment: dict[str, str]) -> None:
        self._process = multiprocessing.get_context("forkserver").Process(
            target=_run_kernel, args=(os.path.abspath(connection_file), folder, dict(environment))
        )
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        # The template process is the parent and reaps; joining reads what it reaped.
        self._process.join()
        return self._process.exitcode

    def send_signal(self, signum: int) -> None:
        if self.poll() is None and self.pid:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


def _run_kernel(connection_file: str, folder: str, environment: dict[str, str]) -> None:
    """The life of a forked kernel."""
    os.setpgrp()  # Jupyter signals a kernel's whole process group, which must not be ours
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    _reseed()
    threading.Thread(target=_follow_driver, daemon=True).start()

    from ipykernel.kernelapp import IPKernelApp

    # Without the parent's id the kernel would outlive a killed template process.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(["-f", connection_file, "--HistoryManager.enabled=False"])
    # pyplot was imported before there was a shell, so it has not chosen the inline backend.
    app.shell.enable_matplotlib("inline")
    app.start()


def _reseed() -> None:
    """Give each kernel random numbers of its own; forks start with the same state."""
    import numpy as np

    random.seed()
    np.random.seed()


def _follow_driver() -> None:
    """End with the process that asked for this kernel, however that ended."""
    if driver := multiprocessing.parent_process():
        driver.join()
    os._exit(1)
