"""The notebooks of a report: checked before anything runs, then run side by side."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from dwimpact.dataset import CleanStudy
from dwimpact.errors import NotebookFailed
from dwimpact.report.kernels.execute import check_parameters, run_notebook
from dwimpact.report.plan import Chapter, Plan
from dwimpact.report.request import OUTPUTS, PROCESSED, STUDY, Request
from dwimpact.report.timings import timed
from dwimpact.study.files.manifest import is_whole, read_manifest, write_manifest
from dwimpact.tidy.tables import write_tables

Given = Mapping[str, Mapping[str, Any]]  # chapter number → parameters of its notebook
TABLES = {"study": STUDY, "processed": PROCESSED}  # parameters of every notebook


def check_notebooks(request: Request, plan: Plan, chosen: Sequence[Chapter], given: Given) -> None:
    """Raise StudyError when a notebook to run is absent or does not take its parameters."""
    parameters = {**TABLES, **request.reading}
    check_parameters(request.notebooks / plan.prepare, parameters, "prepares the tables")
    for chapter in chosen:
        used = f"chapter {chapter.number}"
        check_parameters(request.notebooks / chapter.notebook, given[chapter.number], used)


def prepare_tables(
    request: Request, notebook: str, origin: Mapping[str, Any], work: Path, study: CleanStudy
) -> None:
    """Make the tidy tables, or copy the last ones where their `origin` is the same; where
    respondents are counted, write those of the study, so that a large file is read once. Raises
    NotebookFailed.
    """
    made = work / PROCESSED
    if are_made_from(request.processed, origin):
        shutil.copytree(request.processed, made)
        return
    if study.counted:
        write_tables(study.tables, made)
        write_manifest(made, origin)
        return
    with timed("prepare the tables"):
        parameters = {**TABLES, **request.reading}
        run_notebook(
            request.notebooks / notebook, work / notebook, parameters, work, request.timeout
        )
    write_manifest(made, origin)


def are_made_from(processed: Path, origin: Mapping[str, Any]) -> bool:
    """Whether a folder has the tidy tables of this origin, whole."""
    last = read_manifest(processed)
    return {name: last.get(name) for name in origin} == origin and is_whole(processed)


def run_chapters(
    request: Request, chosen: Sequence[Chapter], given: Given, work: Path, executor: Executor
) -> Iterator[tuple[Chapter, str | None]]:
    """Run the chapters side by side; each as it is done, with why it failed if it did."""
    # What takes longest first, so that nothing is waited for alone at the end.
    order = sorted(chosen, key=lambda chapter: not chapter.takes_long)
    submitted = {executor.submit(_run, request, c, given[c.number], work): c for c in order}
    return ((submitted[future], _failure(future)) for future in as_completed(submitted))


def executed(chapter: Chapter, work: Path) -> Path:
    """Where the executed notebook of a chapter is kept."""
    return work / OUTPUTS / "notebooks" / f"{chapter.name}.ipynb"


def parameters_of(
    chapters: Sequence[Chapter], part: Mapping[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    """Chapter number → what its notebook is given; the first also the contents of the report.
    `part` is the edition, if it is one.
    """
    contents = {"contents": [[c.name, c.heading, c.title] for c in chapters]}
    return {
        chapter.number: {
            **TABLES,
            **(part or {}),
            "outputs": OUTPUTS,
            "number": chapter.number,
            **(contents if chapter.number == "1" else {}),
            **chapter.parameters,
        }
        for chapter in chapters
    }


@contextmanager
def ending(executor: Executor) -> Iterator[Executor]:
    """An executor whose work ends with us. Whatever goes wrong here, Ctrl-C too, every kernel is
    ended, because a thread that waits for one cannot be stopped but does stop when it dies.
    """
    try:
        yield executor
    except NotebookFailed:
        raise  # that kernel has ended already
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                # Not the one that tidies up after the others, and ends by itself.
                if not any("resource_tracker" in part for part in process.cmdline()):
                    process.kill()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _run(request: Request, chapter: Chapter, parameters: Mapping[str, Any], work: Path) -> None:
    notebook = request.notebooks / chapter.notebook
    with timed(f"chapter {chapter.number}"):
        result, timeout = executed(chapter, work), request.timeout
        run_notebook(notebook, result, parameters, work, timeout, chapter.words, chapter.lacks)


def _failure(future: Future[None]) -> str | None:
    try:
        future.result()
    except NotebookFailed as failure:
        return str(failure)
    return None
