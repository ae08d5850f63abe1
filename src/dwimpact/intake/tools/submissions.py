"""What the form tool says of a submission: when it was sent, whether it was judged, and twice."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

import numpy as np
import pandas as pd

from dwimpact.errors import Problem
from dwimpact.intake.tools.moments import UNKNOWN_DAY, days_of
from dwimpact.rules import found
from dwimpact.study.questionnaire.model import RESPONDENT, SUBMITTED, Questionnaire
from dwimpact.study.study import Study
from dwimpact.study.validation import row_of

# What is read of a tool's own columns, beside the answers.
STATE, SUBMISSION, EDITS, LAST_PAGE = "review_state", "submission", "edits", "last_page"
ABOUT_SUBMISSIONS = (SUBMITTED, STATE, SUBMISSION, EDITS, LAST_PAGE)
REJECTED = re.compile(r".*(reject|not[ _]approved|afgekeurd).*", re.IGNORECASE)
DOUBTFUL = re.compile(r".*(issues|on[ _]?hold|twijfel).*", re.IGNORECASE)


def submission_problems(raw: pd.DataFrame, study: Study) -> Iterator[Problem]:
    """What the tool's own columns say of each row; nothing of those that are not there."""
    if STATE in raw:
        states = raw[STATE].fillna("")
        yield from _rows(
            states.str.fullmatch(REJECTED.pattern, flags=re.IGNORECASE), "rejected_submission"
        )
        yield from _rows(
            states.str.fullmatch(DOUBTFUL.pattern, flags=re.IGNORECASE), "doubtful_submission"
        )
    if LAST_PAGE in raw and SUBMITTED in raw:
        yield from _rows(raw[SUBMITTED].isna(), "incomplete_response")
    if EDITS in raw:
        edits = pd.to_numeric(raw[EDITS], errors="coerce")
        yield from _rows(edits > 0, "edited_submission")
    yield from _moments(raw, study)


def _moments(raw: pd.DataFrame, study: Study) -> Iterator[Problem]:
    """Moments that cannot be read, or are known to be none, and those outside the fieldwork."""
    fieldwork = study.settings.fieldwork
    if SUBMITTED not in raw:
        return
    moments = days_of(raw[SUBMITTED], fieldwork.timezone)
    yield from _rows(moments.unreadable, "unreadable_moment", column=SUBMITTED)
    unknown = moments.days == pd.Timestamp(UNKNOWN_DAY)
    if unknown.any():
        yield found("unknown_moment", column=SUBMITTED)
    if not (fieldwork.opened or fieldwork.closed):
        return
    if moments.guessed:
        yield found("doubtful_moment", column=SUBMITTED, found=moments.guessed)
    days = moments.days.where(~unknown)
    early = days < pd.Timestamp(fieldwork.opened or UNKNOWN_DAY)
    late = days > pd.Timestamp(fieldwork.closed or pd.Timestamp.max)
    words = {"opened": fieldwork.opened or "the start", "closed": fieldwork.closed or "today"}
    for index in days.index[early | late]:
        day = f"{days[index]:%Y-%m-%d}"
        yield found("outside_fieldwork", row=row_of(index), value=day, **words)


def doubled_rows(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    """A respondent's row that stands there twice, each answer the same; and a submission that
    does, under another id.
    """
    asked = [c for c in form.raw_columns if c in raw]
    if RESPONDENT not in asked:
        return
    answers = _digests(raw, [c for c in asked if c != RESPONDENT])
    for rule, name in (("identical_duplicate", RESPONDENT), ("same_submission", SUBMISSION)):
        first: dict[object, Hashable] = {}
        for index, value in raw[name].dropna().items() if name in raw else ():
            earlier = first.setdefault(value, index)
            if earlier == index:
                continue
            same = answers[index] == answers[earlier]
            words = {"row": row_of(index), "first": row_of(earlier)}
            if same:
                yield found(rule, **words)
            elif name == SUBMISSION:
                yield found("changed_submission", **words)


def _digests(raw: pd.DataFrame, columns: list[str]) -> dict[Hashable, bytes]:
    """Index → all its answers. Every text as a number, so that a row is a few bytes to compare."""
    cells = [pd.factorize(raw[column])[0].astype("int32") for column in columns]
    table = np.column_stack(cells) if cells else np.empty((len(raw), 0), "int32")
    return dict(zip(raw.index, map(np.ndarray.tobytes, table), strict=True))


def _rows(where: pd.Series[bool], rule: str, **words: object) -> Iterator[Problem]:
    for index in where.index[where.fillna(False).astype(bool)]:
        yield found(rule, row=row_of(index), **words)
