"""What goes into a report: checked first, and copied so that it cannot change under the run."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dwimpact.report.manifest import origin, sha256
from dwimpact.report.request import EDITION, PLAN, Request
from dwimpact.study.folder import inputs_of


def snapshot(request: Request, folder: Path) -> None:
    """Copy the input files to a study folder of the run's own."""
    folder.mkdir()
    for name, file in inputs_of(request.study, request.responses).items():
        shutil.copyfile(file, folder / name)


def made_from(request: Request, study: Path | None = None) -> dict[str, Any]:
    """The origin of a report of all chapters. `study` is a snapshot to describe instead of the
    request's own files. Raises StudyError when there are two files with responses.
    """
    files = inputs_of(study) if study else inputs_of(request.study, request.responses)
    notebooks = [request.notebooks / PLAN, *sorted(request.notebooks.glob("*.ipynb"))]
    return origin(
        {name: sha256(file) for name, file in files.items()},
        {file.name: sha256(file) for file in notebooks},
        {**request.reading, **request.part},
    )


def tables_made_from(origin_of_report: Mapping[str, Any], prepare: str) -> dict[str, Any]:
    """The origin of the tidy tables: that of the report, but of all notebooks only `prepare`;
    every edition has the same tables.
    """
    parameters = {k: v for k, v in origin_of_report["parameters"].items() if k != EDITION}
    notebooks = {prepare: origin_of_report["notebooks"][prepare]}
    return {**origin_of_report, "parameters": parameters, "notebooks": notebooks}
