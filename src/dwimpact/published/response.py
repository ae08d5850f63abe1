"""What of the responses to a study its publication states itself."""

from __future__ import annotations

from collections.abc import Iterable

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.published.register import fixed_counts


def states_response(claims: Iterable[Claim], column: str, groups: Iterable[object]) -> bool:
    """Whether a publication states how many of each group responded: then these counts are its
    own, also in a reconstruction. `column` is one of the respondents' background.

    >>> dw.states_response(dw.read_claims(study), "tranche", ["1", "2", "3", "4"])
    True
    """
    stated = fixed_counts(claims)
    named = (Quantity.model_validate({"of": "respondents", column: str(g)}) for g in groups)
    return all(quantity in stated for quantity in named)
