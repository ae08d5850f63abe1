"""The table of every text: the same bytes each time, for its owner alone, nothing in its way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dwimpact.cli.commands import main

Written = Callable[..., tuple[int, str]]


@pytest.fixture
def write(
    write_study: Callable[..., Path],
    raw: pd.DataFrame,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Written:
    """Run the command on a Parquet file: its status, and what it says."""
    study = write_study(tmp_path / "study")
    raw.to_parquet(tmp_path / "many.parquet")

    def write(*options: str, file: Path = tmp_path / "many.parquet") -> tuple[int, str]:
        given = ["--study", study, "--responses", file, "--output", tmp_path / "texts", *options]
        status = main(["texts", *map(str, given)])
        out, err = capsys.readouterr()
        return status, out + err

    return write


def test_one_table_in_a_folder_of_its_own(write: Written, tmp_path: Path) -> None:
    file = tmp_path / "texts/texts.parquet"
    assert write() == (0, f"{file}\n")
    before = file.read_bytes()
    assert write() == (0, f"{file}\n")
    assert file.read_bytes() == before
    assert file.stat().st_mode & 0o077 == 0
    assert sorted(f.name for f in file.parent.iterdir()) == ["manifest.json", "texts.parquet"]
    assert list(pd.read_parquet(file)) == ["row", "column", "text"]


def test_a_file_of_somebody_stays(write: Written, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/notes.txt").write_text("mine")
    status, said = write()
    assert (status, "notes.txt" in said) == (2, True)
    assert [f.name for f in (tmp_path / "texts").iterdir()] == ["notes.txt"]


def test_of_a_smaller_file_the_report_has_every_text(write: Written, tmp_path: Path) -> None:
    small = tmp_path / "study/responses.csv"
    assert write(file=small) == (
        2,
        f"{small}: every text of a file of this size is in the tables of its report; expected an "
        "export of 100 MB or more, or Parquet. Make that, and load it: dwimpact.load() has them as "
        "open_answers and the like.\n",
    )
    assert not (tmp_path / "texts").exists()
