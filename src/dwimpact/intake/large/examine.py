"""A large file held against every rule: the rows that a rule may be about are read as those of a
small file are, all others are counted on disk.

What is found is what a small file with the same rows would give; of a kind of cell the first are
told one by one and the others counted, as there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pandas as pd

from dwimpact.errors import Problem, StudyError
from dwimpact.intake.examine import Examined, examine
from dwimpact.intake.files.export import Export
from dwimpact.intake.files.parts import in_its_file, rows_in_files
from dwimpact.intake.large.on_disk import Irregular, OnDisk, on_disk
from dwimpact.intake.large.screen import FILLED, ODD, Screen, named, screen
from dwimpact.intake.responses import Responses, columns_of, responses_of
from dwimpact.intake.tools.headings import OWN
from dwimpact.intake.tools.submissions import SUBMISSION
from dwimpact.intake.wording import worded
from dwimpact.rules import EXPORT_AGAIN, MOST_ALIKE, found
from dwimpact.study.questionnaire.model import EXPLANATION, OTHER, PEOPLE, RESPONDENT, Questionnaire
from dwimpact.study.study import Study
from dwimpact.study.validation import row_of

_Made = TypeVar("_Made")
MOST_ODD = 50_000  # rows that are read one by one
HEAD_ROWS = 3  # among which Qualtrics has rows that are no response


@dataclass(frozen=True)
class LargeExamined:
    """What is known of a large file: `examined` has the rows that were read, and every finding;
    the view `sound` of `disk` has the others, which are in order (see screen.py).
    """

    file: Path
    disk: OnDisk
    examined: Examined
    screen: Screen
    tool: str
    rows: int
    used: int


def with_large(
    file: Path, study: Study, tool: str | None, use: Callable[[LargeExamined], _Made]
) -> _Made:
    """What is made of a large file that is held against every rule. Where only then it turns out
    that DuckDB does not read it as we do, all is done again with what we read.
    """
    try:
        with examine_large(file, study, tool) as large:
            return use(large)
    except Irregular:
        with examine_large(file, study, tool, regular=False) as large:
            return use(large)


@contextmanager
def examine_large(
    file: Path, study: Study, tool: str | None = None, *, regular: bool = True
) -> Iterator[LargeExamined]:
    """A large file held against every rule, for as long as this is open; not `regular`, as read by
    ourselves. Raises StudyError when it cannot be read as an export at all.
    """
    with ExitStack() as opened:
        try:
            large = opened.enter_context(_examining(file, study, tool, regular=regular))
        except Irregular:
            large = opened.enter_context(_examining(file, study, tool, regular=False))
        yield large


@contextmanager
def _examining(
    file: Path, study: Study, tool: str | None, *, regular: bool
) -> Iterator[LargeExamined]:
    own = None if tool else study.questionnaire.export
    with on_disk(file, own.encoding if own else "", regular=regular) as disk:
        yield _examined(disk, file, study, tool)


def _examined(disk: OnDisk, file: Path, study: Study, tool: str | None) -> LargeExamined:
    known, columns = _columns(disk, file, study, tool)
    screened = screen(disk, columns, known, study)
    screened.make(disk)
    rows = _number_of_rows(disk, file)
    odd = _odd_rows(disk, rows)
    looked = sorted({*odd[:MOST_ODD], *range(min(HEAD_ROWS, rows)), *_witnesses(disk, screened)})
    _set_apart(disk, {*odd, *looked}, rows)
    responses = responses_of(
        disk.export([row + disk.first for row in looked], rows), file, study, tool
    )
    sound = _people(disk, screened, study)
    examined = examine(responses, study, sound)
    problems = [*examined.problems]
    if screened.knows_rows:
        problems = _together(problems, _of_sound_rows(disk, study, responses))
    if more := max(len(odd) - MOST_ODD, 0):
        problems.append(found("unexamined", found=more, most=MOST_ODD))
    problems.sort(key=lambda p: (p.times > 1, p.row or 0, p.column or ""))
    aside = examined.set_aside
    if disk.parts:
        problems = [in_its_file(problem, disk.parts) for problem in problems]
        aside = rows_in_files(aside, disk.parts)
    examined = replace(examined, problems=problems, set_aside=aside)
    used = len(examined.used) + int(sound[PEOPLE].sum())
    return LargeExamined(file, disk, examined, screened, responses.tool, rows, used)


def _columns(
    disk: OnDisk, file: Path, study: Study, tool: str | None
) -> tuple[str, list[str | None]]:
    """The form tool, and per column of the table what it is in the raw layout."""
    if study.questionnaire.export and not tool:
        return OWN, [None] * len(disk.headings)
    headings = disk.headings
    while headings and not headings[-1]:
        headings = headings[:-1]
    empty = pd.DataFrame(columns=range(len(headings)), dtype="str")
    _, known, columns, _ = columns_of(Export(headings, empty), file, study, tool)
    return known, [*columns, *[None] * (len(disk.headings) - len(columns))]


def _number_of_rows(disk: OnDisk, file: Path) -> int:
    """How many there are up to the last with something in it."""
    last = disk.database.execute(f"select max(rowid) from seen where {FILLED}").fetchall()[0][0]
    if last is None:
        raise StudyError(file, found("no_rows", remedy=EXPORT_AGAIN))
    return int(last) + 1


def _odd_rows(disk: OnDisk, rows: int) -> list[int]:
    """The rows that a rule may be about: by themselves, beside others, or by their length."""
    doubled = " union all ".join(
        f"select rowid from seen where {named(c)} in "
        f"(select {named(c)} from seen group by all having count(*) > 1)"
        for c in (RESPONDENT, SUBMISSION)
    )
    found_odd = disk.query(f"select rowid as row from seen where {ODD} union {doubled}")["row"]
    ragged = [problem.row - 2 - disk.first for problem in disk.told if problem.row]
    return sorted(row for row in {*found_odd, *ragged} if row < rows)


def _witnesses(disk: OnDisk, screened: Screen) -> list[int]:
    """For each column that the form does not have, the first row with something in it."""
    if not screened.beside:
        return []
    first = (f"min(rowid) filter (where {named(column)})" for column in screened.beside)
    rows = disk.database.execute(f"select {', '.join(first)} from seen").fetchall()[0]
    return [int(row) for row in rows if row is not None]


def _set_apart(disk: OnDisk, apart: Iterable[int], rows: int) -> None:
    """The view `sound`, without these rows."""
    frame = pd.DataFrame({"row": pd.Series(sorted(apart), dtype="int64")})
    disk.database.register("apart_rows", frame)
    disk.database.execute("create table apart as select row from apart_rows")
    disk.database.unregister("apart_rows")
    disk.database.execute(
        f"create view sound as select rowid, * from seen where rowid < {rows} "
        "and rowid not in (select row from apart)"
    )


def _people(disk: OnDisk, screened: Screen, study: Study) -> pd.DataFrame:
    """How many rows are in order, by the background that is asked."""
    asked = list(study.spellings) if screened.knows_rows else []
    columns = ", ".join([*map(named, asked), f"count(*) as {PEOPLE}"])
    table = disk.query(f"select {columns} from sound group by all")
    return table.astype(dict.fromkeys(asked, "str"))


def _of_sound_rows(
    disk: OnDisk, study: Study, responses: Responses
) -> Iterator[tuple[Problem, int]]:
    """What is told of rows that are in order: each with how many cells more there are like it."""
    conditions = list(_conditions(study.questionnaire))
    counted = ", ".join(f"count(*) filter (where {condition})" for *_, condition in conditions)
    totals = disk.database.execute(f"select {counted} from sound").fetchall()[0] if counted else ()
    for (rule, column, condition), total in zip(conditions, totals, strict=True):
        if total:
            first = disk.query(
                f"select rowid, {named(RESPONDENT)} as {RESPONDENT} from sound where {condition} "
                f"order by rowid limit {MOST_ALIKE}"
            )
            first = first.set_index(first.pop("rowid") + disk.first).astype("str")
            made = (found(rule, row=row_of(index), column=column) for index in first.index)
            told = map(responses.as_in_file, worded(made, first, study))
            yield from ((p, 0 if n else total - len(first)) for n, p in enumerate(told))


def _conditions(form: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """Rule, column and condition of what a report is made with all the same."""
    for level in form.levels:
        for matrix in level.asks:
            for row in level.rows if matrix != EXPLANATION else ():
                column = level.matrix_column(matrix, row)
                unsaid = f"{named(level.tick_column(row))} and {named(column)} is null"
                yield f"ticked_without_{matrix}", column, unsaid
        for column in level.other_text_columns:
            yield (
                "other_without_text",
                column,
                f"{named(level.tick_column(OTHER))} and not {named(column)}",
            )


def _together(problems: Sequence[Problem], others: Iterable[tuple[Problem, int]]) -> list[Problem]:
    """The problems of the rows that were read with those of the others: of each kind of cell the
    first, and one for all that are left.
    """
    more: dict[tuple[str, str | None], list[Problem]] = {}
    rest: dict[tuple[str, str | None], int] = {}
    for problem, cells in others:
        kind = (problem.rule, problem.column)
        more.setdefault(kind, []).append(problem)
        rest[kind] = rest.get(kind, 0) + cells
    made = [p for p in problems if (p.rule, p.column) not in more]
    for kind, ones in more.items():
        here = [p for p in problems if (p.rule, p.column) == kind]
        each = sorted([*ones, *(p for p in here if p.row)], key=lambda p: p.row or 0)
        left = rest[kind] + sum(p.times for p in here if not p.row) + len(each[MOST_ALIKE:])
        made += each[:MOST_ALIKE]
        if left:
            made.append(replace(each[0], row=None, value=None, respondent=None, times=left))
    return made
