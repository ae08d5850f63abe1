"""Everything that the publication states, as one program: texts and who answered among it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.published.register import codes_to_rank, people_asked
from dwimpact.published.sources import registry_sources
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.reconstruction.program.form import form_counts
from dwimpact.reconstruction.program.open_texts import with_open_texts
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study


def stated_program(
    study: Study, claims: Sequence[Claim], sizes: Sequence[Claim] | None = None
) -> tuple[Counts, Collection[str]]:
    """All counts that agree with the form, the registry and the claims; and the ids of the claims
    that could not be taken along, or that say of themselves that they contradict others.

    Only what shares are compared over is a number in it, where the claims in `sizes` (all, unless
    told) state it. Every other count is open: what follows from its being stated, names who does.
    """
    counts = with_open_texts(form_counts(study, claims if sizes is None else sizes), claims)
    compared = {size for claim in claims for size in sizes_compared(claim, study.questionnaire)}
    stated = {quantity: n for quantity, n in counts.stated.items() if quantity in compared}
    between = {quantity: b for quantity, b in counts.between.items() if quantity in compared}
    counts = _with_response(replace(counts, stated=stated, between=between), study)
    return counts, counts.take(claims)


def sizes_compared(claim: Claim, form: Questionnaire) -> set[Quantity]:
    """What a claim compares shares over: its weights depend on it."""
    found: set[Quantity] = set()
    for constraint in claim.constraints(codes_to_rank(form)):
        for size in constraint.sizes:
            # How many were asked, or options offered, follows from how many people there are.
            asked = people_asked(size, form)
            people = size.base() if size.of == "options" else size
            found.add(asked[0] if asked else people)
    return found


def _with_response(counts: Counts, study: Study) -> Counts:
    """The counts with it open which lines of the registry answered: those with a respondent. A
    claim on them is one on the answers.
    """
    registered, program = study.questionnaire.registered, counts.program
    if not registered:
        return counts
    lines = registry_sources(study, set())["registry"].drop(columns=["responded", "n"])
    people = counts.respondents.groupby(registered.code)["variable"].agg(list)
    frames = []
    for answered in (True, False):
        variables = program.variables([1] * len(lines))
        frames.append(lines.assign(responded=answered, variable=variables, weight=1))
    for code, yes, no in zip(
        lines[registered.code], frames[0]["variable"], frames[1]["variable"], strict=True
    ):
        those = people.get(code, [])
        everybody = dict.fromkeys(those, 1.0)
        most = sum(program.upper[v] for v in those)
        program.constrain({yes: 1.0, no: 1.0}, 1, 1)
        program.constrain({**everybody, yes: -1.0}, low=0)
        program.constrain({**everybody, yes: -most}, high=0)
    return replace(counts, beside={**counts.beside, "registry": pd.concat(frames)})
