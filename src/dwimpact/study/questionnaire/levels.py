"""Blocks of a questionnaire: who is asked, what can be ticked, and what that is in an export."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from dwimpact.study.questionnaire.choices import Choice, Code

OTHER, NONE = "other", "none"
Matrix = Literal["status", "nature", "explanation"]


class Block(Choice):
    """Something asked of respondents with these values of background variables (`asked_if`), of
    all of them without. Who was asked and left it blank counts in the base as missing, or not at
    all where `blank` is 'not_asked'. Of several that can be ticked, `at_most` says how many.
    """

    asked_if: dict[Code, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    blank: Literal["missing", "not_asked"] = "missing"
    at_most: Annotated[int, Field(ge=2)] | None = None

    @property
    def is_routed(self) -> bool:
        """Whether some respondents are not in the base."""
        return bool(self.asked_if) or self.blank == "not_asked"

    @property
    def options(self) -> tuple[str, ...]:
        """Every code that can be ticked."""
        raise NotImplementedError

    @property
    def answers_column(self) -> str:
        """The column with the ticked codes."""
        raise NotImplementedError

    @property
    def columns(self) -> list[str]:
        """Its columns of the raw layout."""
        raise NotImplementedError

    @property
    def base_columns(self) -> list[str]:
        """The columns of which one is filled in by who answered."""
        raise NotImplementedError

    @property
    def answers_pattern(self) -> str:
        """What a cell with ticked codes looks like: codes separated by single spaces."""
        code = "|".join(self.options)
        return rf"^({code})( ({code}))*$"

    def tick_column(self, option: str) -> str:
        """The column that says whether an option is ticked."""
        return f"{self.answers_column}/{option}"

    @property
    def tick_columns(self) -> list[str]:
        return [self.tick_column(option) for option in self.options]


class Level(Block):
    """A block of outcomes to tick, and what is asked about each that is ticked.

    `where` is how a sentence says it: 'op' and the label unless the study says otherwise.
    `other` and `none` are what these options are called (without a name they are not offered),
    `other_text` whether 'other' is asked in one's own words, `asks` what is asked of each outcome,
    `opening` whether a question in one's own words comes first. The questionnaire gives them,
    unless the level does.
    """

    outcomes: tuple[Choice, ...]
    where: str = ""
    other: str = ""
    none: str = ""
    asks: tuple[Matrix, ...] = ()
    other_text: bool = True
    opening: bool = False

    @model_validator(mode="before")
    @classmethod
    def _where_is_on_it(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "label" not in data:
            return data
        return {"where": f"op {data['label']}", **data}

    @property
    def listed(self) -> tuple[str, ...]:
        """The codes of the outcomes that the form lists, in its order."""
        return tuple(outcome.code for outcome in self.outcomes)

    @property
    def rows(self) -> tuple[str, ...]:
        """The codes that status, nature and explanation are asked for."""
        return (*self.listed, *([OTHER] if self.other else []))

    @property
    def options(self) -> tuple[str, ...]:
        """Every code that can be ticked at this level."""
        return (*self.rows, *([NONE] if self.none else []))

    @property
    def answers_column(self) -> str:
        return f"{self.code}/outcomes"

    @property
    def base_columns(self) -> list[str]:
        return [self.answers_column]

    @property
    def columns(self) -> list[str]:
        """Its columns of the raw layout, but the opening question."""
        return [
            self.answers_column,
            *self.tick_columns,
            *self.other_text_columns,
            *(self.matrix_column(matrix, row) for matrix in self.asks for row in self.rows),
        ]

    @property
    def other_text_column(self) -> str:
        return f"{self.code}/other_text"

    @property
    def open_answer_column(self) -> str:
        return f"impact/{self.code}"

    @property
    def other_text_columns(self) -> list[str]:
        """The column for another outcome in one's own words, where that is offered."""
        return [self.other_text_column] if self.other and self.other_text else []

    @property
    def open_answer_columns(self) -> list[str]:
        """The column for the opening question, where that is asked."""
        return [self.open_answer_column] if self.opening else []

    def matrix_column(self, matrix: str, row: str) -> str:
        return f"{self.code}/{matrix}/{row}"

    def columns_about(self, row: str) -> list[str]:
        """The columns of what is asked about one outcome that is ticked."""
        text = self.other_text_columns if row == OTHER else []
        return [*text, *(self.matrix_column(matrix, row) for matrix in self.asks)]
