"""Which form tool wrote an export, and which column of the raw layout each heading stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from dwimpact.errors import StudyError, listed
from dwimpact.intake.files.export import Export
from dwimpact.intake.tools.naming import Name, key, limesurvey_naming, xlsform_naming
from dwimpact.intake.tools.submissions import EDITS, LAST_PAGE, STATE, SUBMISSION
from dwimpact.rules import found
from dwimpact.study.questionnaire.model import EMAIL, OTHER, RESPONDENT, SUBMITTED, Questionnaire

XLSFORM, LIMESURVEY = TOOLS = ("xlsform", "limesurvey")
OWN = "own"  # the questionnaire says itself which column is which
TOOL_NAMES = {
    XLSFORM: "XLSForm (KoboToolbox, ODK)",
    LIMESURVEY: "LimeSurvey",
    OWN: "columns as the questionnaire says",
}
# Under these, by `key`, form tools keep what they say of a submission; best first.
IDS = ("id", "uuid", "key", "instanceid", "meta_instanceid", "submission_id")
TOOL_SAYS = {
    SUBMITTED: (
        *("submission_time", "submissiondate", "submitdate", "datestamp", "end", "today", "start"),
    ),
    STATE: ("reviewstate", "validation_status", "validation_status_label"),
    SUBMISSION: ("uuid", "instanceid", "meta_instanceid", "key"),
    EDITS: ("edits",),
    LAST_PAGE: ("lastpage",),
}
TOOL_COLUMNS = re.compile(
    r"(_.*|start|end|today|deviceid|username|phonenumber|simserial|subscriberid|meta[/-].*"
    r"|formhub/.*|key|submissiondate|submitterid|submittername|attachments(present|expected)"
    r"|status|reviewstate|edits|formversion|instanceid|instancename"
    r"|id|submitdate|lastpage|startlanguage|seed|startdate|datestamp|ipaddr|refurl|token"
    r"|firstname|lastname|email|interviewtime|(group|question)time.*|\d+x\d+(x\d+)?time"
    r"|introduction)",
    re.IGNORECASE,
)
LIMESURVEY_COLUMNS = re.compile(
    r"emailstatus|usesleft|language|completed|sent|remindersent|remindercount|valid(from|until)"
    r"|participant_?id|blacklisted|mpid|[A-Za-z][A-Za-z0-9]*Time"  # the last: seconds it took
)
IDENTIFYING = re.compile(
    r"(^|_)(e_?mail(_?(adres|address))?|mail(_?adres)?|ip|ip_?addr(ess)?|ip_?adres|device_?id"
    r"|imei|simserial|subscriber_?id|phone(_?number)?|telefoon(_?nummer)?|mobiel|user_?name|user"
    r"|account(_?name|_?naam)?|submitted_by|submitter_?(id|name)|token|first_?name|last_?name"
    r"|voornaam|achternaam|naam|attribute_\d+)$"
)
# A heading that a form tool made up: a word in small letters, or with a digit or other sign.
CODE_LIKE = re.compile(r"[a-z]{1,30}|(?=.*[\d_/\[])[A-Za-z_][A-Za-z0-9_./:\[\]-]{0,80}", re.ASCII)
ALIKE_HEADING = 0.85  # how alike a heading is to one of the form's, to be taken for it
CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\[[^\]]+\])*)\. .+", re.DOTALL)
FORM_SHEET = "choices"  # of an XLSForm
TITLE_CELLS = 2  # filled, in a row that is a title rather than headings
HALF = 2  # so many of the headings are questions in words, or one in so many


def recognise(
    export: Export, form: Questionnaire, file: object, tool: str | None = None
) -> tuple[str, list[str | None]]:
    """The form tool, and per heading the raw column it stands for (None when it has none).

    The tool is the one that knows most headings, unless it is given. Raises StudyError when
    no tool knows any.
    """
    headings = export.headings
    naming: dict[str, Name] = {XLSFORM: xlsform_naming(form), LIMESURVEY: limesurvey_naming(form)}
    named = {t: [name(heading) for heading in headings] for t, name in naming.items()}
    chosen = tool or max(named, key=lambda t: _known(named[t]))
    columns = named[chosen]
    if _known(columns) < min(4, len(form.raw_columns)):
        expected = TOOL_NAMES[chosen] if tool else "KoboToolbox, ODK or LimeSurvey"
        words = {"expected": expected, "remedy": _advice(export, form)}
        raise StudyError(file, found("unrecognised", **words))
    return chosen, _with_tool_columns(headings, columns)


def with_codes_only(export: Export) -> Export:
    """The export with codes for headings, where each has the question in words after it, as
    LimeSurvey writes them: 'instA[SQ001]. Which of these …'.
    """
    parts = [CODE_AND_TEXT.fullmatch(heading) for heading in export.headings]
    if not all(parts):
        return export
    return replace(export, headings=[part[1] for part in parts if part])


def _advice(export: Export, form: Questionnaire) -> str:
    """What to do about headings that are not known, by what they look like."""
    headings = export.headings
    if FORM_SHEET in export.sheets:
        return "This is a form, not what was answered to it."
    if export.sheets:
        others = listed(map(repr, export.sheets))
        return f"The workbook also has {others}: name one with --sheet if the answers are there."
    if headings.count("") >= len(headings) - TITLE_CELLS > 0:
        return "Remove what stands above the row with the headings."
    if 3 * headings.count("") > len(headings):
        return (
            "Where headings take two rows (SurveyMonkey), say so with 'export' and 'header_rows' "
            "in questionnaire.yml; see docs/studies.md."
        )
    asked = [*form.questions.model_dump().values(), *(item.question for item in form.items)]
    asked += [label for block in form.tick_blocks for label in form.labels_of(block).values()]
    asked += [level.label for level in form.levels]
    words = {text.casefold() for text in asked if text}
    in_words = sum(any(part in heading.casefold() for part in words) for heading in headings)
    shortened = sum(".. " in heading for heading in headings)  # by LimeSurvey
    if HALF * max(in_words, shortened) >= len(headings):
        return (
            "They are the questions in words: export it again with 'XML values and headers' "
            "(KoboToolbox) or 'question code' (LimeSurvey). Of another tool 'export' in "
            "questionnaire.yml says which column is which; see docs/studies.md."
        )
    return "Check that this is the export of this form; see docs/exports.md."


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


def _with_tool_columns(headings: Sequence[str], columns: list[str | None]) -> list[str | None]:
    """The columns, with what the tool itself says of a submission; its id is that of the
    respondent when the form asks for none.
    """
    keys = [key(heading) for heading in headings]
    wanted = {**({} if RESPONDENT in columns else {RESPONDENT: IDS}), **TOOL_SAYS}
    made = list(columns)
    for column, names in wanted.items():
        if name := next((name for name in names if name in keys), None):
            position = keys.index(name)
            made[position] = made[position] or column
    return made
