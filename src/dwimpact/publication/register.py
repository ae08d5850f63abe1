"""The register of published claims: what the report states, in a form a machine can check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import RootModel

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.publication.claims import Check, Claim, CountCheck
from dwimpact.publication.quantity import LISTED, Outcomes, Quantity
from dwimpact.study.files import parse_model, read_yaml
from dwimpact.study.opening import is_there
from dwimpact.study.questionnaire import NONE, OTHER, Questionnaire, codes
from dwimpact.study.study import CLAIMS, Study


class Claims(RootModel[tuple[Claim, ...]]):
    """The register, in the order of the report."""


def read_claims(study: Study) -> tuple[Claim, ...]:
    """The register of a study, empty when its folder has none. Raises StudyError for a wrong
    entry, a repeated id, or a code (level, outcome, workplace, ...) the study does not have.

    >>> dw.read_claims(study)[0].says
    'Er zijn twintig Digitale Werkplaatsen.'
    """
    path = study.folder / CLAIMS
    if not is_there(path):
        return ()
    claims = parse_model(path, Claims, read_yaml(path)).root
    known = _known_codes(study)
    unknown = (
        p
        for claim in claims
        for p in _unknown(claim, study.questionnaire, known, study.members.columns)
    )
    if problems := [*_repeated(claims), *unknown]:
        raise StudyError(path, problems)
    return claims


def outcomes_of_levels(form: Questionnaire) -> Outcomes:
    """The lookup of a level's listed outcomes that checks need."""
    return lambda level: form.level(level).listed


def fixed_counts(claims: Iterable[Claim]) -> dict[Quantity, int]:
    """The counts that the register itself states, such as the size of each group."""
    return {
        check.quantity: check.equals
        for claim in claims
        for check in claim.check.parts()
        if isinstance(check, CountCheck) and check.equals is not None
    }


def named_quantities(check: Check, form: Questionnaire) -> list[Quantity]:
    """Every quantity of a check: those shown beside it and those it compares. Raises KeyError
    for a level that the form does not have.
    """
    outcomes = outcomes_of_levels(form)
    compared = [q for c in check.constraints(lambda _: 1, outcomes) for q, _ in c.terms]
    return [*(q for pair in check.quantities(outcomes) for q in pair if q), *compared]


def _repeated(claims: Sequence[Claim]) -> Iterator[Problem]:
    ids = [claim.id for claim in claims]
    for repeated in sorted({i for i in ids if ids.count(i) > 1}):
        yield Problem(f"claim '{repeated}' stands twice", "each id once", "Rename one.")


def _known_codes(study: Study) -> dict[str, list[Any]]:
    """Column → the values that a claim may name in it."""
    form = study.questionnaire
    return {
        "level": codes(form.levels),
        "outcome": list(form.option_codes),
        "kind": [LISTED, OTHER, NONE],
        "status": codes(form.statuses),
        "nature": codes(form.natures),
        **study.groups,
    }


def _unknown(
    claim: Claim, form: Questionnaire, known: dict[str, list[Any]], members: Iterable[str]
) -> Iterator[Problem]:
    """Columns and codes in a claim that there are not: a typing error, caught early."""
    columns = [*known, "dimension", "group", "responded", *members]
    try:
        quantities = named_quantities(claim.check, form)
    except KeyError as error:
        yield Problem(f"claim '{claim.id}': {error.args[0]}", "a level of the form", "Correct it.")
        return
    for column, value in dict.fromkeys(
        (column, value)
        for q in quantities
        for column, values in q.where.items()
        for value in values
    ):
        if column not in columns:
            what, expected = f"unknown column '{column}'", listed(columns)
        elif column in known and value not in known[column]:
            what, expected = f"unknown {column} '{value}'", listed(known[column])
        else:
            continue
        yield Problem(f"claim '{claim.id}': {what}", expected, "Correct the entry.")
