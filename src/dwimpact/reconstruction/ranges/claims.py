"""Between what each count lies that a published statement is held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.published.register import codes_to_rank
from dwimpact.reconstruction.program.highs import Infeasible
from dwimpact.reconstruction.program.stated import stated_program
from dwimpact.reconstruction.ranges.bounds import whole_bounds
from dwimpact.reconstruction.ranges.kept import kept
from dwimpact.study.study import Study


def counted_ranges(study: Study, claims: Sequence[Claim]) -> Mapping[Quantity, tuple[int, int]]:
    """The smallest and largest of every count behind the claims that agrees with all of them; none
    for what is known without answers, for persons of whom counts know nothing, or where the claims
    cannot all be so.

    >>> dw.counted_ranges(study, [])
    {}
    """
    choices = codes_to_rank(study.questionnaire)
    named = dict.fromkeys(
        quantity
        for claim in claims
        for quantity, _ in claim.quantities(choices)
        if quantity.of != "totals" and not quantity.is_known_beforehand
    )
    if not named:
        return {}
    counts, _ = stated_program(study, claims)
    program = counts.program
    asked = {q: found for q in named if (found := counts.expression(q)) is not None}
    expressions = list(asked.values())
    subjects = [str((q.of, q.where.get("level"), q.where.get("outcome"))) for q in asked]
    try:
        bounds = kept(
            program, expressions, lambda: whole_bounds(program, expressions, subjects).tolist()
        )
    except Infeasible:
        return {}
    return {q: (int(low), int(high)) for q, (low, high) in zip(asked, bounds, strict=True)}
