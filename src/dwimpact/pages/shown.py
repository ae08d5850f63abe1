"""What a notebook shows of a page: HTML, what can be linked to, and the part that it is as data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from IPython.display import HTML

from dwimpact.pages.anchors import ANCHOR, Anchor
from dwimpact.pages.parts import PART_FORMAT, PagePart, to_json


class Shown(HTML):  # type: ignore[misc] # it has no types
    """What is shown, with the part of the page that it is as data."""

    def __init__(self, html: str, part: PagePart | None, anchor: Anchor | None) -> None:
        super().__init__(html, metadata={ANCHOR: asdict(anchor)} if anchor else None)
        self.part = part

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        beside = {PART_FORMAT: to_json(self.part)} if self.part else {}
        return {"text/html": self.data, **beside}, {"text/html": self.metadata or {}}
