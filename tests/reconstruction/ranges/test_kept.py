"""What is solved once is read back, and nothing that is damaged is believed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dwimpact.reconstruction.program.highs import Program
from dwimpact.reconstruction.ranges.kept import FOLDER, kept
from dwimpact.report.folders.sealed import KNOWN


class Solver:
    def __init__(self, found: list[Any]) -> None:
        self.found, self.asked = found, 0

    def __call__(self) -> list[Any]:
        self.asked += 1
        return self.found


def program(most: int) -> Program:
    made = Program()
    made.constrain({made.variables([most])[0]: 1.0}, low=1)
    return made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path / "known"))
    return tmp_path / "known"


def test_same_program_is_solved_once(folder: Path) -> None:
    first, second = Solver([[1, 3]]), Solver([[9, 9]])
    assert kept(program(3), [{0: 1}], first) == [[1, 3]]
    assert kept(program(3), [{0: 1}], second) == [[1, 3]]
    assert (first.asked, second.asked) == (1, 0)


def test_another_program_or_question_is_solved_anew(folder: Path) -> None:
    for made, asked in ((program(3), {0: 1}), (program(4), {0: 1}), (program(3), {0: 2})):
        solver = Solver([made.upper[0], asked[0]])
        assert kept(made, [asked], solver) == [made.upper[0], asked[0]]
        assert solver.asked == 1


def test_damaged_file_is_as_if_there_were_none(folder: Path) -> None:
    kept(program(3), [{0: 1}], Solver([[1, 3]]))
    (file,) = folder.iterdir()
    file.write_text("[[1, ", "utf-8")
    assert kept(program(3), [{0: 1}], Solver([[1, 3]])) == [[1, 3]]
    assert file.read_text("utf-8") == "[[1, 3]]"


def test_nothing_is_kept_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "known").write_text("a file", "utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path / "known"))
    assert kept(program(3), [{0: 1}], Solver([[1, 3]])) == [[1, 3]]
    monkeypatch.delenv(FOLDER)
    assert kept(program(3), [{0: 1}], Solver([[1, 3]])) == [[1, 3]]
    assert [path.name for path in tmp_path.iterdir()] == ["known"]


def test_a_run_names_the_folder_by_the_variable_that_is_read() -> None:
    assert KNOWN == FOLDER
