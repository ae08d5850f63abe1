from __future__ import annotations

import pandas as pd

from dwimpact.study.people import people_by, people_in, people_of, size_by_name

LISTED = pd.DataFrame(
    {
        "respondent": ["a", "b", "c", "d"],
        "town": pd.Categorical(["east", "west", "east", "east"], ["north", "east", "west"]),
    }
)
COUNTED = LISTED.iloc[:2].assign(people=[3, 1])


def test_a_row_is_one_respondent_or_so_many() -> None:
    assert people_of(LISTED).tolist() == [1, 1, 1, 1]
    assert people_of(COUNTED).tolist() == [3, 1]
    assert people_in(LISTED) == people_in(COUNTED) == 4


def test_groups_keep_their_order_and_are_there_without_people() -> None:
    exp = {"north": 0, "east": 3, "west": 1}
    assert people_by(LISTED, "town").to_dict() == people_by(COUNTED, "town").to_dict() == exp


def test_names_stand_for_people() -> None:
    assert size_by_name(LISTED)({"a", "b"}) == 2
    assert size_by_name(COUNTED)(frozenset("ab")) == 4
    assert size_by_name(COUNTED)(frozenset()) == 0
