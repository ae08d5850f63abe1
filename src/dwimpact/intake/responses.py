"""Responses in the raw layout, from whatever file a form tool or Excel wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.intake.files.export import Export, read_export
from dwimpact.intake.raw_layout import complete_blocks
from dwimpact.intake.tools.answers import as_codes
from dwimpact.intake.tools.cells import as_limesurvey_means, cell_problems
from dwimpact.intake.tools.headings import (
    LIMESURVEY,
    LIMESURVEY_COLUMNS,
    OWN,
    TOOL_COLUMNS,
    identifies,
    names_of,
    recognise,
    with_codes_only,
)
from dwimpact.intake.tools.mapped import IGNORED, mapped_columns, with_all_headings, with_answers
from dwimpact.intake.tools.naming import key
from dwimpact.rules import found
from dwimpact.study.questionnaire.mapping import places
from dwimpact.study.questionnaire.model import EMAIL, SUBMITTED, WEIGHT
from dwimpact.study.study import Study

KOBO_MOMENT = "submission_time"
WITHOUT_ZONE = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?"
FILLED_IN = "filled in"  # stands for an e-mail address, so that it can be counted


@dataclass(frozen=True)
class Responses:
    """What a file says, in the raw layout: `raw` has one row per row of the file, its index
    the row as a spreadsheet shows it less two, and every cell text.

    `problems` were found on the way, `headings` gives the file's own name of a column.
    """

    file: Path
    raw: pd.DataFrame
    tool: str = ""
    problems: tuple[Problem, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)

    def as_in_file(self, problem: Problem) -> Problem:
        """The problem with its column named as the file names it."""
        return replace(problem, column=self.headings.get(problem.column or "", problem.column))


def read_responses(
    file: Path, study: Study, tool: str | None = None, sheet: str | None = None
) -> Responses:
    """The responses of a file. Raises StudyError when it cannot be read as an export at all;
    everything else that is wrong is in `problems` or left for `examine`.
    """
    own = None if tool else study.questionnaire.export
    export = read_export(file, sheet or None, own.encoding if own else "")
    return responses_of(export, file, study, tool)


def columns_of(
    export: Export, file: Path, study: Study, tool: str | None = None
) -> tuple[Export, str, list[str | None], list[Problem]]:
    """The export with its headings as codes, the form tool, and per heading the column of the raw
    layout. Raises StudyError where the headings are not known.
    """
    form = study.questionnaire
    if own := None if tool else form.export:
        export = with_all_headings(export, own)
        known, columns = OWN, mapped_columns(export, own, form, file)
    else:
        export = with_codes_only(export)
        known, columns = recognise(export, form, file, tool or None)
    return export, known, *_with_weights(export, columns, study)


def responses_of(
    export: Export, file: Path, study: Study, asked_tool: str | None = None
) -> Responses:
    """The responses of an export, as `read_responses` gives them."""
    form = study.questionnaire
    own = None if asked_tool else form.export
    export, tool, columns, no_weights = columns_of(export, file, study, asked_tool)
    columns, left_out = _without_ignored(export, columns, study, tool)
    ragged = [problem for problem in export.problems if problem.rule == "ragged_row"]
    rows = len(export.cells) if export.rows is None else export.rows
    fits = 2 * len(ragged) <= rows
    names = names_of(export.headings, columns, form, fits=fits)
    export, dropped = _without_identifying(export, columns, names)
    raw, labels, doubled = _by_column(export, columns, names)
    raw = with_answers(raw, own, form) if own else raw
    pairs = [(c, h) for h, c in zip(export.headings, columns, strict=True) if c]
    headings = dict(reversed(pairs))  # of a double the first, which is read
    raw = as_limesurvey_means(raw, form) if tool == LIMESURVEY else _in_utc(raw, headings)
    raw, blank = as_codes(raw, study, labels)
    raw, doubt = complete_blocks(raw, form)
    # LimeSurvey keeps nothing of a block but its ticks.
    doubt = [] if tool == LIMESURVEY else doubt
    cells = cell_problems(export, columns, form)
    problems = [
        *export.problems,
        *no_weights,
        *left_out,
        *dropped,
        *doubled,
        *cells,
        *blank,
        *doubt,
    ]
    return Responses(file, raw, tool, tuple(problems), headings)


def _with_weights(
    export: Export, columns: Sequence[str | None], study: Study
) -> tuple[list[str | None], list[Problem]]:
    """The columns with the one of weights, as the study names it."""
    if (named := study.settings.weights) is None:
        return list(columns), []
    at = [position for position in places(named, export.headings) if position < len(columns)]
    if len(at) != 1:
        return list(columns), [found("no_weights", found=len(at), name=named)]
    return [WEIGHT if p in at else column for p, column in enumerate(columns)], []


def _without_ignored(
    export: Export, columns: Sequence[str | None], study: Study, tool: str
) -> tuple[list[str | None], list[Problem]]:
    """The columns with 'ignored' for those that the study leaves out, for LimeSurvey's timings, and
    for those that hold nothing and that the questionnaire does not have: notes, and what stands
    above a table. What the questionnaire asks is not left out, but told.
    """
    filled, made = export.cells.notna().any(), list(columns)
    named = places(study.settings.ignore, export.headings)
    chosen = {p for p in named if 0 <= p < len(columns)}
    asked = {*study.questionnaire.raw_columns} - {EMAIL}
    asked -= {column for p, column in enumerate(columns) if p not in chosen and column}
    needed = {p for p in chosen if columns[p] in asked}
    chosen -= needed
    blank = set()
    for position, (heading, column) in enumerate(zip(export.headings, columns, strict=True)):
        timed = tool == LIMESURVEY and LIMESURVEY_COLUMNS.fullmatch(heading)
        unknown = column is None and not TOOL_COLUMNS.fullmatch(heading)
        if position not in chosen and unknown and not timed and not filled[position]:
            blank.add(position)
        if position in chosen | blank or (unknown and timed):
            made[position] = IGNORED
    counted = {"ignored_columns": chosen, "blank_columns": {p for p in blank if export.headings[p]}}
    problems = [found(rule, times=len(which)) for rule, which in counted.items() if which]
    return made, [*problems, *(found("ignored_question", column=columns[p]) for p in needed)]


def _in_utc(raw: pd.DataFrame, headings: Mapping[str, str]) -> pd.DataFrame:
    """The frame with moments of KoboToolbox as what they are: in UTC, without saying so."""
    if key(headings.get(SUBMITTED, "")) != KOBO_MOMENT:
        return raw
    moments = raw[SUBMITTED]
    naive = moments.str.fullmatch(WITHOUT_ZONE).fillna(False).astype(bool)
    return raw.assign(**{SUBMITTED: moments.where(~naive, moments + "Z")})


def _without_identifying(
    export: Export, columns: Sequence[str | None], names: Sequence[str]
) -> tuple[Export, list[Problem]]:
    """The export without what identifies people; of an e-mail address only that it is there."""
    cells, problems = export.cells.copy(), []
    for position, (heading, column) in enumerate(zip(export.headings, columns, strict=True)):
        if column == EMAIL or (column is None and identifies(heading)):
            filled = cells[position].notna()
            cells[position] = pd.Series(FILLED_IN, cells.index, dtype="str").where(filled)
            if filled.any() and column != EMAIL:  # of the form itself it was to be expected
                problems.append(found("identifying_column", column=names[position]))
    return replace(export, cells=cells), problems


def _by_column(
    export: Export, columns: Sequence[str | None], names: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, dict[str, str]], list[Problem]]:
    """The cells under the raw columns' names, with their labels; the first of a double counts.

    Unknown columns stay, for `examine` to tell; a form tool's own are left out.
    """
    taken: dict[str, int] = {}
    problems = []
    for position, (heading, column) in enumerate(zip(export.headings, columns, strict=True)):
        if column == IGNORED or (
            column is None and (identifies(heading) or TOOL_COLUMNS.fullmatch(heading))
        ):
            continue
        name = names[position]
        if name in taken:
            other = export.headings[taken[name]]
            problems.append(found("doubled_column", name=other, value=heading))
        else:
            taken[name] = position
    raw = export.cells[list(taken.values())].set_axis(list(taken), axis="columns")
    labels = {name: export.labels[p] for name, p in taken.items() if p in export.labels}
    return raw, labels, problems
