"""The lines of a study's registry, as people call them.

Besides every spelling of the registry: any word for what it lists ('centrum', 'lab') before a
region ('lab in Assen') or after it ('Drents lab'), and the initials of what they are called.
Which words those are follows from the registry itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd

from dwimpact.tidy.masking.listed import Names
from dwimpact.tidy.masking.plain import Pattern, Patterns, Plain, Span, plain, words_of

_LONG = 6  # letters from which a word may say what a line is, or be mistyped
_SMALL = frozenset(("in", "van", "de", "het", "en", "voor", "te", "regio"))
_COMPASS = re.compile(r"(noord|zuid|midden|centraal)?(oost|west|noord|zuid|midden|holland)")
_ALSO = {"fryslan": "friesland"}  # one place, two languages

Finder = Callable[[Plain], Iterator[Span]]


def registry_finder(registry: pd.DataFrame, mark: str) -> Finder:
    """What finds the lines of a registry (code, name, other_spellings) in a text."""
    other = registry["other_spellings"].dropna().str.split("|").explode()
    spellings = {*registry["name"], *other}
    spellings |= {re.sub(r"\s*\(.*\)", "", name) for name in spellings}
    names = Names(spellings)
    regions = [code.split("_") for code in registry["code"]]
    patterns = Patterns(*_patterns(list(registry["name"]), regions, mark))

    def find(text: Plain) -> Iterator[Span]:
        for first, last in names.places(text):
            start, stop = text.words.starts[first], text.words.stops[last]
            closes = text.letters[stop : stop + 1] == ")" and "(" in text.letters[start:stop]
            yield start, stop + closes, mark
        yield from patterns.spans(text)

    return find


def _patterns(names: list[str], regions: list[list[str]], mark: str) -> list[Pattern]:
    """Any word for a line with any region, either first."""
    called = [_before_region(name, region) for name, region in zip(names, regions, strict=True)]
    heads = {long[-1] for words in called if (long := [w for w in words if len(w) >= _LONG])}
    if not heads:
        return []
    before = {word for words in called for word in words}
    initials = Counter("".join(w[0] for w in words) for words in called if len(words) > 1)
    short = [letters for letters, times in initials.items() if times > 1]
    head = "|".join([rf"\w*(?:{_any(map(_mistyped, heads))})(?:en)?", *short])
    some = rf"(?:(?:{_any(word[:3] for word in before)})\w*[\s-]+)*"
    gap = rf"(?:[\s-]+(?:{_any(_SMALL | before)}|'t))*[\s-]+"
    place = _any(map(_region, _places(regions)))
    adjective = rf"(?:{_any(_adjectives(regions))})\w*se"
    return [
        Pattern(mark, rf"\b({some}(?:{head}){gap}\(?(?:{place}))\b"),
        Pattern(mark, rf"\b({adjective}\s{some}(?:{head}))\b"),
    ]


def _any(ways: Iterable[str]) -> str:
    """One of them, the longest first, as the first that fits is taken."""
    return "|".join(sorted(set(ways), key=lambda way: (-len(way), way)))


def _before_region(name: str, region: list[str]) -> list[str]:
    """The words of a name that stand before its region; none when it has no region."""
    words = words_of(plain(name)).letters
    at = [position for position, word in enumerate(words) if word in region]
    return [w for w in words[: at[0]] if w not in _SMALL and len(w) > 1] if at else []


def _places(regions: list[list[str]]) -> set[tuple[str, ...]]:
    """The regions, and the places in those of more than one ('Assen' of 'Assen Emmen')."""
    apart = {(word,) for words in regions for word in words if not _COMPASS.fullmatch(word)}
    also = {(_ALSO[word],) for (word,) in apart if word in _ALSO}
    return {*map(tuple, regions), *apart, *also}


def _region(words: Sequence[str]) -> str:
    """The words of a region, however joined, the long ones with a slip of the finger."""
    return r"[\s-]*(?:(?:en|&)[\s-]*)?".join(map(_mistyped, words))


def _adjectives(regions: list[list[str]]) -> set[str]:
    """What the adjective of a place begins with: 'asse' of 'Assens', 'vens' of 'Venste'."""
    return {word[: max(4, len(word) - 4)] for (word, *_) in _places(regions) if len(word) > 4}


def _mistyped(word: str) -> str:
    """The word, or a long one with a letter too few, too many, wrong or changed with the next."""
    if len(word) <= _LONG:
        return re.escape(word)
    ways = [re.escape(word)]
    for i in range(1, len(word)):
        head, tail = word[:i], word[i + 1 :]
        ways += [head + tail, rf"{head}\w{tail}", rf"{head}[\w-]{word[i:]}"]
        ways.append(head + word[i : i + 2][::-1] + word[i + 2 :])
    return f"(?:{'|'.join(dict.fromkeys(ways))})"
