"""What is counted behind a published claim, and how many, in a few Dutch words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dwimpact.prose.items import decimal
from dwimpact.published.quantity import Quantity, Value
from dwimpact.published.sources import WITH_SEVERAL, several_of
from dwimpact.published.verdicts import Evidence
from dwimpact.statistics import percentage
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.model import Questionnaire, labels
from dwimpact.tables.labels import background_headings

SOURCE_LABELS = {
    "approached": "benaderd",
    "options": "mogelijkheden",
    "explanations": "toelichtingen",
    "explainers": "mensen met een toelichting",
    "open_answers": "open antwoorden",
    "other_outcomes": "iets anders, in eigen woorden",
    "remarks": "opmerkingen",
    "asked": "aan wie dit is gevraagd",
    "totals": "gemiddelde",
}


def recomputed(table: pd.DataFrame, form: Questionnaire) -> pd.Series[str]:
    """Per row of a `verdicts` table what came out ('mbo: 21 van 26 (81%)'), or why nothing did."""
    rows = zip(table["evidence"], table["reason"], strict=True)
    words = [_in_words(evidence, form) or reason for evidence, reason in rows]
    return pd.Series(words, index=table.index, dtype="str")


def _in_words(evidence: Sequence[Evidence], form: Questionnaire) -> str:
    if len(evidence) == 1:
        return _number(evidence[0])
    return "; ".join(f"{name_quantity(one.quantity, form)}: {_number(one)}" for one in evidence)


def _number(evidence: Evidence) -> str:
    count, n = evidence.count, evidence.n
    if evidence.quantity.of == "totals":
        return f"gemiddeld {decimal(float(count / n))} (n = {n})" if n else "door niemand gegeven"
    if n is None:
        return str(count)
    return f"{count} van {n} ({percentage(int(count), n)}%)" if n else f"{count} van 0"


def name_quantity(quantity: Quantity, form: Questionnaire) -> str:
    """What is counted, in a few Dutch words: 'Soft skills, mbo, Gerealiseerd'."""
    registered = form.registered
    left_out = ("kind", registered.code if registered else "")
    where = {c: values for c, values in quantity.where.items() if c not in left_out}
    levels = where.pop("level", [])
    dimension = where.pop("dimension", [])
    if len(dimension) == 1 and "group" in where:
        where[str(dimension[0])] = where.pop("group")
    people = {"respondents": form.terms.respondent.plural}
    sources = {**SOURCE_LABELS, **people, **_registry_labels(registered)}
    words = [sources[quantity.of]] if quantity.of in sources else []
    question = _question(where, form)
    if "outcome" not in where:
        words += [form.level(str(level)).label for level in levels]
    names = _names(form)
    options = names["outcome" if quantity.of == "mentions" else "option"]
    words += [*question, *([" én ".join(options[c] for c in quantity.all)] if quantity.all else [])]
    for column, values in where.items():
        words += [_name(column, value, names) for value in values]
    return ", ".join(words)


def _question(where: dict[str, list[Value]], form: Questionnaire) -> list[str]:
    """What a question beside the levels and its answers are called; leaves the rest of `where`."""
    named = [form.item(str(code)) for code in where.pop("item", [])]
    rows, options = where.pop("row", []), where.pop("option", [])
    where.pop("point", None)
    answered = where.pop("answered", [])
    words = [item.label for item in named]
    for item in named:
        words += [item.rows[f"{item.code}/{row}"] for row in rows if row]
        words += [item.option_labels[str(option)] for option in options]
    return [*words, *("beantwoord" if value else "niet beantwoord" for value in answered)]


def _names(form: Questionnaire) -> dict[str, dict[str, str]]:
    """Per column of a source, code → Dutch name; under 'columns' those of yes/no columns."""
    outcomes = form.short_labels.values()
    known = {column: labels(choices) for column, choices in form.groups.items()}
    return {
        "columns": {"responded": "respons", **background_headings(form), **_several(form)},
        **known,
        "status": labels(form.statuses, short=True),
        "nature": labels(form.natures, short=True),
        "outcome": {code: label for level in outcomes for code, label in level.items()},
        "option": {c: label for item in form.items for c, label in item.option_labels.items()},
    }


def _several(form: Questionnaire) -> dict[str, str]:
    """What lines of a registry with more than one member have, of any kind or of one."""
    if not (form.registered and form.registered.members):
        return {}
    members = form.registered.members
    kinds = labels(form.variable(members.of).options)
    each = {several_of(kind): f"meer dan één {label}" for kind, label in kinds.items()}
    return {WITH_SEVERAL: f"meerdere {members.plural}", **each}


def _registry_labels(registered: Variable | None) -> dict[str, str]:
    """What the lines of a registry and their members are called."""
    if not registered:
        return {}
    members = {"members": registered.members.plural} if registered.members else {}
    return {"registry": registered.plural, **members}


def _name(column: str, value: Value, names: dict[str, dict[str, str]]) -> str:
    if isinstance(value, bool):
        name = names["columns"].get(column, column)
        return name if value else f"zonder {name}"
    return names.get(column, {}).get(str(value), str(value))
