"""Groups that are too small to show join the smallest other group of their kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dwimpact.study.people import people_by
from dwimpact.study.questionnaire.background import Group, Variable
from dwimpact.study.questionnaire.model import Questionnaire, codes
from dwimpact.study.study import Study

Part = tuple[Group, tuple[str, ...]]  # a group, and the codes of those it is made of


def merge_small_groups(study: Study, respondents: pd.DataFrame) -> Study:
    """The study with every group of a background variable that has fewer respondents than the
    threshold merged in its questionnaire: the smallest with the next, until none is too small.
    """
    form, below = study.questionnaire, study.settings.withhold_below
    merged = tuple(_with_large_groups(v, respondents, below) for v in form.background)
    return replace(study, questionnaire=form.model_copy(update={"background": merged}))


def regrouped(respondents: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """The respondents with the groups of another questionnaire."""
    return respondents.assign(
        **{
            variable.group_column: pd.Categorical(
                respondents[variable.code].astype(object).map(variable.group_of),
                codes(variable.groups),
            )
            for variable in form.split_by
        }
    )


def _with_large_groups(variable: Variable, respondents: pd.DataFrame, below: int) -> Variable:
    if not variable.groups:
        return variable
    merged = _merged(variable.groups, people_by(respondents, variable.group_column), below)
    into = {code: group.code for group, parts in merged for code in parts}
    options = (o.model_copy(update={"group": into[o.group]}) for o in variable.options)
    groups = tuple(group for group, _ in merged)
    return variable.model_copy(update={"options": tuple(options), "groups": groups})


def _merged(groups: Sequence[Group], sizes: pd.Series[int], below: int) -> list[Part]:
    """Each group that is left, with the codes of those it is made of, in the form's order."""
    parts: list[Part] = [(group, (group.code,)) for group in groups]

    def size(part: Part) -> int:
        return int(sum(sizes.get(code, 0) for code in part[1]))

    while True:
        there = sorted((part for part in parts if size(part)), key=size)
        if len(there) < 2 or size(there[0]) >= below:
            return parts
        small, other = there[:2]
        first, second = sorted((small, other), key=parts.index)
        joined = (_joined(first[0], second[0]), (*first[1], *second[1]))
        parts = [joined if part is first else part for part in parts if part is not second]


def _joined(one: Group, other: Group) -> Group:
    return Group(
        code=f"{one.code}_or_{other.code}",
        label=f"{one.label} of {other.label}",
        short=f"{one.short} of {other.short}",
        phrase=f"{one.phrase} of {other.phrase}",
    )
