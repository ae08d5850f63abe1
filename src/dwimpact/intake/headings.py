"""Which column of the raw layout a heading stands for, per form tool.

XLSForm tools (KoboToolbox, ODK) name a column by its groups, separated by '/' or '-' ('.' or
'_' after a trip through SPSS). LimeSurvey writes CODE, CODE[SUB] or CODE_SUB.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from dwimpact.errors import StudyError
from dwimpact.rules import found
from dwimpact.study.questionnaire import (
    EMAIL,
    OTHER,
    RESPONDENT,
    Questionnaire,
)
from dwimpact.study.questionnaire import (
    SUBMITTED as SUBMITTED,
)

XLSFORM, LIMESURVEY = TOOLS = ("xlsform", "limesurvey")
OWN = "own"  # the questionnaire says itself which column is which
TOOL_NAMES = {
    XLSFORM: "XLSForm (KoboToolbox, ODK)",
    LIMESURVEY: "LimeSurvey",
    OWN: "columns as the questionnaire says",
}
# Under these, by `key`, form tools keep an id and the moment of sending; best first.
IDS = ("id", "uuid", "key", "instanceid", "meta_instanceid", "submission_id")
MOMENTS = ("submission_time", "submissiondate", "submitdate", "datestamp", "end", "today", "start")
TOOL_COLUMNS = re.compile(
    r"(_.*|start|end|today|deviceid|username|phonenumber|simserial|subscriberid|meta[/-].*"
    r"|formhub/.*|key|submissiondate|submitterid|submittername|attachments(present|expected)"
    r"|status|reviewstate|edits|formversion|instanceid|instancename"
    r"|id|submitdate|lastpage|startlanguage|seed|startdate|datestamp|ipaddr|refurl|token"
    r"|firstname|lastname|email|interviewtime|(group|question)time.*)",
    re.IGNORECASE,
)
IDENTIFYING = re.compile(
    r"(^|_)(e_?mail(_?(adres|address))?|mail(_?adres)?|ip|ip_?addr(ess)?|ip_?adres|device_?id"
    r"|imei|simserial|subscriber_?id|phone(_?number)?|telefoon(_?nummer)?|mobiel|user_?name|user"
    r"|account(_?name|_?naam)?|submitted_by|submitter_?(id|name)|token|first_?name|last_?name"
    r"|voornaam|achternaam|naam|attribute_\d+)$"
)
LIMESURVEY_HEADING = re.compile(r"(?P<question>[a-z][a-z0-9]*)(?:\[(?P<a>[^\]]+)\]|_(?P<b>\w+))?$")
# A heading that a form tool made up: a word in small letters, or with a digit or other sign.
CODE_LIKE = re.compile(r"[a-z]{1,30}|(?=.*[\d_/\[])[A-Za-z_][A-Za-z0-9_./:\[\]-]{0,80}", re.ASCII)
ALIKE_HEADING = 0.85  # how alike a heading is to one of the form's, to be taken for it

Name = Callable[[str], str | None]


def recognise(
    headings: Sequence[str], form: Questionnaire, file: object, tool: str | None = None
) -> tuple[str, list[str | None]]:
    """The form tool, and per heading the raw column it stands for (None when it has none).

    The tool is the one that knows most headings, unless it is given. Raises StudyError when
    no tool knows any.
    """
    naming: dict[str, Name] = {XLSFORM: _xlsform(form)}
    if form.limesurvey:
        naming[LIMESURVEY] = _limesurvey(form)
    elif tool == LIMESURVEY or sum("[" in heading for heading in headings) > 2:
        raise StudyError(file, found("no_mapping"))
    named = {t: [name(heading) for heading in headings] for t, name in naming.items()}
    chosen = tool or max(named, key=lambda t: _known(named[t]))
    columns = named[chosen]
    if _known(columns) < min(4, len(form.raw_columns)):
        raise StudyError(file, found("unrecognised", expected=TOOL_NAMES[chosen]))
    return chosen, _with_tool_columns(headings, columns)


def key(heading: str) -> str:
    """The heading without regard to case and separators."""
    return re.sub(r"[^a-z0-9]+", "_", heading.casefold()).strip("_")


def identifies(heading: str) -> bool:
    """Whether a heading announces something that identifies a person."""
    return bool(IDENTIFYING.search(key(heading)))


def names_of(
    headings: Sequence[str], columns: Sequence[str | None], form: Questionnaire, *, fits: bool
) -> list[str]:
    """What each column is called here: as the raw layout does, or else by its heading, unless
    that may be an answer that slipped into the wrong row.

    It is none if it looks like a code and every heading of the form is there; or if it is nearly
    one of those. `fits` says whether rows have as many cells as there are headings.
    """
    whole = fits and _needed(form, columns) <= set(columns)
    return [
        column
        or (heading if _is_heading(heading, form, whole=whole) else _place(heading, position))
        for position, (heading, column) in enumerate(zip(headings, columns, strict=True))
    ]


def _needed(form: Questionnaire, columns: Sequence[str | None]) -> set[str]:
    """The columns that no other can stand for: ticks follow from their base column, and it from
    them (see `complete_blocks`).
    """
    needed = set(form.raw_columns) - {EMAIL}
    for block in form.tick_blocks:
        ticks, base = {*block.tick_columns}, block.answers_column
        if base not in columns:
            needed -= {base, block.tick_column(OTHER)}
        elif not ticks & set(columns):
            needed -= ticks
    return needed


def _is_heading(heading: str, form: Questionnaire, *, whole: bool) -> bool:
    if IDENTIFYING.fullmatch(key(heading)):
        return True
    if not CODE_LIKE.fullmatch(heading):
        return False
    return whole or bool(get_close_matches(heading, form.raw_columns, n=1, cutoff=ALIKE_HEADING))


def _place(heading: str, position: int) -> str:
    words = f", a text of {len(heading)} characters" if heading else " without a heading"
    return f"(column {position + 1}{words})"


def _known(columns: Sequence[str | None]) -> int:
    return len({column for column in columns if column})


def _known_columns(form: Questionnaire) -> tuple[str, ...]:
    """Those of the form, and what is known from a registry: it may be there, and is compared."""
    return (*form.raw_columns, *(v.code for v in form.looked_up))


def _xlsform(form: Questionnaire) -> Name:
    columns = _known_columns(form)
    times = Counter(key(column) for column in columns)
    by_key = {key(column): column for column in columns if times[key(column)] == 1}
    return lambda heading: heading if heading in columns else by_key.get(key(heading))


def _limesurvey(form: Questionnaire) -> Name:
    mapping = form.limesurvey
    assert mapping
    columns = _known_columns(form)
    questions = {code.casefold(): block for code, block in mapping.questions.items()}
    codes = {
        block: {code.casefold(): meant for code, meant in pairs.items()}
        for block, pairs in mapping.subquestions.items()
    }

    def name(heading: str) -> str | None:
        parts = LIMESURVEY_HEADING.match(heading.casefold())
        block = questions.get(parts["question"]) if parts else None
        if parts is None or block is None:
            return None
        sub = parts["a"] or parts["b"]
        if sub is None:
            column = block
        elif sub == "other" and block.endswith("/outcomes"):
            column = f"{block.split('/')[0]}/other_text"
        else:
            column = f"{block}/{codes.get(block.split('/')[0], {}).get(sub, sub)}"
        return column if column in columns else None

    return name


def _with_tool_columns(headings: Sequence[str], columns: list[str | None]) -> list[str | None]:
    """The columns, with the tool's own id for the respondent when the form asks for none."""
    keys = [key(heading) for heading in headings]
    wanted: list[tuple[str, tuple[str, ...]]] = [(SUBMITTED, MOMENTS)]
    wanted += [(RESPONDENT, IDS)] if RESPONDENT not in columns else []
    made = list(columns)
    for column, names in wanted:
        if name := next((name for name in names if name in keys), None):
            position = keys.index(name)
            made[position] = made[position] or column
    return made
