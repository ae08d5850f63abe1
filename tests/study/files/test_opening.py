from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dwimpact.study.files.opening import CannotOpen, is_there, open_file


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def circle(path: Path) -> None:
    path.symlink_to(path)


def large(path: Path) -> None:
    path.touch()
    os.truncate(path, 3 << 20)


@pytest.mark.parametrize(
    ("make", "what", "remedy"),
    [
        (folder, "it is a folder", "Put a file there."),
        (pipe, "it is a pipe or a device", "Put a file there."),
        (device, "it is a pipe or a device", "Put a file there."),
        (circle, "it is a link that leads to itself", "Put the file itself there."),
        (large, "it is larger than 2 MB", "Leave out what does not belong."),
    ],
)
def test_what_is_no_file(
    tmp_path: Path, make: Callable[[Path], None], what: str, remedy: str
) -> None:
    path = tmp_path / "responses.csv"
    make(path)
    assert is_there(path)
    with pytest.raises(CannotOpen) as error:
        open_file(path, most=2 << 20)
    assert (error.value.what, error.value.remedy) == (what, remedy)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("a\0b", "its name holds a NUL"),
        ("a" * 5000, "its name is too long"),
        ("a.csv/b.csv", "a part of its path is not a folder"),
    ],
)
def test_names_that_cannot_be(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "a.csv").touch()
    with pytest.raises(CannotOpen, match=what):
        open_file(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.touch(mode=0)
    with pytest.raises(CannotOpen, match="it may not be read"):
        open_file(path)


def test_absent_file_and_link_to_nothing(tmp_path: Path) -> None:
    link = tmp_path / "b.csv"
    link.symlink_to(tmp_path / "a.csv")
    assert (is_there(link), is_there(tmp_path / "a.csv")) == (True, False)
    for path in (link, tmp_path / "a.csv"):
        with pytest.raises(FileNotFoundError):
            open_file(path)


def test_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n")
    with open_file(tmp_path / "a.csv") as stream:
        assert stream.read() == b"a,b\n"
