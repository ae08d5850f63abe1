"""`check` on every broken file of tests/exports: what it prints, in full, and its status.

Each file stands beside a text with the status and every line. To see what a change does to
them all: DWIMPACT_WRITE_EXPECTED=1 pytest -n0 tests/intake/test_check.py, then read the diff.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml
from marks import first_quickly

from dwimpact.cli.commands import main
from dwimpact.errors import StudyError
from dwimpact.intake.check import check
from dwimpact.intake.examine import examine
from dwimpact.intake.responses import read_responses
from dwimpact.rules import FINDING_COLUMNS, RULES
from dwimpact.study.study import Study, read_study

EXPORTS = Path(__file__).parents[1] / "exports"
FILES = sorted(f for f in EXPORTS.iterdir() if f.suffix in (".csv", ".xlsx", ".sav"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("study")


@pytest.fixture
def study_folder(folder: Path, write_study: Callable[..., Path]) -> Path:
    """The tiny study, with a fieldwork period."""
    (write_study(folder) / "corrections.csv").unlink(missing_ok=True)
    settings = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
    settings["fieldwork"] = {"opened": "2023-04-01", "closed": "2023-06-30"}
    (folder / "study.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return folder


@pytest.mark.parametrize("file", first_quickly(FILES, 9), ids=lambda f: f.name)
def test_findings_of_every_file(file: Path, study_folder: Path) -> None:
    verdict = check(file, study_folder)
    got = "\n".join([f"status {verdict.status}", *verdict.lines]) + "\n"
    expected = file.with_name(f"{file.name}.txt")
    if os.environ.get("DWIMPACT_WRITE_EXPECTED"):
        expected.write_text(got, encoding="utf-8")
    assert got == expected.read_text("utf-8")
    assert list(verdict.findings) == FINDING_COLUMNS
    assert set(verdict.findings["rule"]) <= set(RULES)
    assert (verdict.status == 0) == (verdict.findings["severity"] != "stops").all()


def write_corrections(folder: Path, *records: tuple[str, str, str, str]) -> None:
    lines = [",".join((*record, "telefonisch nagevraagd")) for record in records]
    heading = "respondent,column,expected,new,reason"
    (folder / "corrections.csv").write_text("\n".join([heading, *lines, ""]), encoding="utf-8")


def test_corrections_are_applied_and_listed(study_folder: Path) -> None:
    write_corrections(
        study_folder,
        ("R1", "workplace", "Werkplats Alfa", "Werkplaats Alfa"),
        ("R3", "sector", "mob", "mbo"),
    )
    study = read_study(study_folder)
    examined = examine(read_responses(EXPORTS / "unknown_values.csv", study), study)
    assert examined.used.loc[[0, 2], ["workplace", "sector"]].to_numpy().tolist() == [
        ["Werkplaats Alfa", "mbo"],
        ["WA", "mbo"],
    ]
    assert examined.corrections.equals(study.corrections)
    left = [(p.row, p.column) for p in examined.problems if p.rule == "unknown_value"]
    assert (2, "workplace") not in left
    assert (4, "sector") not in left


def test_correction_that_no_longer_fits_stops_the_report(study_folder: Path) -> None:
    write_corrections(
        study_folder,
        ("R1", "workplace", "beta", "alfa"),
        ("R77", "sector", "mbo", "hbo"),
        ("R1", "leeftijd", "41", "42"),
        ("R1", "sectro", "mbo", "hbo"),
    )
    study = read_study(study_folder)
    examined = examine(read_responses(EXPORTS / "good.csv", study), study)
    assert [str(problem) for problem in examined.stopping] == [
        "line 4 of corrections.csv is for a column that the questionnaire does not have (a text of "
        "8 characters); expected a column of the questionnaire. Correct the line in "
        "corrections.csv.",
        "line 5 of corrections.csv is for a column that the questionnaire does not have 'sectro'; "
        "expected a column of the questionnaire. Correct the line in corrections.csv. "
        "Is 'sector' meant?",
        "column 'sector': line 3 of corrections.csv is for a respondent that the export does not "
        "have 'R77'; expected a respondent of the export. Remove the line from corrections.csv, "
        "or correct it.",
        "row 2, column 'workplace': line 2 of corrections.csv corrects a value that is no longer "
        "there; expected the value that corrections.csv expects. Remove the line from "
        "corrections.csv.",
    ]
    assert examined.corrections.empty


def test_suggestion_for_a_workplace_that_is_nearly_right(
    real_study: Study, real_raw: pd.DataFrame, tmp_path: Path
) -> None:
    real_raw = real_raw.copy()
    real_raw.loc[[0, 1], "workplace"] = ["Digitale Werkplaats Twenthe", "Digilab Flevolnd"]
    file = tmp_path / "twente.csv"
    real_raw.assign(sector="hbo").to_csv(file, index=False)
    problems = examine(read_responses(file, real_study), real_study).problems
    asked = [p.remedy for p in problems if p.column == "workplace"]
    assert asked == [
        "Correct the cell. Is 'Digitale Werkplaats Twente' meant?",
        "Correct the cell. Is 'Digilab Flevoland' meant?",
    ]


def test_command_prints_writes_and_exits(
    study_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "findings.csv"
    file = EXPORTS / "unknown_column.csv"
    status = main(["check", str(file), "--study", str(study_folder), "--output", str(output)])
    assert status == 1
    printed = capsys.readouterr().out
    assert f"status 1\n{printed}" == (EXPORTS / "unknown_column.csv.txt").read_text("utf-8")
    table = pd.read_csv(output)
    assert list(table) == FINDING_COLUMNS
    assert table["severity"].tolist() == ["stops", "reported"]


def test_sheet_that_is_not_there_names_those_that_are(study_folder: Path) -> None:
    verdict = check(EXPORTS / "dates.xlsx", study_folder, sheet="Antwoorden")
    assert (verdict.status, verdict.lines) == (
        2,
        [
            "dates.xlsx: cannot be read",
            "\n1 × no sheet 'Antwoorden' (stops the report)",
            "  expected 'Blad1' or 'Leeg'. Name one of those with --sheet.",
        ],
    )
    assert check(EXPORTS / "dates.xlsx", study_folder, sheet="Leeg").status == 2


def test_file_that_is_not_there(study_folder: Path) -> None:
    verdict = check(EXPORTS / "absent.csv", study_folder)
    assert verdict.status == 2
    assert verdict.lines[1:] == [
        "\n1 × the file is not there (stops the report)",
        "  expected a file with responses. Check its name and folder.",
    ]
    assert check(EXPORTS, study_folder).status == 2


def test_no_traceback_unless_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Wij merken vooral")

    monkeypatch.setattr("dwimpact.intake.check.verdict_on", fail)
    assert main(["check", "a.csv"]) == 2
    assert capsys.readouterr().err == (
        "dwimpact could not go on: RuntimeError. --debug shows where.\n"
    )
    with pytest.raises(RuntimeError):
        main(["check", "a.csv", "--debug"])


@pytest.mark.parametrize(
    ("name", "content", "exp"),
    [
        ("a.dat", b"%PDF-1.7", "the file is not a table (a PDF); expected CSV, .xlsx or .sav."),
        ("a", b'{"a": 1}', "the file is not a table (JSON); expected CSV, .xlsx or .sav."),
    ],
)
def test_file_without_a_known_extension(
    name: str, content: bytes, exp: str, real_study: Study, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StudyError) as error:
        read_responses(tmp_path / name, real_study)
    assert str(error.value) == f"{tmp_path / name}: {exp} Export it again from the form tool."
