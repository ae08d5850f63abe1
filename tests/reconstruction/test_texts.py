from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dwimpact.reconstruction.texts import NoOneLeft, allot

CONDITIONS = ["group", "place"]
PEOPLE = pd.DataFrame(
    {
        "group": ["mbo", "mbo", "hbo", "hbo", "hbo"],
        "place": ["alfa", "beta", "alfa", "beta", "gamma"],
    },
    index=[10, 11, 12, 13, 14],
)


def texts(*rows: tuple[str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=CONDITIONS, dtype="str").assign(text="geheim")


def allotted(frame: pd.DataFrame, seed: int = 1) -> list[int]:
    return allot(frame, PEOPLE, CONDITIONS, np.random.default_rng(seed)).tolist()


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "mbo", "hbo", "mbo|hbo"]),
            st.sampled_from([None, "alfa", "beta", "alfa|gamma"]),
        ),
        max_size=4,
    ),
    st.integers(0, 1000),
)
def test_each_text_goes_to_another_person_that_it_fits(
    rows: list[tuple[str | None, str | None]], seed: int
) -> None:
    try:
        got = allotted(texts(*rows), seed)
    except NoOneLeft:
        assume(False)
    assert len(set(got)) == len(rows)
    for person, row in zip(got, rows, strict=True):
        for condition, wanted in zip(CONDITIONS, row, strict=True):
            assert wanted is None or PEOPLE.loc[person, condition] in wanted.split("|")


def test_most_particular_text_chooses_first() -> None:
    for seed in range(20):
        assert allotted(texts((None, None), ("mbo", None), ("mbo", "alfa")), seed)[1:] == [11, 10]


def test_text_without_conditions_may_go_to_anybody() -> None:
    got = {allotted(texts((None, None)), seed)[0] for seed in range(50)}
    assert got == set(PEOPLE.index)


def test_person_per_text_stands_in_the_order_of_the_texts() -> None:
    frame = texts((None, "gamma"), ("mbo", "beta")).set_index(pd.Index([7, 3]))
    got = allot(frame, PEOPLE, CONDITIONS, np.random.default_rng(1))
    assert got.to_dict() == {7: 14, 3: 11}
    assert list(got.index) == [7, 3]


def test_text_that_fits_nobody_is_named_by_its_row() -> None:
    with pytest.raises(NoOneLeft) as error:
        allotted(texts((None, None), ("mbo", "gamma")))
    assert str(error.value) == "text 3 fits no respondent that is left"


def test_nobody_gets_two_texts() -> None:
    with pytest.raises(NoOneLeft) as error:
        allotted(texts((None, "gamma"), ("hbo", "gamma"), ("mbo", None)))
    assert str(error.value) == "text 2 fits no respondent that is left"
