import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dwimpact.errors import StudyError
from dwimpact.study.folder import find_responses, input_files, inputs_of
from dwimpact.study.study import read_study


def test_two_exports_in_a_study_folder_are_one_too_many(tmp_path: Path) -> None:
    assert find_responses(tmp_path) == tmp_path / "responses.csv"
    (tmp_path / "responses.xlsx").touch()
    assert find_responses(tmp_path) == tmp_path / "responses.xlsx"
    (tmp_path / "responses.csv").touch()
    with pytest.raises(StudyError) as error:
        find_responses(tmp_path)
    assert str(error.value) == (
        f"{tmp_path}: both responses.csv and responses.xlsx; expected one file with responses. "
        "Remove the others."
    )


def test_input_files_are_those_that_define_the_study(tmp_path, write_study) -> None:
    write_study(tmp_path, claims=[])
    (tmp_path / "README.md").touch()
    (tmp_path / "reconstruction").mkdir()
    assert [file.name for file in input_files(tmp_path)] == [
        "approached.csv",
        "published.yml",
        "questionnaire.yml",
        "responses.csv",
        "study.yml",
        "workplaces.csv",
    ]


def test_other_responses_take_the_place_of_the_study_s_own(tmp_path, write_study):
    study = write_study(tmp_path / "study")
    other = tmp_path / "wave_2.XLSX"
    other.touch()

    got = inputs_of(study, other)

    assert list(got) == [
        "approached.csv",
        "questionnaire.yml",
        "responses.xlsx",
        "study.yml",
        "workplaces.csv",
    ]
    assert got["responses.xlsx"] == other
    assert got["study.yml"] == study / "study.yml"


def test_a_name_that_is_no_text_is_refused(
    tmp_path: Path, write_study: Callable[..., Path]
) -> None:
    folder = write_study(tmp_path / "study")
    (folder / os.fsdecode(b"\xff.yml")).write_text("x", "utf-8")

    with pytest.raises(StudyError, match="cannot be opened: its name is no text"):
        read_study(folder)
