"""Responses in the raw layout held against every rule: what is used, what is set aside, why.

Rows in = rows used + rows set aside. No finding holds a text that a respondent wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dwimpact.errors import Problem, StudyError
from dwimpact.intake.corrections import apply_corrections
from dwimpact.intake.form_logic import form_problems
from dwimpact.intake.raw_layout import as_number
from dwimpact.intake.responses import Responses
from dwimpact.intake.schema import raw_schema
from dwimpact.intake.set_aside import parted, row_problems, severity_of
from dwimpact.intake.wording import worded
from dwimpact.rules import MOST_ALIKE, STOPS, found, rest_of, set_aside_table
from dwimpact.study.questionnaire.model import EMAIL, WEIGHT, Questionnaire, text_columns
from dwimpact.study.study import Study
from dwimpact.study.validation import failures, index_of, row_of

MOJIBAKE = re.compile("\ufffd|Ã[\x80-\xbf\u0152-\u2122]|â€|Â[\xa0-\xbf]")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)


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


def examine(responses: Responses, study: Study, others: pd.DataFrame | None = None) -> Examined:
    """The rows to use, with every finding. Raises nothing about the responses themselves.

    `others` counts rows that are in order and not among the responses: each background that is
    asked, and people.
    """
    form = study.questionnaire
    corrected, applied, wrong = apply_corrections(responses.raw, study.corrections, responses)
    aside, about_rows = parted(row_problems(corrected, study), study)
    rows = {index_of(problem.row) for problem in aside}
    used = corrected[~corrected.index.isin(rows)]
    nobody = [found("nobody_left")] if used.empty and others is None else []
    problems = [*responses.problems, *wrong, *aside, *about_rows, *nobody]
    problems += _cell_problems(used, study, responses, others)
    told = worded(_judged(problems, study), responses.raw, study)
    return Examined(
        used=_without_invisible(used, form),
        set_aside=set_aside_table(aside),
        corrections=applied,
        problems=sorted(
            map(responses.as_in_file, told), key=lambda p: (p.times > 1, p.row or 0, p.column or "")
        ),
    )


def _judged(problems: Iterable[Problem], study: Study) -> list[Problem]:
    """The problems, each as grave as the study says its rule is."""
    chosen = study.settings.rules
    return [
        replace(p, stops=severity_of(p, study) == STOPS) if p.rule in chosen else p
        for p in problems
    ]


def _cell_problems(
    used: pd.DataFrame, study: Study, responses: Responses, others: pd.DataFrame | None
) -> list[Problem]:
    """What is wrong in cells; not in rows that do not fit the headings, where all would be,
    and of a block whose ticked codes are wrong only that.
    """
    form = study.questionnaire
    shifted = {index_of(p.row) for p in responses.problems if p.rule == "ragged_row"}
    sound = used[~used.index.isin(shifted)]
    weighted = study.settings.weights is not None and WEIGHT in sound
    problems = failures(sound, raw_schema(form, study.spellings, weighted=weighted))
    if weighted and (as_number(sound[WEIGHT]) == 0).all():
        problems.append(replace(found("weightless"), column=WEIGHT))
    if not set(form.raw_columns) - {EMAIL} <= set(used):
        return _by_block(problems, form)
    block_of = {c: block.code for block in form.tick_blocks for c in block.columns}
    about_ticks = {c for b in form.tick_blocks for c in (b.answers_column, *b.tick_columns)}
    broken = {(p.row, p.column) for p in responses.problems if p.row}
    problems = [p for p in problems if (p.row, p.column) not in broken]
    wrong = {(p.row, p.column) for p in problems} | broken
    # Of a block whose ticks are wrong nothing else is sure.
    wrong |= {(p.row, block_of[c]) for p in problems if (c := p.column or "") in about_ticks}
    logical = [*form_problems(sound, study, others), *_text_problems(sound, form)]
    return problems + [
        p for p in logical if not {(p.row, p.column), (p.row, block_of.get(p.column or ""))} & wrong
    ]


def _by_block(problems: Sequence[Problem], form: Questionnaire) -> list[Problem]:
    """The problems with one for all columns of a question, where none of these is there."""
    absent = {p.what: p for p in problems if p.rule == "missing_column"}
    made = [p for p in problems if p.rule != "missing_column"]
    for question, columns in _questions(form).items():
        told = {found("missing_column", name=column, hint="").what for column in columns}
        if len(columns) > 1 and absent.keys() >= told:
            made.append(found("missing_block", name=f"'{question}'"))
            absent = {what: p for what, p in absent.items() if what not in told}
    return [*absent.values(), *made]


def _questions(form: Questionnaire) -> dict[str, list[str]]:
    """What the columns of a question begin with → these columns."""
    made: dict[str, list[str]] = {}
    for column in form.raw_columns:
        made.setdefault("/".join(column.split("/")[:2]), []).append(column)
    return made


def require_usable(examined: Examined, file: object) -> None:
    """Raise StudyError with every finding that stops the report."""
    if examined.stopping:
        raise StudyError(file, examined.stopping)


def _text_problems(raw: pd.DataFrame, form: Questionnaire) -> Iterator[Problem]:
    """Texts that were damaged on the way, and ids that are somebody's address."""
    for column in text_columns(form):
        for rule, pattern in (("mojibake", MOJIBAKE), ("control_characters", INVISIBLE)):
            rows = raw.index[raw[column].str.contains(pattern, regex=True).fillna(False)]
            for index in rows[:MOST_ALIKE]:
                yield found(rule, row=row_of(index), column=column)
            yield from rest_of(found(rule, column=column), len(rows))
    for index in raw.index[raw["respondent"].str.contains("@", regex=False).fillna(False)]:
        yield found("identifying_respondent", row=row_of(index), column="respondent")


def _without_invisible(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    columns = [column for column in text_columns(form) if column in raw]
    return raw.assign(**{c: raw[c].str.replace(INVISIBLE, "", regex=True) for c in columns})
