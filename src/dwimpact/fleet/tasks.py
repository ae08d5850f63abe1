"""From a plan to tasks: every input is checked once, here, and named by its hash."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dwimpact.analysis.waves.two_waves import comparable
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.editions import EditionVerdict, allowed_edition, judge_editions
from dwimpact.errors import StudyError, sentence_of
from dwimpact.fleet.plan import FleetStudy
from dwimpact.report.build import check_input
from dwimpact.report.compare import Comparison, made_from_waves
from dwimpact.report.folders.ownership import remove
from dwimpact.report.inputs import made_from
from dwimpact.report.request import PROCESSED, Request
from dwimpact.study.edition import Edition
from dwimpact.study.files.manifest import EDITION_KEY, read_manifest
from dwimpact.templates.html import notice_of

# Folders: of the report of a wave, and of two waves by their names.
REPORT, COMPARISON_OF = "report", "comparison_"


@dataclass(frozen=True)
class Task:
    """One report to make. `name` is its folder as seen from that of the fleet; `edition` is the
    Dutch name of the part that it is about; `origin` is all that it is made from.
    """

    name: str
    study: str
    request: Request | Comparison
    origin: Mapping[str, Any]
    wave: str = ""
    edition: str = ""
    notice: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other: the hash of what goes in, and where it goes."""
        text = json.dumps([self.origin, str(self.request.output)], sort_keys=True)
        return f"report-{hashlib.sha256(text.encode()).hexdigest()}"


@dataclass
class Planned:
    """The tasks of a plan; name → why there is no such report: `unusable` is wrong in what goes
    in, `withheld` are editions that may not be shown.
    """

    tasks: list[Task] = field(default_factory=list)
    unusable: dict[str, str] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fleet:
    """What to make, where to, and how. `timeout` is in seconds."""

    studies: Sequence[FleetStudy]
    output: Path
    notebooks: Path
    timeout: int | None = None

    def request(self, wave: str, name: str, edition: str = "") -> Request:
        """The request for a report. Its tidy tables are nowhere: each task has its own."""
        output = Path(os.path.abspath(self.output)) / name
        return Request(
            study=Path(wave),
            output=output,
            processed=output / PROCESSED,
            notebooks=Path(os.path.abspath(self.notebooks)),
            timeout=self.timeout,
            edition=edition,
            progress=False,
        )

    def comparison(self, earlier: str, later: str, name: str) -> Comparison:
        """The request for a comparison of two waves."""
        asked = self.request(later, name)
        return Comparison(
            earlier=Path(earlier),
            later=asked.study,
            output=asked.output,
            notebooks=asked.notebooks,
            timeout=self.timeout,
        )


def plan_tasks(fleet: Fleet) -> Planned:
    """Check every input, and say what is to be made of it. What is wrong with one study is told,
    and stops no other.
    """
    planned = Planned()
    for study in fleet.studies:
        earlier: tuple[str, CleanStudy] | None = None
        for wave in study.waves:
            checked = _plan_wave(fleet, study, wave, planned)
            if earlier and checked and study.comparisons:
                _plan_comparison(fleet, study, (earlier, (wave, checked)), planned)
            earlier = (wave, checked) if checked else None
    return planned


def remove_withheld(fleet: Fleet, planned: Planned) -> list[StudyError]:
    """Remove the editions of last time that are not to be made now: they may no longer be shown.
    Why not, where one is not wholly ours.
    """
    wanted = {task.request.output for task in planned.tasks}
    waves = [task for task in planned.tasks if task.name.endswith(f"/{REPORT}")]
    refusals = []
    for task in waves:
        assert isinstance(task.request, Request)
        for folder in sorted(task.request.output.parent.glob("*/")):
            is_edition = EDITION_KEY in read_manifest(folder).get("parameters", {})
            if is_edition and folder not in wanted:
                refusals.append(remove(folder, task.request.study))
    return [refusal for refusal in refusals if refusal]


def _plan_wave(fleet: Fleet, study: FleetStudy, wave: str, planned: Planned) -> CleanStudy | None:
    """Add the report of a wave and its editions; the wave as checked, if it is in order."""
    folder = _folder_of(study, wave)
    name = f"{folder}/{REPORT}"
    try:
        # The hash first: a file that changes under the check is another to who makes the report.
        origin = made_from(fleet.request(wave, name))
        checked = check_input(fleet.request(wave, name))
        verdicts = judge_editions(checked, checked.respondents)
    except Exception as error:
        planned.unusable[name] = sentence_of(error)
        return None
    named = Path(wave).name if len(study.waves) > 1 else ""
    about = {"study": study.name, "wave": named, "notice": notice_of(checked) or ""}
    planned.tasks.append(Task(name, request=fleet.request(wave, name), origin=origin, **about))
    for edition in _editions(study, checked, verdicts, folder, planned):
        request = fleet.request(wave, f"{folder}/{edition.folder}", edition.code)
        part = {**origin, "parameters": {**request.reading, **request.part}}
        planned.tasks.append(
            Task(
                f"{folder}/{edition.folder}",
                request=request,
                origin=part,
                edition=edition.label,
                **about,
            )
        )
    return checked


def _editions(
    study: FleetStudy,
    checked: CleanStudy,
    verdicts: Sequence[EditionVerdict],
    folder: str,
    planned: Planned,
) -> Iterator[Edition]:
    """The editions of a wave to make; why not the others, as told in `planned`."""
    if study.editions == "all":
        yield from (verdict.edition for verdict in verdicts if not verdict.refused)
        below = checked.settings.withhold_below
        planned.withheld |= {
            f"{folder}/{verdict.edition.folder}": verdict.explain(below)
            for verdict in verdicts
            if verdict.refused
        }
    elif study.editions != "none":
        for code in study.editions:
            try:
                yield allowed_edition(code.casefold(), checked, checked.respondents)
            except StudyError as error:
                planned.unusable[f"{folder}/{code.replace('=', '_')}"] = str(error)


def _plan_comparison(
    fleet: Fleet, study: FleetStudy, waves: Sequence[tuple[str, CleanStudy]], planned: Planned
) -> None:
    (earlier, _), (later, _) = waves
    checked = [wave for _, wave in waves]
    names = [Path(earlier).name, Path(later).name]
    name = f"{study.name}/{COMPARISON_OF}{'_'.join(names)}"
    comparison = fleet.comparison(earlier, later, name)
    try:
        origin = made_from_waves(comparison)
        comparable(*checked)
    except Exception as error:
        planned.unusable[name] = sentence_of(error)
        return
    notice = next(filter(None, map(notice_of, checked)), "")
    planned.tasks.append(
        Task(name, study.name, comparison, origin, wave=" en ".join(names), notice=notice)
    )


def _folder_of(study: FleetStudy, wave: str) -> str:
    """The folder of a wave's reports; that of the study, where it has one wave."""
    return f"{study.name}/{Path(wave).name}" if len(study.waves) > 1 else study.name
