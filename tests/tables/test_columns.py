"""How much room columns need, from what stands in them."""

from __future__ import annotations

import pandas as pd
import pytest

from dwimpact.tables.columns import COLUMNS_TO_FIT, PHRASE, SENTENCE, spans, stacks, wordy


def table(*lengths: int) -> pd.DataFrame:
    """Two rows, with per column a word and a cell of so many characters."""
    return pd.DataFrame({f"c{i}": ["a", "b" * length] for i, length in enumerate(lengths)})


def test_two_columns_of_phrases_become_blocks() -> None:
    assert stacks(table(PHRASE + 1, PHRASE + 1), 0, [])
    assert not stacks(table(PHRASE + 1, PHRASE), 0, [])


def test_columns_that_name_the_row_or_hold_numbers_are_no_phrases() -> None:
    long = table(PHRASE + 1, PHRASE + 1, PHRASE + 1)
    assert stacks(long, 1, [])
    assert not stacks(long, 2, [])
    assert not stacks(long, 1, ["c2"])


@pytest.mark.parametrize(("named", "exp"), [(1, False), (2, True)])
def test_many_columns_become_blocks_when_two_name_the_row(named: int, exp: bool) -> None:
    assert stacks(table(*[1] * (COLUMNS_TO_FIT + 1)), named, []) == exp
    assert not stacks(table(*[1] * COLUMNS_TO_FIT), named, [])


def test_a_column_of_sentences_has_a_cell_longer_than_a_sentence_begins() -> None:
    assert wordy(table(99, SENTENCE, SENTENCE + 1, 99), 1, ["c3"]) == {"c2"}


def test_first_cells_that_go_on_below() -> None:
    rows = pd.DataFrame({"says": ["a", "", "", "b", "c", ""]})
    assert spans(rows) == {0: 3, 1: 0, 2: 0, 3: 1, 4: 2, 5: 0}
    assert spans(rows[:0]) == {}
