"""Two waves of the same questionnaire, compared in pages of their own."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dwimpact.exports import collect_workbook
from dwimpact.prose import describe_clear
from dwimpact.prose.outcomes import SIGNIFICANT
from dwimpact.report.build import (
    MANIFEST,
    OUTPUTS,
    PROCESSED,
    STUDY,
    Report,
    Request,
    check_input,
    ending,
    render_chapters,
    run_chapters,
    snapshot,
)
from dwimpact.report.execute import check_parameters, run_notebook
from dwimpact.report.front import KeyFigure, response_of
from dwimpact.report.manifest import describe
from dwimpact.report.plan import Chapter, comparison_pages, read_plan
from dwimpact.report.publish import swap_in, workspace
from dwimpact.report.render import Site, read_anchors, render_comparison
from dwimpact.report.warm import warm_kernels
from dwimpact.study import Study
from dwimpact.waves import NAMES, Waves, comparable, wave_differences, wave_shares

SUBJECT = "Vergelijking van twee metingen"


@dataclass(frozen=True)
class Comparison:
    """Which two study folders to compare, and where to. Paths may be relative."""

    earlier: Path
    later: Path
    output: Path
    notebooks: Path
    jobs: int = os.cpu_count() or 1
    timeout: int | None = None
    cold: bool = False

    def request(self, study: Path) -> Request:
        """The request for one wave's report, of which its study folder and settings are used."""
        return Request(
            study=study,
            output=self.output,
            processed=self.output,
            notebooks=self.notebooks,
            jobs=self.jobs,
            timeout=self.timeout,
            cold=self.cold,
        )


def compare(comparison: Comparison) -> Report:
    """Run the pages that compare two waves and publish them. Raises StudyError for unusable
    input, also when the waves have no outcome in common, and NotebookFailed when the data of
    a wave cannot be prepared; a failing page does not stop the others.
    """
    requests = {
        "earlier": comparison.request(comparison.earlier),
        "later": comparison.request(comparison.later),
    }
    waves = comparable(*(check_input(request) for request in requests.values()))
    plan = read_plan(comparison.notebooks)
    pages = comparison_pages(plan, waves.study.questionnaire)
    for page in pages:
        check_parameters(comparison.notebooks / page.notebook, _parameters(page))
    output = comparison.output.resolve()
    with workspace(output) as work:
        inputs: dict[str, str] = {}
        with (
            warm_kernels(cold=comparison.cold),
            ending(ThreadPoolExecutor(comparison.jobs)) as executor,
        ):
            for wave, request in requests.items():
                found = snapshot(request, work / wave)
                inputs |= {f"{wave}/{name}": digest for name, digest in found.items()}
                folders = {"study": f"{wave}/{STUDY}", "processed": f"{wave}/{PROCESSED}"}
                prepare = comparison.notebooks / plan.prepare
                run_notebook(prepare, work / wave / plan.prepare, folders, work)
            (work / OUTPUTS / "notebooks").mkdir(parents=True)
            parameters = {page.number: _parameters(page) for page in pages}
            failures = run_chapters(requests["later"], parameters, pages, work, executor)
        _publish(waves, pages, failures, inputs, work)
        swap_in(work / OUTPUTS, output)
    return Report(comparison.output / "index.html", failures)


def _parameters(page: Chapter) -> dict[str, object]:
    folders = {
        f"{wave}{suffix}": f"{wave}/{folder}"
        for wave in NAMES
        for suffix, folder in (("", STUDY), ("_processed", PROCESSED))
    }
    return {**folders, "outputs": OUTPUTS, "number": page.number, **page.parameters}


def _publish(
    waves: Waves,
    pages: Sequence[Chapter],
    failures: dict[str, str],
    inputs: dict[str, str],
    work: Path,
) -> None:
    """The pages, their front page, the workbook and the manifest."""
    build = work / OUTPUTS
    collect_workbook(build / "tables")
    anchors = read_anchors(build / "notebooks", pages)
    failed = frozenset(failures)
    n = len(waves.later.respondents)
    site = Site(waves.study, n, pages, failed, anchors=anchors, subject=SUBJECT)
    render_chapters(site, pages, work)
    front = render_comparison(site, key_figures(waves), _clear(waves))
    (build / "index.html").write_text(front, encoding="utf-8")
    manifest = describe(inputs, build, {"pages": [page.number for page in pages]})
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (build / MANIFEST).write_text(text, encoding="utf-8")


def key_figures(waves: Waves) -> list[KeyFigure]:
    """Who answered in each wave, and how many outcomes both asked about."""
    respondents = [
        KeyFigure(
            str(len(study.respondents)),
            f"respondenten in de {NAMES[wave]}",
            response_of(len(study.respondents), study.population),
        )
        for wave, study in waves
    ]
    shared = _outcomes(waves.study)
    asked = [_outcomes(study) for _, study in waves]
    base = f"van de {asked[0]} in de eerste en {asked[1]} in de tweede meting"
    return [*respondents, KeyFigure(str(shared), "opbrengsten vergeleken", base)]


def _clear(waves: Waves) -> str:
    tables = [
        wave_differences(wave_shares(waves, level.code))
        for level in waves.study.questionnaire.levels
    ]
    differences = pd.concat(tables)
    return describe_clear(int((differences["p_holm"] < SIGNIFICANT).sum()), len(differences))


def _outcomes(study: Study) -> int:
    return sum(len(level.outcomes) for level in study.questionnaire.levels)
