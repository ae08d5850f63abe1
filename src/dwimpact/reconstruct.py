"""Responses that agree with every published claim, by integer programming.

The microdata was never published. Three steps make rows that nobody filled in: solve for
counts that the claims allow and that lie closest to the stated assumptions (`counts.py`);
give the counts to invented respondents (`individuals.py`); add newly worded texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
from pydantic import Field

from dwimpact.claims import Claim
from dwimpact.clean import clean
from dwimpact.counts import BLANK, Counts, NotLinear, open_counts
from dwimpact.errors import Problem, StudyError, listed
from dwimpact.files import read_csv, read_model
from dwimpact.individuals import draw_responses
from dwimpact.program import Infeasible
from dwimpact.published import read_claims
from dwimpact.quantity import Quantity
from dwimpact.questionnaire import NONE, OTHER, Model, Questionnaire, codes
from dwimpact.study import ALL, Study, read_study
from dwimpact.texts import NoOneLeft, Texts
from dwimpact.verify import verdicts

Respondents = Annotated[int, Field(ge=0)]
Parts = dict[str, Respondents]


class CharacteristicAssumption(Model):
    """How many of the mentions have each status and nature."""

    status: Parts
    nature: Parts


class OutcomeAssumption(CharacteristicAssumption):
    """How many respondents mention the outcome: in all, and of named groups."""

    mentioned: Parts


class Assumptions(Model):
    """assumptions.yml: what we assume where the publication leaves room, in respondents."""

    seed: int
    none: Parts
    blank: Parts
    has_material: Respondents
    share_material: Respondents
    other: dict[str, CharacteristicAssumption]
    outcomes: dict[str, dict[str, OutcomeAssumption]]


def reconstruct(folder: Path) -> pd.DataFrame:
    """A responses table in the raw layout that agrees with the study's register of claims.

    The same folder gives the same table. Raises StudyError when a file is wrong or a claim
    does not hold in the result, or when the claims contradict one another.
    """
    study = read_study(folder)
    claims = read_claims(study)
    try:
        responses = _solve(study, claims)
    except (Infeasible, NotLinear, NoOneLeft) as error:
        problem = Problem(
            f"no responses agree with everything ({error})",
            "claims, texts and assumptions that go together",
            "Look at the one added last.",
        )
        raise StudyError(folder, problem) from None
    _require_every_claim(study, claims, responses)
    return responses


def _solve(study: Study, claims: Sequence[Claim]) -> pd.DataFrame:
    source = study.folder / "reconstruction"
    assumptions = read_model(source / "assumptions.yml", Assumptions)
    _require_known_codes(assumptions, study.questionnaire, source / "assumptions.yml")
    texts = Texts(
        **{
            name: read_csv(source / f"{name}.csv")
            for name in ("open_answers", "other_outcomes", "explanations", "remarks")
        }
    )
    counts = open_counts(study, claims)
    _make_room(counts, texts, study.questionnaire)
    _approach_assumptions(counts, assumptions, study.questionnaire)
    respondents, mentions = counts.solve(np.random.default_rng(assumptions.seed))
    return draw_responses(study.questionnaire, respondents, mentions, texts, assumptions)


def _require_known_codes(assumptions: Assumptions, form: Questionnaire, file: Path) -> None:
    """Raise StudyError for a code in the assumptions that the questionnaire does not have."""
    groups = {ALL, *codes(form.sector_groups), *codes(form.tranche_groups)}
    levels = set(codes(form.levels))
    used: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("level", {*assumptions.none, *assumptions.blank, *assumptions.outcomes}, levels),
        ("level", assumptions.other, levels),
    ]
    for level, outcomes in assumptions.outcomes.items():
        if level in levels:
            used.append(("outcome", outcomes, form.level(level).listed))
    for part in (*assumptions.other.values(), *_outcome_assumptions(assumptions)):
        used.append(("status", part.status, codes(form.statuses)))
        used.append(("nature", part.nature, codes(form.natures)))
    used += [("group", part.mentioned, groups) for part in _outcome_assumptions(assumptions)]
    problems = [
        Problem(f"unknown {what} '{code}'", listed(sorted(known)), "Correct the entry.")
        for what, given, known in used
        for code in sorted(set(given) - set(known))
    ]
    if problems:
        raise StudyError(file, dict.fromkeys(problems))


def _outcome_assumptions(assumptions: Assumptions) -> list[OutcomeAssumption]:
    return [part for outcomes in assumptions.outcomes.values() for part in outcomes.values()]


def draw(responses: pd.DataFrame, size: int, seed: int) -> pd.DataFrame:
    """A table of any size for tests: rows drawn from the reconstruction, numbered anew.

    The same arguments give the same table. It no longer agrees with every claim.
    """
    rows = np.random.default_rng(seed).integers(0, len(responses), size)
    width = len(str(size))
    return (
        responses.iloc[rows]
        .reset_index(drop=True)
        .assign(respondent=[f"R{i:0{width}}" for i in range(1, size + 1)])
    )


def _make_room(counts: Counts, texts: Texts, form: Questionnaire) -> None:
    """Require the respondents and mentions that the ready-made texts belong to."""
    named = pd.concat([texts.open_answers, texts.remarks]).dropna(subset=["workplace"])
    for (workplace, group), rows in named.groupby(["workplace", "sector_group"]):
        people = Quantity(of="respondents", workplace=workplace, sector_group=group)
        counts.program.constrain(counts.expression(people) or {}, low=len(rows))
    for level in form.levels:
        for group in form.sector_groups:
            other = texts.other_outcomes
            rows = (other["level"] == level.code) & (other["sector_group"] == group.code)
            ticks = Quantity(
                of="mentions", level=level.code, outcome=OTHER, sector_group=group.code
            )
            written = int(rows.sum())
            counts.program.constrain(counts.expression(ticks) or {}, written, written)


def _approach_assumptions(counts: Counts, assumptions: Assumptions, form: Questionnaire) -> None:
    for where, target in _targets(assumptions, form):
        rows = (counts.mentions[list(where)] == pd.Series(where)).all(axis=1)
        counts.program.approach(dict.fromkeys(counts.mentions.loc[rows, "variable"], 1.0), target)


def _targets(assumptions: Assumptions, form: Questionnaire) -> Iterator[tuple[dict[str, str], int]]:
    """What each count should come close to: columns of the mentions frame, and the number."""
    groups = {c.code: {"sector_group": c.code} for c in form.sector_groups}
    groups |= {c.code: {"tranche_group": c.code} for c in form.tranche_groups}
    groups[ALL] = {}
    for level in form.levels:
        yield {"level": level.code, "outcome": NONE}, assumptions.none[level.code]
        yield {"level": level.code, "outcome": BLANK}, assumptions.blank[level.code]
        assumed: dict[str, CharacteristicAssumption] = {
            **assumptions.outcomes[level.code],
            OTHER: assumptions.other[level.code],
        }
        for outcome, assumption in assumed.items():
            here = {"level": level.code, "outcome": outcome}
            for group, target in getattr(assumption, "mentioned", {}).items():
                yield {**here, **groups[group]}, target
            for status, target in assumption.status.items():
                yield {**here, "status": status}, target
            for nature, target in assumption.nature.items():
                yield {**here, "nature": nature}, target


def _require_every_claim(study: Study, claims: Sequence[Claim], responses: pd.DataFrame) -> None:
    table = verdicts(study, clean(responses, study, "the reconstruction"), claims)
    broken = table.loc[table["verdict"] == "contradicted", "id"]
    if len(broken):
        raise StudyError(
            study.folder,
            [
                Problem(
                    f"the reconstruction contradicts claim '{claim}'",
                    "responses that agree with every claim",
                    "Correct the claim, or the texts and assumptions in reconstruction/.",
                )
                for claim in broken
            ],
        )
