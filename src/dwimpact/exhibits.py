"""What can be linked to on a page, and how a figure becomes part of one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from dwimpact.prose import describe_base

if TYPE_CHECKING:  # a kernel that shows things does not read notebooks
    from nbformat import NotebookNode

ANCHOR = "dwimpact"


@dataclass(frozen=True)
class Anchor:
    """Something on a page that can be linked to; kept with the notebook's output, so that the
    contents and the front page can list it.
    """

    kind: str
    id: str = ""
    title: str = ""
    caption: str = ""


def anchors(notebook: NotebookNode) -> Iterator[Anchor]:
    """The headings, figures, tables and search boxes that an executed notebook shows."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            shown = output.get("metadata", {}).get("text/html", {})
            if ANCHOR in shown:
                yield Anchor(**shown[ANCHOR])


def alt_text(caption: str, message: Iterable[str], table: pd.DataFrame) -> str:
    """What a figure says, for who does not see it: subject, message, and base with its n."""
    return " ".join([f"Staafdiagram: {caption}.", *message, describe_base(table)])


def svg_text(figure: Figure, name: str) -> str:
    """The figure as SVG for inside a page: text stays text, ids are unique per figure, and
    the same figure always gives the same characters.
    """
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    # A reader without DejaVu Sans gets the font closest to it in width.
    svg = svg[svg.index("<svg") :].replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
