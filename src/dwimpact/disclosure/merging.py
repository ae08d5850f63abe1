"""Groups that are too small to show join the smallest other group of their kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import pandas as pd

from dwimpact.study.questionnaire import Choice, Questionnaire, TrancheGroup, codes
from dwimpact.study.study import Study

G = TypeVar("G", bound=Choice)


def merge_small_groups(study: Study, respondents: pd.DataFrame) -> Study:
    """The study with every sector group and tranche group that has fewer respondents than the
    threshold merged in its questionnaire: the smallest with the next, until none is too small.
    """
    form, below = study.questionnaire, study.settings.withhold_below
    sectors = _merged(form.sector_groups, respondents["sector_group"], below, _joined)
    tranches = _merged(form.tranche_groups, respondents["tranche_group"], below, _joined_tranches)
    into = {code: group.code for group, parts in sectors for code in parts}
    merged = form.model_copy(
        update={
            "sector_groups": tuple(group for group, _ in sectors),
            "tranche_groups": tuple(group for group, _ in tranches),
            "sectors": tuple(s.model_copy(update={"group": into[s.group]}) for s in form.sectors),
        }
    )
    return replace(study, questionnaire=merged)


def regrouped(respondents: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """The respondents with the sector groups and tranche groups of another questionnaire."""
    sectors, tranches = respondents["sector"].astype(object), respondents["tranche"].astype(object)
    return respondents.assign(
        sector_group=_groups(sectors.map(form.sector_group_of), form.sector_groups),
        tranche_group=_groups(tranches.map(form.tranche_group_of), form.tranche_groups),
    )


def _groups(values: pd.Series[str], choices: Sequence[Choice]) -> pd.Categorical:
    return pd.Categorical(values, codes(choices))


def _merged(
    groups: Sequence[G],
    of_respondents: pd.Series[str],
    below: int,
    join: Callable[[G, G], G],
) -> list[tuple[G, tuple[str, ...]]]:
    """Each group that is left, with the codes of those it is made of, in the form's order."""
    sizes = of_respondents.value_counts()
    parts: list[tuple[G, tuple[str, ...]]] = [(group, (group.code,)) for group in groups]

    def size(part: tuple[G, tuple[str, ...]]) -> int:
        return int(sum(sizes.get(code, 0) for code in part[1]))

    while True:
        there = sorted((part for part in parts if size(part)), key=size)
        if len(there) < 2 or size(there[0]) >= below:
            return parts
        small, other = there[:2]
        first, second = sorted((small, other), key=parts.index)
        joined = (join(first[0], second[0]), (*first[1], *second[1]))
        parts = [joined if part is first else part for part in parts if part is not second]


def _joined(one: Choice, other: Choice) -> Choice:
    return Choice(
        code=f"{one.code}_or_{other.code}",
        label=f"{one.label} of {other.label}",
        short=f"{one.short} of {other.short}",
        phrase=f"{one.phrase} of {other.phrase}",
    )


def _joined_tranches(one: TrancheGroup, other: TrancheGroup) -> TrancheGroup:
    joined = _joined(one, other).model_dump()
    return TrancheGroup(**joined, tranches=(*one.tranches, *other.tranches))
