"""Whether a report can be made again: build it afresh and compare with its manifest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dwimpact.errors import Problem, StudyError
from dwimpact.report.build import build_report
from dwimpact.report.request import Request
from dwimpact.report.site.beside import documents_linked, link_documents
from dwimpact.study.files.manifest import MADE_FROM_REPORT, MANIFEST, outputs_of, read_manifest

COMPARED_SECTIONS = (
    "version",
    "code",
    "libraries",
    "parameters",
    "inputs",
    "notebooks",
    "chapters",
    "outputs",
)


def differences(request: Request) -> list[str]:
    """What differs between the report at `request.output`, its manifest and a fresh build,
    one line each; empty when everything is the same. Raises StudyError without a report.
    """
    manifest = _manifest(request.output)
    stored, there = {"outputs": manifest["outputs"]}, outputs_of(request.output)
    for name in MADE_FROM_REPORT:
        there.pop(name, None)
    found = _compare(stored, {"outputs": there}, "on disk")
    with TemporaryDirectory() as folder:
        here = Path(folder).resolve()  # the system's own folder for these may be a link
        fresh = replace(request, output=here / "outputs", processed=here / "processed")
        report = build_report(fresh)
        found += [f"chapter {number}: {why}" for number, why in report.failures.items()]
        link_documents(fresh.output, documents_linked(request.output))
        found += _compare(manifest, _manifest(fresh.output), "made afresh")
    return found


def _manifest(output: Path) -> dict[str, Any]:
    if manifest := read_manifest(output):
        return manifest
    problem = Problem("no manifest", "a report with its manifest", "Run 'make report' first.")
    raise StudyError(output / MANIFEST, problem)


def _compare(old: dict[str, Any], new: dict[str, Any], when: str) -> list[str]:
    """One line per entry that is absent, added or different."""
    lines = []
    for section in [section for section in COMPARED_SECTIONS if section in old]:
        one, other = _entries(old[section]), _entries(new[section])
        for name in sorted(one.keys() | other.keys()):
            label = f"{section}: {name}".rstrip(": ")
            if name not in other:
                lines.append(f"{label}: absent {when}")
            elif name not in one:
                lines.append(f"{label}: not in the manifest, but there {when}")
            elif one[name] != other[name]:
                lines.append(f"{label}: different {when}")
    return lines


def _entries(section: Any) -> dict[str, Any]:
    return section if isinstance(section, dict) else {"": section}
