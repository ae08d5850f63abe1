"""The exceptions that tell an analyst what is wrong: with her input, or in a notebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

SHOWN_AT_MOST = 20
LONGEST_VALUE = 40


@dataclass(frozen=True)
class Problem:
    """One thing found in an input file, in words the analyst can act on.

    `row` is the row as a spreadsheet shows it: the headings are row 1. `rule` names the rule
    (see rules.py); `stops` says whether a report can be made all the same. A `private` value
    may be somebody's own words and is never printed. `times` is more than one where it stands
    for so many more cells of its column. `file` is named where there are several.
    """

    what: str
    expected: str
    remedy: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    rule: str = "input"
    stops: bool = True
    respondent: str | None = None
    private: bool = False
    times: int = 1
    file: str = ""

    @property
    def found(self) -> str:
        """The value as it may be printed; empty where there is none to show."""
        if self.value is None:
            return ""
        return hidden(self.value) if self.private else shown(self.value)

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        place += [f"row {self.row}"] if self.row else []
        place += [f"column '{self.column}'"] if self.column else []
        where = f"{', '.join(place)}: " if place else ""
        value = f" {self.found}" if self.found else ""
        return printable(f"{where}{self.what}{value}; expected {self.expected}. {self.remedy}")


class StudyError(Exception):
    """Input that cannot be used as it is. The message names file and every problem."""

    def __init__(self, file: object, problems: Problem | Iterable[Problem]) -> None:
        self.file = str(file)
        self.problems: Sequence[Problem] = (
            [problems] if isinstance(problems, Problem) else list(problems)
        )
        super().__init__(str(self))

    def __reduce__(self) -> Any:
        return type(self), (self.file, self.problems)  # so that it can come from another process

    def __str__(self) -> str:
        file = printable(self.file)
        lines = [f"{file}: {problem}" for problem in self.problems[:SHOWN_AT_MOST]]
        if len(self.problems) > SHOWN_AT_MOST:
            lines.append(f"… and {len(self.problems) - SHOWN_AT_MOST} more problems.")
        return "\n".join(lines)


class UnknownName(KeyError):
    """A code or name that does not exist; the message has those that do, the nearest first."""

    def __str__(self) -> str:
        return str(self.args[0])


class NotebookFailed(Exception):
    """A notebook did not run to its end; the message names notebook, cell and error."""


def sentence_of(error: Exception) -> str:
    """What kept a report from being made, in a sentence for the analyst."""
    if isinstance(error, StudyError):
        return str(error)
    if isinstance(error, NotebookFailed):  # the one that prepares the data; see Report.failures
        return f"The data could not be prepared: {error}"
    if isinstance(error, OSError):
        where = f"{printable(str(error.filename))}: " if error.filename else ""
        return f"{where}{error.strerror or error}."
    # Its kind only: a message might quote an answer.
    return f"dwimpact could not go on: {type(error).__name__}."


def shown(value: str) -> str:
    """The value in quotes, unless it may be somebody's own words: then its length only."""
    if len(value) > LONGEST_VALUE or "@" in value:
        return hidden(value)
    return f"'{value}'"


def printable(text: str) -> str:
    """The text on one line, with a code for every character that a terminal would act on or
    that could hide another: control characters, changes of direction, invisible spaces.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def hidden(value: str) -> str:
    """What stands for a value that is not printed."""
    return f"(a text of {len(value)} characters)"


def listed(codes: Iterable[object]) -> str:
    """'a, b or c', for saying what was expected."""
    words = [str(code) for code in codes]
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def unknown_name(kind: str, name: object, known: Iterable[object]) -> UnknownName:
    """The error for a name that is not among those known.

    >>> unknown_name("level", "studnt", ["institution", "programme", "student"])
    UnknownName("no level 'studnt'; there are student, institution, programme")
    """

    def unlike(other: str) -> float:
        return -SequenceMatcher(None, str(name), other).ratio()

    nearest = sorted(map(str, known), key=unlike)
    return UnknownName(f"no {kind} {name!r}; there are {', '.join(nearest) or 'none'}")


def require_known(kind: str, name: object, known: Collection[object]) -> None:
    """Raise UnknownName unless the name is among those known.

    >>> require_known("level", "student", ["institution", "programme", "student"])
    """
    if name not in list(known):  # also what has no hash
        raise unknown_name(kind, name, known)
