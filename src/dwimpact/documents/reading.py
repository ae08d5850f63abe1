"""A finished report as data: what its front page says, and the parts of its pages in order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mistune

from dwimpact.errors import Problem, StudyError
from dwimpact.pages.cover import COVER, Cover
from dwimpact.pages.parts import PART_FORMAT, PagePart, Wording, from_json, words

ABSENT_REPORT = Problem("there is no report", "a finished report", "Run 'make report' first.")


@dataclass(frozen=True)
class DocumentPage:
    """A chapter or appendix: its headings are numbered as on its page."""

    name: str
    heading: str
    number: str
    title: str
    parts: Sequence[PagePart]

    @property
    def is_appendix(self) -> bool:
        return self.number.startswith("B")


@dataclass(frozen=True)
class FinishedReport:
    """A report that was made, and the folder it is in."""

    folder: Path
    cover: Cover
    pages: Sequence[DocumentPage]


def read_report(folder: Path) -> FinishedReport:
    """The report in a folder. Raises StudyError when there is none."""
    try:
        cover = Cover(**json.loads((folder / COVER).read_text("utf-8")))
    except FileNotFoundError:
        raise StudyError(folder, ABSENT_REPORT) from None
    pages = [
        DocumentPage(name, heading, number, title, list(_parts(folder, name, number)))
        for name, heading, number, title in cover.pages
    ]
    return FinishedReport(folder, cover, pages)


def _parts(folder: Path, name: str, number: str) -> Iterator[PagePart]:
    """The parts of an executed notebook, with its sections numbered."""
    cells = json.loads((folder / f"notebooks/{name}.ipynb").read_text("utf-8"))["cells"]
    section, begun = 0, False
    for part in _unnumbered(cells):
        if isinstance(part, Wording) and part.kind == "heading":
            title = part.lines[0][0]
            is_title, begun = not begun and part.folded == "title", True
            if is_title:
                continue
            section += 1
            yield words("heading", [f"{number}.{section} {title}"])
        else:
            begun = True
            yield part


def _unnumbered(cells: Sequence[Mapping[str, Any]]) -> Iterator[PagePart]:
    for cell in cells:
        if cell["cell_type"] == "markdown":
            yield from in_markdown("".join(cell["source"]))
        for output in cell.get("outputs", []):
            if data := output.get("data", {}).get(PART_FORMAT):
                yield from _with_words(from_json(data))


def _with_words(part: PagePart) -> Iterator[PagePart]:
    """The part, unless it is a paragraph or list of nothing."""
    if not isinstance(part, Wording) or any(text.strip() for line in part.lines for text in line):
        yield part


def in_markdown(source: str) -> Iterator[Wording]:
    r"""The headings, paragraphs and lists of a Markdown cell; other blocks as paragraphs. A heading
    of the highest step is marked as a title.

    >>> from dwimpact.documents.reading import in_markdown
    >>> [part.kind for part in in_markdown("## Kop\n\nEen *zin*.\n\n- a\n- b")]
    ['heading', 'text', 'list']
    """
    tokens: Any = mistune.create_markdown(renderer=None)(source)
    for token in tokens:
        kind, said = token["type"], _said(token)
        if kind == "heading":
            step = token["attrs"]["level"]
            name = "heading" if step <= 2 else "subheading"
            yield words(name, [said], "title" if step == 1 else "")
        elif kind == "list":
            yield words("list", [_said(item) for item in token["children"]])
        elif said:
            yield words("text", [said])


def _said(token: Mapping[str, Any]) -> str:
    """The words in a token, without their markup."""
    if token["type"] in ("softbreak", "linebreak"):
        return " "
    if "children" in token:
        return "".join(_said(child) for child in token["children"]).strip("\n")
    return str(token.get("raw", ""))
