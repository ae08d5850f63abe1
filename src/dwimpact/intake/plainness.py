"""Whether a text with separators can be read in one way only, by its bytes.

Readers differ about quotation marks inside a cell, blank lines, lines that end in a carriage
return, and cells too many: DuckDB passes over a blank line without counting it, and over a blank
cell past the headings.
"""

from __future__ import annotations

import codecs
from typing import IO

from dwimpact.study.opening import MB


def is_plain(stream: IO[bytes], separator: bytes, cells: int) -> bool:
    """Whether no line is blank, every quotation mark begins or ends a cell or is one of two, and
    rows have so many cells, provided that none has fewer.

    >>> import io
    >>> is_plain(io.BytesIO(b"a,b"), b",", 2), is_plain(io.BytesIO(b"a,b,"), b",", 2)
    (True, False)
    """
    told = _Told(separator)
    chunk = stream.read(MB).removeprefix(codecs.BOM_UTF8)
    while chunk:
        if not told.add(chunk):
            return False
        chunk = stream.read(MB)
    return told.is_plain(cells)


class _Told:
    """What a text told so far: its quotation marks, lines, returns and separators, and its last two
    letters outside quotation marks.
    """

    def __init__(self, separator: bytes) -> None:
        self._separator, self._edges = separator, separator + b"\n\r"
        self._lines = self._separators = self._returns = self._ends = 0
        self._inside, self._last = False, separator + b"\n"  # as if a row had come before

    def add(self, chunk: bytes) -> bool:
        """Whether the text is plain this far."""
        parts = chunk.split(b'"')
        outside = parts[self._inside :: 2]
        if not self._in_place(
            outside, starts=not self._inside, ends=len(parts) % 2 != self._inside
        ):
            return False
        text = (b'"' if self._inside else b"") + b'"'.join(outside)
        self._inside ^= len(parts) % 2 == 0
        # Inside at its end: the mark that opens the cell comes last.
        text += b'"' if self._inside and parts[1:] else b""
        self._lines += text.count(b"\n")
        self._separators += text.count(self._separator)
        self._returns += text.count(b"\r")
        joined = self._last + text
        self._ends += (joined[1:]).count(b"\r\n")
        self._last = joined[-2:]
        return b"\n\n" not in joined and b"\n\r\n" not in joined

    def _in_place(self, outside: list[bytes], *, starts: bool, ends: bool) -> bool:
        """Whether what stands between quoted cells begins and ends at the edge of a cell. `starts`
        and `ends` say whether the first begins, and the last ends, where the chunk does.
        """
        edges, last = self._edges, len(outside) - 1
        for number, part in enumerate(outside):
            begins = not (starts and number == 0) or self._last[-1:] == b'"'
            stops = not (ends and number == last)
            whole = part or (self._last[-1:] if starts and number == 0 else b"")
            if begins and part and part[0] not in edges:
                return False
            if stops and whole and whole[-1] not in edges + b'"':
                return False
        return True

    def is_plain(self, cells: int) -> bool:
        """Whether all of a text is, that has ended now."""
        lines = self._lines + (self._last[-1:] != b"\n")
        all_ends = self._returns == self._ends
        return not self._inside and all_ends and self._separators == (cells - 1) * lines
