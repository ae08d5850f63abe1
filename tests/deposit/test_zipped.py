from __future__ import annotations

import os
import zipfile
from pathlib import Path

from dwimpact.deposit.zipped import zip_folder


def write(folder: Path, *names: str) -> Path:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"dit is {name}", "utf-8")
    return folder


def test_the_same_files_give_the_same_bytes_whenever_they_were_written(tmp_path: Path) -> None:
    names = ("b/één.csv", "a.md", ".zenodo.json")
    one = write(tmp_path / "one" / "proef", *names)
    other = write(tmp_path / "other" / "proef", *reversed(names))
    for file in other.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    (other / "a.md").chmod(0o600)
    zip_folder(one, tmp_path / "one.zip")
    zip_folder(other, tmp_path / "other.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_a_zip_unpacks_as_the_folder(tmp_path: Path) -> None:
    folder = write(tmp_path / "proef", "b/één.csv", "a.md")
    zip_folder(folder, tmp_path / "proef.zip")
    with zipfile.ZipFile(tmp_path / "proef.zip") as archive:
        assert archive.namelist() == ["proef/a.md", "proef/b/één.csv"]
        archive.extractall(tmp_path / "out")
    assert (tmp_path / "out/proef/b/één.csv").read_text("utf-8") == "dit is b/één.csv"
