"""A figure as SVG, to stand in a page or a notebook."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
from matplotlib.figure import Figure

from dwimpact.figures.theme import PLAIN


def svg_text(figure: Figure, name: str) -> str:
    """The figure as SVG for inside a page: text stays text, ids are unique per figure, and
    the same figure always gives the same characters.
    """
    buffer = io.StringIO()
    with mpl.rc_context(PLAIN | {"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    # A reader without DejaVu Sans gets the font closest to it in width.
    svg = svg[svg.index("<svg") :].replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
