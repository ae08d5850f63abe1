"""A study's form, filled in by program as respondents would.

    python tests/helpers/filled_in.py STUDY RESPONSES FOLDER

writes into the folder what tests/tools/odk/make_fixtures.mjs starts from.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
from pyxform.xls2xform import convert

from dwimpact.forms.xlsform import xlsform
from dwimpact.pages.workbook import write_sheets
from dwimpact.study.files.reading import read_csv
from dwimpact.study.questionnaire.columns import xlsform_name
from dwimpact.study.questionnaire.model import RESPONDENT, Questionnaire
from dwimpact.study.study import Study, read_study

ODK = Path(__file__).resolve().parents[1] / "tools/odk"
ENGINE = ODK / "node_modules/@getodk/xforms-engine"

Answers = dict[str, str]  # name of a question → answer, in the order of the form


@dataclass(frozen=True)
class Submission:
    """What one respondent sends: an XML text; what could not be answered, and what is wrong."""

    xml: str
    refused: list[list[str]]
    violations: list[list[str]]

    @property
    def answers(self) -> Answers:
        """What was answered, by the name of its question."""
        leaves = (node for node in ElementTree.fromstring(self.xml).iter() if not len(node))
        return {leaf.tag: leaf.text for leaf in leaves if leaf.text}


def why_not() -> str:
    """Why no form can be filled in here; blank when one can."""
    if not shutil.which("node"):
        return "NO NODE: no form was filled in; install Node 20 or newer to run these tests"
    if not ENGINE.is_dir():
        return "NO XFORMS ENGINE: no form was filled in; run `npm ci` in tests/tools/odk"
    return ""


def write_xform(study: Study, folder: Path) -> tuple[Path, list[str]]:
    """The form as an ODK tool gets it, made from the XLSForm, and what pyxform warns of."""
    workbook, xform = folder / "form.xlsx", folder / "form.xml"
    write_sheets(xlsform(study), workbook)
    warnings: list[str] = []
    xform.write_text(convert(workbook, warnings=warnings).xform, encoding="utf-8")
    return xform, warnings


def asked(form: Questionnaire) -> dict[str, str]:
    """The columns of the raw layout that a respondent fills in → the names of their questions."""
    made_up = {RESPONDENT, *ticks_of(form)}
    return {c: xlsform_name(c) for c in form.raw_columns if c not in made_up}


def ticks_of(form: Questionnaire) -> list[str]:
    """The columns with an option each, beside the one of their question."""
    return [tick for block in form.tick_blocks for tick in block.tick_columns]


def answers_of(raw: pd.DataFrame, form: Questionnaire) -> list[Answers]:
    """What each respondent filled in; an option that stands for a blank is left blank."""
    cells = raw[[*asked(form)]].rename(columns=asked(form))
    for variable in form.asked:
        cells[variable.code] = cells[variable.code].mask(cells[variable.code] == variable.blank)
    return [row.dropna().to_dict() for _, row in cells.iterrows()]


def fill(xform: Path, answers: list[Answers], folder: Path) -> list[Submission]:
    """What respondents with these answers would send."""
    given, made = folder / "answers.json", folder / "submissions.json"
    given.write_text(json.dumps(answers), encoding="utf-8")
    command = ["node", ODK / "fill.mjs", xform, given, made]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Submission(**submission) for submission in json.loads(made.read_text("utf-8"))]


def main(study: Path, responses: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    read = read_study(study)
    xform, _ = write_xform(read, folder)
    fill(xform, answers_of(read_csv(responses), read.questionnaire), folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
