"""What each command does (options.py says which there are)."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

from dwimpact.cli.options import COMPARISON, EDITIONS, FORMS_FOLDER, OUTPUT, as_given, parse
from dwimpact.errors import NotebookFailed, StudyError, listed, printable
from dwimpact.report.sealed import ready_to_stop, seal
from dwimpact.study.folder import PROCESSED_FOLDER

if TYPE_CHECKING:
    import pandas as pd

    from dwimpact.publication.claims import Claim
    from dwimpact.report.ownership import Place
    from dwimpact.report.request import Report, Request
    from dwimpact.study.study import Study
    from dwimpact.tidy.tables import Tables

T = TypeVar("T")
EXIT_FAILED, EXIT_UNUSABLE, EXIT_STOPPED, EXIT_CLOSED = 1, 2, 130, 141
ONE_ORIGIN = "the last report was made from other files, and a report has one origin."
WRITABLE = "Check that the folder can be written and has space, or name another one."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 something failed, 2 input unusable."""
    options = parse(None if arguments is None else list(arguments))
    options.is_program = arguments is None  # and not called by one
    # Both end a run in order (kernels, temporary folders), also where a shell ignores Ctrl-C.
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.default_int_handler)
    try:
        ready_to_stop()
        status = COMMANDS[options.command](options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # who reads along has seen enough, as in `check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_CLOSED
    except StudyError as error:
        if options.debug:
            raise
        print(as_given(str(error)), file=sys.stderr)
        return EXIT_UNUSABLE
    except NotebookFailed as failure:  # the one that prepares the data; see Report.failures
        print(f"The data could not be prepared: {failure}", file=sys.stderr)
        return EXIT_FAILED
    except OSError as error:
        if options.debug:
            raise
        where = f"{printable(str(error.filename))}: " if error.filename else ""
        print(f"{where}{error.strerror or error}. {WRITABLE}", file=sys.stderr)
        return EXIT_UNUSABLE
    except KeyboardInterrupt:
        print("Stopped. What was there before is unchanged.", file=sys.stderr)
        return EXIT_STOPPED
    except Exception as error:
        if options.debug:
            raise
        # Its kind only: a message might quote an answer.
        print(
            f"dwimpact could not go on: {type(error).__name__}. --debug shows where.",
            file=sys.stderr,
        )
        return EXIT_UNUSABLE


def _report(options: argparse.Namespace) -> int:
    # Imported here and below, so that a command only loads what it needs.
    from dwimpact.report.ownership import places_of, require_own_file
    from dwimpact.report.reuse import is_up_to_date
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
    _begin(options, *places_of(request))
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


def _begin(options: argparse.Namespace, *places: Place) -> None:
    """Refuse places that are not ours before anything is loaded, seal the run off, and have
    kernels prepared where it runs any: they import on another core while we check the input.
    """
    from dwimpact.report.kernels.forkserver import start_template
    from dwimpact.report.scratch import use_scratch

    for place in places:
        place.require_ours()
    if options.is_program:
        seal()
    use_scratch()
    if not getattr(options, "cold", True):
        start_template()


def _editions(options: argparse.Namespace) -> int:
    from dwimpact.report.ownership import place_of_editions

    request = _request(options)
    _begin(options, place_of_editions(request))
    from dwimpact.report.editions import build_editions

    made = build_editions(request)
    for report in made.reports:
        _tell(report)
    for refusal in made.refused:
        print(f"Not made: {refusal}", file=sys.stderr)
    print(made.index)
    return EXIT_FAILED if any(report.failures for report in made.reports) else 0


def _compare(options: argparse.Namespace) -> int:
    _begin(options)
    from dwimpact.report.compare import Comparison, compare

    return _told(compare(_chosen(options, Comparison)))


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


def _reproduce(options: argparse.Namespace) -> int:
    _begin(options)
    from dwimpact.report.reproduce import differences

    found = differences(_request(options))
    for line in found:
        print(line)
    print(f"{len(found)} differences" if found else "The same, byte for byte.")
    return EXIT_FAILED if found else 0


def _request(options: argparse.Namespace) -> Request:
    from dwimpact.report.request import Request

    return _chosen(options, Request)


def _chosen(options: argparse.Namespace, model: type[T]) -> T:
    """The options that a dataclass has a field for, as that dataclass."""
    names = [field.name for field in fields(model) if hasattr(options, field.name)]  # type: ignore[arg-type]
    return model(**{name: getattr(options, name) for name in names})


def _check(options: argparse.Namespace) -> int:
    from dwimpact.intake.check import CLEAN, verdict_on
    from dwimpact.report.new_study import require_reportable, with_checked_tables
    from dwimpact.report.ownership import first_line, require_own_file
    from dwimpact.rules import FINDING_COLUMNS
    from dwimpact.study.folder import find_responses
    from dwimpact.study.opening import is_there
    from dwimpact.study.study import read_study
    from dwimpact.tidy.clean import tables_of

    if options.output:
        heading = f"{','.join(FINDING_COLUMNS)}\n".encode()
        require_own_file(options.output, lambda f: first_line(f) == heading, options.study)
    study = read_study(options.study)
    codebook = require_reportable(study)
    file = options.file or find_responses(options.study)
    if not options.file and not is_there(file):
        print(f"{printable(str(options.study))}: in order; there are no responses yet.")
        return CLEAN
    verdict = verdict_on(file, study, options.format, options.sheet)
    *lines, conclusion = verdict.lines
    print(*lines, sep="\n")
    if verdict.status == CLEAN and verdict.examined:  # or the study itself is in the way
        with_checked_tables(study, tables_of(verdict.examined, study), codebook)
    print(conclusion)
    if options.output:
        from dwimpact.pages.workbook import neutralised

        table = neutralised(verdict.findings)
        table.to_csv(options.output, index=False, lineterminator="\n")
    return verdict.status


def _pdf(options: argparse.Namespace) -> int:
    _begin(options)
    from dwimpact.report.site.pdf import print_report

    print(print_report(options.output))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from dwimpact.intake.responses import read_responses
    from dwimpact.publication.register import read_claims
    from dwimpact.publication.verdicts import CONTRADICTED, verdicts
    from dwimpact.reconstruction.conflicts import conflict, conflict_problem
    from dwimpact.study.folder import find_responses
    from dwimpact.study.study import CLAIMS, read_study
    from dwimpact.tables.quantities import recomputed
    from dwimpact.tidy.clean import clean_responses

    study = read_study(options.study)
    file = options.responses or find_responses(options.study)
    form = study.questionnaire
    tables = clean_responses(read_responses(file, study, options.format, options.sheet), study)
    claims = read_claims(study)
    table = verdicts(study, tables, claims)
    table = table.assign(words=recomputed(table, form))
    for row in table.itertuples():
        print(f"{row.verdict:13}  {row.section:10}  {row.id}: {row.words}")
    print(_in_numbers(table["verdict"]) or "no claims")
    if not (table["verdict"] == CONTRADICTED).any():
        return _witness(study, tables, claims) if options.witness else 0
    if found := conflict(study, claims):
        raise StudyError(study.folder / CLAIMS, conflict_problem(found, study.folder / CLAIMS))
    return EXIT_FAILED


def _witness(study: Study, tables: Tables, claims: Sequence[Claim]) -> int:
    """What each claim adds to the others, and which changes in the answers they notice."""
    from dwimpact.publication.mutation import mutation_scores
    from dwimpact.reconstruction.witnesses import witnesses

    table = witnesses(study, claims)
    for claim in table.itertuples():
        others = f" by {listed(claim.implied_by) or 'the form'}" if claim.kind == "implied" else ""
        print(f"{claim.kind:13}  {claim.section:10}  {claim.id}{others}")
    print(_in_numbers(table["kind"]))
    for change in mutation_scores(study, tables, claims).itertuples():
        print(f"{change.change:13}  {change.noticed} of {change.tried} changes noticed")
    return 0


def _in_numbers(words: pd.Series[str]) -> str:
    return ", ".join(f"{n} {word}" for word, n in words.value_counts().items())


def _reconstruct(options: argparse.Namespace) -> int:
    from dwimpact.reconstruction.reconstruct import draw, reconstruct
    from dwimpact.report.ownership import require_place_of_reconstruction, write_keeping
    from dwimpact.study.folder import RESPONSES
    from dwimpact.study.study import read_study

    file = options.output or options.study / RESPONSES
    reconstructed = read_study(options.study).settings.reconstructed
    require_place_of_reconstruction(file, options.study, reconstructed=reconstructed)
    responses = reconstruct(options.study)
    if options.respondents:
        responses = draw(responses, options.respondents, seed=options.respondents)
    text = responses.to_csv(index=False, lineterminator="\n")
    if kept := write_keeping(file, text):
        print(f"What was there before is now {kept}", file=sys.stderr)
    print(f"{len(responses)} reconstructed respondents in {file}")
    return 0


def _form(options: argparse.Namespace) -> int:
    from dwimpact.report.ownership import Place

    folder = options.output or FORMS_FOLDER / options.study.resolve().name
    place = Place(folder, {"the study folder": options.study})
    _begin(options, place)
    from dwimpact.report.forms import make_forms

    print(*make_forms(options.study, place, options.to), sep="\n")
    return 0


def _draw(options: argparse.Namespace) -> int:
    from dwimpact.report.new_study import write_drawn

    file = write_drawn(options.study, options.number)
    print(f"{options.number} respondents drawn at random in {file}")
    return 0


def _new_study(options: argparse.Namespace) -> int:
    from dwimpact.report.new_study import write_new_study

    print(*write_new_study(options.folder), sep="\n")
    return 0


def _schemas(options: argparse.Namespace) -> int:
    from dwimpact.report.new_study import write_schemas
    from dwimpact.study.study import read_study

    read_study(options.folder)  # or it is no study
    print(write_schemas(options.folder))
    return 0


def _clean(options: argparse.Namespace) -> int:
    from dwimpact.report.ownership import remove

    folders = options.folders or [
        OUTPUT,
        EDITIONS,
        COMPARISON,
        *FORMS_FOLDER.glob("*/"),
        *PROCESSED_FOLDER.glob("*/"),
        PROCESSED_FOLDER,
    ]
    refusals = [error for folder in folders if (error := remove(folder, options.study))]
    print(*refusals, sep="\n", end="\n" if refusals else "", file=sys.stderr)
    return EXIT_UNUSABLE if refusals else 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "report": _report,
    "editions": _editions,
    "compare": _compare,
    "pdf": _pdf,
    "check": _check,
    "reproduce": _reproduce,
    "verify": _verify,
    "reconstruct": _reconstruct,
    "new-study": _new_study,
    "form": _form,
    "draw": _draw,
    "schemas": _schemas,
    "clean": _clean,
}
