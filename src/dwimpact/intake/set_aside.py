"""Rows that are no response, and are set aside: not counted, but accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from dwimpact.errors import Problem
from dwimpact.intake.headings import SUBMITTED
from dwimpact.rules import RULES, found
from dwimpact.study.questionnaire import Questionnaire, text_columns
from dwimpact.study.study import Study
from dwimpact.study.validation import row_of

TESTS = re.compile(r"(dit is )?(een )?(test|testje|proef)(inzending)?( test)*[.!]?|test[ _-]?\d+")


def rows_to_set_aside(raw: pd.DataFrame, study: Study) -> list[Problem]:
    """One finding per row that is no response: the first of its reasons."""
    reasons = [*_empty(raw, study.questionnaire), *_tests(raw, study.questionnaire)]
    reasons += [*_outside_fieldwork(raw, study), *_identical(raw, study.questionnaire)]
    first: dict[int | None, Problem] = {}
    for problem in reasons:
        first.setdefault(problem.row, problem)
    assert all(RULES[problem.rule].sets_aside for problem in first.values())
    return sorted(first.values(), key=lambda p: p.row or 0)


def _empty(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    """A form that was opened and not filled in: nothing in it but an id."""
    asked = [c for c in form.raw_columns if c in raw and c != "respondent"]
    for index in raw.index[raw[asked].isna().all(axis=1)]:
        yield found("empty_row", row=row_of(index))


def _tests(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    columns = [c for c in ("respondent", *text_columns(form)) if c in raw]
    said = raw[columns].apply(
        lambda texts: texts.str.strip().str.casefold().str.fullmatch(TESTS.pattern).fillna(False)
    )
    for index in raw.index[said.astype(bool).any(axis=1)]:
        yield found("test_submission", row=row_of(index))


def _outside_fieldwork(raw: pd.DataFrame, study: Study) -> Iterator[Problem]:
    fieldwork = study.settings.fieldwork
    if SUBMITTED not in raw or not (fieldwork.opened or fieldwork.closed):
        return
    days = pd.to_datetime(raw[SUBMITTED].str[:10], format="%Y-%m-%d", errors="coerce")
    early = days < pd.Timestamp(fieldwork.opened) if fieldwork.opened else days != days
    late = days > pd.Timestamp(fieldwork.closed) if fieldwork.closed else days != days
    words = {"opened": fieldwork.opened or "the start", "closed": fieldwork.closed or "today"}
    for index in raw.index[(early | late) & days.notna()]:
        yield found("outside_fieldwork", row=row_of(index), **words)


def _identical(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    """A respondent's row that stands there twice, each answer the same."""
    asked = [c for c in form.raw_columns if c in raw]
    if "respondent" not in asked:
        return
    named = raw.loc[raw["respondent"].notna(), asked]
    # Every text as a number, so that a row is a few bytes to compare.
    cells = np.column_stack([pd.factorize(named[column])[0].astype("int32") for column in asked])
    first: dict[bytes, int] = {}
    for index, row in zip(named.index, cells, strict=True):
        earlier = first.setdefault(row.tobytes(), index)
        if earlier != index:
            yield found("identical_duplicate", row=row_of(index), first=row_of(earlier))
