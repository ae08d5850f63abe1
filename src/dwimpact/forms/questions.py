"""The form as it is put to a respondent: sections of questions, whatever tool then asks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dwimpact.prose.outcomes import title_of_level
from dwimpact.prose.words import upper_first
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import (
    EMAIL,
    EXPLANATION,
    HAS_MATERIAL,
    NONE,
    OTHER,
    REMARKS,
    SHARE_MATERIAL,
    YES_NO,
    YES_NO_COLUMNS,
    Block,
    Choice,
    Level,
    Questionnaire,
    labels,
)
from dwimpact.study.study import Study

AnswerKind = Literal["choice", "choices", "yes_no", "number", "date", "text", "email"]

FormRow = dict[str, str]  # a row of a form as a tool imports it: column → text
MANY = 8  # options; above it they are looked for in a list that folds out


@dataclass(frozen=True)
class Answered:
    """One of these `values` was chosen in a `column` of the raw layout."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class FormQuestion:
    """Something to answer. `rows` are its columns of the raw layout with what each asks: one, or
    one per row of a matrix under `block`, then with conditions of its own in `rows_asked_if`.

    `options` are code → label, and `named` is what they are called together; `alone` is the option
    that goes with no other, `at_most` how many may be ticked, `text_of_other` the column that says
    what 'other' is. All of `asked_if` must hold.
    """

    block: str
    kind: AnswerKind
    text: str
    rows: Mapping[str, str]
    hint: str = ""
    named: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    alone: str = ""
    at_most: int | None = None
    text_of_other: str = ""
    required: bool = False
    asked_if: tuple[Answered, ...] = ()
    rows_asked_if: Mapping[str, tuple[Answered, ...]] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """What is said of an answer that cannot be; empty where every answer can be."""
        parts = ["Dit is geen e-mailadres."] if self.kind == "email" else []
        if self.alone:
            parts += [f"‘{self.options[self.alone]}’ gaat niet samen met een ander antwoord."]
        if self.at_most is not None:
            parts += [f"Kies er ten hoogste {self.at_most}."]
        return " ".join(parts)

    @property
    def is_matrix(self) -> bool:
        """Whether it has rows, rather than being one question."""
        return [*self.rows] != [self.block]


@dataclass(frozen=True)
class Section:
    """Questions that stand together under a title, asked where all of `asked_if` holds."""

    code: str
    title: str
    questions: tuple[FormQuestion, ...]
    asked_if: tuple[Answered, ...] = ()


def sections_of(study: Study) -> list[Section]:
    """The form in the order of the raw layout; sections without a question are left out."""
    form = study.questionnaire
    made = [
        Section("background", "Over u", tuple(_background(study))),
        Section("impact", "Vooraf", tuple(_opening(form))),
        *(_level(level, form) for level in form.levels),
        *(_item(item) for item in form.items),
        Section("closing", "Tot slot", tuple(_closing(form))),
    ]
    return [section for section in made if section.questions]


def _background(study: Study) -> Iterator[FormQuestion]:
    form = study.questionnaire
    needed = {
        (code, value)
        for block in (*form.levels, *form.items)
        for code, values in block.asked_if.items()
        for value in values
    }
    for variable in form.asked:
        # Where something depends on what a blank stands for, that has to be said.
        offered = (variable.code, variable.blank) in needed
        options = labels(variable.options) or dict(
            zip(study.registry["code"], study.registry["name"], strict=True)
        )
        yield FormQuestion(
            variable.code,
            "choice",
            upper_first(variable.label),
            {variable.code: upper_first(variable.label)},
            named=variable.code,
            options={c: o for c, o in options.items() if offered or c != variable.blank},
            required=offered or not variable.blank,
        )


def _opening(form: Questionnaire) -> Iterator[FormQuestion]:
    asking = [level for level in form.levels if level.opening]
    if asking:
        rows = {level.open_answer_column: upper_first(level.label) for level in asking}
        routed = {level.open_answer_column: _asked_if(level) for level in asking}
        yield FormQuestion("impact", "text", form.questions.impact, rows, rows_asked_if=routed)


def _level(level: Level, form: Questionnaire) -> Section:
    questions = (_outcomes(level, form), *_about(level, form))
    return Section(level.code, title_of_level(form, level), questions, _asked_if(level))


def _outcomes(level: Level, form: Questionnaire) -> FormQuestion:
    hinted = {outcome.code: outcome.with_hint for outcome in level.outcomes}
    column = level.answers_column
    return FormQuestion(
        column,
        "choices",
        form.questions.outcomes,
        {column: form.questions.outcomes},
        hint=level.description,
        named=column,
        options={**form.outcome_labels(level.code), **hinted},
        alone=NONE if level.none else "",
        at_most=level.at_most,
        text_of_other="".join(level.other_text_columns),
    )


def _about(level: Level, form: Questionnaire) -> Iterator[FormQuestion]:
    """What is asked of each outcome that is ticked."""
    named = form.outcome_labels(level.code)
    for column in level.other_text_columns:
        ticked = (Answered(level.answers_column, (OTHER,)),)
        text = f"{level.other}, namelijk:"
        yield FormQuestion(column, "text", text, {column: text}, required=True, asked_if=ticked)
    for matrix in level.asks:
        choices = form.characteristics.get(matrix, ())
        columns = {level.matrix_column(matrix, row): row for row in level.rows}
        yield FormQuestion(
            f"{level.code}/{matrix}",
            "text" if matrix == EXPLANATION else "choice",
            getattr(form.questions, matrix),
            {column: named[row] for column, row in columns.items()},
            hint=_described(choices),
            named=matrix,
            options=labels(choices),
            required=matrix != EXPLANATION,
            rows_asked_if={
                column: (Answered(level.answers_column, (row,)),) for column, row in columns.items()
            },
        )


def _described(choices: tuple[Choice, ...]) -> str:
    return " ".join(f"{c.label}: {c.description}" for c in choices if c.description)


def _item(item: Item) -> Section:
    question = FormQuestion(
        item.code,
        "choice" if item.kind == "scale" else item.kind,
        item.question or item.label,
        item.rows if item.statements else {item.code: item.question or item.label},
        named=item.code,
        options=item.option_labels,
        at_most=item.at_most,
    )
    return Section(f"about_{item.code}", item.label, (question,), _asked_if(item))


def _closing(form: Questionnaire) -> Iterator[FormQuestion]:
    asked = form.questions.model_dump()
    needs = {SHARE_MATERIAL: HAS_MATERIAL, EMAIL: SHARE_MATERIAL}
    kinds: dict[str, AnswerKind] = {
        REMARKS: "text",
        EMAIL: "email",
        **dict.fromkeys(YES_NO_COLUMNS, "yes_no"),
    }
    for column in form.closing_columns:
        text, needed = asked[column.split("/")[1]], needs.get(column)
        said = (Answered(needed, ("yes",)),) if needed in form.closing_columns else ()
        options = YES_NO if column in YES_NO_COLUMNS else {}
        yield FormQuestion(
            column,
            kinds[column],
            text,
            {column: text},
            named="yes_no",
            options=options,
            asked_if=said,
        )


def _asked_if(block: Block) -> tuple[Answered, ...]:
    return tuple(Answered(code, values) for code, values in block.asked_if.items())
