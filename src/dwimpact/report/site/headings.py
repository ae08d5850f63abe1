"""The headings of an executed notebook, in its Markdown and shown by its code, numbered in order
and made into links.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dwimpact.pages.anchors import ANCHOR, Anchor
from dwimpact.templates.html import TEMPLATES

if TYPE_CHECKING:
    from nbformat import NotebookNode

# A heading in Markdown, or a fence, within which a line is no heading.
MARKDOWN_LINE = re.compile(r"^(?P<fence>```|~~~)|^(?P<step>#{1,3}) +(?P<title>.+?)[ #]*$")
STEPS = {"heading": 2, "subheading": 3}


def with_headings(notebook: NotebookNode, number: str) -> tuple[NotebookNode, list[Anchor]]:
    """The notebook with its headings as HTML, and all that can be linked to in it, in order.

    `number` is that of the page, '2' or 'B3'. The title of the notebook, its first heading if
    that is one of the highest step, is left out: a page of the report has it above.
    """
    made, page = copy.deepcopy(notebook), _Page(number)
    for cell in made.cells:
        if cell.cell_type == "markdown":
            cell.source = "\n".join(page.lines(cell.source))
        for output in cell.get("outputs", []):
            shown = output.get("metadata", {}).get("text/html", {})
            if ANCHOR in shown:
                anchor = Anchor(**shown[ANCHOR])
                if step := STEPS.get(anchor.kind):
                    output.data["text/html"] = page.heading(step, anchor.title)
                else:
                    page.anchors.append(anchor)
    return made, page.anchors


@dataclass
class _Page:
    """What has been seen of a page so far."""

    number: str
    anchors: list[Anchor] = field(default_factory=list)
    sections: int = 0
    subsections: int = 0
    begun: bool = False

    def lines(self, source: str) -> Iterator[str]:
        """The lines of a Markdown cell, each heading as HTML between blank lines."""
        fenced = False
        for line in source.split("\n"):
            match = MARKDOWN_LINE.match(line)
            fenced ^= bool(match and match["fence"])
            if not match or match["fence"] or fenced:
                yield line
                continue
            is_title, self.begun = not self.begun and match["step"] == "#", True
            if not is_title:
                yield f"\n{self.heading(len(match['step']), match['title'])}\n"

    def heading(self, step: int, title: str) -> str:
        """The next heading as HTML: of a section, which has a number, or of a part of one."""
        self.begun = True
        if step == STEPS["subheading"]:
            self.subsections += 1
            place = _id(f"{self.number}.{self.sections}.{self.subsections}")
            return _html(step, place, "", title)
        self.sections, self.subsections = self.sections + 1, 0
        number = f"{self.number}.{self.sections}"
        self.anchors.append(Anchor("heading", _id(number), f"{number} {title}"))
        return _html(STEPS["heading"], _id(number), number, title)


def _html(step: int, place: str, number: str, title: str) -> str:
    template = TEMPLATES.get_template("heading.html.j2")
    return template.render(step=step, id=place, number=number, title=title).strip()


def _id(number: str) -> str:
    return number.replace(".", "-").lower()
