"""From executed notebooks to pages: nbconvert with our own template, and the front page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter

from dwimpact.html import NOTICE, TEMPLATES
from dwimpact.report.plan import Chapter
from dwimpact.study import Study

TEMPLATE_FOLDER = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True)
class Site:
    """What every page shows around its own content. `failed` and `absent` are numbers of
    chapters: those that stopped with an error, and those without a page.
    """

    study: Study
    respondents: int
    chapters: Sequence[Chapter]
    failed: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()

    def context(self, here: Chapter | None) -> dict[str, Any]:
        """The values that the layout template needs; `here` is None on the front page."""
        present = [chapter for chapter in self.chapters if chapter.number not in self.absent]
        position = present.index(here) if here else -1
        following = present[position + 1 : position + 2]
        return {
            "settings": self.study.settings,
            "notice": NOTICE if self.study.settings.reconstructed else None,
            "respondents": self.respondents,
            "chapters": self.chapters,
            "failed": self.failed,
            "absent": self.absent,
            "here": here,
            "previous": present[position - 1] if position > 0 else None,
            "next": following[0] if following else None,
            "root": "../" if here else "",
            "pygments": _pygments_css(),
        }


def render_page(notebook: Path, chapter: Chapter, site: Site, parameters: dict[str, Any]) -> str:
    """One executed notebook as a page of the report."""
    content = nbformat.read(notebook, as_version=4)
    context = {**site.context(chapter), "parameters": parameters, "notebook": chapter.notebook}
    html, _ = _exporter().from_notebook_node(content, resources={"site": context})
    return str(html)


def render_front(site: Site, figures: dict[str, Any], inputs: dict[str, str], version: str) -> str:
    """The report's front page. `figures` are key figures, label → text."""
    return TEMPLATES.get_template("dwimpact/front.html.j2").render(
        site=site.context(None), key_figures=figures, inputs=inputs, version=version
    )


@cache
def _exporter() -> HTMLExporter:
    # One for all pages: making an exporter takes longer than rendering a page.
    folder = str(TEMPLATE_FOLDER)
    return HTMLExporter(
        template_name="dwimpact", extra_template_basedirs=[folder], extra_template_paths=[folder]
    )


@cache
def _pygments_css() -> str:
    return str(HtmlFormatter(style="default").get_style_defs(".highlight"))  # type: ignore[no-untyped-call]
