"""What may be shown together, as an attacker works it out who has all that is shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations as pairs_of
from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from dwimpact.disclosure.together import (
    combination_of_each,
    may_meet,
    may_pair,
    withhold_combinations,
)
from dwimpact.study.study import Study

BELOW = 3


def with_mode(study: Study, mode: str) -> Study:
    disclosure = study.settings.disclosure.model_copy(update={"mode": mode})
    changes = {"withhold_below": BELOW, "disclosure": disclosure}
    return replace(study, settings=study.settings.model_copy(update=changes))


@st.composite
def answers(draw):
    """What up to forty people tick of two or three outcomes."""
    kinds = list(product([False, True], repeat=draw(st.integers(2, 3))))
    sizes = draw(st.lists(st.integers(0, 9), min_size=len(kinds), max_size=len(kinds)))
    ticks = [kind for kind, size in zip(kinds, sizes, strict=True) for _ in range(size)]
    return pd.DataFrame(ticks, columns=list("abc")[: len(kinds[0])], dtype=bool)


def counted(ticks):
    counts = (
        combination_of_each(ticks)
        .value_counts()
        .rename_axis("combination")
        .reset_index(name="count")
    )
    return counts.sort_values(["count", "combination"], ascending=[False, True], ignore_index=True)


def pinned(ticks, shown, study):
    """The combinations of which one count alone agrees with everything that is shown: how often
    each outcome is mentioned, and the pairs and combinations that are shown.
    """
    kinds = list(product([False, True], repeat=ticks.shape[1]))
    names = [" ".join(ticks.columns[list(kind)]) for kind in kinds]
    cells, true = (
        np.array(kinds),
        combination_of_each(ticks).value_counts().reindex(names, fill_value=0),
    )
    known = [np.ones(len(kinds)), *cells.T]
    for one, other in pairs_of(range(ticks.shape[1]), 2):
        if may_pair(ticks.iloc[:, one], ticks.iloc[:, other], study):
            known.append(cells[:, one] & cells[:, other])
    known += [np.array(names) == name for name in shown]
    rows = np.array(known, float)
    sums = rows @ true.to_numpy()
    for name in names:
        ends = []
        for sign in (1, -1):
            goal = sign * (np.array(names) == name).astype(float)
            rule = LinearConstraint(rows, sums, sums)
            found = milp(goal, integrality=np.ones(len(names)), bounds=Bounds(0), constraints=rule)
            ends.append(round(sign * found.fun))
        if ends[0] == ends[1]:
            yield name


def asked(*names):
    return pd.Index(names)


def test_answers_of_who_were_not_asked_both_do_not_follow(real_study: Study) -> None:
    everybody, some = asked(*"abcdefgh"), asked(*"abcdefg")
    study, strict = with_mode(real_study, "as_published"), with_mode(real_study, "strict")
    assert may_meet(everybody, everybody, strict)
    assert not may_meet(everybody, some, study)  # h alone would follow
    assert not may_meet(some, everybody, study)
    assert may_meet(everybody, some[:5], study)  # three are enough
    assert not may_meet(everybody, some[:5], strict)  # what they say may be hidden
    assert not may_meet(asked("x", *some[:5]), everybody, study)


def test_where_all_are_of_enough_people_all_are_shown(real_study: Study) -> None:
    ticks = pd.DataFrame({"a": [True] * 3 + [False] * 4, "b": False})
    got = withhold_combinations(counted(ticks), ticks, with_mode(real_study, "strict"))
    assert got["combination"].tolist() == ["", "a"]


def test_of_too_many_combinations_none_is_shown(real_study: Study) -> None:
    every = np.array(list(product([False, True], repeat=9)))
    ticks = pd.DataFrame(np.vstack([every, every[:1].repeat(9, 0)]), columns=list("abcdefghi"))
    assert withhold_combinations(counted(ticks), ticks, with_mode(real_study, "strict")).empty


@given(ticks=answers())
def test_no_combination_of_few_follows_from_what_is_shown(ticks, real_study: Study) -> None:
    study = with_mode(real_study, "strict")
    shown = withhold_combinations(counted(ticks), ticks, study)

    assert (shown["count"] >= BELOW).all()
    few = counted(ticks).query("count < @BELOW")["combination"].tolist()
    if len(shown):
        assert not set(few) & set(pinned(ticks, shown["combination"], study))
