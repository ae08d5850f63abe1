"""A plan of forty studies with their editions: on this machine, on two hosts and one by one."""

from __future__ import annotations

import dataclasses

import pytest
from dask_hosts import kill_host, two_hosts, wait_for, why_no_hosts
from fleet_runs import assert_as_one_by_one, start_fleet
from pages import contents

from dwimpact.fleet.tasks import plan_tasks
from dwimpact.report.new_study import write_drawn

pytestmark = pytest.mark.corpus
STUDIES = 40


@pytest.fixture
def forty(write_tiny, fleet_of, tmp_path):
    """A fleet of forty studies, each with a number of respondents of its own, drawn at random."""
    for number in range(STUDIES):
        write_drawn(write_tiny(tmp_path / "plan" / f"s{number:02}"), 12 + number)
    return fleet_of(tmp_path / "plan")


def made(fleet):
    return len([*fleet.output.glob("*/*/manifest.json")])


def test_forty_studies_here_and_on_two_hosts_of_which_a_worker_dies(forty, hosts, tmp_path):
    if reason := why_no_hosts():
        pytest.skip(reason)
    tasks = plan_tasks(forty).tasks
    assert len(tasks) > 2 * STUDIES
    with two_hosts() as (here, there, _):
        address = hosts.scheduler(here, "10.77.0.1")
        for host, ip in ((here, "10.77.0.1"), (there, "10.77.0.2")):
            worker = hosts.worker(address, host, ip)
        run = start_fleet(hosts, forty, address, here)
        wait_for(lambda: made(forty) > STUDIES, 900)

        kill_host(worker)
        _, err = run.communicate(timeout=1800)

        assert run.returncode == 0, err
        assert hosts.left() == []
    assert_as_one_by_one(forty, tmp_path / "alone")

    again = dataclasses.replace(forty, output=tmp_path / "here")
    run = start_fleet(hosts, again)
    _, err = run.communicate(timeout=1800)
    assert run.returncode == 0, err
    for task in tasks:
        assert contents(again.output / task.name) == contents(forty.output / task.name)
