"""The published claims held against the tables: what comes out, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from dwimpact.publication.claims import Claim
from dwimpact.publication.quantity import Constraint, Count, Outcomes, Quantity
from dwimpact.publication.register import outcomes_of_levels
from dwimpact.publication.sources import counter, sources
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

CONFIRMED, CONTRADICTED, NOT_CHECKABLE, CONTRADICTORY = (
    "confirmed",
    "contradicted",
    "not checkable",
    "contradictory",
)
VERDICT_COLUMNS = [
    *("id", "section", "says", "note", "reason", "contradicts", "evidence", "verdict")
]


@dataclass(frozen=True)
class Evidence:
    """A count behind a claim, with the n that it is a part of; None where it is no part."""

    quantity: Quantity
    count: int
    n: int | None


def verdicts(study: Study, tables: Tables, claims: Sequence[Claim]) -> pd.DataFrame:
    """One row per claim: id, section, says, note, reason (why it cannot be checked; else empty),
    contradicts (the ids of claims that it clashes with), evidence (a sequence of `Evidence`) and
    verdict. 'contradictory' is a claim that other claims of the same publication clash with.
    """
    count = counter(sources(study, tables))
    outcomes = outcomes_of_levels(study.questionnaire)
    rows = [
        (
            *(claim.id, claim.section, claim.says, claim.note),
            *(_reason(claim), claim.contradicts),
            tuple(_evidence(claim, count, outcomes)),
            _verdict(claim, count, outcomes),
        )
        for claim in claims
    ]
    return pd.DataFrame(rows, columns=VERDICT_COLUMNS)


def is_checkable(claim: Claim) -> bool:
    """Whether the study folder can tell."""
    return not _reason(claim)


def constraints_of(claim: Claim, known: Count, outcomes: Outcomes) -> Iterator[Constraint]:
    """What must hold for a claim to be so; nothing for one that is not checkable."""
    return claim.check.constraints(known, outcomes)


def _reason(claim: Claim) -> str:
    return claim.check.reason if claim.check.kind == "external" else ""


def _verdict(claim: Claim, count: Count, outcomes: Outcomes) -> str:
    if not is_checkable(claim):
        return NOT_CHECKABLE
    if claim.contradicts:
        return CONTRADICTORY
    holds = all(c.holds(count) for c in constraints_of(claim, count, outcomes))
    return CONFIRMED if holds else CONTRADICTED


def _evidence(claim: Claim, count: Count, outcomes: Outcomes) -> Iterator[Evidence]:
    if not is_checkable(claim):
        return
    pairs = list(dict.fromkeys(claim.check.quantities(outcomes)))
    shares = {quantity for quantity, base in pairs if base is not None}
    for quantity, base in pairs:
        if base is not None:
            yield Evidence(quantity, count(quantity), count(base))
        elif quantity not in shares:  # a count that is also a share is told once
            yield Evidence(quantity, count(quantity), None)
