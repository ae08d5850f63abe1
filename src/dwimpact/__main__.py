"""The command line: report, pdf, verify, reconstruct."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dwimpact.errors import StudyError

FAILED, UNUSABLE = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 something failed, 2 input unusable."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except StudyError as error:
        print(error, file=sys.stderr)
        return UNUSABLE


def _report(options: argparse.Namespace) -> int:
    # Imported here and below, so that a command only loads what it needs.
    from dwimpact.report.build import Request, build_report

    report = build_report(
        Request(
            study=options.study,
            output=options.output,
            processed=options.processed,
            notebooks=options.notebooks,
            responses=options.responses,
            chapters=tuple(options.chapter),
            jobs=options.jobs,
            timeout=options.timeout,
        )
    )
    for number, message in report.failures.items():
        print(f"Chapter {number} failed: {message}", file=sys.stderr)
    if report.failures:
        kept = report.index.parent / "notebooks"
        print(f"The failed notebooks, with the error in place, are in {kept}", file=sys.stderr)
    print(report.index)
    return FAILED if report.failures else 0


def _pdf(options: argparse.Namespace) -> int:
    from dwimpact.report.pdf import print_report

    print(print_report(options.output))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from dwimpact.clean import clean
    from dwimpact.published import read_claims
    from dwimpact.study import RESPONSES, read_csv, read_study
    from dwimpact.verify import CONTRADICTED, verdicts

    study = read_study(options.study)
    file = options.responses or options.study / RESPONSES
    tables = clean(read_csv(file), study, file)
    table = verdicts(study, tables, read_claims(options.study, study.questionnaire))
    for row in table.itertuples():
        print(f"{row.verdict:13}  {row.section:10}  {row.id}: {row.recomputed}")
    print(", ".join(f"{n} {v}" for v, n in table["verdict"].value_counts().items()) or "no claims")
    return FAILED if (table["verdict"] == CONTRADICTED).any() else 0


def _reconstruct(options: argparse.Namespace) -> int:
    from dwimpact.reconstruct import reconstruct

    responses = reconstruct(options.study)
    responses.to_csv(options.output, index=False, lineterminator="\n")
    print(f"{len(responses)} reconstructed respondents in {options.output}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dwimpact", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    report = commands.add_parser("report", help="run the notebooks and render the report")
    _add_study(report)
    report.add_argument("--output", type=Path, default=Path("outputs"), help="folder to write")
    report.add_argument(
        "--processed",
        type=Path,
        default=Path("data/processed"),
        help="folder for the tidy tables",
    )
    report.add_argument(
        "--notebooks", type=Path, default=Path("notebooks"), help="folder with report.yml"
    )
    report.add_argument(
        "--chapter", nargs="+", default=[], metavar="N", help="only these, such as 2 or B3"
    )
    report.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="side by side")
    report.add_argument("--timeout", type=int, help="seconds that a cell may take")
    report.set_defaults(run=_report)

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
    reconstruct.set_defaults(run=_reconstruct)
    return parser


def _add_study(command: argparse.ArgumentParser) -> None:
    command.add_argument("--study", type=Path, default=Path("data/raw"), help="study folder")
    command.add_argument(
        "--responses", type=Path, help="responses instead of those in the study folder"
    )


if __name__ == "__main__":
    sys.exit(main())
