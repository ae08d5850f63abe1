"""manifest.json: what went in and what came out, to be checked by anyone."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

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


def describe(inputs: dict[str, str], outputs: Path, parameters: dict[str, Any]) -> dict[str, Any]:
    """The manifest of a report: no times and no paths of this machine."""
    return {
        "version": version("dwimpact"),
        "libraries": {name: version(name) for name in LIBRARIES},
        "parameters": parameters,
        "inputs": inputs,
        "outputs": outputs_of(outputs),
    }


def outputs_of(folder: Path) -> dict[str, str]:
    """Every file of a report but the manifest itself, with its SHA-256."""
    return {
        file.relative_to(folder).as_posix(): sha256(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "manifest.json"
    }


def sha256(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
