"""Texts in plain letters, and what must go in them found there in linear time.

Whatever a respondent's keyboard made of a letter, digit, dash or space is one ASCII character in
the plain text, at the same place: what is found there has the same place in the text itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import re2

Span = tuple[int, int, str]  # from, to, and the mark to put there
OTHER, JOINED = "~", "_"  # a sign that is no letter; a letter without an ASCII base, or nothing


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
    return JOINED if category[0] in "LMC" and category != "Co" else OTHER


def compiled(expression: str, *, case: bool = True) -> Any:
    """A pattern of RE2, which is linear in the text whatever the pattern. Raises `re2.error`."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = case
    return re2.compile(expression, options)


@dataclass(frozen=True)
class Pattern:
    """What must go (the one group of the expression, which may hold words before it), and how.

    `case`: whether capitals count. `holds`: whether a match is what it looks like.
    """

    mark: str
    expression: str
    case: bool = False
    holds: Callable[[str], bool] = field(default=lambda _: True)

    @cached_property
    def _compiled(self) -> Any:
        return compiled(self.expression, case=self.case)

    def spans(self, text: str) -> Iterator[Span]:
        """Where it stands in a plain text."""
        for match in self._compiled.finditer(text):
            if self.holds(match[1]):
                yield (*match.span(1), self.mark)
