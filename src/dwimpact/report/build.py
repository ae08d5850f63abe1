"""Build the whole report beside the last one, and swap it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dwimpact.dataset import CleanStudy
from dwimpact.errors import StudyError
from dwimpact.loading import tables_of_file
from dwimpact.pages.cover import COVER
from dwimpact.prose.report.since import describe_changes_since
from dwimpact.report.chapters import (
    Given,
    are_made_from,
    check_notebooks,
    executed,
    parameters_of,
    prepare_tables,
)
from dwimpact.report.folders.ownership import places_of
from dwimpact.report.folders.reuse import keep_last, present
from dwimpact.report.folders.swap import copied, swap_in, workspace
from dwimpact.report.inputs import Seen, made_from, responses_seen, snapshot, tables_made_from
from dwimpact.report.new_study import require_reportable, with_checked_tables
from dwimpact.report.plan import Chapter, chapters_of, read_plan, select
from dwimpact.report.request import ABSENT, BOOK, OUTPUTS, PROCESSED, STUDY, Report, Request
from dwimpact.report.run import Made, kernels, run_pages, write_pages
from dwimpact.report.timings import timed
from dwimpact.study.files.manifest import outputs_of, write_manifest
from dwimpact.study.folder import find_responses
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.tables import Tables, read_tables

if TYPE_CHECKING:  # loaded beside the first kernel, see _front
    from dwimpact.report.site.front import Front

__all__ = ["Report", "Request", "build_report", "check_input"]


def build_report(request: Request) -> Report:
    """Run the chapters asked for and publish the report. The others of the last report stay, or
    are made as well where they would come out otherwise now: a report has one origin, and no
    page of it goes because another was asked for.

    Raises StudyError for unusable input, or for a place that is not ours, before anything is
    run, and NotebookFailed when the data cannot be prepared; a failing chapter does not stop the
    others.
    """
    place, place_of_tables = places_of(request)
    output, processed = place.require_ours(), place_of_tables.require_ours()
    with timed("check the input"):
        study, counted = checked(request)
    plan = read_plan(request.notebooks)
    chapters = chapters_of(plan, study)
    chosen = select(chapters, request.chapters)
    given = parameters_of(chapters, request.part)
    check_notebooks(request, plan, chosen, given)
    last = present(output)
    with workspace(output) as work:
        snapshot(request, work / STUDY, counted)
        origin = made_from(request, work / STUDY)
        others = [chapter for chapter in chapters if chapter not in chosen]
        made = Made(keep_last(output, work / OUTPUTS, origin, others, plan.prepare))
        added = [c for c in others if made.became[c.number] == ABSENT and c.number in last]
        check_notebooks(request, plan, added, given)
        chosen = [chapter for chapter in chapters if chapter in (*chosen, *added)]
        front = _make_chapters(
            request, study, plan.prepare, chosen, chapters, given, origin, work, made
        )
        with timed("write the pages"):
            _write_pages(study, chapters, made, front, work, origin)
        became = {chapter.number: made.became[chapter.number] for chapter in chapters}
        write_manifest(work / OUTPUTS, origin, became)
        with copied(work / PROCESSED, processed) as tables:
            swap_in(work / OUTPUTS, place)
            swap_in(tables, place_of_tables)
    return Report(
        request.output / "index.html",
        dict(sorted(made.failures.items())),
        [chapter.number for chapter in added],
    )


def checked(request: Request) -> tuple[CleanStudy, Seen | None]:
    """`check_input`, with the files of responses as they were before, where these are counted."""
    before = responses_seen(request)
    study = check_input(request)
    return study, before if study.counted else None


def check_input(request: Request) -> CleanStudy:
    """Read and clean here, so that bad input is told at once and in its own words; or read the
    tables that were made of the same input before.
    """
    study = read_study(request.study)
    codebook = require_reportable(study)
    tables = _tables_made_before(request, study)
    if tables is None:
        file = request.responses or find_responses(request.study)
        tables = tables_of_file(file, study, request.format or "", request.sheet or "")
    return with_checked_tables(study, tables, codebook, request.edition)


def _tables_made_before(request: Request, study: Study) -> Tables | None:
    with suppress(OSError, StudyError, KeyError):  # to be told in its own words by who needs it
        prepare = read_plan(request.notebooks).prepare
        if are_made_from(request.processed, tables_made_from(made_from(request), prepare)):
            return read_tables(request.processed)
    return None


def _make_chapters(
    request: Request,
    study: CleanStudy,
    prepare: str,
    chosen: Sequence[Chapter],
    chapters: Sequence[Chapter],
    given: Given,
    origin: Mapping[str, Any],
    work: Path,
    made: Made,
) -> Front:
    """Run the notebooks, and read what each shows while the next ones run; the front page, which
    is made meanwhile.
    """
    (work / OUTPUTS / "notebooks").mkdir(parents=True, exist_ok=True)
    tables = tables_made_from(origin, prepare)
    with kernels(request) as executor:
        prepare_tables(request, prepare, tables, work, study)
        with suppress(StudyError):  # a notebook of the user's own may make none
            # Only the prepared tables have what the publication leaves possible.
            study = replace(study, tables=read_tables(work / PROCESSED))
        meanwhile = executor.submit(_front, study, origin)
        run_pages(request, chosen, given, work, executor, made)
        front = meanwhile.result()
    from dwimpact.report.site.render import read_content

    for chapter in chapters:
        if chapter not in chosen and made.became[chapter.number] != ABSENT:
            made.contents[chapter.number] = read_content(executed(chapter, work), chapter)
    return front


def _front(study: CleanStudy, origin: Mapping[str, Any]) -> Front:
    """The front page. What it needs is loaded here, also for the other pages: that takes a second
    or two, in which kernels are at work.
    """
    from dwimpact.report.site.front import front_page

    import_module("dwimpact.report.site.render")
    return front_page(study, origin["inputs"], origin["version"])


def _write_pages(
    study: CleanStudy,
    chapters: Sequence[Chapter],
    made: Made,
    front: Front,
    work: Path,
    origin: Mapping[str, Any],
) -> None:
    """The front page, a page per chapter, all of it on one page, and all tables in one file."""
    from dwimpact.report.site.accessibility import write_statement
    from dwimpact.report.site.cover import cover_text
    from dwimpact.report.site.exploring import EXPLORING, render_exploring
    from dwimpact.report.site.front import subject_of
    from dwimpact.report.site.render import Site, render_book, render_front

    build = work / OUTPUTS
    site = Site(study, study.n, chapters, subject=subject_of(study))
    site = write_pages(site, made, build)
    exploring = render_exploring(site, made.parts(site.chapters))
    changes = {}
    if study.previous:  # else nothing needs the digests of all files here
        made_now = {**origin, "outputs": outputs_of(build)}
        changes = describe_changes_since(study.previous, made_now)
    front = front.with_links(site.anchors, EXPLORING if exploring else "", changes)
    (build / EXPLORING).write_text(exploring, encoding="utf-8") if exploring else None
    write_statement(site, build)
    (build / "index.html").write_text(render_front(site, front), encoding="utf-8")
    (build / BOOK).write_text(render_book(site, front, made.contents), encoding="utf-8")
    (build / COVER).write_text(cover_text(front, site, made.contents), encoding="utf-8")
