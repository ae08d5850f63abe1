"""The process that makes reports for a worker: one for all of them, and gone with its worker."""

import asyncio
import os
import pickle
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from dwimpact.fleet.tasks import plan_tasks
from dwimpact.fleet.worker import Maker, MakerDied


def run(coroutine):
    """In a thread of its own: in this one a browser may have left its loop running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture
def maker():
    maker = Maker("maker")
    yield maker
    run(maker.teardown(None))


def gone(process, seconds=60):
    """Whether a process ends within so many seconds."""
    end = time.monotonic() + seconds
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.long
def test_one_process_makes_one_report_after_the_other_and_ends_with_its_worker(
    maker, fleet_of, write_tiny, tmp_path
):
    tasks = plan_tasks(fleet_of(write_tiny(tmp_path / "noord"))).tasks
    assert len(tasks) == 2

    outcomes = [pickle.loads(maker.make(pickle.dumps(tasks[0]), 1))]
    process = psutil.Process(maker._process.pid)
    everything = [process, *process.children(recursive=True)]
    outcomes.append(pickle.loads(maker.make(pickle.dumps(tasks[1]), 1)))

    assert [outcome.became for outcome in outcomes] == ["made", "made"]
    assert maker._process.pid == process.pid
    assert "DWIMPACT_SEALED" in process.environ()
    run(maker.teardown(None))
    assert all(map(gone, everything))


@pytest.mark.long
def test_a_process_that_is_killed_is_told_and_another_begun(maker, fleet_of, write_tiny, tmp_path):
    begun = tmp_path / "begun"
    waits = f"from pathlib import Path\nimport time\nPath({str(begun)!r}).touch()\ntime.sleep(60)"
    task = plan_tasks(fleet_of(write_tiny(tmp_path / "noord"), appendix=waits)).tasks[0]

    async def killed():
        made = asyncio.create_task(asyncio.to_thread(maker.make, pickle.dumps(task), 2))
        while not begun.exists():
            await asyncio.sleep(0.1)
        everything = psutil.Process(maker._process.pid).children(recursive=True)
        os.kill(maker._process.pid, signal.SIGKILL)
        with pytest.raises(MakerDied, match=r"^the process that made it died twice, perhaps out "):
            await made
        assert all(map(gone, everything))

    run(killed())
    edition = plan_tasks(fleet_of(tmp_path / "noord", appendix=waits)).tasks[1]
    assert pickle.loads(maker.make(pickle.dumps(edition), 1)).became == "made"
