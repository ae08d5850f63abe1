"""What each command does (options.py says which there are; reports.py has those of reports)."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dwimpact.cli import reports
from dwimpact.cli.options import (
    COMPARISON,
    DEPOSITS,
    EDITIONS,
    FLEET,
    FORMS_FOLDER,
    OUTPUT,
    as_given,
    parse,
)
from dwimpact.cli.reports import EXIT_FAILED, begin
from dwimpact.errors import NotebookFailed, StudyError, printable, sentence_of
from dwimpact.report.folders.sealed import ready_to_stop
from dwimpact.study.folder import PROCESSED_FOLDER

if TYPE_CHECKING:
    import pandas as pd

    from dwimpact.published.claims import Claim
    from dwimpact.study.study import Study
    from dwimpact.tidy.tables import Tables

EXIT_UNUSABLE, EXIT_STOPPED, EXIT_CLOSED = 2, 130, 141
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
    except NotebookFailed as failure:
        print(sentence_of(failure), file=sys.stderr)
        return EXIT_FAILED
    except OSError as error:
        if options.debug:
            raise
        print(sentence_of(error), WRITABLE, file=sys.stderr)
        return EXIT_UNUSABLE
    except KeyboardInterrupt:
        print("Stopped. What was there before is unchanged.", file=sys.stderr)
        return EXIT_STOPPED
    except Exception as error:
        if options.debug:
            raise
        print(sentence_of(error), "--debug shows where.", file=sys.stderr)
        return EXIT_UNUSABLE


def _check(options: argparse.Namespace) -> int:
    from dwimpact.intake.check import CLEAN, verdict_on
    from dwimpact.loading import require_enough
    from dwimpact.report.folders.ownership import first_line, require_own_file
    from dwimpact.report.new_study import require_reportable, with_checked_tables
    from dwimpact.rules import FINDING_COLUMNS, FINDING_COLUMNS_OF_FILES
    from dwimpact.study.files.opening import is_there
    from dwimpact.study.folder import find_responses
    from dwimpact.study.study import read_study
    from dwimpact.tidy.clean import tables_of

    if options.output:
        ours = [f"{','.join(c)}\n".encode() for c in (FINDING_COLUMNS, FINDING_COLUMNS_OF_FILES)]
        require_own_file(options.output, lambda f: first_line(f) in ours, options.study)
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
    elif verdict.status == CLEAN:  # of a large file
        require_enough(study, verdict.used)
    print(conclusion)
    if options.output:
        from dwimpact.pages.workbook import neutralised

        table = neutralised(verdict.findings)
        table.to_csv(options.output, index=False, lineterminator="\n")
    return verdict.status


def _verify(options: argparse.Namespace) -> int:
    from dwimpact.intake.responses import read_responses
    from dwimpact.published.register import read_claims
    from dwimpact.published.verdicts import CONTRADICTED, verdicts
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
    from dwimpact.published.mutation import mutation_scores
    from dwimpact.reconstruction.witnesses import witnesses

    table = witnesses(study, claims)
    rows = zip(table["kind"], table["section"], table["id"], table["implied_by"], strict=True)
    for kind, section, claim, implied_by in rows:
        # All of these together: none of them can be missed.
        others = f" by {' and '.join(implied_by) or 'the form'}" if kind == "implied" else ""
        print(f"{kind:13}  {section:10}  {claim}{others}")
    print(_in_numbers(table["kind"]))
    for change in mutation_scores(study, tables, claims).itertuples():
        print(f"{change.change:13}  {change.noticed} of {change.tried} changes noticed")
    return 0


def _in_numbers(words: pd.Series[str]) -> str:
    return ", ".join(f"{n} {word}" for word, n in words.value_counts().items())


def _identify(options: argparse.Namespace) -> int:
    from dwimpact.reconstruction.ranges.identify import ranges_in_each_reading
    from dwimpact.study.study import read_study

    found = ranges_in_each_reading(read_study(options.study))
    rows: Iterable[Any] = found.itertuples()
    for row in rows:
        what = f"{row.characteristic:9}  {row.level}/{row.outcome}  {row.category or row.group}"
        others = f"narrow {row.narrow_smallest:.0f} to {row.narrow_largest:.0f}"
        others += f", wide {row.wide_smallest:.0f} to {row.wide_largest:.0f}"
        print(f"{what}: {row.smallest} to {row.largest} of {row.n} ({others})")
    print(f"{len(found)} counts between bounds" if len(found) else "nothing follows")
    return 0


def _reconstruct(options: argparse.Namespace) -> int:
    from dwimpact.reconstruction.reconstruct import draw, left_out, reconstruct
    from dwimpact.report.folders.ownership import require_place_of_reconstruction, write_keeping
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
    if claims := left_out(options.study):
        print(f"Claims that were not solved for: {', '.join(claims)}", file=sys.stderr)
    return 0


def _form(options: argparse.Namespace) -> int:
    from dwimpact.report.folders.ownership import Place

    folder = options.output or FORMS_FOLDER / options.study.resolve().name
    place = Place(folder, {"the study folder": options.study})
    begin(options, place)
    from dwimpact.report.forms import make_forms

    print(*make_forms(options.study, place, options.to), sep="\n")
    return 0


def _texts(options: argparse.Namespace) -> int:
    from dwimpact.report.folders.ownership import Place
    from dwimpact.report.texts import write_texts
    from dwimpact.study.folder import find_responses

    file = options.responses or find_responses(options.study)
    folder = options.output or PROCESSED_FOLDER / f"{options.study.resolve().name}-texts"
    place = Place(folder, {"the study folder": options.study, "the responses": file})
    begin(options, place)
    print(write_texts(options.study, file, place, options.format))
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
    from dwimpact.report.folders.ownership import remove
    from dwimpact.study.files.manifest import MANIFEST

    folders = options.folders or [
        OUTPUT,
        EDITIONS,
        COMPARISON,
        *(file.parent for file in sorted(FLEET.glob(f"**/{MANIFEST}"))),
        *FORMS_FOLDER.glob("*/"),
        *DEPOSITS.glob("*/"),
        *PROCESSED_FOLDER.glob("*/"),
        PROCESSED_FOLDER,
    ]
    refusals = [error for folder in folders if (error := remove(folder, options.study))]
    print(*refusals, sep="\n", end="\n" if refusals else "", file=sys.stderr)
    return EXIT_UNUSABLE if refusals else 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "report": reports.run_report,
    "editions": reports.run_editions,
    "compare": reports.run_compare,
    "fleet": reports.run_fleet,
    "pdf": reports.run_pdf,
    "word": reports.run_word,
    "slides": reports.run_slides,
    "check": _check,
    "reproduce": reports.run_reproduce,
    "verify": _verify,
    "identify": _identify,
    "reconstruct": _reconstruct,
    "new-study": _new_study,
    "form": _form,
    "deposit": reports.run_deposit,
    "texts": _texts,
    "draw": _draw,
    "schemas": _schemas,
    "clean": _clean,
}
