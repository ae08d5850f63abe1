"""Responses that agree with every published claim, by integer programming.

The microdata was never published. Three steps make rows that nobody filled in: solve for
counts that the claims allow and that lie closest to the stated assumptions (`program/counts.py`);
give the counts to invented respondents (`individuals.py`); add newly worded texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from dwimpact.errors import Problem, StudyError
from dwimpact.published.claims import Claim
from dwimpact.published.quantity import Quantity
from dwimpact.published.register import read_claims
from dwimpact.published.verdicts import verdicts
from dwimpact.reconstruction.assumptions import Assumptions, require_known_codes, targets
from dwimpact.reconstruction.conflicts import conflict_problem, smallest_conflict
from dwimpact.reconstruction.individuals import draw_responses
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.reconstruction.program.form import open_counts
from dwimpact.reconstruction.program.highs import Infeasible, Solver
from dwimpact.reconstruction.texts import NoOneLeft, Texts, conditions, read_texts
from dwimpact.study.files.reading import read_model
from dwimpact.study.questionnaire.model import OTHER, Questionnaire, codes
from dwimpact.study.study import CLAIMS, Study, read_study
from dwimpact.tidy.clean import clean


def reconstruct(folder: Path) -> pd.DataFrame:
    """A responses table in the raw layout that agrees with the study's register of claims.

    The same folder gives the same table. Raises StudyError when a file is wrong or a claim
    does not hold in the result, or when the claims contradict one another.
    """
    study = read_study(folder)
    claims = read_claims(study)
    try:
        responses = _solve(study, claims)
    except (Infeasible, NoOneLeft) as error:
        problem = Problem(
            f"no responses agree with everything ({error})",
            "claims, texts and assumptions that go together",
            "Look at the one added last.",
        )
        raise StudyError(folder, problem) from None
    _require_every_claim(study, claims, responses)
    return responses


def left_out(folder: Path) -> tuple[str, ...]:
    """The ids of the checkable claims that `reconstruct` does not solve for: others rule them out,
    or they are no linear constraint on its counts. Raises StudyError for a wrong file.
    """
    study = read_study(folder)
    claims = [claim for claim in read_claims(study) if not claim.reason]
    return open_counts(study, claims).left_out


def _solve(study: Study, claims: Sequence[Claim]) -> pd.DataFrame:
    source = study.folder / "reconstruction"
    assumptions = read_model(source / "assumptions.yml", Assumptions)
    require_known_codes(assumptions, study.questionnaire, source / "assumptions.yml")
    texts = read_texts(source, study.questionnaire)
    counts = open_counts(study, claims)
    _require_size(counts, study)
    _make_room(counts, texts, study.questionnaire)
    _approach_assumptions(counts, assumptions, study.questionnaire)
    try:
        solved = counts.solve(np.random.default_rng(assumptions.seed))
    except Infeasible:
        register = study.folder / CLAIMS
        found = smallest_conflict(counts.program)
        raise StudyError(register, conflict_problem(found, register)) from None
    return draw_responses(study.questionnaire, solved, texts, assumptions)


def _require_size(counts: Counts, study: Study) -> None:
    """Raise StudyError where no claim limits how many people answered."""
    everybody = counts.expression(Quantity(of="respondents")) or {}
    costs = np.zeros(len(counts.program.upper))
    costs[list(everybody)] = -1.0
    try:
        most = -costs @ Solver(counts.program, whole=False).cheapest(costs)
    except Infeasible:
        return  # the claims contradict one another, which is told with their names
    if most >= counts.most:
        problem = Problem(
            "no claim says how many people answered",
            "a value of respondents, or bounds of it",
            "Add it.",
        )
        raise StudyError(study.folder / CLAIMS, problem)


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
    by, *place = conditions(form)
    counts.program.source = "reconstruction/*.csv"
    named = pd.concat([texts.open_answers, texts.remarks]).dropna(subset=place or [by])
    for values, rows in named.groupby([*place, by]):
        people = Quantity(of="respondents", **dict(zip([*place, by], values, strict=True)))
        counts.program.constrain(counts.expression(people) or {}, low=len(rows))
    for level in form.levels:
        for group in codes(form.groups[by]) if level.other_text_columns else ():
            other = texts.other_outcomes
            here = (other["level"] == level.code) & (other[by] == group)
            ticks = Quantity(of="mentions", level=level.code, outcome=OTHER, **{by: group})
            written = int(here.sum())
            counts.program.constrain(counts.expression(ticks) or {}, written, written)
    counts.program.source = ""


def _approach_assumptions(counts: Counts, assumptions: Assumptions, form: Questionnaire) -> None:
    for where, target in targets(assumptions, form):
        rows = (counts.mentions[list(where)] == pd.Series(where)).all(axis=1)
        counts.program.approach(dict.fromkeys(counts.mentions.loc[rows, "variable"], 1.0), target)
    for column, parts in assumptions.answers.items():
        item, _, row = column.partition("/")
        for option, target in parts.items():
            asked = Quantity(of="answers", item=item, row=row, option=option)
            counts.program.approach(counts.expression(asked) or {}, target)


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
