"""Has LimeSurvey's own code import a form, keep answers and write the exports in this folder; see
README.md.

    python make_fixtures.py LIMESURVEY BUURTHUIZEN

LIMESURVEY: the folder of a newly installed LimeSurvey. BUURTHUIZEN: the study of that name with 40
respondents drawn. What is asked of LimeSurvey stands in FixturesCommand.php.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from dwimpact.forms.limesurvey import limesurvey
from dwimpact.forms.questions import Answered, FormQuestion, Section, sections_of
from dwimpact.study.questionnaire.columns import limesurvey_codes
from dwimpact.study.questionnaire.mapping import LimeSurvey
from dwimpact.study.study import Study, read_study

HERE = Path(__file__).parent
RAW = HERE.parents[2] / "data" / "raw"
OTHER = "other"
Row = Mapping[str, str]


def main(tool: Path, buurthuizen: Path) -> None:
    shutil.copy(buurthuizen / "responses.csv", HERE.parent / "buurthuizen_responses.csv")
    with tempfile.TemporaryDirectory() as folder:
        for name, study in {"raw": RAW, "buurthuizen": buurthuizen}.items():
            fill_in(study, Path(folder, name))
        console = tool.resolve() / "application" / "commands" / "console.php"
        subprocess.run(
            ["php", "-d", "error_reporting=0", str(console), "fixtures", folder],
            check=True,
            env={**os.environ, "YII_CONSOLE_COMMANDS": str(HERE), "SERVER_NAME": "localhost"},
        )


def fill_in(study_folder: Path, folder: Path) -> None:
    """FOLDER gets the survey as LimeSurvey imports it and, per respondent, 'question' or
    'question_row' → answer, of all that is shown; what is shown and left blank is ''.
    """
    study = read_study(study_folder)
    with (study_folder / "responses.csv").open(encoding="utf-8", newline="") as stream:
        answers = [dict(answered(study, row)) for row in csv.DictReader(stream)]
    folder.mkdir()
    (folder / "structure.txt").write_text(limesurvey(study), encoding="utf-8")
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    (folder / "answers.json").write_text(text, encoding="utf-8")


def answered(study: Study, row: Row) -> Iterator[tuple[str, str]]:
    codes = limesurvey_codes(study.questionnaire, study.registry["code"])
    blanks = {v.code: v.blank for v in study.questionnaire.asked}
    for section in sections_of(study):
        beside = {question.text_of_other for question in section.questions}
        for question in section.questions:
            if question.block not in beside and is_shown(row, section, question):
                yield from of_question(row, question, codes, blanks)


def is_shown(row: Row, section: Section, question: FormQuestion) -> bool:
    return all(holds(row, c) for c in (*section.asked_if, *question.asked_if))


def holds(row: Row, condition: Answered) -> bool:
    return bool({*row[condition.column].split()} & {*condition.values})


def of_question(
    row: Row, question: FormQuestion, codes: LimeSurvey, blanks: Row
) -> Iterator[tuple[str, str]]:
    title = code_of(question.block, codes.questions)
    rows = codes.subquestions.get(question.block.split("/")[0], {})
    if question.kind == "choices":
        ticked = row[question.block].split()
        shown = [question.alone] if question.alone in ticked else [*question.options]
        for option in shown:
            if option == OTHER and question.text_of_other:
                yield f"{title}_other", row[question.text_of_other]
            else:
                yield f"{title}_{code_of(option, rows)}", "Y" if option in ticked else ""
    elif question.is_matrix:
        for column in question.rows:
            if all(holds(row, c) for c in question.rows_asked_if.get(column, ())):
                name = code_of(column.rsplit("/", 1)[1], rows)
                yield f"{title}_{name}", written(row[column], question, codes)
    elif row[question.block] == blanks.get(question.block, ""):
        yield title, ""
    else:
        yield title, written(row[question.block], question, codes)


def written(value: str, question: FormQuestion, codes: LimeSurvey) -> str:
    """A value as LimeSurvey keeps it."""
    if not value:
        return ""
    if question.kind == "choice":
        return code_of(value, codes.answers[question.named])
    if question.kind == "yes_no":
        return value[0].upper()
    return f"{value} 00:00:00" if question.kind == "date" else value


def code_of(meant: str, known: Mapping[str, str]) -> str:
    return next(code for code, name in known.items() if name == meant)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
