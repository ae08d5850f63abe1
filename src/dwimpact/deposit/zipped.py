"""Files as one zip: the same files give the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can carry
READABLE = 0o100644 << 16  # for everybody, also where it is unpacked on Unix


def zip_folder(folder: Path, file: Path) -> None:
    """Write every file of a folder, under the folder's name, in order, with one date."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    names = (f"{folder.name}/{path.relative_to(folder).as_posix()}" for path in paths)
    write_zip(file, zip(names, (path.read_bytes() for path in paths), strict=True))


def write_zip(file: Path, entries: Iterable[tuple[str, bytes]]) -> None:
    """Write contents by their names, in the order given, with one date."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, READABLE
            archive.writestr(entry, content)
