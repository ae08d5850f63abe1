"""manifest.json: what went in and what came out, to be checked by anyone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dwimpact.report.request import MANIFEST

MADE, FAILED, ABSENT = "made", "failed", "absent"  # what became of a chapter
CODE = Path(__file__).parent.parent
# Libraries whose version can change what the outputs look like.
LIBRARIES = (
    "highspy",
    "matplotlib",
    "nbconvert",
    "numpy",
    "pandas",
    "pandera",
    "papermill",
    "scipy",
    "seaborn",
)


def origin(
    inputs: Mapping[str, str], notebooks: Mapping[str, str], parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything that decides what the outputs are. `inputs` and `notebooks` are file name →
    SHA-256; 'code' is one for all files of this package.
    """
    return {
        "version": version("dwimpact"),
        "code": _code(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "parameters": dict(parameters),
        "inputs": dict(inputs),
        "notebooks": dict(notebooks),
    }


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
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


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
        if file.is_file() and file.name != MANIFEST
    }


def sha256(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _code() -> str:
    files = [f for f in sorted(CODE.rglob("*")) if f.is_file() and "__pycache__" not in f.parts]
    lines = [f"{sha256(file)}  {file.relative_to(CODE).as_posix()}\n" for file in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
