"""The options of the command line."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from dwimpact.report.request import JOBS
from dwimpact.study.folder import PROCESSED_FOLDER, STUDY_FOLDER, folder_of_tables

DESCRIPTION = (
    "The command line: report, editions, compare, fleet, pdf, word, slides, check, reproduce, "
    "verify, identify, reconstruct, new-study, form, deposit, texts, draw, schemas and clean."
)
# What make calls an option that a message may name.
MAKE = {
    "--again": "AGAIN=1",
    "--edition": "EDITION=variable=code",
    "--format": "FORMAT=tool",
    "--output": "OUTPUT=path",
    "--responses": "RESPONSES=file",
    "--sheet": "SHEET=name",
    "--study": "STUDY=path",
}
MOST_DRAWN, MOST_WORKERS = 100_000, 1000
MOST_WAVES = 5  # as many as figures have marks
OUTPUT, EDITIONS, COMPARISON = Path("outputs"), Path("editions"), Path("comparison")
FORMS_FOLDER, DEPOSITS, FLEET = Path("forms"), Path("deposits"), Path("fleet")
WORKERS = os.cpu_count() or 1


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The options given: `command` names the command. Ends the program when they are wrong."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if "edition" in options:
        options.edition = options.edition.casefold()
        options.output = options.output or _output(options.edition)
    if "waves" in options:
        _require_few(parser, options.waves)
        *options.before, options.earlier = options.waves
    if "processed" in options:
        options.processed = options.processed or folder_of_tables(options.study, options.responses)
    return options


def _require_few(parser: argparse.ArgumentParser, earlier: list[Path]) -> None:
    if (waves := len(earlier) + 1) > MOST_WAVES:
        parser.error(f"{waves} waves; a figure tells at most {MOST_WAVES} apart, so leave some out")


def as_given(message: str) -> str:
    """The message with options as the user gives them: through make, as its variables."""
    if "MAKELEVEL" not in os.environ:
        return message
    return re.sub(r"--[a-z]+", lambda m: MAKE.get(m[0], m[0]), message)


def _output(edition: str) -> Path:
    # Not inside the report's own folder, which is swapped in whole and listed in its manifest.
    return EDITIONS / edition.replace("=", "_") if edition else OUTPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dwimpact", description=DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="command", dest="command")
    _add_reports(commands)
    check = commands.add_parser("check", help="say what is wrong with an export")
    check.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="CSV, .xlsx, .sav, Parquet or a folder with an export in parts; "
        "without it the responses in the study folder",
    )
    check.add_argument("--study", type=Path, default=STUDY_FOLDER, help="study folder")
    _add_reading(check)
    check.add_argument(
        "--output",
        type=Path,
        help="also write the findings, as CSV: over those of an earlier check",
    )

    verify = commands.add_parser("verify", help="hold the published claims against the data")
    _add_study(verify)
    verify.add_argument(
        "--witness",
        action="store_true",
        help="also say of each claim what it adds to the others, and which changes they notice",
    )

    identify = commands.add_parser(
        "identify", help="say between what each count lies, by the published claims alone"
    )
    identify.add_argument("--study", type=Path, default=STUDY_FOLDER, help="study folder")

    reconstruct = commands.add_parser(
        "reconstruct", help="make responses that agree with the published claims"
    )
    reconstruct.add_argument("--study", type=Path, default=STUDY_FOLDER, help="study folder")
    reconstruct.add_argument(
        "--output", type=Path, help="file to write: responses.csv in the study folder"
    )
    reconstruct.add_argument(
        "--respondents", type=int, metavar="N", help="draw N rows from it, for tests of any size"
    )
    new = commands.add_parser("new-study", help="make a study folder to begin with")
    new.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is not there yet")
    schemas = commands.add_parser("schemas", help="write JSON Schemas beside the files of a study")
    schemas.add_argument("folder", type=Path, metavar="FOLDER", help="study folder")
    form = commands.add_parser("form", help="make the form for form tools, and to print")
    form.add_argument("--study", type=Path, default=STUDY_FOLDER, help="study folder")
    form.add_argument(
        "--to",
        nargs="+",
        choices=("xlsform", "limesurvey", "print"),
        default=("xlsform", "limesurvey", "print"),
        help="only these: for KoboToolbox and ODK, for LimeSurvey, on paper",
    )
    form.add_argument(
        "--output", type=Path, help=f"folder of the forms: {FORMS_FOLDER}/, by the study's name"
    )
    texts = commands.add_parser("texts", help="every text of a large file, masked, as Parquet")
    _add_study(texts)
    texts.add_argument(
        "--output", type=Path, help=f"folder of it: {PROCESSED_FOLDER}/…-texts, by the study's name"
    )
    draw = commands.add_parser(
        "draw", help="draw responses at random, to try the report of a study that says 'drawn'"
    )
    draw.add_argument("number", type=_people, metavar="N", help="how many respondents")
    draw.add_argument("--study", type=Path, default=STUDY_FOLDER, help="study folder")
    clean = commands.add_parser("clean", help="remove what can be made again, and nothing else")
    clean.add_argument(
        "folders",
        type=Path,
        nargs="*",
        metavar="FOLDER",
        help="folders of reports or tables; "
        f"{OUTPUT}, {EDITIONS}, {COMPARISON}, {FORMS_FOLDER}, {DEPOSITS} and {PROCESSED_FOLDER}",
    )
    clean.add_argument("--study", type=Path, default=STUDY_FOLDER, help="study folder")
    for command in commands.choices.values():
        command.add_argument("--debug", action="store_true", help="show tracebacks")
    return parser


def _people(text: str) -> int:
    """A number of respondents."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DRAWN:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_DRAWN}")
    return int(text)


def _add_reports(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands that make a report or work on one."""
    report = commands.add_parser("report", help="run the notebooks and render the report")
    _add_study(report)
    _add_build(report)
    _add_part(report)
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
    reproduce = commands.add_parser(
        "reproduce", help="make the report afresh and compare it with its manifest"
    )
    _add_study(reproduce)
    _add_build(reproduce)
    _add_part(reproduce)

    editions = commands.add_parser(
        "editions", help="make a report for each part of the respondents that may have one"
    )
    _add_study(editions)
    _add_build(editions)
    editions.add_argument("--output", type=Path, default=EDITIONS, help="folder of the editions")

    compare = commands.add_parser("compare", help="compare waves of the same questionnaire")
    compare.add_argument(
        "waves", type=Path, nargs="+", metavar="OLD", help="study folder of an earlier wave"
    )
    compare.add_argument("later", type=Path, metavar="NEW", help="study folder of the last wave")
    compare.add_argument("--output", type=Path, default=COMPARISON, help="folder of the comparison")
    _add_running(compare)

    _add_fleet(commands)
    deposit = commands.add_parser("deposit", help="write what an archive asks of a study")
    deposit.add_argument("--study", type=Path, default=STUDY_FOLDER, help="study folder")
    deposit.add_argument(
        "--check", action="store_true", help="only say what archives ask and study.yml does not say"
    )
    deposit.add_argument(
        "--report", type=Path, default=OUTPUT, help=f"folder of the report, made first: {OUTPUT}"
    )
    deposit.add_argument(
        "--output", type=Path, help=f"folder of the deposit: {DEPOSITS}/, by the study's name"
    )
    deposit.set_defaults(responses=None)
    _add_build(deposit)

    pdf = commands.add_parser("pdf", help="print the finished report (needs Chromium)")
    _add_part(pdf)
    word = commands.add_parser("word", help="the finished report in Word, with native charts")
    _add_part(word)
    slides = commands.add_parser("slides", help="the finished report as slides (PowerPoint)")
    _add_part(slides)


def _add_fleet(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    fleet = commands.add_parser(
        "fleet", help="make the reports of many studies, on this machine or on a cluster"
    )
    fleet.add_argument(
        "plan", type=Path, metavar="PLAN", help="YAML file, or a folder of study folders"
    )
    where = fleet.add_mutually_exclusive_group()
    where.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster that runs"
    )
    where.add_argument(
        "--workers",
        type=_workers,
        default=WORKERS,
        metavar="N",
        help="reports side by side on this machine: as many as it has cores",
    )
    fleet.add_argument("--output", type=Path, default=FLEET, help=f"folder of all of it: {FLEET}")
    fleet.add_argument(
        "--notebooks", type=Path, default=Path("notebooks"), help="folder with report.yml"
    )
    fleet.add_argument("--timeout", type=int, help="seconds that a cell may take")


def _workers(text: str) -> int:
    """A number of workers."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_WORKERS}")
    return int(text)


def _add_part(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--edition",
        default="",
        metavar="VARIABLE=CODE",
        help="the report for this group: a background variable and an option or group of it",
    )
    command.add_argument(
        "--output", type=Path, help=f"folder of the report: {OUTPUT}, or {EDITIONS}/…"
    )


def _add_build(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--processed",
        type=Path,
        help=f"folder for the tidy tables; in {PROCESSED_FOLDER}, one per study and responses",
    )
    _add_running(command)


def _add_running(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--notebooks", type=Path, default=Path("notebooks"), help="folder with report.yml"
    )
    command.add_argument("--jobs", type=int, default=JOBS, help="kernels side by side")
    command.add_argument("--timeout", type=int, help="seconds that a cell may take")
    command.add_argument("--cold", action="store_true", help="ordinary kernels, not forked ones")


def _add_study(command: argparse.ArgumentParser) -> None:
    command.add_argument("--study", type=Path, default=STUDY_FOLDER, help="study folder")
    command.add_argument(
        "--responses",
        type=Path,
        help="file, or folder of files, instead of the responses in the study folder",
    )
    _add_reading(command)


def _add_reading(command: argparse.ArgumentParser) -> None:
    tools = ("xlsform", "limesurvey")
    command.add_argument("--format", choices=tools, help="the form tool, when not recognised")
    command.add_argument("--sheet", help="sheet of an Excel workbook, when not the first")
