"""Texts in plain letters, and what must go in them found there in linear time.

Whatever a respondent's keyboard made of a letter, digit, dash or space is one ASCII character in
the plain text, at the same place: what is found there has the same place in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import re2

Span = tuple[int, int, str]  # from, to, and the mark to put there
_WORD = re.compile(r"[A-Za-z0-9_]+|&")
OTHER_SIGN, JOINED = (
    "~",
    "_",
)  # a sign that is no letter; a letter without an ASCII base, or nothing


class _Letters(dict[int, str]):
    """Code point → its ASCII character; for `str.translate`, which asks for each one once."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _plain_letter(chr(code))
        return made


_LETTERS = _Letters({ord("ß"): "s", ord("ø"): "o", ord("Ø"): "O", ord("ł"): "l", ord("Ł"): "L",
                     ord("ı"): "i", ord("đ"): "d", ord("Đ"): "D", ord("æ"): "a", ord("Æ"): "A",
                     ord("·"): "."})  # fmt: skip
_QUOTES = dict.fromkeys("‘’‚‛′ʼ´", "'") | dict.fromkeys("“”„‟″«»", '"')


def plain(text: str) -> str:
    """The text in ASCII, capitals kept, as long as the text."""
    return text if text.isascii() else text.translate(_LETTERS)


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _QUOTES:
        return _QUOTES[letter]
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if category == "Pd" or letter == "−":
        return "-"
    if category[0] == "Z":
        return " " if category == "Zs" else "\n"
    base = unicodedata.normalize("NFKD", letter)[:1]
    if base.isascii():
        return base
    return JOINED if category[0] in "LMC" and category != "Co" else OTHER_SIGN


def compiled(expression: str, *, case: bool = True) -> Any:
    """A pattern of RE2 for bytes, linear in the text whatever it is. Raises `re2.error`."""
    options = re2.Options()
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1  # a byte is a letter
    options.case_sensitive = case
    return re2.compile(expression.encode(), options)


@dataclass(frozen=True)
class Words:
    """The words of a plain text, in order: their letters without capitals, and their places."""

    letters: list[str]
    starts: list[int]
    stops: list[int]


def words_of(text: str) -> Words:
    """The words of a plain text; '&' is 'en'."""
    places = [word.span() for word in _WORD.finditer(text)]
    low = text.lower()
    letters = [low[start:stop] for start, stop in places]
    if "&" in text or JOINED in text:
        letters = ["en" if word == "&" else word.replace(JOINED, "") for word in letters]
    return Words(letters, [start for start, _ in places], [stop for _, stop in places])


class Plain:
    """A text in plain letters: those (`letters`), as bytes, and its words."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        self.data = letters.encode("ascii")

    @cached_property
    def words(self) -> Words:
        return words_of(self.letters)

    def without(self, spans: Iterable[Span]) -> Plain:
        """The text, as long, with signs that are no letters where the spans are."""
        made, end = [], 0
        for start, stop, _ in spans:
            made += [self.letters[end:start], "|" * (stop - start)]
            end = stop
        return Plain("".join([*made, self.letters[end:]]))


@dataclass(frozen=True)
class Pattern:
    """What must go (the one group of the expression, which may hold words before it), and how.

    `case`: whether capitals count. `holds`: whether a match is what it looks like.
    """

    mark: str
    expression: str
    case: bool = False
    holds: Callable[[str], object] | None = None

    @cached_property
    def _compiled(self) -> Any:
        return compiled(self.expression, case=self.case)

    def spans(self, text: Plain) -> Iterator[Span]:
        """Where it stands in a text."""
        for match in self._compiled.finditer(text.data):
            start, stop = match.span(1)
            if self.holds is None or self.holds(text.letters[start:stop]):
                yield start, stop, self.mark


class Patterns:
    """Patterns that are looked for together: most texts have none, which one look tells."""

    def __init__(self, *patterns: Pattern) -> None:
        self._patterns = patterns
        cases = {case: [p for p in patterns if p.case is case] for case in (True, False)}
        self._by_case = [
            (compiled("|".join(p.expression for p in some), case=case), some)
            for case, some in cases.items()
            if some
        ]

    def spans(self, text: Plain) -> Iterator[Span]:
        """Where any of them stands in a text."""
        for any_of_them, patterns in self._by_case:
            if any_of_them.search(text.data):
                for pattern in patterns:
                    yield from pattern.spans(text)
