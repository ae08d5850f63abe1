"""The published claims held against the tables: what comes out, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dwimpact.publication.claims import Claim
from dwimpact.publication.quantity import Count, Outcomes, Quantity, Value
from dwimpact.publication.register import outcomes_of_levels
from dwimpact.publication.sources import counter, sources
from dwimpact.statistics import percentage
from dwimpact.study.questionnaire import Questionnaire, labels
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

SOURCES = {
    "approached": "benaderd",
    "workplaces": "werkplaatsen",
    "institutions": "instellingen",
    "respondents": "respondenten",
    "options": "mogelijkheden",
    "explanations": "toelichtingen",
    "open_answers": "open antwoorden",
    "other_outcomes": "andere opbrengsten",
    "remarks": "opmerkingen",
}
CONFIRMED, CONTRADICTED, NOT_CHECKABLE = "confirmed", "contradicted", "not checkable"


def verdicts(study: Study, tables: Tables, claims: Sequence[Claim]) -> pd.DataFrame:
    """One row per claim: id, section, says, note, recomputed, verdict.

    'recomputed' gives the counts behind the claim in Dutch ('mbo: 21 van 26 (81%)'); a
    claim that cannot be checked gives its reason there.
    """
    count = counter(sources(study, tables))
    outcomes = outcomes_of_levels(study.questionnaire)
    return pd.DataFrame(
        [
            {
                "id": claim.id,
                "section": claim.section,
                "says": claim.says,
                "note": claim.note,
                "recomputed": _recomputed(claim, count, study.questionnaire),
                "verdict": _verdict(claim, count, outcomes),
            }
            for claim in claims
        ],
        columns=["id", "section", "says", "note", "recomputed", "verdict"],
    )


def _verdict(claim: Claim, count: Count, outcomes: Outcomes) -> str:
    if claim.check.kind == "external":
        return NOT_CHECKABLE
    holds = all(c.holds(count) for c in claim.check.constraints(count, outcomes))
    return CONFIRMED if holds else CONTRADICTED


def _recomputed(claim: Claim, count: Count, form: Questionnaire) -> str:
    if claim.check.kind == "external":
        return claim.check.reason
    pairs = list(dict.fromkeys(claim.check.quantities(outcomes_of_levels(form))))
    shares = {quantity for quantity, base in pairs if base is not None}
    pairs = [(q, base) for q, base in pairs if base is not None or q not in shares]
    if len(pairs) == 1:
        return _number(count, *pairs[0])
    return "; ".join(f"{name_quantity(pair[0], form)}: {_number(count, *pair)}" for pair in pairs)


def _number(count: Count, quantity: Quantity, base: Quantity | None) -> str:
    k = count(quantity)
    if base is None:
        return str(k)
    n = count(base)
    return f"{k} van {n} ({percentage(k, n)}%)" if n else f"{k} van 0"


def name_quantity(quantity: Quantity, form: Questionnaire) -> str:
    """What is counted, in a few Dutch words: 'Soft skills, mbo, Gerealiseerd'."""
    where = {c: values for c, values in quantity.where.items() if c not in ("kind", "workplace")}
    levels = where.pop("level", [])
    if where.pop("dimension", None) == ["tranche"] and "group" in where:
        where["tranche"] = where.pop("group")
    words = [SOURCES[quantity.of]] if quantity.of in SOURCES else []
    if "outcome" not in where:
        words += [form.level(str(level)).label for level in levels]
    names = _names(form)
    for column, values in where.items():
        words += [_name(column, value, names) for value in values]
    return ", ".join(words)


def _names(form: Questionnaire) -> dict[str, dict[str, str]]:
    """Per column of a source, code → Dutch name; under 'columns' those of yes/no columns."""
    outcomes = [form.outcome_labels(level.code, short=True) for level in form.levels]
    return {
        "columns": {"responded": "respons", **labels(form.sectors)},
        "tranche": {str(tranche): f"tranche {tranche}" for tranche in form.tranche_group_of},
        "tranche_group": labels(form.tranche_groups),
        "group": labels(form.sectors),
        "sector": labels(form.sectors),
        "sector_group": labels(form.sector_groups),
        "status": labels(form.statuses, short=True),
        "nature": labels(form.natures, short=True),
        "outcome": {code: label for level in outcomes for code, label in level.items()},
    }


def _name(column: str, value: Value, names: dict[str, dict[str, str]]) -> str:
    if isinstance(value, bool):
        name = names["columns"].get(column, column)
        return name if value else f"zonder {name}"
    return names.get(column, {}).get(str(value), str(value))
