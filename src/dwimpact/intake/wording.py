"""Findings in words for the analyst: who it is about, what is probably meant, and nothing
that a respondent wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.validation import row_of

SHORT_VALUE = 2
MEANT = "Is '"
PLAIN = ("doubled_column", "correction_respondent")  # headings and ids
CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")


def worded(
    problems: Iterable[Problem], raw: pd.DataFrame, form: Questionnaire, spellings: Iterable[str]
) -> Iterator[Problem]:
    """Each problem once, with its respondent, a suggestion where one is near, and without a
    value that may be somebody's answer.
    """
    respondents = _respondents(raw)
    for problem in with_tact(dict.fromkeys(problems), form, spellings):
        yield replace(problem, respondent=respondents.get(problem.row or 0))


def with_tact(
    problems: Iterable[Problem], form: Questionnaire, spellings: Iterable[str]
) -> Iterator[Problem]:
    """The problems with what is probably meant, and without what somebody may have written."""
    vocabularies = _vocabularies(form, spellings)
    codes = {code for vocabulary in vocabularies.values() for code in vocabulary}
    for problem in problems:
        vocabulary = vocabularies.get(problem.column or "", [])
        yield _discreet(_suggest(problem, vocabulary), vocabulary, codes)


def _respondents(raw: pd.DataFrame) -> dict[int, str]:
    """Row → respondent, without those that are an address."""
    if "respondent" not in raw:
        return {}
    named = raw["respondent"].dropna()
    return {row_of(index): value for index, value in named.items() if "@" not in value}


def _vocabularies(form: Questionnaire, spellings: Iterable[str]) -> dict[str, list[str]]:
    """Per column the values that a near miss may be of."""
    made = {"workplace": list(spellings), "sector": [s.code for s in form.sectors]}
    for level in form.levels:
        made[level.answers_column] = list(level.options)
        for row in level.rows:
            made[level.matrix_column("status", row)] = [s.code for s in form.statuses]
            made[level.matrix_column("nature", row)] = [n.code for n in form.natures]
    return made


def _suggest(problem: Problem, vocabulary: Sequence[str]) -> Problem:
    """The problem of an unknown value, with what is probably meant."""
    if problem.rule != "unknown_value" or not problem.value:
        return problem
    folded = {text.casefold(): text for text in vocabulary}
    one_word = not any(" " in text for text in vocabulary)
    for part in problem.value.casefold().split() if one_word else [problem.value.casefold()]:
        near = get_close_matches(part, list(folded), n=1)
        if near and part not in folded:
            return replace(problem, remedy=f"{problem.remedy} Is '{folded[near[0]]}' meant?")
    return problem


def _discreet(problem: Problem, vocabulary: Sequence[str], codes: set[str]) -> Problem:
    """The problem with its value hidden, unless it is a heading, an id, or looks like a code:
    a near miss, words of known values only, a code of another question, one word in small
    letters, or a letter or two.
    """
    value = (problem.value or "").casefold()
    if problem.rule in PLAIN or problem.column == "respondent":
        shown = "@" not in value
    else:
        words = set(re.findall(r"\w+", value))
        known = {word for text in vocabulary for word in re.findall(r"\w+", text.casefold())}
        near = MEANT in problem.remedy
        code = bool(CODE.fullmatch(problem.value or ""))
        shown = near or code or words <= known | codes or len(value) <= SHORT_VALUE
    return problem if shown else replace(problem, private=True)
