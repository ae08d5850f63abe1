"""Build the whole report beside the last one, and swap it in."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from tqdm import tqdm

from dwimpact.clean import clean_responses
from dwimpact.errors import NotebookFailed
from dwimpact.exports import collect_workbook
from dwimpact.load import CleanStudy, with_tables
from dwimpact.prose import describe_part
from dwimpact.published import read_claims
from dwimpact.report.execute import check_parameters, run_notebook
from dwimpact.report.front import front_page
from dwimpact.report.manifest import describe, sha256
from dwimpact.report.plan import Chapter, chapters_of, read_plan, select
from dwimpact.report.publish import copy_in, swap_in, workspace
from dwimpact.report.render import Site, read_anchors, render_book, render_front, render_page
from dwimpact.report.warm import warm_kernels
from dwimpact.responses import NAME, extension_of, find_responses, read_responses
from dwimpact.study import input_files, read_study

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
    format: str | None = None
    sheet: str | None = None
    chapters: Sequence[str] = ()
    jobs: int = os.cpu_count() or 1
    timeout: int | None = None
    cold: bool = False
    edition: str = ""  # such as 'sector=hbo'; empty for the whole report
    progress: bool = True


@dataclass(frozen=True)
class Report:
    """What was built: the front page, and a message per chapter that failed."""

    index: Path
    failures: dict[str, str]


def build_report(request: Request) -> Report:
    """Run every chapter and publish the report. Raises StudyError for unusable input, before
    anything is run, and NotebookFailed when the data cannot be prepared; a failing chapter
    does not stop the others.
    """
    study = check_input(request)
    plan = read_plan(request.notebooks)
    chapters = chapters_of(plan, study.questionnaire, study.edition)
    chosen = select(chapters, request.chapters)
    folders = {"study": STUDY, "processed": PROCESSED}
    reading = {k: v for k, v in (("tool", request.format), ("sheet", request.sheet)) if v}
    check_parameters(request.notebooks / plan.prepare, {**folders, **reading})
    parameters = {chapter.number: _parameters(request, chapter, chapters) for chapter in chosen}
    for chapter in chosen:
        check_parameters(request.notebooks / chapter.notebook, parameters[chapter.number])
    output = request.output.resolve()
    with workspace(output) as work:
        inputs = snapshot(request, work)
        if len(chosen) < len(chapters):
            _start_from_last(output, work / OUTPUTS, inputs, request.edition)
        (work / OUTPUTS / "notebooks").mkdir(parents=True, exist_ok=True)
        prepare = request.notebooks / plan.prepare
        with warm_kernels(cold=request.cold), ending(ThreadPoolExecutor(request.jobs)) as executor:
            run_notebook(prepare, work / plan.prepare, {**folders, **reading}, work)
            failures = run_chapters(request, parameters, chosen, work, executor)
        collect_workbook(work / OUTPUTS / "tables")
        absent = _absent(chosen, chapters, work / OUTPUTS / "chapters")
        anchors = read_anchors(work / OUTPUTS / "notebooks", chapters)
        site = Site(
            study,
            len(study.respondents),
            chapters,
            frozenset(failures),
            absent,
            anchors,
            subject=_subject(study),
        )
        render_chapters(site, chosen, work)
        scope = {"chapters": [c.number for c in chapters], **_edition_parameter(request)}
        manifest = describe(inputs, work / OUTPUTS, scope)
        _write_front(site, manifest, work / OUTPUTS)
        manifest = describe(inputs, work / OUTPUTS, scope)
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        (work / OUTPUTS / MANIFEST).write_text(text, encoding="utf-8")
        copy_in(work / PROCESSED, request.processed.resolve())
        swap_in(work / OUTPUTS, output)
    return Report(request.output / "index.html", failures)


def _subject(study: CleanStudy) -> str:
    if study.edition is None:
        return ""
    return describe_part(study.edition, len(study.respondents), len(study.whole.respondents))


def check_input(request: Request) -> CleanStudy:
    """Read and clean once here, so that bad input is told at once and in its own words."""
    study = read_study(request.study)
    read_claims(study)
    file = request.responses or find_responses(request.study)
    form = study.questionnaire
    tables = clean_responses(read_responses(file, form, request.format, request.sheet), study)
    return with_tables(study, tables, request.edition)


def snapshot(request: Request, work: Path) -> dict[str, str]:
    """Copy the input files, so that nothing can change under the run; their SHA-256."""
    target = work / STUDY
    target.mkdir(parents=True)
    for file in input_files(request.study):
        if file.stem != NAME:
            shutil.copy(file, target / file.name)
    responses = request.responses or find_responses(request.study)
    shutil.copy(responses, target / f"{NAME}{extension_of(responses)}")
    return {file.name: sha256(file) for file in input_files(target)}


def _start_from_last(output: Path, build: Path, inputs: dict[str, str], edition: str) -> None:
    """Keep the other chapters of the last report, but only if it had the same inputs and was
    about the same respondents.
    """
    if not (output / MANIFEST).is_file():
        return
    last = json.loads((output / MANIFEST).read_text("utf-8"))
    if (last["inputs"], last["parameters"].get("edition", "")) == (inputs, edition):
        shutil.copytree(output, build, ignore=shutil.ignore_patterns(PRINTED))


def _absent(chosen: Sequence[Chapter], chapters: Sequence[Chapter], pages: Path) -> frozenset[str]:
    """The numbers of chapters that are not made now and were not kept from the last report."""
    kept = {chapter.number for chapter in chapters if (pages / f"{chapter.name}.html").is_file()}
    made = {chapter.number for chapter in chosen}
    return frozenset({chapter.number for chapter in chapters} - kept - made)


def run_chapters(
    request: Request,
    parameters: Mapping[str, Mapping[str, Any]],
    chosen: Sequence[Chapter],
    work: Path,
    executor: Executor,
) -> dict[str, str]:
    """Run the chapters side by side; the failures, as chapter number → message.

    `parameters` are chapter number → what its notebook is given.
    """
    failures = {}
    submitted = {
        executor.submit(
            run_notebook,
            request.notebooks / chapter.notebook,
            work / OUTPUTS / "notebooks" / f"{chapter.name}.ipynb",
            parameters[chapter.number],
            work,
            request.timeout,
        ): chapter
        for chapter in chosen
    }
    for future in tqdm(
        as_completed(submitted),
        total=len(submitted),
        unit="chapter",
        file=sys.stderr,
        disable=not request.progress,
    ):
        try:
            future.result()
        except NotebookFailed as failure:
            failures[submitted[future].number] = str(failure)
    return dict(sorted(failures.items()))


def _edition_parameter(request: Request) -> dict[str, str]:
    return {"edition": request.edition} if request.edition else {}


def _parameters(request: Request, chapter: Chapter, chapters: Sequence[Chapter]) -> dict[str, Any]:
    contents = {"contents": [[c.name, c.heading, c.title] for c in chapters]}
    return {
        "study": STUDY,
        "processed": PROCESSED,
        "outputs": OUTPUTS,
        "number": chapter.number,
        **_edition_parameter(request),
        **(contents if chapter.number == "1" else {}),
        **chapter.parameters,
    }


def render_chapters(site: Site, chosen: Sequence[Chapter], work: Path) -> None:
    """Write the page of each chapter that was run."""
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


@contextmanager
def ending(executor: Executor) -> Iterator[Executor]:
    """Threads or processes that wait for kernels. On Ctrl-C every kernel is ended, because a
    thread cannot be stopped but does stop when its kernel dies.
    """
    try:
        yield executor
    except KeyboardInterrupt:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                # Not the one that tidies up after the others, and ends by itself.
                if not any("resource_tracker" in part for part in process.cmdline()):
                    process.kill()
        raise
    finally:
        executor.shutdown(cancel_futures=True)
