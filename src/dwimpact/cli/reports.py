"""The commands that make reports, and what every command does before it makes something."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

from dwimpact.cli.options import as_given
from dwimpact.report.folders.sealed import seal

if TYPE_CHECKING:
    from dwimpact.report.folders.ownership import Place
    from dwimpact.report.request import Report, Request

T = TypeVar("T")
EXIT_FAILED = 1
ONE_ORIGIN = "the last report was made from other files, and a report has one origin."


def run_report(options: argparse.Namespace) -> int:
    # Imported here and below, so that a command only loads what it needs.
    from dwimpact.report.folders.ownership import places_of, require_own_file
    from dwimpact.report.folders.reuse import is_up_to_date
    from dwimpact.report.timings import is_timings, timings_to

    request = _request(options)
    if options.chapters:
        _require_chapters(request)
    if not options.again and is_up_to_date(request):
        message = "Nothing has changed since this report was made; see --again."
        print(as_given(message), file=sys.stderr)
        print(request.output / "index.html")
        return 0
    if options.timings:
        require_own_file(options.timings, is_timings, options.study, "--timings")
    begin(options, *places_of(request))
    with timings_to(options.timings):
        from dwimpact.report.build import build_report

        report = build_report(request)
    if report.added:
        print(f"Made as well: chapter {', '.join(report.added)}; {ONE_ORIGIN}", file=sys.stderr)
    return _told(report)


def _require_chapters(request: Request) -> None:
    """Raise StudyError for a chapter that there is not, also when nothing has changed."""
    from dwimpact.report.plan import chapters_of, read_plan, select
    from dwimpact.study.study import read_study

    if not request.edition:  # of which it is known only later which pages it has
        select(
            chapters_of(read_plan(request.notebooks), read_study(request.study)), request.chapters
        )


def begin(options: argparse.Namespace, *places: Place) -> None:
    """Refuse places that are not ours before anything is loaded, seal the run off, and have
    kernels prepared where it runs any: they import on another core while we check the input.
    """
    from dwimpact.report.folders.scratch import use_scratch
    from dwimpact.report.kernels.forkserver import start_template

    for place in places:
        place.require_ours()
    if options.is_program:
        seal()
    use_scratch()
    if not getattr(options, "cold", True):
        start_template()


def run_editions(options: argparse.Namespace) -> int:
    from dwimpact.report.folders.ownership import place_of_editions

    request = _request(options)
    begin(options, place_of_editions(request))
    from dwimpact.report.editions import build_editions

    made = build_editions(request)
    for report in made.reports:
        _tell(report)
    for refusal in made.refused:
        print(f"Not made: {refusal}", file=sys.stderr)
    print(made.index)
    return EXIT_FAILED if any(report.failures for report in made.reports) else 0


def run_compare(options: argparse.Namespace) -> int:
    begin(options)
    from dwimpact.report.compare import Comparison, compare

    return _told(compare(_chosen(options, Comparison)))


def run_fleet(options: argparse.Namespace) -> int:
    """Not sealed off: the cluster's settings stand in variables, and who makes a report is."""
    from dwimpact.report.folders.scratch import use_scratch

    use_scratch()
    _require_extra("fleet", ["distributed"])
    from dwimpact.fleet.plan import read_fleet
    from dwimpact.fleet.run import run_fleet_plan
    from dwimpact.fleet.tasks import Fleet

    fleet = Fleet(read_fleet(options.plan), options.output, options.notebooks, options.timeout)
    made = run_fleet_plan(fleet, options.scheduler, options.workers)
    for name, why in made.withheld.items():
        print(f"Not made: {name}: {why}", file=sys.stderr)
    for name, why in made.failures.items():
        print(f"Failed: {name}: {why}", file=sys.stderr)
    print(made.index)
    return EXIT_FAILED if made.failures else 0


def _told(report: Report) -> int:
    """Say which chapters failed and where the report is; the exit status."""
    _tell(report)
    print(report.index)
    return EXIT_FAILED if report.failures else 0


def _tell(report: Report) -> None:
    """Say which chapters failed."""
    for number, message in report.failures.items():
        print(f"Chapter {number} failed: {message}", file=sys.stderr)
    if report.failures:
        kept = report.index.parent / "notebooks"
        print(f"The failed notebooks, with the error in place, are in {kept}", file=sys.stderr)


def run_reproduce(options: argparse.Namespace) -> int:
    begin(options)
    from dwimpact.report.folders.sealed import KNOWN
    from dwimpact.report.reproduce import differences

    os.environ.pop(KNOWN, None)  # afresh: solved again too
    found = differences(_request(options))
    for line in found:
        print(line)
    print(f"{len(found)} differences" if found else "The same, byte for byte.")
    return EXIT_FAILED if found else 0


def run_deposit(options: argparse.Namespace) -> int:
    from dwimpact.cli.options import DEPOSITS
    from dwimpact.report.folders.ownership import Place
    from dwimpact.report.folders.reuse import is_up_to_date

    if options.check:
        return _say_missing(options)
    folder = options.output or DEPOSITS / options.study.resolve().name
    options.output = options.report
    request = _request(options)
    apart = {"the study folder": options.study, "the report": options.report}
    place = Place(folder, {**apart, "the notebooks": options.notebooks})
    begin(options, place)
    _require_extra("deposit", ["lxml", "rocrate"])
    from dwimpact.deposit.build import make_deposit
    from dwimpact.deposit.missing import require_complete
    from dwimpact.study.study import read_study

    require_complete(read_study(options.study).settings, options.study / "study.yml")
    if not is_up_to_date(request):
        from dwimpact.report.build import build_report

        if (report := build_report(request)).failures:
            return _told(report)
    made = make_deposit(request, place)
    print(*made.files, sep="\n")
    return 0


def _say_missing(options: argparse.Namespace) -> int:
    """Say what archives ask and the study does not say; whether a deposit can be made."""
    from dwimpact.deposit.missing import lines_of, missing
    from dwimpact.study.study import read_study

    settings = read_study(options.study).settings
    print(*lines_of(settings, options.study / "study.yml"), sep="\n")
    return EXIT_FAILED if any(asked.required for asked in missing(settings)) else 0


def _require_extra(extra: str, names: Sequence[str]) -> None:
    """Raise StudyError where these packages of an extra are not installed."""
    from importlib.util import find_spec

    from dwimpact.errors import Problem, StudyError

    if absent := [name for name in names if find_spec(name) is None]:
        problem = Problem(
            f"the package {' and '.join(absent)} is not installed",
            f"what the extra '{extra}' installs",
            f"Run: pip install 'dwimpact[{extra}]'.",
        )
        raise StudyError(extra, problem)


def _request(options: argparse.Namespace) -> Request:
    from dwimpact.report.request import Request

    return _chosen(options, Request)


def _chosen(options: argparse.Namespace, model: type[T]) -> T:
    """The options that a dataclass has a field for, as that dataclass."""
    names = [field.name for field in fields(model) if hasattr(options, field.name)]  # type: ignore[arg-type]
    return model(**{name: getattr(options, name) for name in names})


def run_word(options: argparse.Namespace) -> int:
    begin(options)
    from dwimpact.documents.reading import read_report
    from dwimpact.documents.word import word_document
    from dwimpact.report.site.beside import write_beside
    from dwimpact.study.files.manifest import WORD_FILE

    print(write_beside(options.output, WORD_FILE, word_document(read_report(options.output))))
    return 0


def run_slides(options: argparse.Namespace) -> int:
    begin(options)
    from dwimpact.documents.reading import read_report
    from dwimpact.documents.slides import slide_deck
    from dwimpact.report.site.beside import write_beside
    from dwimpact.study.files.manifest import SLIDES_FILE

    print(write_beside(options.output, SLIDES_FILE, slide_deck(read_report(options.output))))
    return 0


def run_pdf(options: argparse.Namespace) -> int:
    begin(options)
    from dwimpact.report.site.pdf import print_report

    print(print_report(options.output))
    return 0
