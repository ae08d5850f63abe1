"""From executed notebooks to pages: nbconvert with our own template, the front page, and the
whole report on one page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter

from dwimpact.exhibits import Anchor, anchors
from dwimpact.html import NOTICE, TEMPLATES
from dwimpact.load import CleanStudy
from dwimpact.report.front import Front
from dwimpact.report.plan import Chapter

TEMPLATE_FOLDER = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True)
class Site:
    """What every page shows around its own content. `failed` and `absent` are numbers of
    chapters: those that stopped with an error, and those without a page; `anchors` is chapter
    number → what can be linked to in it.
    """

    study: CleanStudy
    respondents: int
    chapters: Sequence[Chapter]
    failed: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    anchors: Mapping[str, Sequence[Anchor]] = field(default_factory=dict)

    def context(self, here: Chapter | None) -> dict[str, Any]:
        """What the layout template needs; `here` is None on the front page."""
        present = [chapter for chapter in self.chapters if chapter.number not in self.absent]
        position = present.index(here) if here else -1
        following = present[position + 1 : position + 2]
        found = self.anchors.get(here.number, ()) if here else ()
        script = _search_script() if any(a.kind == "search" for a in found) else ""
        return {
            "settings": self.study.settings,
            "notice": NOTICE if self.study.settings.reconstructed else None,
            "respondents": self.respondents,
            "chapters": self.chapters,
            "failed": self.failed,
            "absent": self.absent,
            "here": here,
            "sections": [a for a in found if a.kind == "heading"],
            "previous": present[position - 1] if position > 0 else None,
            "next": following[0] if following else None,
            "root": "../" if here else "",
            "part": False,
            "pygments": _pygments_css() if here else "",
            "script": script,
            "script_hash": _csp_hash(script),
        }


def read_anchors(notebooks: Path, chapters: Sequence[Chapter]) -> dict[str, list[Anchor]]:
    """Chapter number → what can be linked to in it, for every chapter that was run."""
    files = {chapter.number: notebooks / f"{chapter.name}.ipynb" for chapter in chapters}
    return {
        number: list(anchors(nbformat.read(file, as_version=4))) if file.is_file() else []
        for number, file in files.items()
    }


def render_page(notebook: Path, chapter: Chapter, site: Site, parameters: dict[str, Any]) -> str:
    """One executed notebook as a page of the report."""
    context = {**site.context(chapter), "parameters": parameters, "notebook": chapter.notebook}
    return _render(notebook, context)


def render_front(site: Site, front: Front) -> str:
    """The report's front page."""
    return TEMPLATES.get_template("dwimpact/front.html.j2").render(
        site=site.context(None), front=front
    )


def render_book(site: Site, front: Front, notebooks: Path) -> str:
    """The whole report on one page, from the chapters that were run."""
    files = [(chapter, notebooks / f"{chapter.name}.ipynb") for chapter in site.chapters]
    parts = [
        _as_part(_render(file, {**site.context(chapter), "part": True}))
        for chapter, file in files
        if file.is_file()
    ]
    return TEMPLATES.get_template("dwimpact/book.html.j2").render(
        site=site.context(None), front=front, parts=parts
    )


def _render(notebook: Path, context: dict[str, Any]) -> str:
    content = nbformat.read(notebook, as_version=4)
    html, _ = _exporter().from_notebook_node(content, resources={"site": context})
    return str(html)


def _as_part(html: str) -> Markup:
    """A page within the whole report, which is for printing: headings a step lower, links
    within the page, and nothing that opens or searches.
    """
    html = re.sub(r"(</?h)([1-5])(?=[ >])", lambda m: f"{m[1]}{int(m[2]) + 1}", html)
    html = re.sub(r'href="((?:hoofdstuk|bijlage)_\d+)\.html', r'href="#\1', html)
    for folded in (r'<div class="search".*?</div>', r'<details class="numbers">.*?</details>'):
        html = re.sub(folded, "", html, flags=re.DOTALL)
    return Markup(html.replace('href="../', 'href="'))


@cache
def _exporter() -> HTMLExporter:
    # One for all pages: making an exporter takes longer than rendering a page.
    folder = str(TEMPLATE_FOLDER)
    return HTMLExporter(
        template_name="dwimpact",
        extra_template_basedirs=[folder],
        extra_template_paths=[folder],
        exclude_anchor_links=True,
    )


@cache
def _pygments_css() -> str:
    return str(HtmlFormatter(style="default").get_style_defs(".highlight"))  # type: ignore[no-untyped-call]


@cache
def _search_script() -> str:
    return (TEMPLATE_FOLDER / "dwimpact/search.js").read_text("utf-8")


def _csp_hash(script: str) -> str:
    """How a content-security policy names the one script it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
