"""The questionnaire as data: its model, and the raw column names that follow from it.

The raw layout is that of XLSForm tools (KoboToolbox, ODK): groups separated by '/',
a multi-select as one column with the ticked codes and one 1/0 column per choice,
a matrix as one column per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from dwimpact.errors import require_known
from dwimpact.study.questionnaire.agreement import (
    completed,
    require_conditions,
    require_items,
    require_languages,
)
from dwimpact.study.questionnaire.background import TAKEN, Variable, require_consistent
from dwimpact.study.questionnaire.choices import Choice as Choice
from dwimpact.study.questionnaire.choices import Model as Model
from dwimpact.study.questionnaire.choices import codes as codes
from dwimpact.study.questionnaire.choices import labels as labels
from dwimpact.study.questionnaire.choices import refuse_repeated
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.levels import NONE as NONE
from dwimpact.study.questionnaire.levels import OTHER as OTHER
from dwimpact.study.questionnaire.levels import Block as Block
from dwimpact.study.questionnaire.levels import Level as Level
from dwimpact.study.questionnaire.levels import Matrix as Matrix
from dwimpact.study.questionnaire.mapping import ColumnMapping, LimeSurvey
from dwimpact.study.questionnaire.terms import Terms

RESPONDENT = "respondent"
SUBMITTED = "submitted"
ALIKE = "alike"  # in such a table of answers: who gave the same to all options of a question
PEOPLE = "people"  # how many respondents a row of a counted table stands for
WEIGHT = "weight"  # how much a respondent counts, where the file says so
MENTIONED, STATUS, NATURE = "mentioned", "status", "nature"  # what figure tables count
EXPLANATION = "explanation"
# As XLSForm has it: 'English (en)'.
Language = Annotated[str, StringConstraints(pattern=r"^\w[\w ]* \([a-z]{2,3}\)$")]
PARTS = ("background", "impact", "closing")  # of every form, beside levels and items
UNKNOWN = "unknown"  # a status or nature that was not filled in


class Questions(Model):
    """What is asked, in Dutch; printed in appendix 1. What is left out is not asked."""

    impact: str = ""
    outcomes: str
    status: str = ""
    nature: str = ""
    explanation: str = ""
    remarks: str = ""
    has_material: str = ""
    share_material: str = ""
    email: str = ""


class Answers(Model):
    """What the options beside the listed outcomes are called; not offered without a name."""

    other: str = ""
    none: str = ""


class Questionnaire(Model):
    """Everything asked, with codes and Dutch labels, in the order of the form."""

    title: str
    introduction: str
    terms: Terms = Terms()
    background: tuple[Variable, ...] = ()
    statuses: tuple[Choice, ...] = ()
    natures: tuple[Choice, ...] = ()
    questions: Questions
    answers: Answers = Answers()
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    items: tuple[Item, ...] = ()
    limesurvey: LimeSurvey | None = None
    export: ColumnMapping | None = None
    language: Language = "Nederlands (nl)"
    translations: dict[Language, dict[str, str]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _completed(cls, data: Any) -> Any:
        return completed(data)

    @model_validator(mode="after")
    def _consistent(self) -> Questionnaire:
        for name in ("statuses", "natures", "levels", "items"):
            refuse_repeated(name, codes(getattr(self, name)))
        for level in self.levels:
            refuse_repeated(f"levels: {level.code}: options", level.options)
            for question in [*level.asks, *(["impact"] if level.opening else [])]:
                if not getattr(self.questions, question):
                    raise ValueError(f"levels: {level.code}: no question '{question}' to ask")
        for question, name in ((STATUS, "statuses"), (NATURE, "natures")):
            if bool(getattr(self.questions, question)) != bool(getattr(self, name)):
                raise ValueError(f"{name}: answers and a question '{question}', or neither")
        require_consistent(self.background)
        require_items(self.background, self.items)
        self._require_labels()
        if taken := sorted({*codes(self.items)} & {*TAKEN, *codes(self.levels)}):
            raise ValueError(f"items: codes that mean something else already: {taken}")
        refuse_repeated("columns", self.raw_columns)
        # '/' is '_' in a form tool, and a part of the form is named after what it is about.
        parts = [*PARTS, *codes(self.levels), *(f"about_{code}" for code in codes(self.items))]
        refuse_repeated("parts of the form", parts)
        matrices = [item.code for item in self.items if item.statements]
        matrices += [f"{level.code}_{matrix}" for level in self.levels for matrix in level.asks]
        in_tools = [column.replace("/", "_") for column in self.raw_columns]
        in_tools += [*(f"{part}_section" for part in parts), *(f"{m}_rows" for m in matrices)]
        refuse_repeated("columns as form tools name them", in_tools)
        require_conditions((*self.levels, *self.items), self.asked)
        self._require_columns()
        require_languages(self.language, self.translations)
        return self

    def _require_labels(self) -> None:
        """Raise ValueError where two answers to one question are called the same: in an export
        with labels nobody could tell them apart.
        """
        lists = {
            **{f"background: {v.code}": labels(v.options) for v in self.background},
            **{name: labels(choices) for name, choices in self.characteristics.items()},
            **{f"levels: {lv.code}": self.outcome_labels(lv.code) for lv in self.levels},
            **{f"items: {item.code}": item.option_labels for item in self.items},
            **{f"items: {item.code}: rows": labels(item.statements) for item in self.items},
        }
        for name, called in lists.items():
            folded = [" ".join(label.split()).casefold() for label in called.values()]
            refuse_repeated(f"{name}: labels", folded)

    def _require_columns(self) -> None:
        """Raise ValueError where `export` names a column that the raw layout does not have."""
        known = {*self.raw_columns, SUBMITTED, *(v.code for v in self.looked_up)}
        known |= {item.code for item in self.items}
        if self.export is None:
            return
        if unknown := sorted({*self.export.columns} - known):
            apart = [c for c in self.raw_columns if c.startswith(tuple(f"{u}/" for u in unknown))]
            there = f", but {', '.join(apart)}" if apart else ""
            raise ValueError(f"export: columns: no such columns: {unknown}{there}")
        answered = {*(v.code for v in self.background), *self.characteristics, *codes(self.items)}
        answered |= {block.answers_column for block in self.tick_blocks}
        if unknown := sorted({*self.export.values} - answered):
            raise ValueError(f"export: values: nothing that has answers: {unknown}")

    @property
    def tick_blocks(self) -> tuple[Block, ...]:
        """What has a column for the ticked codes and one per option: levels, and some items."""
        return (*self.levels, *(item for item in self.items if item.kind == "choices"))

    def labels_of(self, block: Block) -> dict[str, str]:
        """Code → Dutch label for everything that can be ticked in a block."""
        return block.option_labels if isinstance(block, Item) else self.outcome_labels(block.code)

    def item(self, code: str) -> Item:
        """The question beside the levels with this code. Raises UnknownName."""
        require_known("item", code, codes(self.items))
        return next(item for item in self.items if item.code == code)

    def level(self, code: str) -> Level:
        """The level with this code. Raises UnknownName."""
        require_known("level", code, codes(self.levels))
        return next(level for level in self.levels if level.code == code)

    @property
    def characteristics(self) -> dict[str, tuple[Choice, ...]]:
        """What is asked of every outcome that is ticked (status, nature) → its answers."""
        known = {STATUS: self.statuses, NATURE: self.natures}
        return {name: choices for name, choices in known.items() if choices}

    def characteristics_of(self, level: Level) -> dict[str, tuple[Choice, ...]]:
        """The characteristics that one level asks, with their answers."""
        return {name: c for name, c in self.characteristics.items() if name in level.asks}

    def characteristic_columns(self, level: Level) -> dict[str, tuple[str, tuple[Choice, ...]]]:
        """Raw column of a level → which characteristic it asks, and its answers."""
        return {
            level.matrix_column(name, row): (name, choices)
            for name, choices in self.characteristics_of(level).items()
            for row in level.rows
        }

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
        return tuple(v for v in self.background if not (v.known_from or v.item))

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
        asked = self.level(level)
        listed = labels(asked.outcomes, short=short)
        beside = {OTHER: asked.other, NONE: asked.none}
        return {**listed, **{code: label for code, label in beside.items() if label}}

    def outcome_phrases(self, level: str) -> dict[str, str]:
        """Code → how a Dutch sentence names each listed outcome of a level."""
        return {outcome.code: outcome.phrase for outcome in self.level(level).outcomes}

    @property
    def phrases(self) -> dict[str, dict[str, str]]:
        """Level → outcome → how a Dutch sentence names it."""
        return {level.code: self.outcome_phrases(level.code) for level in self.levels}

    @property
    def short_labels(self) -> dict[str, dict[str, str]]:
        """Level → option → its short label."""
        return {level.code: self.outcome_labels(level.code, short=True) for level in self.levels}

    @property
    def raw_columns(self) -> tuple[str, ...]:
        """Every column of an export, in the order of the form."""
        return (
            *self.background_columns,
            *(column for level in self.levels for column in level.open_answer_columns),
            *(column for level in self.levels for column in level.columns),
            *(column for item in self.items for column in item.columns),
            *self.closing_columns,
        )

    @property
    def closing_columns(self) -> tuple[str, ...]:
        """The columns of the closing questions that are asked."""
        asked = self.questions.model_dump()
        return tuple(column for column in CLOSING_COLUMNS if asked[column.split("/")[1]])


REMARKS, HAS_MATERIAL, SHARE_MATERIAL, EMAIL = CLOSING_COLUMNS = (
    "closing/remarks",
    "closing/has_material",
    "closing/share_material",
    "closing/email",
)
YES_NO_COLUMNS = (HAS_MATERIAL, SHARE_MATERIAL)
YES_NO = {"yes": "ja", "no": "nee"}


def text_columns(form: Questionnaire) -> list[str]:
    """The raw columns in which respondents write what they like."""
    return [
        *(column for level in form.levels for column in level.open_answer_columns),
        *(column for level in form.levels for column in level.other_text_columns),
        *(
            level.matrix_column(EXPLANATION, row)
            for level in form.levels
            if EXPLANATION in level.asks
            for row in level.rows
        ),
        *(item.code for item in form.items if item.kind == "text"),
        *(column for column in form.closing_columns if column == REMARKS),
    ]
