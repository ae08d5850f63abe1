"""How much room the columns of a table need, from what stands in them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

PHRASE, SENTENCE = 20, 40  # characters: a column with longer cells holds these
COLUMNS_TO_FIT = 4  # beside each other on a phone, of which two name the row
TEXTS_TO_STACK = 2  # columns of phrases that no longer fit beside each other on a phone


def stacks(rows: pd.DataFrame, named: int, numeric: Collection[str]) -> bool:
    """Whether the rows of a table of texts become blocks on a phone. The first `named` columns
    name the row; `numeric` are those with numbers.
    """
    phrases = sum(length > PHRASE for length in _lengths(rows, named, numeric).values())
    return phrases >= TEXTS_TO_STACK or (named > 1 and len(rows.columns) > COLUMNS_TO_FIT)


def wordy(rows: pd.DataFrame, named: int, numeric: Collection[str]) -> set[str]:
    """The columns that hold sentences."""
    lengths = _lengths(rows, named, numeric)
    return {column for column, length in lengths.items() if length > SENTENCE}


def spans(rows: pd.DataFrame) -> dict[int, int]:
    """The rows whose first cell goes on below, as it is the same there or empty, with over how
    many; 0 for those below it.
    """
    cells = list(rows.iloc[:, 0]) if len(rows) else []
    starts = [n for n, cell in enumerate(cells) if cell != "" and cell not in cells[n - 1 : n]]
    ends = [*starts[1:], len(cells)]
    below = dict.fromkeys(range(starts[0] if starts else 0, len(cells)), 0)
    return below | {start: end - start for start, end in zip(starts, ends, strict=False)}


def _lengths(rows: pd.DataFrame, named: int, numeric: Collection[str]) -> dict[str, int]:
    return {c: rows[c].str.len().max() for c in rows.columns[named:] if c not in numeric}
