"""Dutch universities, hogescholen and mbo colleges, by name and by what schools are called.

institutions.csv has each with its usual other names, former ones too, since people keep using
them; names that are also words, and abbreviations of a few letters, are `exact`. Compiled by hand
from what is generally known of the members of Universiteiten van Nederland, the Vereniging
Hogescholen and the MBO Raad, and of larger private schools, as of 2023.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pandas as pd

from dwimpact.tidy.masking.listed import Names, adjacent
from dwimpact.tidy.masking.plain import Pattern, Patterns, Plain, Span

INSTITUTION = "[instelling]"
# What a school is, which belongs to the name that it stands beside.
_KINDS = frozenset(
    ("hogeschool", "hogescholen", "universiteit", "university", "roc", "aoc", "college", "academie")
)
_ARTICLES = frozenset(("de", "het"))
_APPLIED = ["of", "applied", "sciences"]
# Before 'College', but no name of one.
_NO_NAME = re.compile(
    "Het|De|Een|Dit|Dat|Ons|Onze|Mijn|Elke?|Ieder|Ander|Geen|[Mm]bo|MBO|[Hh]bo|HBO|ROC|Deze|Jouw|Uw"
    "|Hun|Zijn|Haar|Welke?|Als|Ook|Nieuw|Mooi|Van|Bij|Aan|Op|In"
)
_CAPITAL = r"[A-Z][\w']+"
_PATTERNS = Patterns(
    # 'ROC Enschede', 'Hogeschool van Almere', 'University of Ghent'
    Pattern(
        INSTITUTION,
        r"\b((?:roc|ROC|Roc|aoc|AOC)\s(?:(?:van|de|het|in)\s){0,2}"
        rf"{_CAPITAL}(?:[ -]{_CAPITAL})*)",
        case=True,
    ),
    Pattern(
        INSTITUTION,
        r"\b((?:[Hh]ogeschool|[Uu]niversiteit|[Uu]niversity)\s(?:van|voor|of|der)\s"
        rf"(?:(?:de|het|den)\s)?{_CAPITAL}(?:[ -]{_CAPITAL})*)",
        case=True,
    ),
    # 'Windroos College': what is in capitals before it, less an article.
    Pattern(
        INSTITUTION,
        rf"\b(?:(?:Het|De|Ons|Mijn|Een|Dit|Dat|Bij|Van|Aan|Op)\s)?"
        rf"({_CAPITAL}(?:[ -]{_CAPITAL}){{0,3}}"
        r"[ -](?:[Cc]ollege|[Ll]yceum|[Gg]ymnasium|University))\b",
        case=True,
        holds=lambda name: not _NO_NAME.fullmatch(re.split("[ -]", name)[0]),
    ),
)


def institutions(text: Plain) -> Iterator[Span]:
    """Where a text names a school."""
    for place in _listed().places(text):
        first, last = _with_kind(text, *place)
        yield text.words.starts[first], text.words.stops[last], INSTITUTION
    yield from _PATTERNS.spans(text)


def _with_kind(text: Plain, first: int, last: int) -> tuple[int, int]:
    """The words of a name with what kind of school it is, if that stands beside it."""
    letters = text.words.letters
    first += first < last and letters[first] in _ARTICLES
    while first and letters[first - 1] in _KINDS and adjacent(text, first - 1):
        first -= 1
    while last + 1 < len(letters) and letters[last + 1] in _KINDS and adjacent(text, last):
        last += 1
    return first, last + 3 * (letters[last + 1 : last + 4] == _APPLIED)


@cache
def _listed() -> Names:
    with files("dwimpact.tidy.masking").joinpath("institutions.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype="str", keep_default_na=False)
    exact = set(table["exact"].str.split("|").explode()) - {""}
    names = {*table["institution"], *table["spellings"].str.split("|").explode()} - exact
    return Names(names, exact)
