"""Responses in the raw layout held against every rule: what is used, what is set aside, why.

Rows in = rows used + rows set aside. No finding holds a text that a respondent wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import pandas as pd

from dwimpact.corrections import apply_corrections
from dwimpact.errors import Problem, StudyError
from dwimpact.form_logic import form_problems
from dwimpact.headings import SUBMITTED
from dwimpact.questionnaire import EMAIL, Questionnaire, level_columns, text_columns
from dwimpact.responses import Responses
from dwimpact.rules import RULES, found, set_aside_table
from dwimpact.schemas import HEADING_ROWS, failures, raw_schema
from dwimpact.study import Study, workplace_codes

TESTS = re.compile(r"(dit is )?(een )?(test|testje|proef)(inzending)?( test)*[.!]?|test[ _-]?\d+")
MOJIBAKE = re.compile("\ufffd|Ã[\x80-\xbf\u0152-\u2122]|â€|Â[\xa0-\xbf]")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
SHORT_VALUE = 2
MEANT = "Is '"
PLAIN = ("doubled_column", "correction_respondent")  # headings and ids
CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")


@dataclass(frozen=True)
class Examined:
    """`used` are the rows to make tables of; `set_aside` has row and rule of the others;
    `corrections` those that were applied; `problems` every finding, in row order.
    """

    used: pd.DataFrame
    set_aside: pd.DataFrame
    corrections: pd.DataFrame
    problems: list[Problem]

    @property
    def stopping(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.stops]


def examine(responses: Responses, study: Study) -> Examined:
    """The rows to use, with every finding. Raises nothing about the responses themselves."""
    form, spellings = study.questionnaire, workplace_codes(study.workplaces)
    corrected, applied, wrong = apply_corrections(responses.raw, study.corrections, responses)
    aside = _rows_to_set_aside(corrected, study)
    rows = {_index(problem.row) for problem in aside}
    used = corrected[~corrected.index.isin(rows)]
    problems = [*responses.problems, *wrong, *aside, *_cell_problems(used, study, responses)]
    respondents = _respondents(responses.raw)
    vocabularies = _vocabularies(form, spellings)
    codes = {code for vocabulary in vocabularies.values() for code in vocabulary}
    told = []
    for problem in dict.fromkeys(problems):
        vocabulary = vocabularies.get(problem.column or "", [])
        made = _discreet(_suggest(problem, vocabulary), vocabulary, codes)
        made = replace(made, respondent=respondents.get(problem.row or 0))
        told.append(responses.as_in_file(made))
    return Examined(
        used=_without_invisible(used, form),
        set_aside=set_aside_table(aside),
        corrections=applied,
        problems=sorted(told, key=lambda p: (p.row or 0, p.column or "")),
    )


def _cell_problems(used: pd.DataFrame, study: Study, responses: Responses) -> list[Problem]:
    """What is wrong in cells; not in rows that do not fit the headings, where all would be,
    and of a block whose ticked codes are wrong only that.
    """
    form, spellings = study.questionnaire, workplace_codes(study.workplaces)
    shifted = {_index(p.row) for p in responses.problems if p.rule == "ragged_row"}
    sound = used[~used.index.isin(shifted)]
    problems = failures(sound, raw_schema(form, spellings))
    if not set(form.raw_columns) - {EMAIL} <= set(used):
        return problems
    wrong = {(p.row, p.column) for p in problems}
    base = {c: level.answers_column for level in form.levels for c in level_columns(level)}
    logical = [*form_problems(sound, study, spellings), *_text_problems(sound, form)]
    return problems + [
        p for p in logical if not {(p.row, p.column), (p.row, base.get(p.column or ""))} & wrong
    ]


def require_usable(examined: Examined, file: object) -> None:
    """Raise StudyError with every finding that stops the report."""
    if examined.stopping:
        raise StudyError(file, examined.stopping)


def _rows_to_set_aside(raw: pd.DataFrame, study: Study) -> list[Problem]:
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
        yield found("empty_row", row=_row(index))


def _tests(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    columns = [c for c in ("respondent", *text_columns(form)) if c in raw]
    said = raw[columns].apply(
        lambda texts: texts.str.strip().str.casefold().str.fullmatch(TESTS.pattern).fillna(False)
    )
    for index in raw.index[said.astype(bool).any(axis=1)]:
        yield found("test_submission", row=_row(index))


def _outside_fieldwork(raw: pd.DataFrame, study: Study) -> Iterator[Problem]:
    fieldwork = study.settings.fieldwork
    if SUBMITTED not in raw or not (fieldwork.opened or fieldwork.closed):
        return
    days = pd.to_datetime(raw[SUBMITTED].str[:10], format="%Y-%m-%d", errors="coerce")
    early = days < pd.Timestamp(fieldwork.opened) if fieldwork.opened else days != days
    late = days > pd.Timestamp(fieldwork.closed) if fieldwork.closed else days != days
    words = {"opened": fieldwork.opened or "the start", "closed": fieldwork.closed or "today"}
    for index in raw.index[(early | late) & days.notna()]:
        yield found("outside_fieldwork", row=_row(index), **words)


def _identical(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    """A respondent's row that stands there twice, each answer the same."""
    asked = [c for c in form.raw_columns if c in raw]
    if "respondent" not in asked:
        return
    named = raw.loc[raw["respondent"].notna(), asked]
    first: dict[tuple[object, ...], int] = {}
    for index, *cells in named.astype(object).where(named.notna(), None).itertuples():
        earlier = first.setdefault(tuple(cells), index)
        if earlier != index:
            yield found("identical_duplicate", row=_row(index), first=_row(earlier))


def _text_problems(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    """Texts that were damaged on the way, and ids that are somebody's address."""
    for column in text_columns(form):
        for rule, pattern in (("mojibake", MOJIBAKE), ("control_characters", INVISIBLE)):
            for index in raw.index[raw[column].str.contains(pattern, regex=True).fillna(False)]:
                yield found(rule, row=_row(index), column=column)
    for index in raw.index[raw["respondent"].str.contains("@", regex=False).fillna(False)]:
        yield found("identifying_respondent", row=_row(index), column="respondent")


def _without_invisible(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    columns = [column for column in text_columns(form) if column in raw]
    return raw.assign(**{c: raw[c].str.replace(INVISIBLE, "", regex=True) for c in columns})


def _respondents(raw: pd.DataFrame) -> dict[int, str]:
    """Row → respondent, without those that are an address."""
    if "respondent" not in raw:
        return {}
    named = raw["respondent"].dropna()
    return {_row(index): value for index, value in named.items() if "@" not in value}


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


def _index(row: int | None) -> int:
    return (row or 0) - HEADING_ROWS - 1


def _row(index: Any) -> int:
    return int(index) + HEADING_ROWS + 1
