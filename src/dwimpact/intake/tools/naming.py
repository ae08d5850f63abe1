"""What a heading of a form tool stands for: a column of the raw layout, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from dwimpact.study.questionnaire.columns import limesurvey_codes
from dwimpact.study.questionnaire.model import Questionnaire

Name = Callable[[str], str | None]
BETWEEN_GROUPS = re.compile(r"[/.\-]")
GROUP = re.compile(r"[A-Za-z]\w*", re.ASCII)
# CODE, CODE[SUB], CODE[SUB][SCALE], CODE[SUBcomment], or with '_' for brackets.
LIMESURVEY_HEADING = re.compile(r"([a-z][a-z0-9]*)((?:\[[^\]]+\])*|(?:_[a-z0-9]+)*)")
COMMENT, OTHER_TEXT = "comment", "other"


def xlsform_naming(form: Questionnaire) -> Name:
    """Names of KoboToolbox and ODK: the column itself or the name it has in our XLSForm, after any
    groups that stand around it, separated by '/' or '-' ('.' or '_' after a trip through SPSS).
    """
    columns = _known_columns(form)
    times = Counter(key(column) for column in columns)
    by_key = {key(column): column for column in columns if times[key(column)] == 1}

    def name(heading: str) -> str | None:
        if heading in columns:
            return heading
        if heading.startswith("_"):  # what KoboToolbox adds
            return None
        parts = BETWEEN_GROUPS.split(heading)
        before = next((n for n, part in enumerate(parts) if not GROUP.fullmatch(part)), len(parts))
        ends = (key("/".join(parts[start:])) for start in range(min(before + 1, len(parts))))
        return next((by_key[end] for end in ends if end in by_key), None)

    return name


def limesurvey_naming(form: Questionnaire) -> Name:
    """Names of LimeSurvey: codes of questions, with those of rows and scales."""
    mapping, columns = limesurvey_codes(form), _known_columns(form)
    questions = {code.casefold(): block for code, block in mapping.questions.items()}
    rows = {
        block: {code.casefold(): meant for code, meant in pairs.items()}
        for block, pairs in mapping.subquestions.items()
    }

    def name(heading: str) -> str | None:
        heading = heading.casefold()
        parts = LIMESURVEY_HEADING.fullmatch(heading)
        if not parts:
            return None
        question, subs = parts[1], re.findall(r"[^\[\]_]+", parts[2])
        column = questions.get(heading) or _column(question, subs, questions, rows)
        return column if column in columns else None

    return name


def _column(
    question: str, subs: list[str], questions: dict[str, str], rows: dict[str, dict[str, str]]
) -> str | None:
    """The column of a question, or of one of its rows; a second subscript is a scale's."""
    row, *scale = subs or [""]
    if row.endswith(COMMENT) and row != COMMENT:
        row, scale = row.removesuffix(COMMENT), [COMMENT]
    block = questions.get(f"{question}[{scale[0]}]" if scale else question)
    if block is None or not row:
        return block
    first, _, rest = block.partition("/")
    if row == OTHER_TEXT and rest == "outcomes":
        return f"{first}/other_text"
    return f"{block}/{rows.get(first, {}).get(row, row)}"


def key(heading: str) -> str:
    """The heading without regard to case and separators."""
    return re.sub(r"[^a-z0-9]+", "_", heading.casefold()).strip("_")


def _known_columns(form: Questionnaire) -> frozenset[str]:
    """Those of the form, and what is known from a registry: it may be there, and is compared."""
    return frozenset((*form.raw_columns, *(v.code for v in form.looked_up)))
