"""Dutch word forms: what the words of a text have in common with those searched for."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import lazy_loader

WORD = re.compile(r"\w+")
# Reads the stemmers of 33 languages, which only a search needs.
snowballstemmer = lazy_loader.load("snowballstemmer")


@cache
def stem(word: str) -> str:
    """What all forms of a Dutch word have in common, accents and capitals aside.

    'student' and 'studenten' have one stem; a compound such as 'bedrijfsleven' is a word of its
    own. Source: Kraaij & Pohlmann (1994), as in Snowball.
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return str(_stemmer().stemWord(letters))


def stems(text: str) -> set[str]:
    """The stems of the words of a text."""
    return {stem(word) for word in WORD.findall(text)}


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("dutch")
