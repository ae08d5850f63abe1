"""Build the whole report beside the last one, and swap it in."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from dwimpact.clean import clean
from dwimpact.load import CleanStudy, with_tables
from dwimpact.published import read_claims
from dwimpact.report.execute import NotebookFailed, check_parameters, run_notebook
from dwimpact.report.front import front_page
from dwimpact.report.manifest import describe, sha256
from dwimpact.report.plan import Chapter, chapters_of, read_plan, select
from dwimpact.report.render import Site, read_anchors, render_book, render_front, render_page
from dwimpact.study import RESPONSES, input_files, read_csv, read_study

MANIFEST, BOOK, PRINTED = "manifest.json", "report.html", "report.pdf"
# Names inside the temporary folder that the notebooks run in. Being relative, they are the
# same on every machine and say nothing about it.
STUDY, PROCESSED, OUTPUTS = "study", "processed", "outputs"


@dataclass(frozen=True)
class Request:
    """What to build. Paths may be relative to the working folder."""

    study: Path
    output: Path
    processed: Path
    notebooks: Path
    responses: Path | None = None
    chapters: tuple[str, ...] = ()
    jobs: int = os.cpu_count() or 1
    timeout: int | None = None


@dataclass(frozen=True)
class Report:
    """What was built: the front page, and a message per chapter that failed."""

    index: Path
    failures: dict[str, str]


def build_report(request: Request) -> Report:
    """Run every chapter and publish the report. Raises StudyError for unusable input, before
    anything is run; a failing chapter does not stop the others.
    """
    study = _check_input(request)
    plan = read_plan(request.notebooks)
    chapters = chapters_of(plan, study.questionnaire)
    chosen = select(chapters, request.chapters)
    folders = {"study": STUDY, "processed": PROCESSED}
    check_parameters(request.notebooks / plan.prepare, folders)
    for chapter in chosen:
        check_parameters(request.notebooks / chapter.notebook, _parameters(chapter, chapters))
    output = request.output.resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=output.parent, prefix=".dwimpact-") as temporary:
        work = Path(temporary)
        inputs = _snapshot(request, work)
        if len(chosen) < len(chapters):
            _start_from_last(output, work / OUTPUTS, inputs)
        (work / OUTPUTS / "notebooks").mkdir(parents=True, exist_ok=True)
        run_notebook(request.notebooks / plan.prepare, work / plan.prepare, folders, work)
        with ThreadPoolExecutor(request.jobs) as executor:
            failures = _run_chapters(request, chosen, chapters, work, executor)
        anchors = read_anchors(work / OUTPUTS / "notebooks", chapters)
        site = Site(study, len(study.respondents), chapters, frozenset(failures), anchors)
        _render(site, chosen, work)
        manifest = describe(inputs, work / OUTPUTS, {"chapters": [c.number for c in chapters]})
        _write_front(site, manifest, work / OUTPUTS)
        manifest = describe(inputs, work / OUTPUTS, manifest["parameters"])
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        (work / OUTPUTS / MANIFEST).write_text(text, encoding="utf-8")
        shutil.copytree(work / PROCESSED, request.processed, dirs_exist_ok=True)
        _swap(work / OUTPUTS, output, work / "old-outputs")
    return Report(request.output / "index.html", failures)


def _check_input(request: Request) -> CleanStudy:
    """Read and clean once here, so that bad input is told at once and in its own words."""
    study = read_study(request.study)
    read_claims(request.study, study.questionnaire)
    file = request.responses or request.study / RESPONSES
    tables = clean(read_csv(file), study, file)
    return with_tables(study, tables)


def _snapshot(request: Request, work: Path) -> dict[str, str]:
    """Copy the input files, so that nothing can change under the run; their SHA-256."""
    target = work / STUDY
    target.mkdir()
    for file in input_files(request.study):
        shutil.copy(file, target / file.name)
    if request.responses:
        shutil.copy(request.responses, target / RESPONSES)
    return {file.name: sha256(file) for file in input_files(target)}


def _start_from_last(output: Path, build: Path, inputs: dict[str, str]) -> None:
    """Keep the other chapters of the last report, but only if it had the same inputs."""
    manifest = output / MANIFEST
    if manifest.is_file() and json.loads(manifest.read_text("utf-8"))["inputs"] == inputs:
        shutil.copytree(output, build, ignore=shutil.ignore_patterns(PRINTED))


def _run_chapters(
    request: Request,
    chosen: Sequence[Chapter],
    chapters: Sequence[Chapter],
    work: Path,
    executor: Executor,
) -> dict[str, str]:
    """Run the chapters side by side; the failures, as chapter number → message."""
    failures = {}
    submitted = {
        executor.submit(
            run_notebook,
            request.notebooks / chapter.notebook,
            work / OUTPUTS / "notebooks" / f"{chapter.name}.ipynb",
            _parameters(chapter, chapters),
            work,
            request.timeout,
        ): chapter
        for chapter in chosen
    }
    for future in tqdm(
        as_completed(submitted), total=len(submitted), unit="chapter", file=sys.stderr
    ):
        try:
            future.result()
        except NotebookFailed as failure:
            failures[submitted[future].number] = str(failure)
    return dict(sorted(failures.items()))


def _parameters(chapter: Chapter, chapters: Sequence[Chapter]) -> dict[str, Any]:
    contents = {"contents": [[c.name, c.heading, c.title] for c in chapters]}
    return {
        "study": STUDY,
        "processed": PROCESSED,
        "outputs": OUTPUTS,
        "number": chapter.number,
        **(contents if chapter.number == "1" else {}),
        **chapter.parameters,
    }


def _render(site: Site, chosen: Sequence[Chapter], work: Path) -> None:
    pages = work / OUTPUTS / "chapters"
    pages.mkdir(exist_ok=True)
    for chapter in chosen:
        notebook = work / OUTPUTS / "notebooks" / f"{chapter.name}.ipynb"
        shown = {"number": chapter.number, **chapter.parameters}
        html = render_page(notebook, chapter, site, shown)
        (pages / f"{chapter.name}.html").write_text(html, encoding="utf-8")


def _write_front(site: Site, manifest: dict[str, Any], build: Path) -> None:
    """The front page and, from the same parts, the whole report on one page."""
    front = front_page(site.study, site.anchors, manifest["inputs"], manifest["version"])
    (build / "index.html").write_text(render_front(site, front), encoding="utf-8")
    book = render_book(site, front, build / "notebooks")
    (build / BOOK).write_text(book, encoding="utf-8")


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put a finished folder in the place of the last one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
