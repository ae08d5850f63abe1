"""What may identify somebody in what respondents write, replaced by a visible mark.

Texts are matched without regard to accents, kinds of dashes and digits, mostly also capitals. What
is not recognised (a name that is in no list) is for the analyst's eyes: see candidates.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

import pandas as pd

from dwimpact.study.questionnaire.model import text_columns
from dwimpact.study.study import Study
from dwimpact.tidy.masking.addresses import ADDRESS, HANDLE, MARK_EMAIL, WEB, addresses
from dwimpact.tidy.masking.institutions import INSTITUTION, institutions
from dwimpact.tidy.masking.listed import Names
from dwimpact.tidy.masking.numbers import BORN, MARK_NUMBER, PHONE, numbers
from dwimpact.tidy.masking.persons import MARK_NAME, persons
from dwimpact.tidy.masking.plain import JOINED, Plain, Span, plain
from dwimpact.tidy.masking.registry import registry_finder
from dwimpact.tidy.tables import masked_table

MARKS = (INSTITUTION, MARK_NAME, MARK_EMAIL, PHONE, WEB, HANDLE, ADDRESS, BORN, MARK_NUMBER)
Masker = Callable[[str], tuple[str, list[str]]]


def mask_texts(raw: pd.DataFrame, study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frame with its open texts masked, and per mark how often it was put: mark, count."""
    mask = masker(study)
    counts: Counter[str] = Counter(dict.fromkeys(filter(None, [mark_of(study), *MARKS]), 0))

    def masked(text: str) -> str:
        made, marks = mask(text)
        counts.update(marks)
        return made

    columns = {
        c: raw[c].map(masked, na_action="ignore").astype("str")
        for c in text_columns(study.questionnaire)
    }
    return raw.assign(**columns), masked_table(counts)


def mask_corrections(corrections: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The corrections with their values and reasons masked: what is wrong in a cell may be
    anything, and a reason may say who told.
    """
    mask = masker(study)
    columns = {
        c: corrections[c].map(lambda text: mask(text)[0], na_action="ignore").astype("str")
        for c in ("expected", "new", "reason")
    }
    return corrections.assign(**columns)


def mark_of(study: Study) -> str:
    """The mark of what the study's registry lists, by what it is called."""
    registered = study.questionnaire.registered
    return f"[{registered.label.lower()}]" if registered else ""


def masker(study: Study) -> Masker:
    """The function that masks one text: the text made, and the marks put in it, in order."""
    find = finder(study)

    def mask(text: str) -> tuple[str, list[str]]:
        spans = find(text)
        made, end = [], 0
        for start, stop, mark in spans:
            made += [text[end:start], mark]
            end = stop
        return "".join([*made, text[end:]]), [mark for *_, mark in spans]

    return mask


def finder(study: Study) -> Callable[[str], list[Span]]:
    """What finds, in a text, all that must go: from, to and mark, in order and apart."""
    names = study.settings.mask
    listed, find_registered = Names(names), registry_finder(study.registry, mark_of(study))
    # Names in other letters than ours are looked for as they are written.
    foreign = [re.escape(name) for name in names if JOINED in plain(name)]
    others = re.compile("|".join(foreign) or r"(?!)", re.IGNORECASE)

    def find(text: str) -> list[Span]:
        letters = Plain(plain(text))
        words = letters.words
        spans = _joined(
            [
                *addresses(letters),
                *numbers(letters),
                *((words.starts[a], words.stops[b], MARK_NAME) for a, b in listed.places(letters)),
                *((*match.span(), MARK_NAME) for match in others.finditer(text)),
                *find_registered(letters),
                *institutions(letters),
            ]
        )
        # A person's name ends where something else begins: 'Jan van Saxion'.
        rest = letters.without(spans) if spans else letters
        return _joined([*spans, *persons(rest)])

    return find


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order; what overlaps is one, with the mark of the one that begins first."""
    joined: list[Span] = []
    for start, stop, mark in sorted(spans, key=lambda span: (span[0], -span[1])):
        if joined and start < joined[-1][1]:
            first, last, before = joined[-1]
            joined[-1] = (first, max(last, stop), before)
        else:
            joined.append((start, stop, mark))
    return joined
