"""Every rule that an export is held against: its severity and its words, in one place.

A rule *stops* the report, is *reported* and carried on with, or has its row *set aside*: not
counted, and listed in appendix 6. Of some rules a study may choose which (`rules` in study.yml).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dwimpact.errors import Problem, printable

if TYPE_CHECKING:  # a report that is up to date needs the rules, and no tables
    import pandas as pd

FINDING_COLUMNS = [
    "rule",
    "severity",
    "times",
    "row",
    "respondent",
    "column",
    "found",
    "expected",
    "remedy",
]
FILE = "file"
FINDING_COLUMNS_OF_FILES = [FILE, *FINDING_COLUMNS]  # of responses in several
STOPS, REPORTED, SET_ASIDE = "stops", "reported", "set_aside"
MOST_ALIKE = 500  # cells of a column that a rule is told about one by one


@dataclass(frozen=True)
class Rule:
    """What a rule says when it is broken. Braces are filled in by `found`; `title` names a
    rule whose words differ from place to place; `dutch` is how appendix 6 names it, for
    rules that a report can be made with. Of an `adjustable` one a study may choose the severity.
    """

    code: str
    what: str
    expected: str
    remedy: str
    stops: bool = True
    sets_aside: bool = False
    dutch: str = ""
    title: str = ""
    adjustable: bool = False

    @property
    def severity(self) -> str:
        """What the rule does unless the study says otherwise."""
        return STOPS if self.stops else SET_ASIDE if self.sets_aside else REPORTED

    def found(
        self,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **words: object,
    ) -> Problem:
        """The problem of breaking this rule at a place, with `words` in its texts."""
        what, expected, remedy = (
            text.format(**words).strip() for text in (self.what, self.expected, self.remedy)
        )
        return Problem(what, expected, remedy, row, column, value, self.code, self.stops)


CORRECT_CELL = "Correct the cell."
EXPORT_AGAIN = "Export it again from the form tool."
_RULES = [
    # The file as a whole: nothing can be read from it.
    Rule("absent", "the file is not there", "a file with responses", "Check its name and folder."),
    Rule("unreadable", "the file cannot be opened: {found}", "a file you may read", "{remedy}"),
    Rule("empty_file", "the file is empty", "a heading and a row per respondent", EXPORT_AGAIN),
    Rule("no_rows", "no row below the headings", "at least one respondent", "{remedy}"),
    Rule("too_many_rows", "more than {limit} rows", "one row per respondent",
         "Check that this is the export of the form and not of something else."),
    Rule("too_many_columns", "more than {limit} columns", "the columns of the questionnaire",
         "Delete what stands far to the right of the answers, and columns without any."),
    Rule("too_many_cells", "more than {limit} cells", "the columns of the questionnaire",
         "Leave out columns that the questionnaire does not have."),
    Rule("too_big", "reading the file takes more than {limit} MB of memory",
         "a row per respondent", "Delete what stands far below or to the right of the answers, "
         "or save it as 'CSV UTF-8'."),
    Rule("too_slow", "reading the file takes more than {limit} seconds", "a row per respondent",
         "Save it as 'CSV UTF-8'."),
    Rule("too_large", "the file is too large to be read as {found}", "CSV, .csv.gz or Parquet",
         "Export it as CSV."),
    Rule("no_parts", "the folder holds no file with responses", "CSV, .csv.gz or Parquet",
         "Put the files of one export there."),
    Rule("not_a_part", "it is no file that can be one of several", "CSV, .csv.gz or Parquet, and "
         "nothing else in a folder with responses",
         "Take it out of the folder; what begins with a dot or _ is passed over."),
    Rule("other_headings", "its headings are not those of {name}", "the same headings, in the same "
         "order, in every file of a folder", "Export them again in the same way."),
    Rule("no_duckdb", "the file is read with DuckDB, which is not installed", "DuckDB",
         "Install it: pip install 'dwimpact[large]'."),
    Rule("changed_meanwhile", "the file changed while it was read", "a file that stays as it is",
         "Make the report again."),
    Rule("unexamined", "{found} more rows in which something is wrong or not in codes, not "
         "looked at", "at most {most} of those",
         "Put right what is told of the others; codes are what KoboToolbox exports as 'XML values "
         "and headers'.", title="rows that were not looked at"),
    Rule("wrong_kind", "the file is {found}, not what its extension says", "{expected}",
         "Give it the extension that belongs to it, or export it again."),
    Rule("unknown_kind", "the file is not a table ({found})", "CSV, .xlsx or .sav", EXPORT_AGAIN),
    Rule("damaged", "the file is damaged or cut off ({found})", "a whole file", EXPORT_AGAIN),
    Rule("locked", "the file is locked with a password", "a file without one",
         "Save it without a password."),
    Rule("too_much_inside", "what is packed in the file takes more than {limit} MB", "an export",
         "Unpack it, and leave out what does not belong."),
    Rule("nothing_inside", "no table with responses is packed in the file, but {found}",
         "one file with responses", "Unpack it, and give the file with the responses."),
    Rule("no_sheet", "no sheet {found}", "{expected}", "Name one of those with --sheet."),
    Rule("encoding", "the text is neither UTF-8 nor Windows-1252 (line {line})", "one of those",
         "Save the file as 'CSV UTF-8', or as .xlsx."),
    Rule("unrecognised", "the headings are those of no known form tool",
         "the columns of the questionnaire, as {expected} names them", "{remedy}"),
    # Columns.
    Rule("missing_column", "no column '{name}'", "every column of the questionnaire",
         "{hint}", title="missing column"),
    Rule("unknown_column", "unknown column {shown}", "only columns that the questionnaire defines",
         "Rename it, name it under 'export' in questionnaire.yml, leave it out with 'ignore' in "
         "study.yml, or add the question to questionnaire.yml.",
         title="unknown column"),
    Rule("doubled_column", "two columns for '{name}', the other", "one", "Remove one of the two.",
         title="doubled column"),
    Rule("identifying_column", "column that identifies people, not read", "none in an export",
         "Leave it out of the export next time.", stops=False,
         dutch="kolom met persoonsgegevens, niet ingelezen"),
    Rule("windows_1252", "text in Windows-1252, read as such", "UTF-8",
         "Look at a few words with accents in the report.", stops=False,
         dutch="tekst in Windows-1252, zo ingelezen"),
    Rule("excel_number", "a number where the questionnaire has text", "text",
         "Check that Excel has not cut off leading zeros.", stops=False,
         dutch="getal in Excel waar tekst hoort"),
    Rule("ambiguous_block", "nothing ticked, and no column that says whether it was answered",
         "the base column '{name}'",
         "Counted as not answered. Export the question's base column too.", stops=False,
         dutch="niet te zien of het blok is ingevuld; geteld als niet ingevuld"),
    Rule("missing_block", "no column about {name}", "every column of the questionnaire",
         "A tool that tells questions apart by their bare name keeps one of several: make the form "
         "with 'make form'.", title="missing block of columns"),
    Rule("blank_columns", "not in the questionnaire and without any answer: {times} of the columns",
         "only columns of the questionnaire", "They are left out.", stops=False,
         dutch="kolommen zonder enig antwoord die het formulier niet heeft, niet ingelezen",
         title="columns without any answer"),
    Rule("ignored_columns", "left out, as study.yml says: {times} of the columns",
         "what 'ignore' in study.yml names", "They are not read.", stops=False,
         dutch="kolommen die volgens de studie buiten beschouwing blijven",
         title="columns left out"),
    Rule("ignored_question", "a column that the questionnaire asks, and 'ignore' leaves out",
         "only columns that it does not ask",
         "Take it out of 'ignore' in study.yml, or the question out of questionnaire.yml.",
         title="question that is left out"),
    Rule("no_weights", "{found} columns that can be '{name}', the weights by study.yml", "one",
         "Correct 'weights' in study.yml, or the heading.", title="column of weights"),
    Rule("weightless", "every row weighs nothing", "a weight above 0 in at least one row",
         "Look which column 'weights' in study.yml should name.", title="rows that weigh nothing"),
    Rule("other_sheet", "the sheet {name} is read: {found}", "the answers on the first sheet",
         "Name another one with --sheet.", stops=False, dutch="niet het eerste werkblad ingelezen",
         title="sheet that is not the first"),
    Rule("old_workbook", "a spreadsheet in which errors cannot be told from blanks", ".xlsx or CSV",
         "Save it as .xlsx where there may be errors such as #N/A.", stops=False,
         dutch="rekenblad waarin fouten niet van lege cellen zijn te onderscheiden"),
    Rule("mac_roman", "text in Mac Roman, read as such", "UTF-8",
         "Look at a few words with accents in the report.", stops=False,
         dutch="tekst in Mac Roman, zo ingelezen"),
    Rule("said_blank", "read as blank in {cells} cells, found", "a blank cell",
         "Look whether it stands for no answer.", stops=False, title="text for no answer",
         dutch="tekst die voor ‘geen antwoord’ staat, als leeg gelezen"),
    Rule("read_as_other", "text beside the options in {cells} cells of '{name}', read as 'other'",
         "options, and at most one text", "Look at these texts in the report.", stops=False,
         title="text beside the options", dutch="tekst naast de keuzes, gelezen als iets anders"),
    # Rows.
    Rule("ragged_row", "{cells} cells under {headings} headings", "as many cells as headings",
         "The row is cut off, or has a separator in a text, or answers to an option that the form "
         "no longer has (KoboToolbox: include fields from all versions): export the file again.",
         title="row that does not fit the headings"),
    Rule("empty_row", "empty row", "a respondent", "It is set aside.", stops=False,
         sets_aside=True, dutch="lege rij"),
    Rule("test_submission", "test submission", "a respondent",
         "Remove it there if it is one.", stops=False,
         sets_aside=True, dutch="proefinzending", adjustable=True),
    Rule("test_word", "a text that says 'test' in a response with other answers", "an answer",
         "Is it a test? Then say so under 'rules' in study.yml.", stops=False,
         dutch="het woord ‘test’ in een verder ingevuld formulier", adjustable=True),
    Rule("rejected_submission", "submission that was rejected in the form tool", "an approved one",
         "Approve it there if it counts.", stops=False, sets_aside=True,
         dutch="in het formulierprogramma afgekeurd", adjustable=True),
    Rule("doubtful_submission", "submission that has issues by the form tool", "an approved one",
         "Look at it there.", stops=False, dutch="in het formulierprogramma als twijfelachtig "
         "aangemerkt", adjustable=True),
    Rule("incomplete_response", "response that was not sent", "a moment of submission",
         "It counts, unless study.yml says 'rules: {{incomplete_response: set_aside}}'.",
         stops=False, dutch="formulier dat niet is verzonden", adjustable=True),
    Rule("edited_submission", "submission that was edited after it was sent",
         "answers as they were given", "Look in the form tool at what was changed.", stops=False,
         dutch="na verzending gewijzigd", adjustable=True),
    Rule("same_submission", "the same submission and answers as row {first}",
         "each submission once", "Keep one of the two.", stops=False, sets_aside=True,
         dutch="dezelfde inzending als een eerdere rij", adjustable=True,
         title="submission that stands there twice"),
    Rule("changed_submission", "the same submission id as row {first}, with other answers",
         "each submission once", "Keep the one that counts, or both where the id was copied by "
         "mistake: give one of them another.",
         dutch="dezelfde inzending als een eerdere rij, met andere antwoorden", adjustable=True,
         title="submission with other answers"),
    Rule("unreadable_moment", "moment of submission that cannot be read",
         "a date, as 2023-05-01 or 1-5-2023", "Correct the cell.", stops=False,
         dutch="moment van inzenden onleesbaar", adjustable=True),
    Rule("unknown_moment", "submitted on 1 January 1980, which stands for an unknown day",
         "a moment of submission", "The responses are used.", stops=False,
         dutch="dag van inzenden onbekend, door anonieme afname"),
    Rule("doubtful_moment", "dates that may be day or month first, read as {found}",
         "a date, as 2023-05-01", "Look whether that is right.", stops=False,
         dutch="datums waarvan dag en maand verwisseld kunnen zijn"),
    Rule("outside_fieldwork", "submitted outside the fieldwork, found", "{opened} to {closed}",
         "Correct the fieldwork in study.yml if it ran longer.", stops=False,
         sets_aside=True, dutch="ingezonden buiten de veldwerkperiode", adjustable=True),
    Rule("identical_duplicate", "the same as row {first}", "each respondent once",
         "It is set aside.", stops=False, sets_aside=True, dutch="gelijk aan een eerdere rij",
         title="row that stands there twice"),
    Rule("nobody_left", "no row is left to use", "at least one respondent",
         "Look at why every row is set aside."),
    Rule("too_many_respondents", "{found} respondents of {group}",
         "at most the {expected} that were approached",
         "Look for submissions that do not belong, or correct approached.csv.", stops=False,
         title="more respondents than were approached",
         dutch="meer antwoorden dan er mensen zijn benaderd"),
    # Cells.
    Rule("repeated_value", "repeated value", "each value once", "Keep one row."),
    Rule("blank_cell", "blank cell", "a value", "Fill in the cell."),
    Rule("unusable_value", "unusable value", "a whole number", CORRECT_CELL),
    Rule("unknown_value", "unknown value", "{expected}", "{remedy}"),
    Rule("identifying_respondent", "respondent named by an e-mail address", "an id without meaning",
         "Give each respondent a number."),
    Rule("excel_error", "an error instead of an answer, found", "an answer, or a blank cell",
         "Put the answer back, or export it again as CSV."),
    Rule("formula_without_value", "a formula without a value", "text as it was filled in",
         "Put the answer back, or export it again as CSV."),
    Rule("excel_date", "a date where the questionnaire has text", "text as it was filled in",
         "Format the column as text and put the value back."),
    Rule("mixed_dates", "{dates} dates and {texts} texts in one column", "one of the two",
         "Excel may have taken days for months: export it again as CSV.",
         title="dates and texts in one column"),
    Rule("mojibake", "text with accents gone wrong", "readable text",
         "Save the file as 'CSV UTF-8', or as .xlsx."),
    Rule("control_characters", "invisible characters in a text, left out", "text only",
         "Look at the text in the report.",
         stops=False, dutch="onzichtbare tekens in een tekst, weggelaten"),
    # What the form and the registry make impossible.
    Rule("tick_disagrees", "disagrees with the ticked codes, found",
         "1 exactly where '{base}' names '{option}'", CORRECT_CELL),
    Rule("unticked_answer", "answer for an outcome that was not ticked{found}",
         "a blank cell, or '{option}' among the ticked codes", CORRECT_CELL),
    Rule("unticked_text", "answer for an outcome that was not ticked",
         "a blank cell, or '{option}' among the ticked codes", CORRECT_CELL),
    Rule("ticked_without_status", "ticked without a status", "a status", "Counted as not said.",
         stops=False, dutch="aangekruist zonder status"),
    Rule("ticked_without_nature", "ticked without a nature", "a nature", "Counted as not said.",
         stops=False, dutch="aangekruist zonder aard"),
    Rule("other_without_text", "'other' ticked without a text", "what the other outcome is",
         "Counted as ticked.", stops=False, dutch="iets anders aangekruist zonder omschrijving"),
    Rule("none_with_outcomes", "'none' together with outcomes, found",
         "'none' alone, or outcomes without 'none'", CORRECT_CELL,
         dutch="geen van alle aangekruist naast iets anders", adjustable=True),
    Rule("too_many_ticked", "more options than the form allows, found",
         "{expected} at most", "Counted as ticked.", stops=False,
         dutch="meer aangekruist dan het formulier toelaat"),
    Rule("answered_unasked", "answer to what this respondent was not asked",
         "a blank block, or background that it is asked of", "Not counted.", stops=False,
         dutch="antwoord op wat niet is gevraagd, niet geteld"),
    Rule("no_such_member", "value that the registry has none of for this {name}, found",
         "{expected}, or another {name}", CORRECT_CELL),
    Rule("registry_contradicts", "value that is not what the registry says of this {name}, found",
         "{expected}", CORRECT_CELL),
    # corrections.csv
    Rule("correction_respondent",
         "line {line} of corrections.csv is for a respondent that the export does not have",
         "a respondent of the export", "Remove the line from corrections.csv, or correct it.",
         title="correction for a respondent that the export does not have"),
    Rule("correction_column",
         "line {line} of corrections.csv is for a column that the questionnaire does not have",
         "a column of the questionnaire", "Correct the line in corrections.csv.",
         title="correction for a column that the questionnaire does not have"),
    Rule("correction_stale",
         "line {line} of corrections.csv corrects a value that is no longer there",
         "the value that corrections.csv expects", "Remove the line from corrections.csv.",
         title="correction whose old value is no longer there"),
]  # fmt: skip
RULES = {rule.code: rule for rule in _RULES}
ADJUSTABLE = tuple(rule.code for rule in _RULES if rule.adjustable)


def found(rule: str, **details: Any) -> Problem:
    """The problem of breaking a rule; see `Rule.found`."""
    return RULES[rule].found(**details)


def rest_of(problem: Problem, cells: int) -> list[Problem]:
    """One problem for all cells of a column past the first `MOST_ALIKE`, if there are more."""
    more = cells - MOST_ALIKE
    return [replace(problem, row=None, value=None, times=more)] if more > 0 else []


def findings_table(problems: Iterable[Problem]) -> pd.DataFrame:
    """One row per finding: rule, severity, times, row, respondent, column, found, expected,
    remedy. 'times' is 1, but in a row that stands for more cells of its column. Of responses in
    several files 'file' comes first.

    'found' never holds a text of a respondent.
    """
    import pandas as pd

    problems = list(problems)
    rows = [
        {
            FILE: printable(p.file),
            "rule": p.rule,
            "severity": STOPS if p.stops else REPORTED,
            "times": p.times,
            "row": p.row,
            "respondent": p.respondent,
            "column": p.column and printable(p.column),
            "found": printable(f"{p.what} {p.found}".strip()),
            "expected": printable(p.expected),
            "remedy": printable(p.remedy),
        }
        for p in problems
    ]
    several = any(problem.file for problem in problems)
    columns = FINDING_COLUMNS_OF_FILES if several else FINDING_COLUMNS
    table = pd.DataFrame(rows, columns=columns)
    texts = [column for column in table if column not in ("times", "row")]
    return table.astype({"times": "int64", "row": "Int64", **dict.fromkeys(texts, "str")})


def set_aside_table(problems: Iterable[Problem]) -> pd.DataFrame:
    """One row per row set aside: row, as a spreadsheet shows it, and rule."""
    import pandas as pd

    table = pd.DataFrame([(p.row, p.rule) for p in problems], columns=["row", "rule"])
    return table.astype({"row": "int64", "rule": "str"})
