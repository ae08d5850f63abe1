from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest

from dwimpact.deposit.software import identifier_of, wheel_name, write_wheel
from dwimpact.report.inputs import SOURCE_CODE, code_files


@pytest.mark.long
def test_pip_installs_what_ran(tmp_path: Path) -> None:
    write_wheel(tmp_path)
    to = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", to, tmp_path / wheel_name()], check=True)
    for file in code_files(SOURCE_CODE):
        installed = to / "dwimpact" / file.relative_to(SOURCE_CODE)
        assert installed.read_bytes() == file.read_bytes()
    assert (to / "bin" / "dwimpact").is_file()


def test_every_file_of_a_wheel_has_its_hash(tmp_path: Path) -> None:
    write_wheel(tmp_path)
    with zipfile.ZipFile(tmp_path / wheel_name()) as wheel:
        (record,) = (name for name in wheel.namelist() if name.endswith(".dist-info/RECORD"))
        lines = {row[0]: row[1:] for row in csv.reader(wheel.read(record).decode().splitlines())}
        assert set(lines) == set(wheel.namelist())
        assert lines.pop(record) == ["", ""]
        for name, (digest, size) in lines.items():
            content = wheel.read(name)
            told = urlsafe_b64decode(digest.removeprefix("sha256=") + "=")
            assert (told, int(size)) == (hashlib.sha256(content).digest(), len(content)), name


def test_a_wheel_has_the_licence_and_the_needs(tmp_path: Path) -> None:
    write_wheel(tmp_path)
    with zipfile.ZipFile(tmp_path / wheel_name()) as wheel:
        about = next(n for n in wheel.namelist() if n.endswith("/WHEEL")).rpartition("/")[0]
        assert "MIT License" in wheel.read(f"{about}/licenses/LICENSE").decode()
        assert "Requires-Dist: pandas" in wheel.read(f"{about}/METADATA").decode()


def test_a_file_has_the_name_that_git_gives_its_content(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("what is up, doc?", "utf-8")  # the example of the book Pro Git
    known = "bd9dbf5aae1a3862dd1526723246b20206e5fc37"
    assert identifier_of(file) == f"https://identifiers.org/swh:1:cnt:{known}"


def test_the_same_code_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_wheel(tmp_path / name)
    one, other = ((tmp_path / name / wheel_name()).read_bytes() for name in ("one", "other"))
    assert one == other
