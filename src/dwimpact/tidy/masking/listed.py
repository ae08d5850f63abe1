"""Names that stand in a list, found word by word: institutions, workplaces, what a study masks.

Words are compared without capitals and accents, however they are joined: 'Noorderpoort College'
is also 'noorderpoort-college' and 'NoorderpoortCollege'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dwimpact.tidy.masking.plain import Plain, plain, words_of

JOINED_FROM = 8  # letters from which a name may be joined or split in another way
_APART = frozenset(",;:!?")  # what does not stand between the words of a name


def adjacent(text: Plain, left: int) -> bool:
    """Whether a word of a text and the next may be of one name."""
    start, stop = text.words.stops[left], text.words.starts[left + 1]
    return stop - start <= 3 and _APART.isdisjoint(text.letters[start:stop])


class Names:
    """A list of names to look up. Those of `exact` only count with their own capitals."""

    def __init__(self, names: Iterable[str], exact: Iterable[str] = ()) -> None:
        self._exact = {_words(name): plain(name) for name in exact}
        self._names = {_words(name) for name in names} - {()}
        every = (*self._names, *self._exact)
        self._whole = {"".join(name) for name in every}
        self._joined = {n for name in self._names if len(n := "".join(name)) >= JOINED_FROM}
        self._begins = {name[:end] for name in self._whole for end in range(1, len(name) + 1)}
        self._first = {name[0] for name in every} | {b for b in self._begins if len(b) > 2}

    def places(self, text: Plain) -> Iterator[tuple[int, int]]:
        """The first and last word of each name, by number, the longest at each place."""
        free = 0
        for first, letters in enumerate(text.words.letters):
            if letters in self._first and first >= free:
                last = self._longest(text, first)
                if last is not None:
                    yield first, last
                    free = last + 1

    def _longest(self, text: Plain, first: int) -> int | None:
        letters, joined, found = text.words.letters, "", None
        for last in range(first, len(letters)):
            joined += letters[last]
            if joined not in self._begins or (last > first and not adjacent(text, last - 1)):
                break
            if joined in self._whole and self._is_name(text, first, last, joined):
                found = last
        return found

    def _is_name(self, text: Plain, first: int, last: int, joined: str) -> bool:
        words = tuple(text.words.letters[first : last + 1])
        if words in self._names or joined in self._joined:
            return True
        written = text.letters[text.words.starts[first] : text.words.stops[last]]
        return self._exact.get(words) == written


def _words(name: str) -> tuple[str, ...]:
    return tuple(words_of(plain(name)).letters)
