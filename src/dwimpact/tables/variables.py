"""The variables of a study's data: label, question, answers and level of measurement of every
column of the tidy tables and of the wide one, for whatever describes them to another program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dwimpact.prose.report.routing import describe_condition
from dwimpact.prose.words import upper_first
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import (
    EXPLANATION,
    MENTIONED,
    NATURE,
    REMARKS,
    RESPONDENT,
    STATUS,
    WEIGHT,
    YES_NO,
    YES_NO_COLUMNS,
    Block,
    Choice,
    Level,
    labels,
)
from dwimpact.study.study import Study
from dwimpact.tables.codebook import MATRIX_WORDS

MeasurementLevel = Literal["nominal", "ordinal", "scale"]
CHOSEN = {"1": "ja", "0": "nee"}
OF_KIND: dict[str, MeasurementLevel] = {"scale": "ordinal", "number": "scale", "date": "scale"}


@dataclass(frozen=True)
class DataVariable:
    """A column of data. `categories` is code → label of closed answers, none of a text, number or
    date (`kind`); `question` what was asked, `universe` of whom. A tick of a multiple-response
    question has the code of that question in `of_set`.
    """

    name: str
    label: str
    question: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    measure: MeasurementLevel = "nominal"
    kind: Literal["code", "tick", "text", "number", "date"] = "code"
    universe: str = ""
    of_set: str = ""


@dataclass(frozen=True)
class MultipleResponse:
    """A question of which several answers could be ticked, each a column of its own."""

    name: str
    label: str
    columns: tuple[str, ...]


def raw_variables(study: Study) -> dict[str, DataVariable]:
    """The variables of the raw layout, by their column, in its order; without the e-mail address,
    which is nowhere kept.
    """
    form = study.questionnaire
    made = [
        DataVariable(RESPONDENT, _number_of_respondent(study), kind="text"),
        *(_background(variable, study) for variable in form.asked),
        *(_opening(level, study) for level in form.levels if level.opening),
        *(variable for level in form.levels for variable in _level(level, study)),
        *(variable for item in form.items for variable in _item(item, study)),
        *_closing(study),
    ]
    return {variable.name: variable for variable in made}


def tidy_variables(study: Study) -> dict[str, DataVariable]:
    """The variables of the tidy tables and the wide one, by column: those of the raw layout, and
    what the tidy tables have beside or instead of them.
    """
    form, terms = study.questionnaire, study.questionnaire.terms
    outcomes = {o: text for lv in form.levels for o, text in form.outcome_labels(lv.code).items()}
    yes_no = {"True": "ja", "False": "nee"}
    made = [
        *(_background(variable, study) for variable in form.background),
        *(_groups(variable) for variable in form.split_by),
        DataVariable(WEIGHT, "Gewicht", measure="scale", kind="number"),
        DataVariable("level", upper_first(terms.level.singular), categories=labels(form.levels)),
        DataVariable("outcome", upper_first(terms.outcome.singular), categories=outcomes),
        DataVariable(MENTIONED, "Genoemd", categories=yes_no, kind="tick"),
        DataVariable(STATUS, "Status", form.questions.status, labels(form.statuses)),
        DataVariable(NATURE, "Aard", form.questions.nature, labels(form.natures)),
        DataVariable(EXPLANATION, "Toelichting", form.questions.explanation, kind="text"),
        DataVariable("text", "Tekst, met aanduidingen voor wie of wat erin stond", kind="text"),
        DataVariable("item", "Vraag", categories=labels(form.items)),
        DataVariable("column", "Vraag of stelling", kind="text"),
        DataVariable("option", "Antwoord", kind="text"),
        DataVariable("chosen", "Gekozen", categories=yes_no, kind="tick"),
        DataVariable("number", "Getal", measure="scale", kind="number"),
        DataVariable("date", "Datum", measure="scale", kind="date"),
    ]
    return {**raw_variables(study), **{variable.name: variable for variable in made}}


def multiple_responses(study: Study) -> list[MultipleResponse]:
    """The questions of which several answers could be ticked."""
    blocks = study.questionnaire.tick_blocks
    return [MultipleResponse(b.code, _asked(b, study), tuple(b.tick_columns)) for b in blocks]


def universe_of(block: Block, study: Study) -> str:
    """Of whom a block is asked, in Dutch."""
    asked = describe_condition(block, study.questionnaire)
    return asked or f"Alle {study.questionnaire.terms.respondent.plural}."


def _number_of_respondent(study: Study) -> str:
    return f"Nummer van {study.questionnaire.terms.respondent.after('de', 'het')}"


def _named(variable: Variable, study: Study) -> dict[str, str]:
    """Code → label of every value of a background variable."""
    registry = zip(study.registry["code"], study.registry["name"], strict=True)
    return labels(variable.options) or dict(registry)


def _background(variable: Variable, study: Study) -> DataVariable:
    label = upper_first(variable.label)
    return DataVariable(variable.code, label, label, _named(variable, study))


def _groups(variable: Variable) -> DataVariable:
    label = f"{upper_first(variable.label)}, in groepen"
    return DataVariable(variable.group_column, label, categories=labels(variable.groups))


def _opening(level: Level, study: Study) -> DataVariable:
    asked = study.questionnaire.questions.impact
    label = f"Belangrijkste {study.questionnaire.terms.outcome.singular} {level.where}"
    universe = universe_of(level, study)
    return DataVariable(level.open_answer_column, label, asked, kind="text", universe=universe)


def _level(level: Level, study: Study) -> Iterator[DataVariable]:
    form = study.questionnaire
    named, universe = form.outcome_labels(level.code), universe_of(level, study)
    asked = form.questions.outcomes
    ticked = f"Aangekruiste {form.terms.outcome.plural} {level.where}"
    yield DataVariable(level.answers_column, ticked, asked, kind="text", universe=universe)
    yield from _ticks(level, study, named, asked)
    for column in level.other_text_columns:
        label = f"{level.other} {level.where}, namelijk"
        yield DataVariable(column, label, label, kind="text", universe=universe)
    for matrix in level.asks:
        choices: tuple[Choice, ...] = form.characteristics.get(matrix, ())
        for row in level.rows:
            yield DataVariable(
                level.matrix_column(matrix, row),
                f"{MATRIX_WORDS[matrix]} {level.where}: {named[row]}",
                getattr(form.questions, matrix),
                labels(choices),
                kind="code" if choices else "text",
                universe=f"Wie {level.where} aankruiste: {named[row]}.",
            )


def _item(item: Item, study: Study) -> Iterator[DataVariable]:
    asked, universe = item.question or item.label, universe_of(item, study)
    closed = item.kind in ("choice", "scale")
    for column, row in item.rows.items():
        label = item.label if row == item.label else f"{item.label}: {row}"
        yield DataVariable(
            column,
            label,
            asked if row == item.label else f"{asked} {row}",
            item.option_labels if closed else {},
            OF_KIND.get(item.kind, "nominal"),
            "code" if closed else _kind(item),
            universe,
        )
    if item.kind == "choices":
        yield from _ticks(item, study, item.option_labels, asked)


def _kind(item: Item) -> Literal["number", "date", "text"]:
    kinds: dict[str, Literal["number", "date"]] = {"number": "number", "date": "date"}
    return kinds.get(item.kind, "text")


def _ticks(
    block: Block, study: Study, named: Mapping[str, str], asked: str
) -> Iterator[DataVariable]:
    about = _asked(block, study)
    for option in block.options:
        yield DataVariable(
            block.tick_column(option),
            f"{about}: {named[option]}",
            asked,
            CHOSEN,
            kind="tick",
            universe=universe_of(block, study),
            of_set=block.code,
        )


def _asked(block: Block, study: Study) -> str:
    """What a question with several answers is about, in a few words."""
    if isinstance(block, Level):
        return f"{upper_first(study.questionnaire.terms.outcome.plural)} {block.where}"
    return block.label


def _closing(study: Study) -> Iterator[DataVariable]:
    asked = study.questionnaire.questions.model_dump()
    for column in study.questionnaire.closing_columns:
        question = asked[column.split("/")[1]]
        if column in YES_NO_COLUMNS:
            label = {"has": "Heeft materiaal", "share": "Wil materiaal delen"}
            word = label[column.split("/")[1].split("_")[0]]
            yield DataVariable(column, word, question, YES_NO)
        elif column == REMARKS:
            yield DataVariable(column, "Opmerkingen", question, kind="text")
