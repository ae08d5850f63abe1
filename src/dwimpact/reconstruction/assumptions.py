"""What the publication leaves open and a reconstruction has to choose: assumptions.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.reconstruction.program.frames import LEFT_BLANK
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import NONE, OTHER, Model, Questionnaire, codes

Respondents = Annotated[int, Field(ge=0)]
Parts = dict[str, Respondents]


class CharacteristicAssumption(Model):
    """How many of the mentions have each status and nature."""

    status: Parts = Field(default_factory=dict)
    nature: Parts = Field(default_factory=dict)


class OutcomeAssumption(CharacteristicAssumption):
    """How many respondents mention the outcome: in all, and of named groups."""

    mentioned: Parts = Field(default_factory=dict)


class Assumptions(Model):
    """assumptions.yml: what we assume where the publication leaves room, in respondents. Of what
    the form does not ask, nothing; of the `answers` to a question beside the levels (item →
    option; of a scale with statements item/row → option) no more than one wants to.
    """

    seed: int
    none: Parts = Field(default_factory=dict)
    blank: Parts
    has_material: Respondents = 0
    share_material: Respondents = 0
    other: dict[str, CharacteristicAssumption] = Field(default_factory=dict)
    outcomes: dict[str, dict[str, OutcomeAssumption]]
    answers: dict[str, Parts] = Field(default_factory=dict)


def require_known_codes(assumptions: Assumptions, form: Questionnaire, file: Path) -> None:
    """Raise StudyError for a code in the assumptions that the questionnaire does not have, or a
    level of which nothing is assumed.
    """
    groups = {ALL, *(code for v in form.split_by for code in codes(v.groups))}
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
    columns = {column: item.options for item in form.items for column in item.rows}
    used.append(("answers", assumptions.answers, columns))
    for column, parts in assumptions.answers.items():
        used.append(("option", parts, columns.get(column, parts)))
    problems = [
        Problem(f"unknown {what} '{code}'", listed(sorted(known)), "Correct the entry.")
        for what, given, known in used
        for code in sorted(set(given) - set(known))
    ]
    offered = {
        "none": {level.code for level in form.levels if level.none},
        "blank": levels,
        "other": {level.code for level in form.levels if level.other},
        "outcomes": levels,
    }
    problems += [
        Problem(f"nothing is assumed of level '{level}'", f"it under '{part}'", "Add it.")
        for part, those in offered.items()
        for level in sorted(those - set(getattr(assumptions, part)))
    ]
    if problems:
        raise StudyError(file, dict.fromkeys(problems))


def _outcome_assumptions(assumptions: Assumptions) -> list[OutcomeAssumption]:
    return [part for outcomes in assumptions.outcomes.values() for part in outcomes.values()]


def targets(assumptions: Assumptions, form: Questionnaire) -> Iterator[tuple[dict[str, str], int]]:
    """What each count should come close to: columns of the mentions frame, and the number."""
    groups = {c.code: {v.group_column: c.code} for v in form.split_by for c in v.groups}
    groups[ALL] = {}
    for level in form.levels:
        if level.none:
            yield {"level": level.code, "outcome": NONE}, assumptions.none[level.code]
        yield {"level": level.code, "outcome": LEFT_BLANK}, assumptions.blank[level.code]
        assumed: dict[str, CharacteristicAssumption] = {
            **assumptions.outcomes[level.code],
            **({OTHER: assumptions.other[level.code]} if level.other else {}),
        }
        for outcome, assumption in assumed.items():
            here = {"level": level.code, "outcome": outcome}
            for group, target in getattr(assumption, "mentioned", {}).items():
                yield {**here, **groups[group]}, target
            for status, target in assumption.status.items():
                yield {**here, "status": status}, target
            for nature, target in assumption.nature.items():
                yield {**here, "nature": nature}, target
