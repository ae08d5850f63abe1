"""Every edition that may be made, side by side, with an index of them."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.editions import EditionVerdict, judge_editions
from dwimpact.prose.report.editions import describe_refusals
from dwimpact.report.build import build_report, checked
from dwimpact.report.chapters import check_notebooks, ending, prepare_tables
from dwimpact.report.folders.ownership import place_of_editions
from dwimpact.report.folders.swap import swap_in, workspace
from dwimpact.report.inputs import Seen, made_from, snapshot, tables_made_from
from dwimpact.report.kernels.forkserver import AVAILABLE, start_template
from dwimpact.report.plan import read_plan
from dwimpact.report.request import PROCESSED, STUDY, Report, Request
from dwimpact.report.run import kernels
from dwimpact.report.site.accessibility import write_statement
from dwimpact.report.site.render import Site
from dwimpact.study.files.manifest import write_manifest
from dwimpact.templates.html import TEMPLATES


@dataclass(frozen=True)
class Editions:
    """What was built: the index, a report per edition, and in words why others were not."""

    index: Path
    reports: Sequence[Report]
    refused: Sequence[str]


def build_editions(request: Request) -> Editions:
    """Make every allowed edition, each in a folder of its own under `request.output`, and the
    index. All take the place of the last ones together, so that none is left that may no
    longer be shown. Raises StudyError for unusable input.
    """
    place = place_of_editions(request)
    output = place.require_ours()
    study, counted = checked(request)
    verdicts = judge_editions(study, study.respondents)
    allowed = [verdict for verdict in verdicts if not verdict.refused]
    with workspace(output) as work:
        made = work / "editions"
        made.mkdir()
        site = Site(study, study.n, [])
        (made / "index.html").write_text(index_page(site, verdicts), encoding="utf-8")
        write_statement(site, made)
        write_manifest(made, made_from(request))  # of the index only: each edition has its own
        if allowed:
            _prepare_once(request, work, study, counted)
        reports = _build_side_by_side(request, allowed, work)
        for verdict in allowed:
            folder = verdict.edition.folder
            (work / "parts" / folder).rename(made / folder)
        swap_in(made, place)
    below = study.settings.withhold_below
    return Editions(
        request.output / "index.html",
        [replace(r, index=request.output / r.index.parent.name / r.index.name) for r in reports],
        [f"{v.edition.code}: {v.explain(below)}" for v in verdicts if v.refused],
    )


def _prepare_once(request: Request, work: Path, study: CleanStudy, counted: Seen | None) -> None:
    """Make the tidy tables that all editions have."""
    plan = read_plan(request.notebooks)
    check_notebooks(request, plan, [], {})
    snapshot(request, work / STUDY, counted)
    tables = tables_made_from(made_from(request, work / STUDY), plan.prepare)
    with kernels(request):
        prepare_tables(request, plan.prepare, tables, work, study)


def _build_side_by_side(
    request: Request, allowed: Sequence[EditionVerdict], work: Path
) -> Sequence[Report]:
    """The reports of these editions, in `parts` of the work folder, in the order given."""
    if not allowed:
        return []
    workers = min(request.jobs, len(allowed))
    requests = [
        replace(
            request,
            edition=verdict.edition.code,
            output=work / "parts" / verdict.edition.folder,
            processed=work / "tables" / verdict.edition.folder,
            jobs=max(request.jobs // workers, 1),
            progress=False,
        )
        for verdict in allowed
    ]
    for part in requests:
        shutil.copytree(work / PROCESSED, part.processed)
    start_template()  # before the pool, whose processes then have their imports done as well
    # A process each: rendering and drawing the front page would otherwise wait for each other.
    context = multiprocessing.get_context("forkserver" if AVAILABLE else "spawn")
    with ending(ProcessPoolExecutor(workers, mp_context=context)) as executor:
        futures = [executor.submit(build_report, part) for part in requests]
        done = as_completed(futures)
        for _ in tqdm(done, total=len(futures), unit="edition", file=sys.stderr, disable=None):
            pass
        return [future.result() for future in futures]


def index_page(site: Site, verdicts: Sequence[EditionVerdict]) -> str:
    """The page that links every edition and says why others were not made."""
    return TEMPLATES.get_template("dwimpact/editions.html.j2").render(
        site=site.context(None),
        made=[verdict for verdict in verdicts if not verdict.refused],
        refused=describe_refusals(verdicts),
    )
