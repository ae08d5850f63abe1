"""Tasks on a cluster: which one, how many at once, and what has become of each."""

from __future__ import annotations

import logging
import pickle
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from distributed import Client, LocalCluster, as_completed

from dwimpact.errors import Problem, StudyError
from dwimpact.fleet.making import Outcome
from dwimpact.fleet.worker import ONE_REPORT, Maker, MakerDied, run_task
from dwimpact.report.request import FAILED, JOBS

if TYPE_CHECKING:
    from dwimpact.fleet.tasks import Task

SECONDS_TO_ANSWER = 30  # of a scheduler, and of its first worker


@contextmanager
def cluster(scheduler: str, workers: int) -> Iterator[Client]:
    """The cluster at an address, or so many workers on this machine. Raises StudyError."""
    if not scheduler:
        # Threads of this program, as what they wait for are processes of their own; and no port
        # is opened.
        with (
            LocalCluster(
                n_workers=workers,
                threads_per_worker=max(JOBS // workers, 1),
                processes=False,
                dashboard_address=None,
                memory_limit=0,
                silence_logs=logging.CRITICAL,  # what goes wrong is told by us, in a sentence
            ) as local,
            Client(local) as client,
        ):
            yield client
        return
    with _connected(scheduler) as client:
        yield client


def outcomes(client: Client, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome]]:
    """What has become of each task, as it is done. A worker has one at a time, and as many are
    given out as there are workers: who is slow, or is lost, keeps no others waiting.
    """
    maker = Maker(f"dwimpact-fleet-{uuid.uuid4().hex}")
    client.register_plugin(maker)
    waiting, running = deque(tasks), dict[Any, "Task"]()
    done = as_completed()

    def give_out() -> None:
        while waiting and len(running) < max(len(client.nthreads()), 1):
            task = waiting.popleft()
            future = client.submit(
                run_task,
                pickle.dumps(task),
                maker.name,
                key=task.key,
                resources=ONE_REPORT,
                retries=1,
            )
            running[future] = task
            done.add(future)

    try:
        give_out()
        for future in done:
            task = running.pop(future)
            outcome = _outcome(future)
            future.release()  # or it is asked for again when its worker goes
            yield task, outcome
            give_out()
    finally:
        with suppress(Exception):  # the cluster may be gone
            client.unregister_worker_plugin(maker.name)


def _outcome(future: Any) -> Outcome:
    """What a task came to; a cluster that lost it is a failure like any other."""
    try:
        outcome: Outcome = pickle.loads(future.result())
    except MakerDied as died:
        return _failed(f"It could not be made: {died}.")
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return _failed(
            f"The cluster lost it ({type(error).__name__}): its workers died, or the scheduler "
            "did. Run the fleet again: what is done is not done again."
        )
    return outcome


def _failed(sentence: str) -> Outcome:
    return Outcome(FAILED, {}, sentences=[sentence])


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=SECONDS_TO_ANSWER)
    except (OSError, ValueError, TimeoutError):
        problem = Problem(
            "no scheduler answers there",
            "the address of one that runs, such as tcp://host:8786",
            "Start one with 'dask scheduler', or leave --scheduler out.",
        )
        raise StudyError(address, problem) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except TimeoutError:
            problem = Problem(
                "this scheduler has no workers",
                "at least one",
                f"Start some with 'dask worker {address}'.",
            )
            raise StudyError(address, problem) from None
        yield client
