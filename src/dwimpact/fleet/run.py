"""A fleet from its plan to its index: checked, made wherever there is a worker, and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from dwimpact.errors import StudyError
from dwimpact.fleet.making import Outcome, unchanged
from dwimpact.fleet.overview import ReportRow, seconds_of_last, write_overview
from dwimpact.fleet.tasks import Fleet, Planned, Task, plan_tasks, remove_withheld
from dwimpact.report.folders.reuse import is_current
from dwimpact.report.request import FAILED
from dwimpact.study.files.manifest import read_manifest

NOT_SEEN_HERE = (
    "This machine does not see what the worker has written: the output folder must lie on storage "
    "that all workers share, under one path."
)


@dataclass(frozen=True)
class FleetMade:
    """What a fleet came to: the index, name → what is wrong with a report, and the editions that
    may not be shown, with why.
    """

    index: Path
    failures: Mapping[str, str]
    withheld: Mapping[str, str]


def run_fleet_plan(fleet: Fleet, scheduler: str = "", workers: int = 1) -> FleetMade:
    """Make every report of the plan that is not there yet, and the index of all. Raises StudyError
    where nothing can be begun; one report that fails is told, and stops no other.
    """
    planned = plan_tasks(fleet)
    kept = remove_withheld(fleet, planned)
    last = {task.name: read_manifest(task.request.output) for task in planned.tasks}
    times = seconds_of_last(fleet.output)
    there = [task for task in planned.tasks if is_current(task.request.output, task.origin)]
    made = {task.name: unchanged(task.request.output) for task in there}
    if to_make := [task for task in planned.tasks if task.name not in made]:
        from dwimpact.fleet.cluster import cluster, outcomes  # which loads a second of libraries

        with cluster(scheduler, min(workers, len(to_make))) as client:
            told = outcomes(client, to_make)
            for task, outcome in tqdm(told, total=len(to_make), unit="report", disable=None):
                made[task.name] = _seen_here(task, outcome)
    rows = [ReportRow.of(t, made[t.name], last[t.name], times.get(t.name)) for t in planned.tasks]
    index = write_overview(fleet, rows, planned)
    return FleetMade(index, dict(_failures(planned, made, kept)), planned.withheld)


def _seen_here(task: Task, outcome: Outcome) -> Outcome:
    """The outcome, or its failure where the report is not there as the worker says."""
    there = read_manifest(task.request.output)
    if outcome.manifest and there != outcome.manifest:
        return replace(outcome, became=FAILED, sentences=[*outcome.sentences, NOT_SEEN_HERE])
    return outcome


def _failures(
    planned: Planned, made: Mapping[str, Outcome], kept: Sequence[StudyError]
) -> Iterator[tuple[str, str]]:
    """Name → what went wrong, in the order of the plan; last what could not be removed."""
    yield from planned.unusable.items()
    for task in planned.tasks:
        if made[task.name].became == FAILED:
            yield task.name, " ".join(made[task.name].sentences)
    for refusal in kept:
        yield refusal.file, f"it may no longer be shown, and could not be removed. {refusal}"
