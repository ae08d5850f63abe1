"""The published claims held against the tables: what comes out, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Choices, Count, Quantity
from dwimpact.published.register import codes_to_rank
from dwimpact.published.sources import counter, sources
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

CONFIRMED, CONTRADICTED, NOT_CHECKABLE = "confirmed", "contradicted", "not checkable"
CONTRADICTORY = "contradictory"  # within the publication
SHIELDED = "Deze studie schermt aantallen van kleine groepen af."
VERDICT_COLUMNS = [
    *("id", "section", "says", "note", "reason", "contradicts", "evidence", "verdict")
]


@dataclass(frozen=True)
class Evidence:
    """A count behind a claim, with the n that it is a part of; None where it is no part."""

    quantity: Quantity
    count: int | Fraction
    n: int | None


def verdicts(study: Study, tables: Tables, claims: Sequence[Claim]) -> pd.DataFrame:
    """One row per claim: id, section, says, note, reason (why it cannot be checked; else empty),
    contradicts (the ids of claims that it clashes with), evidence (a sequence of `Evidence`) and
    verdict. 'contradictory' is a claim that other claims of the same publication clash with.
    """
    count = counter(sources(study, tables))
    choices = codes_to_rank(study.questionnaire)
    rows = [
        (
            *(claim.id, claim.section, claim.says, claim.note),
            *(claim.reason, claim.contradicts),
            tuple(_evidence(claim, count, choices)),
            _verdict(claim, count, choices),
        )
        for claim in claims
    ]
    return pd.DataFrame(rows, columns=VERDICT_COLUMNS)


def shielded(table: pd.DataFrame) -> pd.DataFrame:
    """A `verdicts` table for a study that keeps counts of small groups from being known: a claim on
    anything that responses tell has no verdict, as confirming it would tell the count.

    >>> from dwimpact.published.verdicts import verdicts
    >>> table = verdicts(study, study.tables, dw.read_claims(dw.read_study(study.folder)))
    >>> dw.shielded(table)["verdict"].unique().tolist()
    ['confirmed', 'not checkable']
    """
    told = pd.Series(
        [
            any(not e.quantity.is_known_beforehand for e in evidence)
            for evidence in table["evidence"]
        ],
        index=table.index,
        dtype=bool,
    )
    return table.assign(
        verdict=table["verdict"].mask(told, NOT_CHECKABLE),
        reason=table["reason"].mask(told, SHIELDED),
        evidence=pd.Series([()] * len(table), index=table.index, dtype=object),
    )


def _verdict(claim: Claim, count: Count, choices: Choices) -> str:
    if claim.reason:
        return NOT_CHECKABLE
    if claim.contradicts:
        return CONTRADICTORY
    holds = all(c.holds(count) for c in claim.constraints(choices))
    return CONFIRMED if holds else CONTRADICTED


def _evidence(claim: Claim, count: Count, choices: Choices) -> Iterator[Evidence]:
    pairs = claim.quantities(choices)
    shares = {quantity for quantity, base in pairs if base is not None}
    for quantity, base in pairs:
        if base is not None:
            yield Evidence(quantity, count(quantity), int(count(base)))
        elif quantity not in shares:  # a count that is also a share is told once
            yield Evidence(quantity, count(quantity), None)
