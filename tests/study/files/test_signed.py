"""Office files of ours, for as long as nobody has changed them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from dwimpact.study.files.signed import is_signed, signed


def archive(text: str = "a") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("a.xml", text)
    return made.getvalue()


def test_what_was_signed_is_known_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    cases = {archive(): False, signed(archive()): True, b"": False, b"PK": False}

    for content, known in cases.items():
        file.write_bytes(content)
        assert is_signed(file) is known
    assert not is_signed(tmp_path / "absent.docx")
    assert signed(archive()) == signed(archive())


def test_a_file_that_was_saved_again_is_somebodys(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(signed(archive()))
    mark = zipfile.ZipFile(file).comment

    with zipfile.ZipFile(file, "w") as parts:  # as a program does that keeps the mark
        parts.writestr("a.xml", "b")
        parts.comment = mark
    assert not is_signed(file)
    file.write_bytes(archive())
    assert not is_signed(file)
