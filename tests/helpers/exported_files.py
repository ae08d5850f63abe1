"""Files as exports come in, one part of them replaced, and what is read or said of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dwimpact.errors import StudyError
from dwimpact.intake.files.export import Export, read_export


def with_part(
    good: Path, file: Path, name: str, start: bytes, repeated: bytes, times: int, end: bytes
) -> Path:
    """A good workbook with one of its parts replaced, however large, in a small zip."""
    with (
        zipfile.ZipFile(good) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for other in old.namelist():
            if other != name:
                new.writestr(other, old.read(other))
        with new.open(name, "w", force_zip64=True) as stream:
            stream.write(start)
            for _ in range(times):
                stream.write(repeated)
            stream.write(end)
    return file


def texts(export: Export) -> list[str]:
    """The cells of the third column."""
    return export.cells[2].tolist()


def told(path: Path) -> str:
    """What is said of a file that cannot be read."""
    with pytest.raises(StudyError) as error:
        read_export(path)
    assert str(error.value).startswith(f"{path}: ")
    return str(error.value).removeprefix(f"{path}: ")
