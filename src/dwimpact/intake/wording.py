"""Findings in words for the analyst: who it is about, what is probably meant, and nothing
that a respondent wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache

import pandas as pd

from dwimpact.errors import LONGEST_VALUE, Problem
from dwimpact.study.questionnaire.model import RESPONDENT, codes
from dwimpact.study.study import Study
from dwimpact.study.validation import row_of

SHORT_VALUE = 2
ALIKE_WORD = 0.75  # how alike a word is to one that is known, to be taken for it
ABOUT_IDS, ABOUT_COLUMNS = "correction_respondent", "correction_column"
MAY_BE_MEANT = ("unknown_value", ABOUT_COLUMNS)
# Their values are headings, or texts of a program.
HARMLESS_ALWAYS = ("doubled_column", "said_blank", "excel_error")
# What nobody writes in a sentence: a word with a digit or a low line in it.
ANSWER_CODE = re.compile(r"(?=\w*[\d_])[a-z]\w{0,19}", re.ASCII | re.IGNORECASE)
# What a program writes for no answer, or instead of one, and a short number.
HARMLESS = re.compile(
    r"n/?a|n\.?v\.?t\.?|null|nan|none|<na>|#[A-Z/0!?]{3,8}|\d{1,6}([.,]\d{1,2})?"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d\d(:\d\d)?)?",
    re.IGNORECASE,
)
# An id has a digit in it and no spaces.
ID = re.compile(r"(?=.*\d)\w[\w.:-]{0,47}", re.ASCII)


def worded(problems: Iterable[Problem], raw: pd.DataFrame, study: Study) -> Iterator[Problem]:
    """Each problem once, with its respondent, a suggestion where one is near, and without a
    value that may be somebody's answer.
    """
    problems = list(dict.fromkeys(problems))
    respondents = _respondents(raw, problems)
    for problem in with_tact(problems, study):
        yield replace(problem, respondent=respondents.get(problem.row or 0))


def with_tact(problems: Iterable[Problem], study: Study) -> Iterator[Problem]:
    """The problems with what is probably meant, and without what somebody may have written."""
    vocabularies = _vocabularies(study)
    columns = tuple(study.questionnaire.raw_columns)
    codes = _words(" ".join(code for known in vocabularies.values() for code in known))

    @cache  # the same wrong value often stands in many rows
    def judged(column: str, value: str) -> tuple[str, bool]:
        # What stands in no column is the name of one.
        known = vocabularies.get(column, ()) if column else columns
        return _meant(value, known), _may_be_shown(value, _words(" ".join(known)), codes)

    for problem in problems:
        if problem.value is None or problem.rule in HARMLESS_ALWAYS:
            yield problem
        elif problem.column == RESPONDENT or problem.rule == ABOUT_IDS:
            yield replace(problem, private=not ID.fullmatch(problem.value))
        else:
            meant, shown = judged(problem.column or "", problem.value)
            remedy = f"{problem.remedy} Is '{meant}' meant?" if meant else problem.remedy
            remedy = remedy if problem.rule in MAY_BE_MEANT else problem.remedy
            yield replace(problem, remedy=remedy, private=not shown)


def _respondents(raw: pd.DataFrame, problems: Iterable[Problem]) -> dict[int, str]:
    """Row → respondent, where that looks like an id: not where cells may have shifted."""
    if RESPONDENT not in raw:
        return {}
    shifted = {problem.row for problem in problems if problem.rule == "ragged_row"}
    named = ((row_of(index), value) for index, value in raw[RESPONDENT].dropna().items())
    return {row: value for row, value in named if row not in shifted and ID.fullmatch(value)}


def _vocabularies(study: Study) -> dict[str, tuple[str, ...]]:
    """Per column the values that a near miss may be of."""
    form = study.questionnaire
    made = {column: tuple(known) for column, known in study.spellings.items()}
    for block in form.tick_blocks:
        made[block.answers_column] = tuple(block.options)
    for item in form.items:
        made |= dict.fromkeys(item.rows, item.options) if item.kind in ("choice", "scale") else {}
    for level in form.levels:
        for column, (_, choices) in form.characteristic_columns(level).items():
            made[column] = tuple(codes(choices))
    return made


def _meant(value: str, vocabulary: Sequence[str]) -> str:
    """The value that is probably meant by one that is unknown, if any is near."""
    if len(value) > LONGEST_VALUE:
        return ""
    folded = {text.casefold(): text for text in vocabulary}
    one_word = not any(" " in text for text in vocabulary)
    for part in value.casefold().split() if one_word else [value.casefold()]:
        near = get_close_matches(part, folded, n=1)
        if near and part not in folded:
            return folded[near[0]]
    return ""


def _may_be_shown(value: str, vocabulary: set[str], codes: set[str]) -> bool:
    """Whether a value is no respondent's: a letter or two, a code of any form, or nothing but
    words that are known here, or nearly.
    """
    if len(value) <= SHORT_VALUE or ANSWER_CODE.fullmatch(value) or HARMLESS.fullmatch(value):
        return True
    words = _words(value)
    return bool(words) and all(
        word in codes or word in vocabulary or _is_near(word, vocabulary) for word in words
    )


def _is_near(word: str, vocabulary: set[str]) -> bool:
    """Whether a word is a known one with a slip of the pen, two letters swapped included."""
    swapped = any(sorted(word) == sorted(known) for known in vocabulary)
    return swapped or bool(get_close_matches(word, vocabulary, n=1, cutoff=ALIKE_WORD))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
