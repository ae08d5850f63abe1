"""Rows that are no response, and are set aside: not counted, but accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.intake.form_logic import none_with_outcomes
from dwimpact.intake.tools.submissions import doubled_rows, submission_problems
from dwimpact.rules import RULES, SET_ASIDE, found
from dwimpact.study.questionnaire.model import RESPONDENT, Questionnaire, text_columns
from dwimpact.study.study import Study
from dwimpact.study.validation import index_of, row_of

TESTS = re.compile(r"(dit is )?(een )?(test|testje|proef)(inzending)?( test)*[.!]?|test[ _-]?\d+")


def row_problems(raw: pd.DataFrame, study: Study) -> list[Problem]:
    """What is said against a row as a whole, or against the moments of all."""
    form = study.questionnaire
    problems = [*_empty(raw, form), *_tests(raw, form), *submission_problems(raw, study)]
    # About a cell, unless the study sets rows aside for it.
    if study.settings.rules.get("none_with_outcomes") == SET_ASIDE:
        problems += [p for level in form.levels for p in none_with_outcomes(raw, level)]
    # Of two copies the one that counts is the first that is not set aside for itself.
    aside = {index_of(p.row) for p in parted(problems, study)[0]}
    return [*problems, *doubled_rows(raw[~raw.index.isin(aside)], form)]


def parted(problems: Iterable[Problem], study: Study) -> tuple[list[Problem], list[Problem]]:
    """One finding per row that is set aside, the first of its reasons, by row; and the findings
    about rows that stay.
    """
    problems = list(problems)
    aside: dict[int | None, Problem] = {}
    for problem in problems:
        if severity_of(problem, study) == SET_ASIDE:
            aside.setdefault(problem.row, problem)
    stay = [p for p in problems if p.row not in aside]
    return sorted(aside.values(), key=lambda p: p.row or 0), stay


def severity_of(problem: Problem, study: Study) -> str:
    """What a rule does in this study."""
    chosen = {str(rule): severity for rule, severity in study.settings.rules.items()}
    return chosen.get(problem.rule) or RULES[problem.rule].severity


def _empty(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    """A form that was opened and not filled in: nothing in it but an id."""
    asked = [c for c in form.raw_columns if c in raw and c != RESPONDENT]
    for index in raw.index[raw[asked].isna().all(axis=1)]:
        yield found("empty_row", row=row_of(index))


def _tests(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    """Rows that say they are a test: by their id, or in every text. One such text among others,
    or beside what was ticked, is asked about.
    """
    texts = raw[[c for c in text_columns(form) if c in raw]]
    items = [column for item in form.items for column in item.rows if item.kind != "text"]
    asked = [*(block.answers_column for block in form.tick_blocks), *items]
    ticked = raw[[column for column in dict.fromkeys(asked) if column in raw]]
    said = texts.apply(_says_test)
    named = _says_test(raw[RESPONDENT]) if RESPONDENT in raw else pd.Series(False, raw.index)
    nothing_else = (said | texts.isna()).all(axis=1) & ticked.isna().all(axis=1)
    any_text = said.any(axis=1)
    for index in raw.index[named | (any_text & nothing_else)]:
        yield found("test_submission", row=row_of(index))
    for index in raw.index[~named & any_text & ~nothing_else]:
        yield found("test_word", row=row_of(index))


def _says_test(texts: pd.Series[str]) -> pd.Series[bool]:
    folded = texts.str.strip().str.casefold()
    return folded.str.fullmatch(TESTS.pattern).fillna(False).astype(bool)
