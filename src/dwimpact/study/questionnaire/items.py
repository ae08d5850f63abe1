"""Questions beside the levels: one choice, several, a scale, a number, a date or a text."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from dwimpact.study.questionnaire.background import Group
from dwimpact.study.questionnaire.choices import codes, labels, refuse_repeated
from dwimpact.study.questionnaire.levels import Block

Kind = Literal["choice", "choices", "scale", "number", "date", "text"]
WITH_OPTIONS = ("choice", "choices", "scale")


class Item(Block):
    """A question with a name (`label`) and the words in which it is asked (`question`).

    A choice, several choices or a scale have `options`, those of a scale in order; `unknown` is
    the one that is no point of the scale. A scale may have `rows`: statements that are all judged
    on it. A number has a `unit` in the plural, a date a `date_format` as in Python's strptime;
    without, it is year-month-day.
    """

    kind: Kind
    question: str = ""
    answers: tuple[Group, ...] = Field((), alias="options")
    statements: tuple[Group, ...] = Field((), alias="rows")
    unknown: str = ""
    unit: str = ""
    date_format: str = "%Y-%m-%d"

    @model_validator(mode="after")
    def _consistent(self) -> Item:
        if (self.kind in WITH_OPTIONS) != bool(self.answers):
            raise ValueError(f"{self.code}: options for {', '.join(WITH_OPTIONS)}, and only there")
        if self.kind != "scale" and (self.statements or self.unknown):
            raise ValueError(f"{self.code}: rows and unknown are for a scale")
        if self.kind != "choices" and self.at_most is not None:
            raise ValueError(f"{self.code}: at_most is for choices")
        if self.unknown and self.unknown not in self.options:
            raise ValueError(f"{self.code}: unknown: none of the options: '{self.unknown}'")
        if not re.search("%[a-zA-Z]", self.date_format):
            raise ValueError(f"{self.code}: date_format: as strptime has it, such as %d-%m-%Y")
        refuse_repeated(f"{self.code}: options", self.options)
        refuse_repeated(f"{self.code}: rows", codes(self.statements))
        return self

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(codes(self.answers))

    @property
    def points(self) -> tuple[str, ...]:
        """The options that are points of the scale, in order."""
        return tuple(code for code in self.options if code != self.unknown)

    @property
    def in_order(self) -> tuple[str, ...]:
        """The options as a table has them: the points of a scale, then what is no point."""
        return (*self.points, *([self.unknown] if self.unknown else []))

    @property
    def option_labels(self) -> dict[str, str]:
        """Code → Dutch label of every option."""
        return labels(self.answers)

    @property
    def answers_column(self) -> str:
        return self.code

    @property
    def rows(self) -> dict[str, str]:
        """Column of the raw layout → what it asks: one, or one for each statement of a scale."""
        asked = {f"{self.code}/{row}": label for row, label in labels(self.statements).items()}
        return asked or {self.code: self.label}

    @property
    def base_columns(self) -> list[str]:
        return list(self.rows)

    @property
    def columns(self) -> list[str]:
        """Its columns of the raw layout."""
        return [*self.rows, *(self.tick_columns if self.kind == "choices" else [])]
