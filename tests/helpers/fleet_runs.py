"""A fleet by its command, and held against its reports made one by one."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

from dask_hosts import Hosts
from pages import contents
from runs import MARKER

from dwimpact.fleet.tasks import Fleet, plan_tasks
from dwimpact.report.build import build_report
from dwimpact.report.compare import Comparison, compare


def start_fleet(
    hosts: Hosts, fleet: Fleet, address: str = "", host: tuple[str, ...] = ()
) -> subprocess.Popen[str]:
    """The command, begun."""
    plan = fleet.output.parent / "plan"
    where = ["--scheduler", address] if address else ["--workers", 2]
    given = [*where, "--output", fleet.output, "--notebooks", fleet.notebooks]
    return subprocess.Popen(
        [*host, sys.executable, "-m", "dwimpact", "fleet", *map(str, [plan, *given])],
        env={**os.environ, MARKER: hosts.mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def assert_as_one_by_one(fleet: Fleet, alone: Path) -> None:
    """Every report of the plan is there, with the bytes that it has when it is made alone."""
    for task in plan_tasks(fleet).tasks:
        output = alone / task.name
        if isinstance(task.request, Comparison):
            compare(dataclasses.replace(task.request, output=output))
        else:
            tables = alone / "tables" / task.name
            build_report(dataclasses.replace(task.request, output=output, processed=tables))
        assert contents(output) == contents(task.request.output), task.name
