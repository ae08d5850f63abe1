"""The command line: report, pdf, check, reproduce, verify, reconstruct."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from dwimpact.errors import NotebookFailed, StudyError
from dwimpact.report.request import JOBS

if TYPE_CHECKING:
    from dwimpact.report.request import Request

FAILED, UNUSABLE, STOPPED = 1, 2, 130
LEFT_OUT = "The last report was made from other files; without --chapter all are made."
WRITABLE = "Check that the folder can be written and has space, or name another one."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 something failed, 2 input unusable."""
    options = _parser().parse_args(arguments)
    # Both end a run in order (kernels, temporary folders), also where a shell ignores Ctrl-C.
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.default_int_handler)
    try:
        return int(options.run(options))
    except StudyError as error:
        if options.debug:
            raise
        print(error, file=sys.stderr)
        return UNUSABLE
    except NotebookFailed as failure:  # the one that prepares the data; see Report.failures
        print(f"The data could not be prepared: {failure}", file=sys.stderr)
        return FAILED
    except OSError as error:
        if options.debug:
            raise
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{error.strerror or error}. {WRITABLE}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("Stopped. What was there before is unchanged.", file=sys.stderr)
        return STOPPED
    except Exception as error:
        if options.debug:
            raise
        # Its kind only: a message might quote an answer.
        print(
            f"dwimpact could not go on: {type(error).__name__}. --debug shows where.",
            file=sys.stderr,
        )
        return UNUSABLE


def _report(options: argparse.Namespace) -> int:
    # Imported here and below, so that a command only loads what it needs.
    from dwimpact.report.last import is_up_to_date
    from dwimpact.report.scratch import use_scratch
    from dwimpact.report.template import start_template
    from dwimpact.report.timings import timings_to

    request = _request(options)
    if not options.again and is_up_to_date(request):
        print("Nothing has changed since this report was made; see --again.", file=sys.stderr)
        print(request.output / "index.html")
        return 0
    use_scratch()
    if not options.cold:
        start_template()  # it imports on another core while we import and check the input

    with timings_to(options.timings):
        from dwimpact.report.build import build_report

        report = build_report(request)
    if report.dropped:
        print(
            f"Not in this report: chapter {', '.join(report.dropped)}. {LEFT_OUT}", file=sys.stderr
        )
    for number, message in report.failures.items():
        print(f"Chapter {number} failed: {message}", file=sys.stderr)
    if report.failures:
        kept = report.index.parent / "notebooks"
        print(f"The failed notebooks, with the error in place, are in {kept}", file=sys.stderr)
    print(report.index)
    return FAILED if report.failures else 0


def _reproduce(options: argparse.Namespace) -> int:
    from dwimpact.report.reproduce import differences
    from dwimpact.report.scratch import use_scratch

    use_scratch()
    found = differences(_request(options))
    for line in found:
        print(line)
    print(f"{len(found)} differences" if found else "The same, byte for byte.")
    return FAILED if found else 0


def _request(options: argparse.Namespace) -> Request:
    from dwimpact.report.request import Request

    names = [field.name for field in fields(Request) if hasattr(options, field.name)]
    return Request(**{name: getattr(options, name) for name in names})


def _check(options: argparse.Namespace) -> int:
    from dwimpact.check import check
    from dwimpact.exports import neutralised
    from dwimpact.folder import find_responses

    file = options.file or find_responses(options.study)
    verdict = check(file, options.study, options.format, options.sheet)
    print("\n".join(verdict.lines))
    if options.output:
        table = neutralised(verdict.findings)
        table.to_csv(options.output, index=False, lineterminator="\n")
    return verdict.status


def _pdf(options: argparse.Namespace) -> int:
    from dwimpact.report.pdf import print_report

    print(print_report(options.output))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from dwimpact.clean import clean_responses
    from dwimpact.folder import find_responses
    from dwimpact.published import read_claims
    from dwimpact.responses import read_responses
    from dwimpact.study import read_study
    from dwimpact.verify import CONTRADICTED, verdicts

    study = read_study(options.study)
    file = options.responses or find_responses(options.study)
    form = study.questionnaire
    tables = clean_responses(read_responses(file, form, options.format, options.sheet), study)
    table = verdicts(study, tables, read_claims(options.study, study.questionnaire))
    for row in table.itertuples():
        print(f"{row.verdict:13}  {row.section:10}  {row.id}: {row.recomputed}")
    print(", ".join(f"{n} {v}" for v, n in table["verdict"].value_counts().items()) or "no claims")
    return FAILED if (table["verdict"] == CONTRADICTED).any() else 0


def _reconstruct(options: argparse.Namespace) -> int:
    from dwimpact.reconstruct import draw, reconstruct

    responses = reconstruct(options.study)
    if options.respondents:
        responses = draw(responses, options.respondents, seed=options.respondents)
    responses.to_csv(options.output, index=False, lineterminator="\n")
    print(f"{len(responses)} reconstructed respondents in {options.output}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dwimpact", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    report = commands.add_parser("report", help="run the notebooks and render the report")
    _add_build(report)
    report.add_argument(
        "--chapter",
        dest="chapters",
        nargs="+",
        default=(),
        metavar="N",
        help="only these, such as 2 or B3",
    )
    report.add_argument("--again", action="store_true", help="also when nothing has changed")
    report.add_argument("--timings", type=Path, metavar="FILE", help="write seconds per part")
    report.set_defaults(run=_report)

    reproduce = commands.add_parser(
        "reproduce", help="make the report afresh and compare it with its manifest"
    )
    _add_build(reproduce)
    reproduce.set_defaults(run=_reproduce)
    check = commands.add_parser("check", help="say what is wrong with an export")
    check.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="CSV, .xlsx or .sav; without it the responses in the study folder",
    )
    check.add_argument("--study", type=Path, default=Path("data/raw"), help="study folder")
    _add_reading(check)
    check.add_argument("--output", type=Path, help="also write the findings, as CSV")
    check.set_defaults(run=_check)
    pdf = commands.add_parser("pdf", help="print the finished report (needs Chromium)")
    pdf.add_argument("--output", type=Path, default=Path("outputs"), help="folder of the report")
    pdf.set_defaults(run=_pdf)

    verify = commands.add_parser("verify", help="hold the published claims against the data")
    _add_study(verify)
    verify.set_defaults(run=_verify)

    reconstruct = commands.add_parser(
        "reconstruct", help="make responses that agree with the published claims"
    )
    reconstruct.add_argument("--study", type=Path, default=Path("data/raw"), help="study folder")
    reconstruct.add_argument(
        "--output", type=Path, default=Path("data/raw/responses.csv"), help="file to write"
    )
    reconstruct.add_argument(
        "--respondents", type=int, metavar="N", help="draw N rows from it, for tests of any size"
    )
    reconstruct.set_defaults(run=_reconstruct)
    for command in commands.choices.values():
        command.add_argument("--debug", action="store_true", help="show tracebacks")
    return parser


def _add_build(command: argparse.ArgumentParser) -> None:
    _add_study(command)
    for name, folder, what in (
        ("output", "outputs", "folder of the report"),
        ("processed", "data/processed", "folder for the tidy tables"),
        ("notebooks", "notebooks", "folder with report.yml"),
    ):
        command.add_argument(f"--{name}", type=Path, default=Path(folder), help=what)
    command.add_argument("--jobs", type=int, default=JOBS, help="kernels side by side")
    command.add_argument("--timeout", type=int, help="seconds that a cell may take")
    command.add_argument("--cold", action="store_true", help="ordinary kernels, not forked ones")


def _add_study(command: argparse.ArgumentParser) -> None:
    command.add_argument("--study", type=Path, default=Path("data/raw"), help="study folder")
    command.add_argument(
        "--responses", type=Path, help="responses instead of those in the study folder"
    )
    _add_reading(command)


def _add_reading(command: argparse.ArgumentParser) -> None:
    tools = ("xlsform", "limesurvey")
    command.add_argument("--format", choices=tools, help="the form tool, when not recognised")
    command.add_argument("--sheet", help="sheet of an Excel workbook, when not the first")


if __name__ == "__main__":
    sys.exit(main())
