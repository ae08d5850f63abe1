"""From executed notebooks to pages: nbconvert with our own template, the front page, and the
whole report on one page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from pygments.formatters import HtmlFormatter

from dwimpact.dataset import CleanStudy
from dwimpact.pages.anchors import Anchor
from dwimpact.pages.parts import PART_FORMAT, PagePart, from_json
from dwimpact.prose.published.origin import origin_of
from dwimpact.prose.report.editions import beside_an_edition
from dwimpact.prose.words import in_brackets
from dwimpact.report.plan import Chapter
from dwimpact.report.site.front import Front, KeyFigure
from dwimpact.report.site.headings import with_headings
from dwimpact.templates.html import TEMPLATES, notice_of

# What makes rows of a table into blocks on a phone, and keeps them rows for a screen reader.
PHONE_LABELS = r' (data-label="[^"]*"|role="(row|rowgroup|cell|columnheader|rowheader)")'
TEMPLATE_FOLDER = Path(str(files("dwimpact.templates")))


@dataclass(frozen=True)
class Site:
    """What every page shows around its own content. `failed` and `absent` are numbers of
    chapters: those that stopped with an error, and those without a page; `anchors` is chapter
    number → what can be linked to in it. `subject` says what the pages are about where that is
    not simply all respondents.
    """

    study: CleanStudy
    respondents: int
    chapters: Sequence[Chapter]
    failed: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    anchors: Mapping[str, Sequence[Anchor]] = field(default_factory=dict)
    subject: str = ""

    @cached_property
    def everybody(self) -> str:
        """'64 respondenten (gepubliceerd)': how many there are, and what that rests on."""
        people = self.study.questionnaire.terms.respondent.plural
        origin = in_brackets(origin_of(self.study, self.respondents))
        return f"{self.respondents} {people}{origin}"

    def context(self, here: Chapter | None) -> dict[str, Any]:
        """What the layout template needs; `here` is None on the front page."""
        present = [chapter for chapter in self.chapters if chapter.number not in self.absent]
        position = present.index(here) if here else -1
        following = present[position + 1 : position + 2]
        found = self.anchors.get(here.number, ()) if here else ()
        script = read_asset("search.js") if any(a.kind == "search" for a in found) else ""
        return {
            "settings": self.study.settings,
            "notice": notice_of(self.study),
            "subject": self.subject or self.everybody,
            "beside": beside_an_edition(self.study.settings),
            "edition": self.study.edition.label if self.study.edition else "",
            "chapters": self.chapters,
            "failed": self.failed,
            "absent": self.absent,
            "here": here,
            "sections": [a for a in found if a.kind == "heading"],
            "previous": present[position - 1] if position > 0 else None,
            "next": following[0] if following else None,
            "root": "../" if here else "",
            "parameters": {"number": here.number, **here.parameters} if here else {},
            "style": _pygments_css() if here else "",
            "script": script,
            "script_hash": csp_hash(script),
        }


@dataclass(frozen=True)
class Content:
    """What an executed notebook shows: HTML, what can be linked to in it, and its parts."""

    html: Markup
    anchors: Sequence[Anchor]
    parts: Sequence[PagePart] = ()


def read_content(notebook: Path, chapter: Chapter) -> Content:
    """The content of the executed notebook of a chapter."""
    read = nbformat.read(notebook, as_version=4)
    read, anchors = with_headings(read, chapter.number)
    html, _ = _exporter().from_notebook_node(read)
    return Content(Markup(html), anchors, parts_shown(read))


def parts_shown(notebook: nbformat.NotebookNode) -> list[PagePart]:
    """What the code of an executed notebook shows, as data."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    kept = (output.get("data", {}).get(PART_FORMAT) for output in outputs)
    return [from_json(data) for data in kept if data]


def render_page(chapter: Chapter, html: Markup, site: Site) -> str:
    """The content of a chapter as a page of the report."""
    template = TEMPLATES.get_template("dwimpact/page.html.j2")
    return template.render(site=site.context(chapter), body=html)


def render_front(site: Site, front: Front) -> str:
    """The report's front page."""
    return TEMPLATES.get_template("dwimpact/front.html.j2").render(
        site=site.context(None), front=front
    )


def render_comparison(
    site: Site, title: str, key_figures: Sequence[KeyFigure], clear: str, citation: str
) -> str:
    """The front page of a comparison of waves."""
    return TEMPLATES.get_template("dwimpact/comparison.html.j2").render(
        site=site.context(None),
        title=title,
        key_figures=key_figures,
        clear=clear,
        citation=citation,
    )


def render_book(site: Site, front: Front, contents: Mapping[str, Content]) -> str:
    """The whole report on one page; `contents` is chapter number → what it shows."""
    part = TEMPLATES.get_template("dwimpact/part.html.j2").module.part  # type: ignore[attr-defined]
    parts = [
        _as_part(part(site.context(chapter), contents[chapter.number].html))
        for chapter in site.chapters
        if chapter.number in contents
    ]
    return TEMPLATES.get_template("dwimpact/book.html.j2").render(
        site=site.context(None), front=front, parts=parts
    )


def _as_part(html: str) -> Markup:
    """A chapter within the whole report, which is for printing: headings a step lower, links
    within the page, no code, nothing that searches, and no labels for a phone.
    """
    html = re.sub(PHONE_LABELS, "", html)
    html = html.replace('class="scroll stack"', 'class="scroll texts"')
    html = re.sub(r"(</?h)([1-5])(?=[ >])", lambda m: f"{m[1]}{int(m[2]) + 1}", html)
    html = re.sub(r'href="((?:hoofdstuk|bijlage)_\d+)\.html', r'href="#\1', html)
    for folded in (
        r'<div class="search".*?</div>',
        r'<p class="files"><a href="../figures/.*?</p>',
        r'<details class="(numbers|code)".*?</details>',
    ):
        html = re.sub(folded, "", html, flags=re.DOTALL)
    return Markup(html.replace('href="../', 'href="'))


class _Exporter(HTMLExporter):  # type: ignore[misc] # it has no types
    """Leaves out that nbconvert parses and writes its own HTML once more, for parts of its own
    templates that ours has not: that takes longer than everything else.
    """

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> tuple[str, Any]:
        lexer = Highlight2HTML(pygments_lexer="ipython3", parent=self)
        self.register_filter("highlight_code", lexer)
        return TemplateExporter.from_notebook_node(self, nb, resources, **kwargs)


@cache
def _exporter() -> HTMLExporter:
    # One for all pages: making an exporter takes longer than rendering a page.
    folder = str(TEMPLATE_FOLDER)
    return _Exporter(
        template_name="dwimpact",
        extra_template_basedirs=[folder],
        extra_template_paths=[folder],
        exclude_anchor_links=True,
    )


@cache
def _pygments_css() -> str:
    return str(HtmlFormatter(style="default").get_style_defs(".highlight"))  # type: ignore[no-untyped-call]


@cache
def read_asset(name: str) -> str:
    """A script or style that only some pages have."""
    return (TEMPLATE_FOLDER / "dwimpact" / name).read_text("utf-8")


def csp_hash(script: str) -> str:
    """How a content-security policy names the one script it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
