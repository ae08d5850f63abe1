"""Names that stand in a list, found word by word: institutions, workplaces, what a study masks.

Words are compared without capitals and accents, however they are joined: 'Noorderpoort College'
is also 'noorderpoort-college' and 'NoorderpoortCollege'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dwimpact.tidy.plain import plain

WORD = re.compile(r"[A-Za-z0-9_]+|&")
JOINED_FROM = 8  # letters from which a name may be joined or split in another way
_BETWEEN = frozenset(" -/.'()\n\t")  # what may stand between the words of a name


@dataclass(frozen=True)
class Word:
    """A word of a plain text: its letters without capitals, and its place."""

    letters: str
    start: int
    stop: int


def words_of(text: str) -> list[Word]:
    """The words of a plain text."""
    return [Word(_letters(w[0]), *w.span()) for w in WORD.finditer(text)]


def _letters(word: str) -> str:
    return "en" if word == "&" else word.lower().replace("_", "")


def adjacent(text: str, left: Word, right: Word) -> bool:
    """Whether two words of a text, one after the other, may be of one name."""
    return right.start - left.stop <= 3 and set(text[left.stop : right.start]) <= _BETWEEN


class Names:
    """A list of names to look up. Those of `exact` only count with their own capitals."""

    def __init__(self, names: Iterable[str], exact: Iterable[str] = ()) -> None:
        self._exact = {_key(name): plain(name) for name in exact}
        self._names = {_key(name) for name in names} - {()}
        self._joined = {n for name in self._names if len(n := "".join(name)) >= JOINED_FROM}
        every = {"".join(name) for name in (*self._names, *self._exact)}
        self._begins = {name[:end] for name in every for end in range(1, len(name) + 1)}

    def places(self, text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
        """The positions of the first and last word of each name, the longest at each place."""
        first = 0
        while first < len(words):
            last = self._longest(text, words, first)
            if last is not None:
                yield first, last
                first = last
            first += 1

    def _longest(self, text: str, words: list[Word], first: int) -> int | None:
        joined, found = "", None
        for last in range(first, len(words)):
            joined += words[last].letters
            if joined not in self._begins:
                break
            if last > first and not adjacent(text, words[last - 1], words[last]):
                break
            if self._is_name(text, words[first : last + 1], joined):
                found = last
        return found

    def _is_name(self, text: str, words: list[Word], joined: str) -> bool:
        key = tuple(word.letters for word in words)
        if key in self._names or joined in self._joined:
            return True
        return self._exact.get(key) == text[words[0].start : words[-1].stop]


def _key(name: str) -> tuple[str, ...]:
    return tuple(word.letters for word in words_of(plain(name)))
