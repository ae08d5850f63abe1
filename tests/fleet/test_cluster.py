"""A fleet on a cluster of processes: workers die, are cut off or slow, and the bytes the same."""

import os
import signal

import pytest
from dask_hosts import cut, kill_host, two_hosts, wait_for, why_no_hosts
from fleet_runs import assert_as_one_by_one, start_fleet

# A page that says where it is made, and waits for as long as a file is there.
HELD = """
import os
import time
from pathlib import Path
Path({begun!r}, os.environ.get("DWIMPACT_TEST_HOST", "here")).touch()
while Path({hold!r}).exists():
    time.sleep(0.1)
time.sleep(float(os.environ.get("DWIMPACT_TEST_SLOW", "0")))
print("klaar")
"""


@pytest.fixture
def held(two_studies, fleet_of, tmp_path):
    """A fleet whose reports wait on their last page; each host is named in the folder 'begun'."""
    (tmp_path / "begun").mkdir()
    (tmp_path / "hold").touch()
    code = HELD.format(begun=str(tmp_path / "begun"), hold=str(tmp_path / "hold"))
    return fleet_of(two_studies, appendix=code)


def begun(fleet):
    """On which hosts a report has been begun."""
    return {*os.listdir(fleet.output.parent / "begun")}


def assert_ends_well(run, held, tmp_path):
    """Let reports go on, and wait for the index of all."""
    (tmp_path / "hold").unlink()
    out, err = run.communicate(timeout=600)
    assert run.returncode == 0, err
    assert out.splitlines() == [str(held.output / "overview" / "index.html")]


def makers(hosts):
    """The processes that make reports."""
    return [p for p in hosts.processes() if p.cmdline()[-1] == "dwimpact.fleet.serving"]


@pytest.mark.long
def test_on_this_machine_a_report_whose_process_is_killed_is_made_again(hosts, held, tmp_path):
    run = start_fleet(hosts, held)
    wait_for(lambda: begun(held))

    makers(hosts)[0].kill()
    assert_ends_well(run, held, tmp_path)
    assert_as_one_by_one(held, tmp_path / "alone")


@pytest.mark.long
def test_who_stops_it_stops_all_of_it(hosts, held):
    run = start_fleet(hosts, held)
    wait_for(lambda: begun(held))

    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=120)

    assert (run.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "Stopped. What was there before is unchanged."
    assert "Traceback" not in err
    wait_for(lambda: not hosts.processes(), 60)
    assert not list(held.output.rglob("report"))


@pytest.mark.long
def test_a_killed_workers_report_is_made_by_another(hosts, held, tmp_path):
    address = hosts.scheduler()
    workers = [hosts.worker(address, DWIMPACT_TEST_HOST=name) for name in ("one", "two")]
    run = start_fleet(hosts, held, address)
    wait_for(lambda: len(begun(held)) == 2)

    kill_host(workers[0])
    assert_ends_well(run, held, tmp_path)
    assert_as_one_by_one(held, tmp_path / "alone")


@pytest.mark.long
def test_two_hosts_of_which_one_is_cut_off_and_a_worker_killed(hosts, held, tmp_path):
    if reason := why_no_hosts():
        pytest.skip(reason)
    with two_hosts() as (here, there, cable):
        address = hosts.scheduler(here, "10.77.0.1")
        hosts.worker(address, here, "10.77.0.1", DWIMPACT_TEST_HOST="slow", DWIMPACT_TEST_SLOW="2")
        killed = hosts.worker(address, here, "10.77.0.1", DWIMPACT_TEST_HOST="killed")
        hosts.worker(address, there, "10.77.0.2", DWIMPACT_TEST_HOST="cut")
        run = start_fleet(hosts, held, address, here)
        wait_for(lambda: len(begun(held)) == 3)

        cut(cable)
        kill_host(killed)
        assert_ends_well(run, held, tmp_path)
        assert hosts.left() == []
    assert_as_one_by_one(held, tmp_path / "alone")
