"""How a form tool writes what it exports, where that is not as the raw layout has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from dwimpact.study.questionnaire.choices import Model

# A column by its number (the first is 1), several as '4-9', or by its heading.
ColumnPlace = int | Annotated[str, StringConstraints(min_length=1)]
SEVERAL = re.compile(r"(\d+)-(\d+)")
ANYTHING = "anything"


class ColumnMapping(Model):
    """`export` in questionnaire.yml: which column of a file is which, and how answers are written.

    `columns`: column of the raw layout → its place, or a block with one column per option ('films/
    outcomes') → places such as '4-9', or a list of them, in the order of the questionnaire. With
    `header_rows` a heading is that of every row, joined by ' / ', and that of the first goes on to
    the right until the next. `ignore` are places, or patterns such as 'q00*', of what is not
    reported.

    Texts in `blank` stand for no answer, in `not_ticked` for a box that was not ticked; all else in
    a box is a tick where `ticked` is 'anything', else only what it lists, the option's label and
    yes or 1. `separator` stands between answers in one cell; with `rest_is_other` what stands there
    beside the options is the text of 'other', as Google and Microsoft Forms write it. `values`:
    variable, block of options or question → text → code. Without a column for `respondent` the
    rows are numbered.
    """

    columns: dict[str, ColumnPlace | tuple[ColumnPlace, ...]]
    ignore: tuple[ColumnPlace, ...] = ()
    header_rows: Annotated[int, Field(ge=1, le=3)] = 1
    encoding: Literal["", "utf-8", "utf-16", "cp1252", "latin-1", "mac_roman"] = ""
    blank: tuple[str, ...] = ()
    ticked: tuple[str, ...] | Literal["anything"] = ()
    not_ticked: tuple[str, ...] = ()
    separator: str = ""
    rest_is_other: bool = False
    values: dict[str, dict[str, str]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_separated(self) -> ColumnMapping:
        if self.rest_is_other and not self.separator:
            raise ValueError("rest_is_other: only with a 'separator'")
        return self


class LimeSurvey(Model):
    """What the codes of a LimeSurvey form mean, where the form was not made by dwimpact.

    `questions`: question code → column, or block of columns, of the raw layout. `subquestions`
    and `answers`: block → code there → code of the questionnaire; a block is the first part
    of a column ('institution') for subquestions, the question ('status') for answers.
    """

    questions: dict[str, str]
    subquestions: dict[str, dict[str, str]] = Field(default_factory=dict)
    answers: dict[str, dict[str, str]] = Field(default_factory=dict)


def places(place: ColumnPlace | Sequence[ColumnPlace], headings: Sequence[str]) -> list[int]:
    """The positions, from 0, of the columns at a place, or at several; those past the last too."""
    if not isinstance(place, int | str):
        return [position for one in place for position in places(one, headings)]
    if isinstance(place, int):
        return [place - 1]
    if several := SEVERAL.fullmatch(place):
        return list(range(int(several[1]) - 1, int(several[2])))
    pattern = _plain(place)
    # Brackets are LimeSurvey's; where no heading has them so, they are one letter of several.
    for written in (pattern.replace("[", "[[]"), pattern):
        if found := [p for p, h in enumerate(headings) if fnmatchcase(_plain(h), written)]:
            return found
    return []


def joined_headings(rows: Sequence[Sequence[str]]) -> list[str]:
    """One heading per column, of several rows of them."""
    first = list(_carried(rows[0]))
    return [" / ".join(filter(None, parts)) for parts in zip(first, *rows[1:], strict=True)]


def _carried(headings: Iterable[str]) -> Iterator[str]:
    last = ""
    for heading in headings:
        last = heading or last
        yield last


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
