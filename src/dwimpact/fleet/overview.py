"""The index of a fleet: every report with what became of it, its size, time and what changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dwimpact.fleet.making import UNCHANGED, Outcome
from dwimpact.fleet.plan import OVERVIEW
from dwimpact.fleet.tasks import Fleet, Planned, Task
from dwimpact.prose.report.fleet import (
    describe_change,
    describe_fleet,
    describe_report,
    describe_without_edition,
    megabytes,
    seconds_in_figures,
)
from dwimpact.report.compare import Comparison
from dwimpact.report.folders.ownership import Place
from dwimpact.report.folders.swap import PATIENCE, swap_in, workspace
from dwimpact.report.request import FAILED, MADE
from dwimpact.study.files.manifest import write_manifest
from dwimpact.templates.html import TEMPLATES

RECORD = "fleet.json"
STANDS = {MADE: "gemaakt", UNCHANGED: "was er al", FAILED: "niet gelukt"}
# What the layout of every page asks about a study, where a page is about many.
LAYOUT = {
    "settings": {
        "title": "Alle rapporten",
        "drawn": False,
        "feedback": {"address": ""},
        "accessibility": None,
    },
    **dict.fromkeys(("edition", "notice", "script", "style", "subject"), ""),
    "root": "",
}


@dataclass(frozen=True)
class ReportRow:
    """A report in the index. `name` is its folder; texts are in Dutch; `seconds` are those of when
    it was made, None where that is not known.
    """

    name: str
    study: str
    report: str
    became: str
    size: int
    seconds: float | None
    change: str
    notice: str
    why: str = ""

    @classmethod
    def of(
        cls, task: Task, outcome: Outcome, last: Mapping[str, Any], seconds: float | None
    ) -> ReportRow:
        """The row of a task: what became of it, beside the manifest and the time of last time."""
        return cls(
            task.name,
            task.study,
            describe_report(task.wave, task.edition, compared=isinstance(task.request, Comparison)),
            outcome.became,
            outcome.size,
            seconds if outcome.became == UNCHANGED else outcome.seconds,
            describe_change(last, outcome.manifest),
            task.notice,
            " ".join(outcome.sentences),
        )


def seconds_of_last(output: Path) -> dict[str, float]:
    """Name → the seconds that each report took when it was last made, as far as that is known."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        rows = json.loads((output / OVERVIEW / RECORD).read_text("utf-8"))["reports"]
        return {row["name"]: float(row["seconds"]) for row in rows if row["seconds"] is not None}
    return {}


def write_overview(fleet: Fleet, rows: Sequence[ReportRow], planned: Planned) -> Path:
    """Write the index of all reports into the folder of the fleet; where it is. Raises StudyError
    for a place that is not ours.
    """
    folder = fleet.output / OVERVIEW
    place = Place(folder, {})
    record = {"reports": [asdict(row) for row in rows]}
    with workspace(place.require_ours(), PATIENCE) as work:
        made = work / OVERVIEW
        made.mkdir()
        (made / "index.html").write_text(overview_page(rows, planned), encoding="utf-8")
        text = json.dumps(record, indent=1, ensure_ascii=False)
        (made / RECORD).write_text(f"{text}\n", encoding="utf-8")
        write_manifest(made, {"inputs": {task.name: task.key for task in planned.tasks}})
        swap_in(made, place)
    return folder / "index.html"


def overview_page(rows: Sequence[ReportRow], planned: Planned) -> str:
    """The page that links every report, and says why others are not there."""
    failed = {row.name: row.why for row in rows if row.became == FAILED}
    return TEMPLATES.get_template("dwimpact/fleet.html.j2").render(
        site=LAYOUT,
        lead=describe_fleet(
            [row.became for row in rows], len({row.study for row in rows}), len(planned.unusable)
        ),
        rows=[
            {
                "row": row,
                "stand": STANDS[row.became],
                "size": megabytes(row.size),
                "seconds": seconds_in_figures(row.seconds),
            }
            for row in rows
        ],
        failed={**planned.unusable, **failed},
        withheld=describe_without_edition(len(planned.withheld)),
    )
