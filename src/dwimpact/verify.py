"""The published claims held against the tables: what comes out, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dwimpact.published import Claim, Count, Outcomes, Quantity, listed_outcomes
from dwimpact.questionnaire import Questionnaire, labels
from dwimpact.sources import counter, sources
from dwimpact.statistics import percentage
from dwimpact.study import Study, Tables

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
NAMES = {"tranche": "tranche", "responded": "respons", "mbo": "mbo", "hbo": "hbo", "wo": "wo"}
CONFIRMED, CONTRADICTED, NOT_CHECKABLE = "confirmed", "contradicted", "not checkable"


def verdicts(study: Study, tables: Tables, claims: Sequence[Claim]) -> pd.DataFrame:
    """One row per claim: id, section, says, note, recomputed, verdict.

    'recomputed' gives the counts behind the claim in Dutch ('mbo: 21 van 26 (81%)'); a
    claim that cannot be checked gives its reason there.
    """
    count = counter(sources(study, tables))
    outcomes = listed_outcomes(study.questionnaire)
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
    pairs = list(dict.fromkeys(claim.check.quantities(listed_outcomes(form))))
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
    where = dict(quantity.where)
    level = next(iter(where.pop("level", [])), None)
    where.pop("kind", None)
    if where.pop("dimension", None) == ["tranche"] and "group" in where:
        where["tranche"] = where.pop("group")
    names = {**labels((*form.sectors, *form.sector_groups, *form.tranche_groups))}
    names |= labels((*form.statuses, *form.natures), short=True)
    names |= form.outcome_labels(str(level), short=True) if "outcome" in where else {}
    words = [
        (NAMES[column] if value is True else "zonder " + NAMES[column])
        if isinstance(value, bool)
        else f"{NAMES.get(column, '')} {names.get(str(value), value)}".strip()
        for column, values in where.items()
        if column != "workplace"
        for value in values
    ]
    if "outcome" not in where and level:
        words.insert(0, form.level(str(level)).label)
    if quantity.of in SOURCES:
        words.insert(0, SOURCES[quantity.of])
    return ", ".join(words)
