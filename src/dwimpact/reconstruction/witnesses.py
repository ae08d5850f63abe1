"""A witness for every claim: counts that agree with all the others, and not with this one.

A claim for which there are such counts says something of its own. One for which there are none
follows from others, and says which. Whether the register bites is so proved and not believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Choices, Count, Quantity
from dwimpact.published.register import codes_to_rank, stated_bounds
from dwimpact.reconstruction.conflicts import Statements, smallest
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.reconstruction.program.stated import sizes_compared, stated_program
from dwimpact.statistics import Floats
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study

SAYS_MORE, IMPLIED, OF_REGISTRY, LEFT_OUT, UNDECIDED = (
    "own",
    "implied",
    "registry",
    "left out",
    "undecided",
)
WITNESS_COLUMNS = ["id", "section", "kind", "implied_by"]


@dataclass(frozen=True)
class Stated:
    """Claims as a program: the open counts, and the ids of what could not be taken along."""

    counts: Counts
    left_out: frozenset[str]
    statements: Statements


def witnesses(study: Study, claims: Sequence[Claim]) -> pd.DataFrame:
    """What each checkable claim adds to the others. One row per claim: id, section, kind and
    implied_by (ids of other claims).

    'own': some responses agree with all other claims and not with this one. 'implied': none do;
    `implied_by` has others of which it follows, of which none can be missed, together with the form
    and the sizes that shares are compared over. 'registry': it is about nothing but the registry
    and who was approached, and is held against the study folder. 'left out': it cannot be taken
    along, or contradicts others. 'undecided': only counts were found that break a claim which
    compares shares of a group whose size this claim alone states. The claims have to be possible
    together (see conflicts.py).
    """
    claims = [claim for claim in claims if not claim.reason]
    shared = _stated(study, claims, claims)
    choices = codes_to_rank(study.questionnaire)
    alone = _sizing_alone(claims, study.questionnaire)
    rows = []
    for claim in claims:
        if _is_about_registry(claim, choices):
            found: tuple[str, Sequence[str]] = OF_REGISTRY, ()
        elif claim.id in shared.left_out:
            found = LEFT_OUT, ()
        elif claim.id in alone:  # the others do not know that size without it
            others = [other for other in claims if other != claim]
            found = _class(claim, claims, _stated(study, claims, others), choices)
        else:
            found = _class(claim, claims, shared, choices)
        rows.append((claim.id, claim.section, found[0], tuple(found[1])))
    return pd.DataFrame(rows, columns=WITNESS_COLUMNS)


def _class(
    claim: Claim, claims: Sequence[Claim], stated: Stated, choices: Choices
) -> tuple[str, Sequence[str]]:
    statements = stated.statements
    witness = statements.breaking(claim.id, statements.every)
    if witness is None:
        return IMPLIED, implied_by(claim.id, statements)
    count = count_in(stated.counts, witness)
    compared = [c for c in claims if c.id in stated.left_out and not c.contradicts and c != claim]
    broken = any(not k.holds(count) for c in compared for k in c.constraints(choices))
    return (UNDECIDED if broken else SAYS_MORE), ()


def implied_by(claim: str, statements: Statements) -> list[str]:
    """The ids of others of which a claim follows, none of which can be missed; none when the form
    is enough, or when it does not follow.
    """

    def possible(kept: Sequence[str]) -> bool:
        return statements.breaking(claim, kept) is not None

    if possible(statements.every):
        return []
    return smallest(statements.suspects(claim), possible)


def count_in(counts: Counts, solution: Floats) -> Count:
    """The function that counts a Quantity in a solution."""

    def count(quantity: Quantity) -> int:
        expression = counts.expression(quantity)
        if expression is None:
            return int(counts.registry(quantity))
        return round(sum(weight * solution[v] for v, weight in expression.items()))

    return count


def _stated(study: Study, claims: Sequence[Claim], sizes: Sequence[Claim]) -> Stated:
    counts, left_out = stated_program(study, claims, sizes)
    return Stated(counts, frozenset(left_out), Statements(counts.program))


def _is_about_registry(claim: Claim, choices: Choices) -> bool:
    """Whether no response can break it."""
    return all(
        q.is_known_beforehand
        for constraint in claim.constraints(choices)
        for q in constraint.quantities
    )


def _sizing_alone(claims: Sequence[Claim], form: Questionnaire) -> set[str]:
    """The ids of claims without which less is known of a size that others compare shares over."""
    compared = {size for claim in claims for size in sizes_compared(claim, form)}

    def known(some: Sequence[Claim]) -> dict[Quantity, tuple[int, int]]:
        return {size: found for size, found in stated_bounds(some).items() if size in compared}

    stating = [claim for claim in claims if known([claim])]
    every = known(claims)
    return {one.id for one in stating if known([c for c in claims if c != one]) != every}
