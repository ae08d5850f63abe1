"""Whether a text with separators can be read in one way only, by its bytes, and its rows if so.

Readers differ about quotation marks inside a cell, blank lines, lines that end in a carriage
return, and cells too many: DuckDB passes over a blank line without counting it, and over a blank
cell past the headings.
"""

from __future__ import annotations

import codecs
from typing import IO

import numpy as np

from dwimpact.study.files.opening import MB

QUOTE, NEWLINE, RETURN = b'"\n\r'


def plain_rows(stream: IO[bytes], separator: bytes, cells: int) -> int | None:
    r"""How many rows a text has below its headings, where no line is blank, every quotation mark
    begins or ends a cell or is one of two, and rows have so many cells, provided that none has
    fewer; None for any other text.

    >>> import io
    >>> plain_rows(io.BytesIO(b"a,b\n1,2"), b",", 2), plain_rows(io.BytesIO(b"a,b,"), b",", 2)
    (1, None)
    """
    told = _Told(separator)
    chunk = stream.read(MB).removeprefix(codecs.BOM_UTF8)
    while chunk:
        if not told.add(chunk):
            return None
        chunk = stream.read(MB)
    return told.lines - 1 if told.is_plain(cells) else None


class _Told:
    """What a text told so far: its lines, returns and separators outside quotation marks, whether
    it is inside them, and its last two signs.
    """

    def __init__(self, separator: bytes) -> None:
        self._separator, self._edges = separator[0], [separator[0], NEWLINE, RETURN]
        self._lines = self._separators = self._returns = self._ends = 0
        self._inside, self._last = 0, separator + b"\n"  # as if a row had come before

    def add(self, chunk: bytes) -> bool:
        """Whether the text is plain this far."""
        text = self._last + chunk
        signs = np.frombuffer(text, "uint8")
        marks, here, before = signs == QUOTE, signs[2:], signs[1:-1]
        # Up to and with each mark, and what follows the last.
        found = np.flatnonzero(marks[2:])
        stretches = np.diff(found, prepend=-1, append=len(here) - 1)
        states = (np.arange(len(stretches)) + self._inside) % 2 == 0
        outside = np.repeat(states, stretches)
        # Of a quotation mark and a sign beside it, one of which is outside: the sign is an edge.
        beside = np.flatnonzero(outside & (marks[2:] ^ marks[1:-1]))
        edges = np.isin(here[beside], self._edges) | np.isin(before[beside], self._edges)
        ends = np.flatnonzero(outside & (here == NEWLINE))
        returned = before[ends] == RETURN
        blank = (before[ends] == NEWLINE) | (returned & (signs[ends] == NEWLINE))
        self._lines += len(ends)
        self._ends += int(np.count_nonzero(returned))
        self._returns += int(np.count_nonzero(outside & (here == RETURN)))
        self._separators += int(np.count_nonzero(outside & (here == self._separator)))
        self._inside, self._last = int(not states[-1]), text[-2:]
        return bool(edges.all() and not blank.any())

    @property
    def lines(self) -> int:
        """How many a text has that has ended now."""
        return self._lines + (self._last[-1] != NEWLINE)

    def is_plain(self, cells: int) -> bool:
        """Whether all of a text is, that has ended now."""
        all_ends = self._returns == self._ends
        return not self._inside and all_ends and self._separators == (cells - 1) * self.lines
