"""manifest.json: what a folder of ours was made from and what is in it, to be checked by anyone.

By it a folder is known as ours: what it lists, with those bytes, can be made again, and anything
else is somebody's own.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from dwimpact.errors import Problem, StudyError, printable
from dwimpact.study.files.signed import is_signed

MANIFEST, PRINTED = "manifest.json", "report.pdf"
PREVIOUS = "previous.json"  # in a study folder: the manifest of the last report
WORD_FILE, SLIDES_FILE = "report.docx", "report.pptx"
MADE_FROM_REPORT = (PRINTED, WORD_FILE, SLIDES_FILE)  # made from a report, not with it
EDITION_KEY = "edition"
SECTIONS = ("inputs", "outputs", "notebooks", "parameters", "chapters")  # each name → text
# The printed report is made from the report, not with it. The day that it carries instead of the
# real one (and as long, so that nothing in it moves) tells it from somebody's own PDF.
PRINTED_ON, DATE_IN_PDF = b"19800101000000", rb"(?<=\(D:)\d{14}|(?<=\(D\\072)\d{14}"
NAMED_AT_MOST = 5
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what a file manager leaves behind


def write_manifest(
    folder: Path, made_from: Mapping[str, Any], chapters: Mapping[str, str] | None = None
) -> None:
    """Write the manifest of a finished folder: no times and no paths of this machine.
    `chapters` is number → made, failed or absent.
    """
    became = {} if chapters is None else {"chapters": dict(chapters)}
    manifest = {**made_from, **became, "outputs": outputs_of(folder)}
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; empty when there is none, or none of this form."""
    return _read(folder / MANIFEST)


def read_previous(folder: Path) -> dict[str, Any]:
    """The manifest of the last report, kept in a study folder; empty where there is none. Raises
    StudyError for a file that is no manifest of a report.
    """
    file = folder / PREVIOUS
    if not (file.exists() or file.is_symlink()):
        return {}
    if manifest := _read(file):
        return manifest
    problem = Problem(
        "it is no manifest of a report",
        f"the {MANIFEST} of the last report, under this name",
        "Copy that file again, or remove this one.",
    )
    raise StudyError(file, problem)


def is_whole(folder: Path, ignored: Collection[str] = ()) -> bool:
    """Whether a folder holds exactly the files of its manifest, with the same bytes. Files by
    the `ignored` names may be there too.
    """
    listed = read_manifest(folder).get("outputs")
    there = outputs_of(folder)
    return listed is not None and listed == {k: v for k, v in there.items() if k not in ignored}


def outputs_of(folder: Path) -> dict[str, str]:
    """Every file of a folder but the manifest itself, with its SHA-256."""
    return {
        file.relative_to(folder).as_posix(): sha256(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != MANIFEST and file.name not in LITTER
    }


def require_wholly_ours(
    folder: Path, option: str, *, called: Path | None = None, editions: bool = False
) -> None:
    """Raise StudyError when a folder, in the message `called` by another name, is anything but
    absent, empty or wholly ours (see `strangers`). `option` is what another is named with.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        what = f"it is a {'link' if folder.is_symlink() else 'file'}"
        problem = Problem(what, "a folder", f"Name another one with {option}.")
        raise StudyError(called or folder, problem)
    if not folder.exists():
        return
    found = list(islice(strangers(folder, editions=editions), NAMED_AT_MOST + 1))
    if found:
        names = ", ".join(map(printable, found[:NAMED_AT_MOST]))
        more = " and more" if len(found) > NAMED_AT_MOST else ""
        problem = Problem(
            f"it holds what dwimpact did not make, or what was changed since: {names}{more}",
            "no folder yet, an empty one, or one with only what dwimpact made",
            f"Move that elsewhere, or name another folder with {option}.",
        )
        raise StudyError(called or folder, problem)


def strangers(folder: Path, *, editions: bool = False) -> Iterator[str]:
    """The names of all that is in a folder without being ours: what its manifest does not list,
    or what was changed since. Where it holds `editions`, each in a folder by the name of its
    part, those go by their own manifests.
    """
    listed = read_manifest(folder).get("outputs")
    for path in _files(folder, editions=editions):
        name = path.relative_to(folder).as_posix()
        if editions and path.is_dir() and not path.is_symlink():
            yield from (f"{name}/{inside}" for inside in strangers(path))
        elif not _is_known(name, path, listed):
            yield name


def is_printed(file: Path) -> bool:
    """Whether a PDF was printed by us, and nobody has put a note in it."""
    return set(re.findall(DATE_IN_PDF, file.read_bytes())) == {PRINTED_ON}


def is_ours(file: Path) -> bool:
    """Whether a document by the name of one made from a report is ours, and unchanged."""
    return is_printed(file) if file.name == PRINTED else is_signed(file)


def sha256(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _files(folder: Path, *, editions: bool) -> Iterator[Path]:
    """All but plain folders in a folder, at any depth; of an edition its folder only."""
    with os.scandir(folder) as entries:
        paths = sorted(Path(entry.path) for entry in entries)
    for path in paths:
        if path.is_symlink() or not path.is_dir() or (editions and _is_edition(path)):
            yield path
        else:
            yield from _files(path, editions=False)


def _is_edition(folder: Path) -> bool:
    edition = str(read_manifest(folder).get("parameters", {}).get(EDITION_KEY, ""))
    return edition.replace("=", "_") == folder.name


def _is_known(name: str, path: Path, listed: Mapping[str, str] | None) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    if listed is None or _is_litter(path):
        return _is_litter(path)
    if name in MADE_FROM_REPORT and name not in listed:
        return is_ours(path)
    return name == MANIFEST or listed.get(name) == sha256(path)


def _is_litter(path: Path) -> bool:
    """Whether a file says nothing: a file manager's, or the lock of a folder beside it."""
    is_lock = path.name.startswith(".") and path.suffix == ".lock"
    return path.name in LITTER or (is_lock and not path.stat().st_size)


def _read(file: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return manifest if _is_ours(manifest) else {}


def _is_ours(manifest: Any) -> bool:
    return (
        isinstance(manifest, dict)
        and {"inputs", "outputs"} <= manifest.keys()
        and all(
            isinstance(section, dict) and all(isinstance(v, str) for v in section.values())
            for section in (manifest.get(name, {}) for name in SECTIONS)
        )
    )
