"""What goes into a report: checked first, and copied so that it cannot change under the run."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dwimpact.errors import StudyError
from dwimpact.report.request import PLAN, Request
from dwimpact.rules import found
from dwimpact.study.files.manifest import EDITION_KEY, sha256
from dwimpact.study.files.opening import as_they_were
from dwimpact.study.folder import (
    RESPONSES_STEM,
    digests_of,
    files_of,
    find_responses,
    inputs_of,
    write_stand_in,
)

SOURCE_CODE = Path(__file__).parent.parent
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


Seen = Mapping[Path, tuple[int, int, int]]  # see study/files/opening.py


def responses_seen(request: Request) -> Seen:
    """The files with responses, with what changes when they do; none where they are not there."""
    file = request.responses or find_responses(request.study)
    return as_they_were(files_of(file)) if file.exists() else {}


def snapshot(request: Request, folder: Path, counted: Seen | None = None) -> None:
    """Copy the input files to a study folder of the run's own; of responses that are `counted`
    already, which may be many, only write which they are. Raises StudyError where these are not as
    they were seen before.
    """
    folder.mkdir()
    inputs = inputs_of(request.study, request.responses)
    for name, file in inputs.items():
        if not (counted and name.startswith(RESPONSES_STEM)):
            shutil.copyfile(file, folder / name)
    if counted:
        write_stand_in(folder, inputs)
        if responses_seen(request) != counted:
            raise StudyError(next(iter(counted)), found("changed_meanwhile"))


def made_from(request: Request, study: Path | None = None) -> dict[str, Any]:
    """The origin of a report of all chapters. `study` is a snapshot to describe instead of the
    request's own files. Raises StudyError when there are two files with responses.
    """
    inputs = digests_of(study) if study else digests_of(request.study, request.responses)
    notebooks = [request.notebooks / PLAN, *sorted(request.notebooks.glob("*.ipynb"))]
    return origin(
        inputs, {file.name: sha256(file) for file in notebooks}, {**request.reading, **request.part}
    )


def origin(
    inputs: Mapping[str, str], notebooks: Mapping[str, str], parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything that decides what the outputs are. `inputs` and `notebooks` are file name →
    SHA-256; 'code' is one for all files of this package.
    """
    return {
        "version": version("dwimpact"),
        "code": _code(SOURCE_CODE),
        "libraries": _libraries(),
        "parameters": dict(parameters),
        "inputs": dict(inputs),
        "notebooks": dict(notebooks),
    }


def tables_made_from(origin_of_report: Mapping[str, Any], prepare: str) -> dict[str, Any]:
    """The origin of the tidy tables: that of the report, but of all notebooks only `prepare`;
    every edition has the same tables.
    """
    parameters = {k: v for k, v in origin_of_report["parameters"].items() if k != EDITION_KEY}
    notebooks = {prepare: origin_of_report["notebooks"][prepare]}
    return {**origin_of_report, "parameters": parameters, "notebooks": notebooks}


# Once for a run, which goes on with the code and libraries that it has begun with.
@cache
def _libraries() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


def code_files(folder: Path) -> list[Path]:
    """The files of a package, in order, without what Python makes of them."""
    return [f for f in sorted(folder.rglob("*")) if f.is_file() and "__pycache__" not in f.parts]


@cache
def _code(folder: Path) -> str:
    files = code_files(folder)
    lines = [f"{sha256(file)}  {file.relative_to(folder).as_posix()}\n" for file in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
