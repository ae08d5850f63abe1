"""A folder as one zip file: the same folder gives the same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can carry
READABLE = 0o100644 << 16  # for everybody, also where it is unpacked on Unix


def zip_folder(folder: Path, file: Path) -> None:
    """Write every file of a folder, under the folder's name, in order, with one date."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, READABLE
            archive.writestr(entry, path.read_bytes())
