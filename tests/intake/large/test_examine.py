"""A file examined on disk gives the findings of the same file in memory."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from random import Random

import duckdb
import pandas as pd
import pytest
from marks import first_quickly, quickly

from dwimpact.errors import Problem, StudyError
from dwimpact.intake.check import CLEAN, verdict_on
from dwimpact.intake.examine import examine
from dwimpact.intake.files.plainness import plain_rows
from dwimpact.intake.large.examine import LargeExamined, examine_large, with_large
from dwimpact.intake.responses import read_responses
from dwimpact.study.study import Study

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.csv"))
PIECES = [b"a", b",", b",", b'"', b"\n", b"\r\n", b" ", b'""', b'"x\n\ny"', b'"q"', b"\n\n", b"\r"]


def told(problems: list[Problem]) -> Counter[Problem]:
    return Counter(problems)


def in_memory(file: Path, study: Study) -> tuple[Counter[Problem], object]:
    try:
        responses = read_responses(file, study)
    except StudyError as error:
        return told(list(error.problems)), None
    examined = examine(responses, study)
    return told(examined.problems), (len(responses.raw), len(examined.used))


def on_disk(file: Path, study: Study) -> tuple[Counter[Problem], object]:
    try:
        with examine_large(file, study) as large:
            return told(large.examined.problems), (large.rows, large.used)
    except StudyError as error:
        return told(list(error.problems)), None


@pytest.mark.parametrize("name", first_quickly([file.name for file in CASES], 2))
def test_exports_that_once_went_wrong(name: str, real_study: Study) -> None:
    file = next(file for file in CASES if file.name == name)
    assert on_disk(file, real_study) == in_memory(file, real_study)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    first_quickly(
        [
            (1, "sector", "mob"),
            (1, "workplace", None),
            (1, "school/outcomes", "network  region"),
            (1, "school/outcomes/network", "0"),
            (1, "school/status/network", None),
            (1, "pupil/explanation/skills", "goed\u200b zo"),
            (3, "respondent", "R1"),
            (3, "respondent", "jan@x.nl"),
            (3, "impact/school", "test"),
            (3, "impact/school", "Ã©Ã©n"),
            (5, "school/outcomes", "none network"),
            (5, "pupil/other_text", "iets"),
        ],
        2,
    ),
)
def test_a_wrong_cell_is_told_as_ever(
    tmp_path: Path, raw: pd.DataFrame, study: Study, row: int, column: str, value: str | None
) -> None:
    raw.loc[row, column] = value
    raw.to_csv(file := tmp_path / "many.csv", index=False)
    assert on_disk(file, study) == in_memory(file, study)


@pytest.mark.parametrize(
    "change", first_quickly(["\n1,2\n", "\n\n", "\n\n\nR9,alfa,mbo\n", '\n"open', "\n ,,"])
)
def test_a_text_that_duckdb_reads_in_another_way_is_read_by_us(
    tmp_path: Path, raw: pd.DataFrame, study: Study, change: str
) -> None:
    raw.to_csv(file := tmp_path / "many.csv", index=False)
    lines = file.read_text("utf-8").split("\n", 2)
    file.write_text(f"{lines[0]}\n{lines[1]}{change}\n{lines[2]}", "utf-8")
    assert on_disk(file, study) == in_memory(file, study)


def test_parquet_is_examined_on_disk(tmp_path: Path, real_raw: pd.DataFrame, real_study: Study):
    real_raw.to_parquet(file := tmp_path / "responses.parquet")
    verdict = verdict_on(file, real_study)
    assert (verdict.status, verdict.used) == (CLEAN, len(real_raw))
    assert "64 rows = 64 used + 0 set aside" in verdict.lines[0]


def test_what_shows_only_later_that_duckdb_reads_otherwise(
    tmp_path: Path, raw: pd.DataFrame, study: Study
) -> None:
    raw.to_csv(file := tmp_path / "many.csv", index=False)
    read_by = []

    def use(large: LargeExamined) -> int:
        read_by.append(large.disk.relation.split("(")[0])
        if len(read_by) == 1:
            raise duckdb.InvalidInputException("CSV Error on Line: 7")
        return large.rows

    assert with_large(file, study, None, use) == len(raw)
    assert read_by == ["read_csv", "spilled0"]


def literally_plain(text: bytes, cells: int) -> int | None:
    """The same, letter by letter."""
    separators = lines = at = 0
    begins = blank = True
    while at < len(text):
        sign, after = text[at : at + 1], text[at + 1 : at + 2]
        if sign == b'"':
            end = -1
            while (
                begins and (end := text.find(b'"', at + 1)) >= 0 and text[end + 1 : end + 2] == b'"'
            ):
                at = end + 1
            if end < 0 or text[end + 1 : end + 2] not in (b"", b",", b"\n", b"\r"):
                return None
            at, begins, blank = end, False, False
        elif sign == b"\n":
            if blank:
                return None
            lines, begins, blank = lines + 1, True, True
        elif sign == b"\r" and after != b"\n":
            return None
        elif sign != b"\r":
            separators, begins, blank = separators + (sign == b","), sign == b",", False
        at += 1
    lines += bool(text) and not text.endswith(b"\n")
    return lines - 1 if separators == (cells - 1) * lines else None


@pytest.mark.parametrize("size", quickly([3], [1, 2, 3, 1000]))
def test_what_is_plain(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However a text is cut in parts."""
    monkeypatch.setattr("dwimpact.intake.files.plainness.MB", size)
    random = Random(size)
    for _ in range(3000):
        text = b"".join(random.choices(PIECES, k=random.randint(1, 9)))
        assert plain_rows(io.BytesIO(text), b",", 2) == literally_plain(text, 2), text
