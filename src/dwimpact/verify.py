"""The published claims held against the tables: what comes out, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dwimpact.published import Claim, Count, Outcomes, Quantity, listed_outcomes
from dwimpact.sources import counter, sources
from dwimpact.statistics import percentage
from dwimpact.study import Study, Tables

CONFIRMED, CONTRADICTED, NOT_CHECKABLE = "confirmed", "contradicted", "not checkable"


def verdicts(study: Study, tables: Tables, claims: Sequence[Claim]) -> pd.DataFrame:
    """One row per claim: id, section, says, note, recomputed, verdict.

    'recomputed' gives the counts behind the claim in Dutch notation ('53 van 64 (83%)');
    a claim that cannot be checked gives its reason there.
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
                "recomputed": _recomputed(claim, count, outcomes),
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


def _recomputed(claim: Claim, count: Count, outcomes: Outcomes) -> str:
    if claim.check.kind == "external":
        return claim.check.reason
    pairs = claim.check.quantities(outcomes)
    return "; ".join(dict.fromkeys(_number(count, *pair) for pair in pairs))


def _number(count: Count, quantity: Quantity, base: Quantity | None) -> str:
    k = count(quantity)
    if base is None:
        return str(k)
    n = count(base)
    return f"{k} van {n} ({percentage(k, n)}%)" if n else f"{k} van 0"
