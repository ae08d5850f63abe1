"""What may identify somebody in what respondents write, replaced by a visible mark.

Texts are matched without regard to case and accents. What is not recognised here (a name
that is in no list) is for the analyst's eyes: see `candidates`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import pandas as pd

from dwimpact.study.questionnaire import text_columns
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables, masked_table

WORKPLACE, INSTITUTION, NAME, EMAIL, PHONE, WEB, NUMBER = MARKS = (
    "[werkplaats]",
    "[instelling]",
    "[naam]",
    "[e-mailadres]",
    "[telefoonnummer]",
    "[webadres]",
    "[nummer]",
)
Span = tuple[int, int, str]

_EMAIL = re.compile(
    r"[^\s@<>()\"',;:]+\s?(?:@|\(at\)|\[at\]|\(apenstaartje\))\s?[^\s@<>()\"',;:]+\w"
)
_WEB = re.compile(
    r"(?:https?|ftp)://[^\s<>\"']+|www\.[^\s<>\"']+"
    r"|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|net|eu|be|de|info|io|edu|app|online|example)"
    r"(?![\w-])(?:/[^\s<>\"']*)?"
)
# 0612345678, 06-12 34 56 78, (053) 123 45 67, +31 6 12345678, 0031-53-1234567, +49 …
_PHONE = re.compile(
    r"(?<![\w])(?:(?:\+|00)\d{1,3}[\s.()/-]{0,2}(?:\(0\)[\s.-]?)?(?:\d[\s.()/-]{0,2}){6,11}\d"
    r"|\(?0(?:[\s.()/-]{0,2}\d){9})(?!\d)"
)
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?:\s?[a-z0-9]{4}){2,7}(?:\s?[a-z0-9]{1,3})?\b")
_NINE_DIGITS = re.compile(r"(?<![\d\w])\d(?:[\s.-]?\d){7,8}(?![\d\w])")
# 'Hogeschool van Amsterdam', 'ROC Twente': told by their capitals, so on the text as it is.
_INSTITUTION = re.compile(
    r"(?<!\w)(?i:roc|hogeschool|universiteit|university|mbo[ -]college)"
    r"(?: (?:van|voor|of|de|der|het))* (?:[A-ZÀ-Þ][\w'-]+)(?: (?:[A-ZÀ-Þ][\w'-]+))*"
)
# What a workplace may be called, before or after the region: 'Digitale Werkplaats Twente'.
_KIND = (
    r"(?:(?:mijn|mkb|digitale|digital)[\s-]+)*"
    r"(?:\w*werkplaats(?:en)?|digilab|digilink|datalab|movedigi|workspace)"
    r"(?:[\s-]+(?:mkb|datalab|digilab|woo|in|regio|van))*"
)


def mask_texts(raw: pd.DataFrame, study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frame with its open texts masked, and per mark how often it was put: mark, count."""
    mask = masker(study.workplaces, study.settings.mask)
    counts: Counter[str] = Counter(dict.fromkeys(MARKS, 0))

    def masked(text: str) -> str:
        made, marks = mask(text)
        counts.update(marks)
        return made

    columns = {
        c: raw[c].map(masked, na_action="ignore").astype("str")
        for c in text_columns(study.questionnaire)
    }
    return raw.assign(**columns), masked_table(counts)


def masker(
    workplaces: pd.DataFrame, names: Sequence[str] = ()
) -> Callable[[str], tuple[str, list[str]]]:
    """The function that masks one text: the text made, and the marks put in it, in order."""
    ways = "|".join(_loosely(_folded(n).split()) for n in sorted(names, key=len, reverse=True))
    listed = re.compile(rf"(?<!\w)(?:{ways})(?!\w)" if names else r"(?!)")
    folded = [
        (_EMAIL, EMAIL),
        (_WEB, WEB),
        (_IBAN, NUMBER),
        (_NINE_DIGITS, NUMBER),
        (_PHONE, PHONE),
        (listed, NAME),
        (_workplace_pattern(workplaces), WORKPLACE),
    ]

    def mask(text: str) -> tuple[str, list[str]]:
        found = [*_spans(_folded(text), folded), *_spans(text, [(_INSTITUTION, INSTITUTION)])]
        spans = _without_overlap(found)
        made, end = [], 0
        for start, stop, mark in spans:
            made += [text[end:start], mark]
            end = stop
        return "".join([*made, text[end:]]), [mark for *_, mark in spans]

    return mask


def candidates(tables: Tables) -> pd.DataFrame:
    """Capitalised words inside a sentence of the (masked) texts, which may be names of people
    or schools: word, count, commonest first. For the analyst only; a name that must go is
    added to `mask` in study.yml.
    """
    texts = pd.concat(
        [
            tables.outcomes["explanation"],
            tables.open_answers["text"],
            tables.other_outcomes["text"],
            tables.remarks["text"],
        ]
    ).dropna()
    # A word that begins a sentence is capitalised anyway.
    inside = texts.str.findall(r"(?<=[\w,;:(] )[A-ZÀ-Þ][\w'-]+").explode().dropna()
    return inside.value_counts().rename_axis("word").reset_index(name="count")


def eleven_test(digits: str) -> bool:
    """Whether a number of eight or nine digits may be a citizen service number (BSN)."""
    numbers = [int(digit) for digit in digits.zfill(9)]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(w * n for w, n in zip(weights, numbers, strict=True))
    return total % 11 == 0 and any(numbers)


def _spans(text: str, patterns: Sequence[tuple[re.Pattern[str], str]]) -> Iterator[Span]:
    """Where something is to be masked, in the order of the patterns."""
    for pattern, mark in patterns:
        for match in pattern.finditer(text):
            if pattern is not _NINE_DIGITS or eleven_test(re.sub(r"\D", "", match[0])):
                yield (*match.span(), mark)


def _without_overlap(spans: Iterable[Span]) -> list[Span]:
    """The spans in order of place; the first that claims a place gets it."""
    kept: list[Span] = []
    for start, stop, mark in spans:
        if all(stop <= other[0] or start >= other[1] for other in kept):
            kept.append((start, stop, mark))
    return sorted(kept)


def _workplace_pattern(workplaces: pd.DataFrame) -> re.Pattern[str]:
    """Every spelling of every workplace, longest first, and any kind of workplace of its region."""
    spellings = {
        *workplaces["name"],
        *workplaces["other_spellings"].dropna().str.split("|").explode(),
    }
    spellings |= {re.sub(r"\s*\(.*\)", "", name) for name in spellings}
    regions = [re.split("_", code) for code in workplaces["workplace"]]
    ways = [
        _loosely(_folded(name).split()) + (r"\)?" if name.endswith(")") else "")
        for name in sorted(spellings, key=len, reverse=True)
    ]
    places = "|".join(_loosely(words) for words in sorted(regions, key=len, reverse=True))
    article = r"(?:[\s-]+(?:de|het|'t))?"
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)}|{_KIND}{article}[\s-]+(?:{places}))(?!\w)")


def _loosely(words: list[str]) -> str:
    """The words with any spaces or hyphens between them, 'en' for '&' and the reverse."""
    parts = [part for word in words for part in re.split(r"[-()]", word) if part]
    some = [r"(?:&|en)" if part in ("&", "en") else re.escape(part) for part in parts]
    return r"[\s()-]*".join(some)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """The text in lower case without accents, letter for letter as long as the text."""
    return "".join(_folded_letter(letter) for letter in text)


def _folded_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1].casefold()
    return base if len(base) == 1 else letter
