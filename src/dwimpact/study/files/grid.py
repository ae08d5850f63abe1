"""Rows of cells as they come in, gathered into columns block by block.

A list of a hundred thousand rows would take ten times the memory of the file it came from.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

FIRST_ROW = 2  # index 0 of a frame is this row of a spreadsheet
MOST_COLUMNS = 5_000
MOST_CELLS = 30_000_000
MOST_RECORDS = 1 << 21  # blank ones too; a sheet of Excel has half as many
CELLS_PER_BLOCK = 400_000  # cells
TEXT_TYPE = pd.StringDtype("pyarrow", na_value=np.nan)  # what pandas calls "str"
# The cells of a row as text, and the positions of dates and of numbers among them; or how many
# blank rows there are.
Row = tuple[Sequence[str | None], Sequence[int], Sequence[int]] | int


class TooMany(Exception):
    """More rows, columns or cells than an export has."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(what)
        self.what, self.limit = what, limit


class Grid:
    """The headings, which the first row with something in it holds, and the rows below them up
    to the last with something in it.
    """

    def __init__(
        self, most_rows: int, most_cells: int = MOST_CELLS, most_records: int = MOST_RECORDS
    ) -> None:
        self.headings: list[str] = []
        self.rows = 0
        self.dates: dict[int, array[int]] = {}  # position → rows as a spreadsheet shows them
        self.numbers: set[int] = set()
        self._most_rows, self._most_cells = most_rows, most_cells
        self._most_records = most_records
        self._read = self._first = self._blank = 0
        self._lengths: Counter[int] = Counter()
        self._odd: list[tuple[int, int, bool]] = []
        self._block: list[Sequence[str | None]] = []
        self._chunks: list[list[pa.Array]] = []

    def add(self, row: Row) -> None:
        """The next row, or blank rows. Raises TooMany."""
        if isinstance(row, int):
            self._read += row
            self._blank += row
            if self._read > self._most_records:
                raise TooMany("rows", self._most_rows)
            return
        self._read += 1
        if self.headings:
            self._add(*row)
        else:
            self._start(row[0])

    def _start(self, cells: Sequence[str | None]) -> None:
        if len(cells) > MOST_COLUMNS:
            raise TooMany("columns", MOST_COLUMNS)
        self.headings = [(cell or "").strip() for cell in cells]
        self._first, self._blank = self._read + 1, 0
        self._chunks = [[] for _ in cells]

    def _add(
        self, cells: Sequence[str | None], dates: Sequence[int], numbers: Sequence[int]
    ) -> None:
        width = len(self.headings)
        self.rows += self._blank + 1
        if self.rows > self._most_rows:
            raise TooMany("rows", self._most_rows)
        if self.rows * width > self._most_cells:
            raise TooMany("cells", self._most_cells)
        self._block += [[None] * width] * self._blank
        self._blank = 0
        self._lengths[len(cells)] += 1
        if len(cells) != width:
            self._odd.append((self._read, len(cells), any(cells[width:])))
            cells = [*cells[:width], *[None] * (width - len(cells))]
        self._block.append([cell or None for cell in cells])
        for position in dates:
            if position < width:
                self.dates.setdefault(position, array("L")).append(self._read)
        self.numbers.update(position for position in numbers if position < width)
        if len(self._block) * width >= CELLS_PER_BLOCK:
            self.flush()

    @property
    def first(self) -> int:
        """The index of the first row below the headings in a frame of the file."""
        return self._first - FIRST_ROW

    def flush(self) -> None:
        """Keep the rows gathered since the last time as columns."""
        for chunks, cells in zip(self._chunks, zip(*self._block, strict=True), strict=False):
            chunks.append(pa.array(cells, pa.large_string()))
        self._block = []

    def ragged(self) -> Iterator[tuple[int, int]]:
        """Row and number of cells where these are not as many as headings. Blank cells past the
        headings are let through where every row has them.
        """
        width = len(self.headings)
        usual = max([width, *(length for length, _ in self._lengths.most_common(1))])
        for row, length, filled in self._odd:
            if length != usual or filled:
                yield row, length

    def table(self) -> tuple[list[str], pd.DataFrame]:
        """The headings, and one row per row below them, a column per heading numbered from 0, all
        text and blank as missing.
        """
        return trimmed(self.headings, self._frame())

    def _frame(self) -> pd.DataFrame:
        self.flush()
        index = pd.RangeIndex(self.first, self.first + self.rows)
        columns = {
            # In pandas, though not in its stubs.
            position: TEXT_TYPE.__from_arrow__(  # type: ignore[attr-defined]
                pa.chunked_array(chunks, pa.large_string())
            )
            for position, chunks in enumerate(self._chunks)
        }
        return pd.DataFrame(columns, index=index, copy=False)


def trimmed(headings: list[str], frame: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Both without the columns at the end that have neither heading nor content, as Excel leaves
    them.
    """
    kept = [c for c, heading in enumerate(headings) if heading or frame[c].notna().any()]
    last = max(kept, default=-1) + 1
    return headings[:last], frame[list(range(last))]
