"""Responses in several files of a folder are found in order, or not, as in one file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from marks import quickly

from dwimpact.errors import Problem, StudyError
from dwimpact.intake.check import CLEAN, UNREADABLE, verdict_on
from dwimpact.intake.examine import examine
from dwimpact.intake.large.examine import examine_large
from dwimpact.intake.responses import read_responses
from dwimpact.study.folder import files_of
from dwimpact.study.questionnaire.model import REMARKS
from dwimpact.study.study import Study

CUTS = {"a.csv": (0, 10), "b.csv.gz": (10, 11), "c.parquet": (11, 40), "d.csv": (40, 64)}


def write_parts(rows: pd.DataFrame, folder: Path) -> Path:
    folder.mkdir()
    for name, (begin, end) in CUTS.items():
        part = rows.iloc[begin:end]
        if name.endswith(".parquet"):
            part.to_parquet(folder / name, index=False)
        else:
            part.to_csv(folder / name, index=False)
    (folder / "_SUCCESS").touch()  # as Spark leaves it
    (folder / ".DS_Store").touch()
    return folder


def in_its_part(problem: Problem) -> Problem:
    if problem.row is None:
        return problem
    at = problem.row - 2
    name, begin = next((n, b) for n, (b, end) in CUTS.items() if b <= at < end)
    return replace(problem, file=name, row=at - begin + 2)


@pytest.mark.parametrize("row", quickly([39], [0, 9, 10, 11, 39, 40, 63]))
def test_what_is_wrong_is_told_of_the_file_and_row_where_it_stands(
    tmp_path: Path, real_raw: pd.DataFrame, real_study: Study, row: int
) -> None:
    rows = real_raw.copy()
    rows.loc[row, ["sector", REMARKS]] = ["mob", "\u200bgoed"]
    rows.to_csv(whole := tmp_path / "whole.csv", index=False)
    exp = examine(read_responses(whole, real_study), real_study).problems

    with examine_large(write_parts(rows, tmp_path / "parts"), real_study) as large:
        got = large.examined.problems

    assert exp
    assert Counter(got) == Counter(map(in_its_part, exp))


def test_a_row_of_one_file_that_stands_in_another_too(
    tmp_path: Path, real_raw: pd.DataFrame, real_study: Study
) -> None:
    rows = real_raw.copy()
    rows.loc[[45, 47]] = rows.loc[[9, 44]].to_numpy()
    verdict = verdict_on(write_parts(rows, tmp_path / "parts"), real_study)

    assert verdict.status == CLEAN
    assert verdict.lines[0] == "parts: XLSForm (KoboToolbox, ODK), 64 rows = 62 used + 2 set aside"
    table = verdict.findings.dropna(subset=["row"])
    assert table[["file", "row", "found"]].to_numpy().tolist() == [
        ["d.csv", 7, "the same as row 11 of a.csv"],
        ["d.csv", 9, "the same as row 6"],
    ]
    assert any("d.csv, row 7, respondent" in line for line in verdict.lines)


@pytest.mark.long
def test_a_file_that_is_read_by_us_has_rows_of_its_own(
    tmp_path: Path, real_raw: pd.DataFrame, real_study: Study
) -> None:
    folder = write_parts(real_raw, tmp_path / "parts")
    text = (folder / "d.csv").read_text("utf-8")
    (folder / "d.csv").write_text(f"\n\n{text}R99,too,few\n", "utf-8")
    verdict = verdict_on(folder, real_study)

    ragged = verdict.findings[verdict.findings["rule"] == "ragged_row"]
    assert ragged[["file", "row"]].to_numpy().tolist() == [["d.csv", 28]]


def refusal(folder: Path, study: Study) -> str:
    verdict = verdict_on(folder, study)
    assert verdict.status == UNREADABLE
    return "\n".join(verdict.lines)


def test_files_that_do_not_belong_together_are_refused(
    tmp_path: Path, real_raw: pd.DataFrame, real_study: Study
) -> None:
    folder = write_parts(real_raw, tmp_path / "parts")
    real_raw.iloc[:, ::-1].to_csv(folder / "e.csv", index=False)
    assert refusal(folder, real_study) == (
        "parts/e.csv: cannot be read\n\n"
        "1 × its headings are not those of a.csv (stops the report)\n"
        "  expected the same headings, in the same order, in every file of a folder. "
        "Export them again in the same way."
    )
    (folder / "e.csv").rename(folder / "e.xlsx")
    with pytest.raises(StudyError) as refused:
        files_of(folder)
    assert str(refused.value) == (
        f"{folder / 'e.xlsx'}: it is no file that can be one of several; expected CSV, .csv.gz or "
        "Parquet, and nothing else in a folder with responses. Take it out of the folder; what "
        "begins with a dot or _ is passed over."
    )
    (tmp_path / "none").mkdir()
    assert "the folder holds no file with responses" in refusal(tmp_path / "none", real_study)
