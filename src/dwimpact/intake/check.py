"""What `check` prints: the findings in an export, grouped by rule, most frequent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten

import pandas as pd

from dwimpact.errors import Problem, StudyError, printable
from dwimpact.intake.examine import Examined, examine
from dwimpact.intake.files.kinds import is_large, is_too_large
from dwimpact.intake.responses import read_responses
from dwimpact.intake.tools.headings import TOOL_NAMES
from dwimpact.rules import RULES, findings_table
from dwimpact.study.study import Study, read_study

CLEAN, STOPPED, UNREADABLE = 0, 1, 2
EXAMPLES = 10
LONGEST_EXPECTED = 120
COUNTED = (
    "\nA report can be made: of a file of this kind or size it counts the answers, and leaves out "
    "what needs respondents one by one."
)


@dataclass(frozen=True)
class CheckVerdict:
    """The exit status, what to print, and the findings as a table (see rules.py)."""

    status: int
    lines: list[str]
    findings: pd.DataFrame
    examined: Examined | None = None  # None when the file cannot be read, or is counted on disk
    used: int = 0  # rows


def check(
    file: Path, folder: Path, tool: str | None = None, sheet: str | None = None
) -> CheckVerdict:
    """Read and examine an export without making a report. Raises StudyError only for the
    study folder itself: a file that cannot be read is a verdict too.
    """
    return verdict_on(file, read_study(folder), tool, sheet)


def verdict_on(
    file: Path, study: Study, tool: str | None = None, sheet: str | None = None
) -> CheckVerdict:
    """What `check` says of an export, with the study as read. A large file is examined on disk."""
    try:
        if is_large(file):
            return _of_large(file, study, tool)
        try:
            responses = read_responses(file, study, tool, sheet)
        except StudyError as error:
            if not is_too_large(error):
                raise
            return _of_large(file, study, tool)
    except StudyError as error:
        named = Path(error.file)
        named = Path(file.name, named.name if named.parent == file else "")  # one of several
        lines = [f"{printable(str(named))}: cannot be read", *_told(list(error.problems))]
        return CheckVerdict(UNREADABLE, lines, findings_table(error.problems))
    examined = examine(responses, study)
    rows, used = len(responses.raw), len(examined.used)
    told = _verdict(file, responses.tool, rows, used, rows - used, examined)
    return replace(told, examined=examined)


def _of_large(file: Path, study: Study, tool: str | None) -> CheckVerdict:
    from dwimpact.intake.large.examine import examine_large

    with examine_large(file, study, tool) as large:
        aside = len(large.examined.set_aside)
        told = _verdict(file, large.tool, large.rows, large.used, aside, large.examined)
    return told if told.status != CLEAN else replace(told, lines=[*told.lines[:-1], COUNTED])


def _verdict(
    file: Path, tool: str, rows: int, used: int, aside: int, examined: Examined
) -> CheckVerdict:
    rest = rows - used - aside
    heading = (
        f"{printable(file.name)}: {TOOL_NAMES[tool]}, {_number(rows, 'row')} = "
        f"{used} used + {aside} set aside" + (f" + {rest} not looked at" if rest else "")
    )
    status = STOPPED if examined.stopping else CLEAN
    lines = [heading, *_told(examined.problems), _conclusion(examined)]
    return CheckVerdict(status, lines, findings_table(examined.problems), used=used)


def _told(problems: Sequence[Problem]) -> Iterator[str]:
    """Per kind of finding: how often, where, what was found and expected, what to do."""
    groups: dict[tuple[str, bool], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((_title(problem), problem.stops), []).append(problem)
    for (title, stops), group in sorted(
        groups.items(), key=lambda g: (-sum(p.times for p in g[1]), not g[0][1])
    ):
        times = sum(problem.times for problem in group)
        yield f"\n{times} × {printable(title)} ({'stops the report' if stops else 'reported'})"
        same = len({(problem.expected, problem.remedy) for problem in group}) == 1
        if same:
            yield f"  {_advice(group[0])}"
        for problem in group[:EXAMPLES]:
            if place := _place(problem):
                yield f"  {place}" if same else f"  {place}; {_advice(problem)}"
        if len(group) > EXAMPLES:
            rest = times - sum(problem.times for problem in group[:EXAMPLES])
            yield f"  … and {rest} more; --output FILE (make: FINDINGS=FILE) writes them all"


def _title(problem: Problem) -> str:
    rule = RULES.get(problem.rule)
    return rule.title if rule and rule.title else problem.what.removesuffix(", found")


def _place(problem: Problem) -> str:
    """Where, and what was found there: 'row 5, respondent R4, column 'sector': found 'x''."""
    where = [problem.file] if problem.file else []
    where += [f"row {problem.row}"] if problem.row is not None else []
    where += [f"respondent {problem.respondent}"] if problem.respondent else []
    where += [f"column '{problem.column}'"] if problem.column else []
    seen = [problem.what] if _title(problem) != problem.what.removesuffix(", found") else []
    seen += [problem.found] if problem.found else []
    seen += [f"in {problem.times} more cells"] if problem.times > 1 else []
    return printable(": ".join(filter(None, [", ".join(where), " ".join(seen)])))


def _advice(problem: Problem) -> str:
    expected = shorten(problem.expected, LONGEST_EXPECTED, placeholder=" …")
    return printable(f"expected {expected}. {problem.remedy}")


def _conclusion(examined: Examined) -> str:
    if not examined.problems:
        return "\nNothing found: a report can be made."
    if not examined.stopping:
        return "\nA report can be made; these findings go into its appendix on the data."
    return f"\n{_number(len(examined.stopping), 'finding')} to put right before a report."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
