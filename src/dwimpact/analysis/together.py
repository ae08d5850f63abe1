"""Which outcomes go together: pairs of them, and combinations, within a level and across levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.analysis.differences import fraction_of
from dwimpact.counting import usual_effect
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.together import (
    combination_of_each,
    may_meet,
    may_pair,
    withhold_combinations,
)
from dwimpact.errors import require_known
from dwimpact.inference.association import association
from dwimpact.inference.clusters import cluster_effect, few_clusters
from dwimpact.shares import with_shares
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import RESPONDENT

PAIR_KEYS = ["level", "outcome", "other_level", "other_outcome"]
COMBINATION = "combination"


def outcome_pairs(study: CleanStudy, level: str, other_level: str = "") -> pd.DataFrame:
    """How far two outcomes go together, of one level or of two: 'of those who mention A, x% mention
    B'.

    One row per ordered pair that the study may show: level, outcome, other_level, other_outcome, n
    (who mention the first), count (of them who mention the other), share with its interval, low and
    high, imprecise, and phi with phi_low and phi_high, of all who were asked both. Whoever left a
    level blank mentions nothing of it. What may be shown says `disclosure/together.py`. Raises
    UnknownName.

    >>> pairs = dw.outcome_pairs(study, "institution", "student").round(2)
    >>> pairs[["outcome", "other_outcome", "n", "share", "phi"]].head(2)
                              outcome         other_outcome   n  share   phi
    0  cooperation_other_institutions           soft_skills  36   0.83  0.10
    1  cooperation_other_institutions  theory_practice_link  36   0.81  0.15
    """
    first = ticks_of(study, level)
    second = first if other_level in ("", level) else ticks_of(study, other_level)
    both = first.index.intersection(second.index)
    if not may_meet(first.index, second.index, study):
        both = both[:0]
    first, second = first.loc[both], second.loc[both]
    people = study.respondents.set_index(RESPONDENT).loc[both]
    place = people[study.clusters].astype(str).to_numpy() if study.clusters else None
    approached = study.population_of(level, None)
    fraction = fraction_of(approached, [ALL], len(both))
    rows = list(_pairs(first, second, (level, other_level or level), study))
    counted = pd.DataFrame([row[:-2] for row in rows], columns=[*PAIR_KEYS, "n", "count"])
    found = [association(x, y, place, fraction, len(study.sampled)) for *_, x, y in rows]
    # Two decimals, as more would tell what single clusters answered.
    phi = np.round([(a.phi, a.low, a.high) for a in found], 2).reshape(-1, 3)
    answers = [row[-2:] for row in rows]
    shares = _with_interval(counted, answers, place, fraction, len(study.sampled))
    return shares.assign(phi=phi[:, 0], phi_low=phi[:, 1], phi_high=phi[:, 2])


def combinations_of(study: CleanStudy, of: str | Sequence[tuple[str, str]]) -> pd.DataFrame:
    """The commonest combinations of outcomes that respondents mention: those of a level, or of
    chosen outcomes (level, outcome), also of different levels.

    One row per combination of enough people, the most frequent first: combination (codes joined by
    a space, '' for none of them; of chosen ones 'level/outcome'), outcomes (how many), n, count and
    share. Combinations of fewer people than the study shows are not there, nor one from which these
    would follow, nor any where the levels were not asked of the same people and few were asked only
    one: see `disclosure/together.py`. Raises UnknownName.

    >>> chosen = [("institution", "business_collaboration"), ("student", "soft_skills")]
    >>> table = dw.combinations_of(study, [*chosen, ("programme", "curriculum_development")])
    >>> table[["combination", "n", "count"]].values.tolist()[1]
    ['institution/business_collaboration student/soft_skills', 64, 17]
    """
    ticks = ticks_of(study, of) if isinstance(of, str) else _chosen_ticks(study, of)
    levels = {of} if isinstance(of, str) else {level for level, _ in of}
    counts = (
        combination_of_each(ticks).value_counts().rename_axis(COMBINATION).reset_index(name="count")
    )
    counts = counts.sort_values(["count", COMBINATION], ascending=[False, True], ignore_index=True)
    if study.strict and study.hidden["level"].isin(levels).any():
        counts = counts[:0]  # a combination tells of every outcome in it
    shown = withhold_combinations(counts, ticks, study)
    outcomes, share = shown[COMBINATION].str.count(r"\S+"), shown["count"] / len(ticks)
    table = shown.assign(outcomes=outcomes, n=len(ticks), share=share)
    return table[[COMBINATION, "outcomes", "n", "count", "share"]]


def ticks_of(study: CleanStudy, level: str) -> pd.DataFrame:
    """Who was asked a level (rows) × its outcomes as they are shown: whether each is mentioned."""
    rows = study.respondents_at(level)
    shown = study.mention_shares(level)["outcome"].astype(str).tolist()
    wide = rows.pivot(index=RESPONDENT, columns="outcome", values="mentioned")
    return wide.astype("boolean").fillna(False).astype(bool)[shown]


def _chosen_ticks(study: CleanStudy, chosen: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """As `ticks_of`, of chosen outcomes, for those who were asked about all of them; nobody where
    that would tell of the few who were asked only some.
    """
    of_level = {level: ticks_of(study, level) for level, _ in chosen}
    for level, outcome in chosen:
        require_known("outcome", outcome, list(of_level[level]))
    asked = [ticks.index for ticks in of_level.values()]
    both = reduce(pd.Index.intersection, asked)
    if not all(may_meet(*pair, study) for pair in combinations([*asked, both], 2)):
        both = both[:0]
    named = {
        f"{level}/{outcome}": of_level[level].loc[both, outcome]
        for level, outcome in dict.fromkeys(chosen)
    }
    return pd.DataFrame(named, index=both)


def _pairs(
    first: pd.DataFrame, second: pd.DataFrame, levels: tuple[str, str], study: CleanStudy
) -> Iterator[tuple[Any, ...]]:
    for one in first.columns.astype(str):
        for other in second.columns.astype(str):
            x, y = first[one], second[other]
            if (one, levels[0]) == (other, levels[1]) or not may_pair(x, y, study):
                continue
            yield levels[0], one, levels[1], other, int(x.sum()), int((x & y).sum()), x, y


def _with_interval(
    counted: pd.DataFrame,
    answers: list[tuple[pd.Series[bool], pd.Series[bool]]],
    place: npt.NDArray[Any] | None,
    fraction: float,
    sampled: int,
) -> pd.DataFrame:
    """The counted rows with shares and intervals; these are wider by the average design effect of
    all pairs, as those of a level are by that of its outcomes.
    """
    named = counted.assign(group=counted.index.astype(str)).astype({"n": int, "count": int})
    people: Any = pd.Series(named["n"].to_numpy() / (fraction or np.nan), index=named["group"])
    effects = None
    if place is not None and len(answers):
        codes = np.unique(place, return_inverse=True)[1]
        sizes = np.array([np.bincount(codes, x, sampled) for x, _ in answers])
        both = np.array([np.bincount(codes, x & y, sampled) for x, y in answers])
        effect = cluster_effect(both, sizes)
        usual = usual_effect(pd.Series(effect.deff, named.index))
        df = pd.Series(effect.df, named.index)
        effects = pd.DataFrame({"effect": usual * few_clusters(df, named["n"]), "df": df})
    return with_shares(named, ["group", *PAIR_KEYS], people, effects).drop(columns="group")
