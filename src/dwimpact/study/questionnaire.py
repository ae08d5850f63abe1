"""The questionnaire as data: its model, and the raw column names that follow from it.

The raw layout is that of XLSForm tools (KoboToolbox, ODK): groups separated by '/',
a multi-select as one column with the ticked codes and one 1/0 column per choice,
a matrix as one column per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from dwimpact.errors import require_known
from dwimpact.study.background import Variable, require_consistent
from dwimpact.study.choices import Choice as Choice
from dwimpact.study.choices import Model as Model
from dwimpact.study.choices import codes as codes
from dwimpact.study.choices import labels as labels
from dwimpact.study.choices import refuse_repeated

RESPONDENT = "respondent"
OTHER = "other"
NONE = "none"
MENTIONED, STATUS, NATURE = "mentioned", "status", "nature"  # what figure tables count
UNKNOWN = "unknown"  # a status or nature that was not filled in
Matrix = Literal["status", "nature", "explanation"]


class Level(Choice):
    outcomes: tuple[Choice, ...]

    @property
    def listed(self) -> tuple[str, ...]:
        """The codes of the outcomes that the form lists, in its order."""
        return tuple(outcome.code for outcome in self.outcomes)

    @property
    def rows(self) -> tuple[str, ...]:
        """The codes that status, nature and explanation are asked for."""
        return (*self.listed, OTHER)

    @property
    def options(self) -> tuple[str, ...]:
        """Every code that can be ticked at this level."""
        return (*self.rows, NONE)

    @property
    def answers_pattern(self) -> str:
        """What a cell with ticked codes looks like: codes separated by single spaces."""
        code = "|".join(self.options)
        return rf"^({code})( ({code}))*$"

    @property
    def answers_column(self) -> str:
        return f"{self.code}/outcomes"

    @property
    def other_text_column(self) -> str:
        return f"{self.code}/other_text"

    @property
    def open_answer_column(self) -> str:
        return f"impact/{self.code}"

    def tick_column(self, option: str) -> str:
        return f"{self.answers_column}/{option}"

    def matrix_column(self, matrix: Matrix, row: str) -> str:
        return f"{self.code}/{matrix}/{row}"


class Questions(Model):
    """What is asked, in Dutch; printed in appendix 1."""

    impact: str
    outcomes: str
    status: str
    nature: str
    explanation: str
    remarks: str
    has_material: str
    share_material: str
    email: str


class Answers(Model):
    other: str
    none: str


class LimeSurvey(Model):
    """What the codes of a LimeSurvey form mean, where they are not the questionnaire's own.

    `questions`: question code → column, or block of columns, of the raw layout. `subquestions`
    and `answers`: block → code there → code of the questionnaire; a block is the first part
    of a column ('institution') for subquestions, the question ('status') for answers.
    """

    questions: dict[str, str]
    subquestions: dict[str, dict[str, str]] = Field(default_factory=dict)
    answers: dict[str, dict[str, str]] = Field(default_factory=dict)


class Questionnaire(Model):
    """Everything asked, with codes and Dutch labels, in the order of the form."""

    title: str
    introduction: str
    background: tuple[Variable, ...] = ()
    statuses: tuple[Choice, ...]
    natures: tuple[Choice, ...]
    questions: Questions
    answers: Answers
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    limesurvey: LimeSurvey | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Questionnaire:
        for name in ("statuses", "natures", "levels"):
            refuse_repeated(name, codes(getattr(self, name)))
        for level in self.levels:
            refuse_repeated(f"levels: {level.code}: options", level.options)
        require_consistent(self.background)
        return self

    def level(self, code: str) -> Level:
        """The level with this code. Raises UnknownName."""
        require_known("level", code, codes(self.levels))
        return next(level for level in self.levels if level.code == code)

    @property
    def option_codes(self) -> tuple[str, ...]:
        """Every outcome code of every level in form order, then 'other' and 'none'."""
        listed = dict.fromkeys(code for level in self.levels for code in level.listed)
        return (*listed, OTHER, NONE)

    def variable(self, code: str) -> Variable:
        """The background variable with this code. Raises UnknownName."""
        require_known("background variable", code, [v.code for v in self.background])
        return next(variable for variable in self.background if variable.code == code)

    @property
    def asked(self) -> tuple[Variable, ...]:
        """The background variables that an export has; the others follow from a registry."""
        return tuple(variable for variable in self.background if not variable.known_from)

    @property
    def registered(self) -> Variable | None:
        """The background variable whose values are in a registry, if there is one."""
        return next((variable for variable in self.background if variable.registry), None)

    @property
    def looked_up(self) -> tuple[Variable, ...]:
        """The background variables that are known from the registry."""
        return tuple(variable for variable in self.background if variable.known_from)

    @property
    def counted(self) -> Variable | None:
        """The background variable of whose options the registry has members, if it counts any."""
        members = self.registered.members if self.registered else None
        return self.variable(members.of) if members else None

    @property
    def split_by(self) -> tuple[Variable, ...]:
        """The background variables with options: answers can be set side by side by them."""
        return tuple(variable for variable in self.background if variable.options)

    @property
    def groups(self) -> dict[str, Sequence[Choice]]:
        """Column of the tidy tables → what can stand in it, of every variable with options."""
        return {
            column: choices
            for variable in self.split_by
            for column, choices in variable.columns.items()
        }

    @property
    def background_columns(self) -> tuple[str, ...]:
        """The first columns of an export."""
        return (RESPONDENT, *(variable.code for variable in self.asked))

    def outcome_labels(self, level: str, *, short: bool = False) -> dict[str, str]:
        """Code → Dutch label for every option of a level."""
        listed = {o.code: o.short if short else o.label for o in self.level(level).outcomes}
        return {**listed, OTHER: self.answers.other, NONE: self.answers.none}

    def outcome_phrases(self, level: str) -> dict[str, str]:
        """Code → how a Dutch sentence names each listed outcome of a level."""
        return {outcome.code: outcome.phrase for outcome in self.level(level).outcomes}

    @property
    def raw_columns(self) -> tuple[str, ...]:
        """Every column of an export, in the order of the form."""
        return (
            *self.background_columns,
            *(level.open_answer_column for level in self.levels),
            *(column for level in self.levels for column in level_columns(level)),
            *CLOSING_COLUMNS,
        )


REMARKS, HAS_MATERIAL, SHARE_MATERIAL, EMAIL = CLOSING_COLUMNS = (
    "closing/remarks",
    "closing/has_material",
    "closing/share_material",
    "closing/email",
)
YES_NO = {"yes": "ja", "no": "nee"}


def text_columns(form: Questionnaire) -> list[str]:
    """The raw columns in which respondents write what they like."""
    return [
        *(level.open_answer_column for level in form.levels),
        *(level.other_text_column for level in form.levels),
        *(level.matrix_column("explanation", row) for level in form.levels for row in level.rows),
        REMARKS,
    ]


def level_columns(level: Level) -> list[str]:
    """The raw columns of one level's block."""
    matrices: tuple[Matrix, ...] = ("status", "nature", "explanation")
    return [
        level.answers_column,
        *(level.tick_column(option) for option in level.options),
        level.other_text_column,
        *(level.matrix_column(matrix, row) for matrix in matrices for row in level.rows),
    ]
