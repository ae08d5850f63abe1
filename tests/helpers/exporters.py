"""Writers that turn responses in the raw layout into what a form tool or Excel would write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter

from dwimpact.study.questionnaire.model import EMAIL, OTHER, Level, Questionnaire, labels

Writer = Callable[[pd.DataFrame, Questionnaire, Path], Path]


def as_text(frame: pd.DataFrame, path: Path, separator: str = ",", encoding: str = "utf-8") -> Path:
    frame.to_csv(path, index=False, sep=separator, encoding=encoding, lineterminator="\n")
    return path


def plain_csv(raw: pd.DataFrame, form: Questionnaire, folder: Path) -> Path:
    return as_text(raw, folder / "plain.csv")


def semicolons_with_separator_line(raw: pd.DataFrame, form: Questionnaire, folder: Path) -> Path:
    path = folder / "semicolons.csv"
    text = raw.to_csv(index=False, sep=";", lineterminator="\r\n")
    path.write_text("\ufeffsep=;\r\n" + text + "\r\n\r\n", encoding="utf-8", newline="")
    return path


def tabs(raw: pd.DataFrame, form: Questionnaire, folder: Path) -> Path:
    return as_text(raw, folder / "tabs.tsv", separator="\t", encoding="utf-16")


def excel(raw: pd.DataFrame, form: Questionnaire, folder: Path) -> Path:
    """As Excel keeps it after opening a CSV: ticks have become numbers."""
    path = folder / "excel.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Antwoorden")
        sheet.write_row(0, 0, list(raw.columns))
        for number, row in enumerate(raw.to_numpy().tolist(), start=1):
            sheet.write_row(
                number, 0, [None if pd.isna(c) else int(c) if c in ("0", "1") else c for c in row]
            )
        book.add_worksheet("Leeg")
    return path


def kobo(raw: pd.DataFrame, form: Questionnaire, folder: Path) -> Path:
    """Semicolons, Kobo's own columns, no 'respondent' question but an id."""
    frame = raw.rename(columns={"respondent": "_id"})
    frame.insert(0, "start", "2023-05-01T09:00:00.000+02:00")
    frame.insert(1, "deviceid", "ee.kobo.org:abc")
    frame["_submission_time"] = "2023-05-01T09:12:00"
    frame["_submitted_by"] = "iemand"
    return as_text(frame, folder / "kobo.csv", separator=";")


def odk(raw: pd.DataFrame, form: Questionnaire, folder: Path) -> Path:
    """Groups separated by '-', and 0 in the split columns of a block that was left blank."""
    frame = raw.copy()
    for level in form.levels:
        ticks = [level.tick_column(option) for option in level.options]
        frame[ticks] = frame[ticks].fillna("0")
    frame = frame.rename(columns=lambda c: c.replace("/", "-", 1))
    frame = frame.rename(columns={c: c.replace("/", "-") for c in frame if "outcomes" not in c})
    frame["SubmissionDate"] = "2023-05-01T09:12:00.000Z"
    frame["KEY"] = [f"uuid:{n}" for n in range(len(frame))]
    return as_text(frame, folder / "odk.csv")


def only_base(raw: pd.DataFrame, form: Questionnaire, folder: Path) -> Path:
    ticks = [level.tick_column(o) for level in form.levels for o in level.options]
    return as_text(raw.drop(columns=[*ticks, EMAIL]), folder / "base.csv")


def only_split(raw: pd.DataFrame, form: Questionnaire, folder: Path) -> Path:
    return as_text(raw.drop(columns=[lv.answers_column for lv in form.levels]), folder / "s.csv")


def spss(raw: pd.DataFrame, form: Questionnaire, folder: Path) -> Path:
    """Ticks as numbers, status and nature as numbers with labels, '.' between groups."""
    made, value_labels = {}, {}
    for column in raw:
        name = column.replace("/", ".")
        choices = form.statuses if "/status/" in column else form.natures
        if "/outcomes/" in column:
            made[name] = raw[column].astype("float64")
        elif "/status/" in column or "/nature/" in column:
            numbers = {code: float(n) for n, code in enumerate(labels(choices), start=1)}
            made[name] = raw[column].map(numbers).astype("float64")
            value_labels[name] = {numbers[c]: label for c, label in labels(choices).items()}
        else:
            made[name] = raw[column].astype(object).where(raw[column].notna(), None)
    path = folder / "spss.sav"
    pyreadstat.write_sav(pd.DataFrame(made), path, variable_value_labels=value_labels)
    return path


def limesurvey(
    raw: pd.DataFrame, form: Questionnaire, folder: Path, *, labelled: bool = False,
    brackets: bool = True,
) -> Path:  # fmt: skip
    """Codes of questions and answers as the questionnaire maps them; full answers on request."""
    mapping = form.limesurvey
    assert mapping
    question = {block: code for code, block in mapping.questions.items()}
    made = {"id": raw["respondent"], "submitdate": "2023-05-01 09:12:00", "lastpage": "5"}
    made |= {"startlanguage": "nl", "ipaddr": "192.0.2.7"}

    def heading(block: str, code: str) -> str:
        subs = {m: c for c, m in mapping.subquestions[block.split("/")[0]].items()}
        sub = subs.get(code, code)
        return f"{question[block]}[{sub}]" if brackets else f"{question[block]}_{sub}"

    def answers(column: str, name: str) -> pd.Series:
        choices = {
            "sector": form.variable("sector").options,
            "status": form.statuses,
            "nature": form.natures,
        }[name]
        codes = {code: c for c, code in mapping.answers[name].items()}
        return raw[column].map(labels(choices) if labelled else codes)

    made[question["workplace"]] = raw["workplace"]
    made[question["sector"]] = answers("sector", "sector")
    for level in form.levels:
        made[heading("impact", level.code)] = raw[level.open_answer_column]
    for level in form.levels:
        made |= _limesurvey_level(raw, level, heading, answers, "Ja" if labelled else "Y")
        sub = "[other]" if brackets else "_other"
        made[question[level.answers_column] + sub] = raw[level.other_text_column]
    for column in ("closing/remarks", "closing/has_material", "closing/share_material", EMAIL):
        yes = {"yes": "Ja", "no": "Nee"} if labelled else {"yes": "Y", "no": "N"}
        made[question[column]] = raw[column].map(lambda v, y=yes: y.get(v, v))
    return as_text(pd.DataFrame(made), folder / f"limesurvey{labelled}{brackets}.csv")


def _limesurvey_level(
    raw: pd.DataFrame, level: Level, heading: Callable[..., str], answers: Callable[..., pd.Series],
    yes: str,
) -> dict[str, pd.Series]:  # fmt: skip
    made = {}
    for option in level.options:
        if option != OTHER:
            tick = raw[level.tick_column(option)].map({"1": yes})
            made[heading(level.answers_column, option)] = tick
    for row in level.rows:
        for matrix in ("status", "nature"):
            column = level.matrix_column(matrix, row)
            made[heading(f"{level.code}/{matrix}", row)] = answers(column, matrix)
        text = raw[level.matrix_column("explanation", row)]
        made[heading(f"{level.code}/explanation", row)] = text
    return made


WRITERS: dict[str, Writer] = {
    "csv": plain_csv,
    "semicolons": semicolons_with_separator_line,
    "tabs in UTF-16": tabs,
    "Excel": excel,
    "Kobo": kobo,
    "ODK": odk,
    "base column only": only_base,
    "split columns only": only_split,
    "SPSS": spss,
    "LimeSurvey codes": limesurvey,
    "LimeSurvey labels": lambda *a: limesurvey(*a, labelled=True),
    "LimeSurvey underscores": lambda *a: limesurvey(*a, brackets=False),
}
