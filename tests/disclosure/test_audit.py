"""How far sums pin down the counts of small groups, against every table that fits."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dwimpact.disclosure.audit import AuditedAnswers, bounds, protected

CELLS = ["mbo 1", "mbo 2", "hbo 1", "hbo 2"]
EVERYBODY = np.array([True] * 4)
MBO = np.array([True, True, False, False])
FIRST = np.array([True, False, True, False])


def answers(counts: dict[str, list[int]], sizes: list[int], **more) -> AuditedAnswers:
    return AuditedAnswers(pd.DataFrame(counts, index=CELLS).T, pd.Series(sizes), **more)


def cell(position: int) -> np.ndarray:
    return np.arange(4) == position


def test_without_sums_a_count_can_be_anything():
    assert bounds(answers({"yes": [1, 0, 2, 3]}, [2, 1, 4, 5]), "yes", cell(2)) == (0, 4)


def test_a_total_of_nobody_pins_everybody_down():
    known = answers({"yes": [0, 0, 0, 0]}, [2, 1, 4, 5]).publishing(["yes"], [EVERYBODY])

    assert bounds(known, "yes", cell(0)) == (0, 0)
    assert protected(known, ["yes"], [cell(0)], width=1) is None


def test_a_group_follows_from_the_total_and_the_other_group():
    known = answers({"yes": [1, 1, 2, 3]}, [2, 1, 4, 5]).publishing(["yes"], [EVERYBODY, ~MBO])

    assert bounds(known, "yes", MBO) == (2, 2)


@pytest.mark.parametrize(("width", "is_protected"), [(1, True), (2, False), (3, False)])
def test_protected_means_values_that_lie_the_width_apart(width, is_protected):
    # mbo 1: two people, of whom 0 or 1, given one in mbo.
    known = answers({"yes": [1, 0, 2, 2]}, [2, 2, 4, 4]).publishing(["yes"], [MBO, ~MBO])

    assert (protected(known, ["yes"], [cell(0)], width) is not None) == is_protected


def test_of_one_person_both_answers_must_stay_possible():
    known = answers({"yes": [1, 0, 2, 2]}, [1, 2, 4, 4]).publishing(["yes"], [MBO])

    assert protected(known, ["yes"], [cell(0)], width=5) is not None
    assert protected(known.publishing(["yes"], [cell(1)]), ["yes"], [cell(0)], width=5) is None


def test_kinds_that_add_up_to_another_are_bounded_by_it():
    counts = {"yes": [1, 0, 2, 3], "new": [1, 0, 0, 1], "old": [0, 0, 2, 2]}
    known = answers(counts, [2, 1, 4, 5], sums=(("yes", ("new", "old")),))
    known = known.publishing(["yes"], [MBO]).publishing(["new"], [EVERYBODY])

    assert bounds(known, "new", MBO) == (0, 1)
    assert bounds(known, "new", EVERYBODY) == (2, 2)


sizes = st.lists(st.integers(0, 3), min_size=4, max_size=4)
weighing = st.lists(st.sampled_from([1.0, 2.0, 9.0]), min_size=4, max_size=4)
groups = st.lists(st.sampled_from([EVERYBODY, MBO, ~MBO, FIRST, ~FIRST]), max_size=4)


@settings(max_examples=40, deadline=None)
@given(sizes, st.data(), groups, st.sampled_from([cell(0), cell(3), MBO & FIRST, FIRST]))
def test_bounds_are_those_of_every_table_that_fits(people, data, published, target):
    truth = [data.draw(st.integers(0, n)) for n in people]
    known = answers({"yes": truth}, people).publishing(["yes"], published)
    weights, slack = np.array(data.draw(weighing)), data.draw(st.sampled_from([0.5, 2.5, 99]))
    low, high = weights @ truth - slack, weights @ truth + slack
    known = replace(known, between=(("yes", weights, low, high),))
    fitting = [
        np.array(table)
        for table in product(*(range(n + 1) for n in people))
        if all(np.array(table)[g].sum() == np.array(truth)[g].sum() for g in published)
        and low <= weights @ table <= high
    ]
    values = [int(table[target].sum()) for table in fitting]

    assert bounds(known, "yes", target) == (min(values), max(values))
    wanted = min(2, int(np.array(people)[target].sum()))
    is_protected = protected(known, ["yes"], [target], 2) is not None
    assert is_protected == (max(values) - min(values) >= wanted)
