"""What is made from a finished report and stands beside it: its files, and links to them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path

from dwimpact.prose.words import enumerate_in_words
from dwimpact.report.folders.ownership import require_own_file
from dwimpact.study.files.manifest import (
    MADE_FROM_REPORT,
    MANIFEST,
    PRINTED,
    SLIDES_FILE,
    WORD_FILE,
    is_ours,
    read_manifest,
    sha256,
)
from dwimpact.study.files.signed import signed

CALLED = {PRINTED: "PDF", WORD_FILE: "Word-bestand", SLIDES_FILE: "dia’s (PowerPoint)"}
# Where the front page names them: the rest of that line.
PLACE, FRONT_PAGE = "<!-- documenten -->", "index.html"


def write_beside(folder: Path, name: str, content: bytes) -> Path:
    """Write a document beside the report it was made from, and link it; the path of that file.
    Raises StudyError when there is something else by its name.
    """
    file = folder / name
    require_own_file(file, is_ours)
    file.write_bytes(signed(content))
    link_documents(folder, documents_in(folder))
    return file


def documents_in(folder: Path) -> list[str]:
    """The documents beside a report, in the order in which they are named."""
    return [name for name in MADE_FROM_REPORT if (folder / name).is_file()]


def documents_linked(folder: Path) -> list[str]:
    """The documents that the front page of a report links."""
    page = folder / FRONT_PAGE
    line = re.search(f"{PLACE}.*", page.read_text("utf-8")) if page.is_file() else None
    return [name for name in MADE_FROM_REPORT if line and f'href="{name}"' in line[0]]


def link_documents(folder: Path, names: Collection[str]) -> None:
    """Have the front page of a report link these documents, and its manifest say so. A page that
    somebody changed stays as it is, and somebody's.
    """
    page, manifest = folder / FRONT_PAGE, read_manifest(folder)
    listed = manifest.get("outputs", {}).get(FRONT_PAGE)
    if page.is_symlink() or not page.is_file() or listed != sha256(page):
        return
    links = [f'<a href="{name}">{CALLED[name]}</a>' for name in names]
    said = f"Het rapport is er ook als {enumerate_in_words(links)}." if links else ""
    html = re.sub(f"{PLACE}.*", PLACE + said, page.read_text("utf-8"))
    page.write_text(html, encoding="utf-8")
    manifest["outputs"][FRONT_PAGE] = sha256(page)
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
