"""What of the last report can stay: a part, all of it, or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dwimpact.errors import StudyError
from dwimpact.report.inputs import made_from, tables_made_from
from dwimpact.report.request import ABSENT, MADE, PLAN, Request
from dwimpact.study.files.manifest import MADE_FROM_REPORT, MANIFEST, is_whole, read_manifest

if TYPE_CHECKING:  # which would load pandas
    from dwimpact.report.plan import Chapter


def is_up_to_date(request: Request) -> bool:
    """Whether the report and the tidy tables are there, whole, of all chapters, and made from
    the same files, code and libraries as they would be now.
    """
    try:
        wanted = made_from(request)
    except (OSError, StudyError):
        return False  # to be told in its own words by who reads it
    return (
        is_current(request.output, wanted)
        and _are_its_tables(read_manifest(request.processed), wanted)
        and is_whole(request.processed)
    )


def is_current(output: Path, wanted: Mapping[str, Any]) -> bool:
    """Whether a folder has a report of this origin, whole and with all its chapters."""
    last = read_manifest(output)
    return (
        _same(last, wanted)
        and set(last.get("chapters", {}).values()) == {MADE}
        and is_whole(output, ignored=MADE_FROM_REPORT)
    )


def keep_last(
    output: Path, build: Path, made_now: Mapping[str, Any], others: Sequence[Chapter], prepare: str
) -> dict[str, str]:
    """Copy the last report to `build` when its `others`, the chapters not made now, would come
    out the same. What became of each of them: number → made, failed or absent.
    """
    last = read_manifest(output)
    used = [PLAN, prepare, *(chapter.notebook for chapter in others)]
    if not others or not _same(last, made_now, used):
        return {chapter.number: ABSENT for chapter in others}
    shutil.copytree(output, build, ignore=shutil.ignore_patterns(*MADE_FROM_REPORT, MANIFEST))
    kept = last.get("chapters", {})
    return {chapter.number: kept.get(chapter.number, ABSENT) for chapter in others}


def present(output: Path) -> list[str]:
    """The numbers of the chapters that the last report has."""
    chapters = read_manifest(output).get("chapters", {})
    return [number for number, became in chapters.items() if became != ABSENT]


def _are_its_tables(tables: Mapping[str, Any], report: Mapping[str, Any]) -> bool:
    """Whether tidy tables are those of a report, by the origin of both."""
    prepared = list(tables.get("notebooks", {}))
    return (
        len(prepared) == 1
        and prepared[0] in report["notebooks"]
        and _same(tables, tables_made_from(report, prepared[0]))
    )


def _same(
    last: Mapping[str, Any], now: Mapping[str, Any], notebooks: Collection[str] | None = None
) -> bool:
    """Whether two reports have one origin, as far as these notebooks go."""

    def told(origin: Mapping[str, Any]) -> dict[str, Any]:
        described = {name: origin.get(name) for name in now if name != "notebooks"}
        files = origin.get("notebooks", {})
        return {**described, "notebooks": {n: files.get(n) for n in notebooks or files}}

    return bool(last) and told(last) == told(now)
