"""Waves of the same questionnaire, compared in pages of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.analysis.waves.series import Series, series_of
from dwimpact.analysis.waves.two_waves import (
    EARLIER,
    LATER,
    WAVE_LABELS,
    Waves,
    comparable,
    overall_differences,
    same_answers,
    wave_differences,
)
from dwimpact.prose.differences import beyond_chance
from dwimpact.prose.report.front import describe_citation
from dwimpact.prose.waves.two_waves import ASSUMED_DIFFERENCES, describe_clear, describe_overall
from dwimpact.prose.words import number_in_words, upper_first
from dwimpact.report.build import checked
from dwimpact.report.chapters import check_notebooks, prepare_tables
from dwimpact.report.folders.ownership import Place
from dwimpact.report.folders.swap import swap_in, workspace
from dwimpact.report.inputs import Seen, made_from, snapshot, tables_made_from
from dwimpact.report.plan import Chapter, comparison_pages, read_plan
from dwimpact.report.request import JOBS, OUTPUTS, PROCESSED, STUDY, Report, Request
from dwimpact.report.run import Made, kernels, run_pages, write_pages
from dwimpact.report.site.accessibility import write_statement
from dwimpact.report.site.front import KeyFigure, response_of
from dwimpact.report.site.render import Site, render_comparison
from dwimpact.study.files.manifest import write_manifest
from dwimpact.study.study import Study


@dataclass(frozen=True)
class Comparison:
    """Which two study folders to compare, and where to; `before` are waves before those, the
    earliest first, which are set beside them. Paths may be relative.
    """

    earlier: Path
    later: Path
    output: Path
    notebooks: Path
    before: Sequence[Path] = ()
    jobs: int = JOBS
    timeout: int | None = None
    cold: bool = False

    @property
    def place(self) -> Place:
        """Where the comparison goes: apart from every wave."""
        folders = {
            f"the {wave.replace('_', ' ')} study folder": f for wave, f in self.folders.items()
        }
        return Place(self.output, {**folders, "the notebooks": self.notebooks})

    @property
    def folders(self) -> dict[str, Path]:
        """Wave → study folder, the earliest first."""
        before = {f"{EARLIER}_{n}": folder for n, folder in enumerate(self.before, 1)}
        return {**before, EARLIER: self.earlier, LATER: self.later}

    def request(self, study: Path) -> Request:
        """The request for one wave's report, of which its study folder and settings are used."""
        return Request(
            study=study,
            output=self.output,
            processed=self.output / PROCESSED,
            notebooks=self.notebooks,
            jobs=self.jobs,
            timeout=self.timeout,
            cold=self.cold,
        )


def compare(comparison: Comparison) -> Report:
    """Run the pages that compare waves and publish them. Raises StudyError for unusable input,
    also when two that follow each other have no outcome in common, and NotebookFailed when the
    data of a wave cannot be prepared; a failing page does not stop the others.
    """
    place = comparison.place
    output = place.require_ours()
    requests = {wave: comparison.request(folder) for wave, folder in comparison.folders.items()}
    read = {wave: checked(request) for wave, request in requests.items()}
    series = series_of([study for study, _ in read.values()])
    waves = comparable(*series.studies[-2:])
    plan = read_plan(comparison.notebooks)
    pages = comparison_pages(plan, waves.study, len(requests))
    given = {page.number: _parameters(page, list(requests)) for page in pages}
    check_notebooks(requests[LATER], plan, pages, given)
    with workspace(output) as work:
        origins = {w: _snapshot(request, work / w, read[w][1]) for w, request in requests.items()}
        (work / OUTPUTS / "notebooks").mkdir(parents=True)
        made = Made()
        with kernels(requests[LATER]) as executor:
            for wave, request in requests.items():
                tables = tables_made_from(origins[wave], plan.prepare)
                prepare_tables(request, plan.prepare, tables, work / wave, read[wave][0])
            run_pages(requests[LATER], pages, given, work, executor, made)
        many = number_in_words(len(requests))
        subject = f"Vergelijking van {many} metingen"
        site = Site(waves.study, waves.later.n, pages, subject=subject)
        site = write_pages(site, made, work / OUTPUTS)
        title = f"{upper_first(many)} metingen vergeleken"
        version = str(origins[LATER]["version"])
        citation = f"{subject}. {describe_citation(waves.study.settings, version)}"
        figures = key_figures_of(series, waves)
        front = render_comparison(site, title, figures, _clear(waves), citation)
        (work / OUTPUTS / "index.html").write_text(front, encoding="utf-8")
        write_statement(site, work / OUTPUTS)
        write_manifest(work / OUTPUTS, _origin(origins), dict(sorted(made.became.items())))
        swap_in(work / OUTPUTS, place)
    return Report(comparison.output / "index.html", dict(sorted(made.failures.items())))


def made_from_waves(comparison: Comparison) -> dict[str, Any]:
    """The origin of a comparison as its waves are now. Raises StudyError for an unusable file."""
    waves = {"earlier": comparison.earlier, "later": comparison.later}
    return _origin({wave: made_from(comparison.request(study)) for wave, study in waves.items()})


def _snapshot(request: Request, folder: Path, counted: Seen | None) -> dict[str, Any]:
    """Copy the files of a wave to a folder of its own; what its tables are made from."""
    folder.mkdir()
    snapshot(request, folder / STUDY, counted)
    return made_from(request, folder / STUDY)


def _origin(origins: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What the comparison is made from: both waves, each input under its wave's name."""
    inputs = {
        f"{wave}/{name}": digest
        for wave, origin in origins.items()
        for name, digest in origin["inputs"].items()
    }
    return {**origins[LATER], "inputs": inputs}


def _parameters(page: Chapter, waves: Sequence[str]) -> dict[str, object]:
    """The folders of each wave: of the study, and of its tidy tables."""
    folders = [[f"{wave}/{STUDY}", f"{wave}/{PROCESSED}"] for wave in waves]
    return {"waves": folders, "outputs": OUTPUTS, "number": page.number, **page.parameters}


def key_figures_of(series: Series, waves: Waves) -> list[KeyFigure]:
    """Who answered in each wave, and how many outcomes the last two asked about."""
    called = {code: f"de {label}" for code, label in WAVE_LABELS.items()}
    names, each = (series.names, series) if len(series.studies) > 2 else (called, waves)
    respondents = [
        KeyFigure(
            str(study.n),
            f"{study.questionnaire.terms.respondent.plural} in {names[wave]}",
            response_of(study.n, study.population),
        )
        for wave, study in each
    ]
    shared, nouns = _outcomes(waves.study), waves.study.questionnaire.terms.outcome.plural
    asked = [_outcomes(study) for _, study in waves]
    base = f"van de {asked[0]} in de vorige en {asked[1]} in de nieuwste meting"
    return [*respondents, KeyFigure(str(shared), f"{nouns} vergeleken", base)]


def _clear(waves: Waves) -> str:
    if waves.reconstructed:
        return ASSUMED_DIFFERENCES
    form, same = waves.study.questionnaire, same_answers(waves)
    first = describe_overall(overall_differences(waves), form, identical=same)
    if same:
        return first[0]
    differences = pd.concat([wave_differences(waves, level.code) for level in form.levels])
    clear = int(beyond_chance(differences).sum())
    told = [] if waves.counts_only else first
    return " ".join([*told, describe_clear(clear, len(differences), form)])


def _outcomes(study: Study) -> int:
    return sum(len(level.outcomes) for level in study.questionnaire.levels)
