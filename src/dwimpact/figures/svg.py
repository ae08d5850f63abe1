"""A figure as SVG, to stand in a page, in a notebook or as a file of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape

import matplotlib as mpl
from matplotlib.figure import Figure

from dwimpact.figures.theme import LABEL_GAP, PAGE_FONTS, PLAIN

OWN_FONT = re.compile(r"font: ?(\d+) ([\d.]+px) 'DejaVu Sans'|font-family: 'DejaVu Sans';? ?")
# In the dark everything is turned light with its hue kept; where a reader chose colours of their
# own, shapes take these: what is filled with white stays hollow.
STYLE = """\
<style>*{{stroke-linejoin:round;stroke-linecap:butt}}
@media screen and (prefers-color-scheme:dark){{#{0}{{filter:invert(.9) hue-rotate(180deg)}}}}
@media (forced-colors:active){{#{0}{{filter:none;forced-color-adjust:none}}\
#{0} text{{fill:CanvasText!important}}\
#{0} [style*="stroke: #"]{{stroke:CanvasText!important}}\
#{0} [style*="fill: #"]{{fill:CanvasText!important}}\
#{0} [style*="fill: #fff"]{{fill:Canvas!important}}\
#{0} [style*="#dcdcdc"]{{stroke:GrayText!important}}}}
</style>"""


def svg_text(figure: Figure, name: str, title: str = "", description: str = "") -> str:
    """The figure as SVG for inside a page, or with a title and description as a file: text stays
    text in the page's font, marks say what they stand for, ids are unique per figure, and the same
    figure always gives the same characters.
    """
    buffer = io.StringIO()
    with mpl.rc_context(PLAIN | {"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = _aligned(_named(svg, getattr(figure, "named", {})), figure)
    # A mark looks as each use of it says, also where a reader chose the colours.
    svg = re.sub(r'(<path id="m\w+" d="[^"]*") style="[^"]*"', r"\1", svg)
    svg = OWN_FONT.sub(lambda m: f"font-weight: {m[1]}; font-size: {m[2]}" if m[1] else "", svg)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    own = f"{name}-svg"
    said = [("title", title), ("desc", description)]
    told = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in said if text)
    svg = re.sub(r"<style.*?</style>", STYLE.format(own), svg, count=1, flags=re.DOTALL)
    return svg.replace("<svg ", f'<svg id="{own}" font-family="{PAGE_FONTS}" ', 1).replace(
        ">", f">{told}", 1
    )


def _named(svg: str, named: dict[str, list[str]]) -> str:
    """With a title at each mark that has one."""
    for marks, texts in named.items():
        start = svg.index(f'<g id="{marks}">')
        end = svg.index("</g>\n", svg.index("<use", start))
        left: Iterator[str] = iter(texts)
        part = re.sub(
            r"<use [^>]*/>",
            lambda m: f"<g><title>{escape(next(left))}</title>{m[0]}</g>",  # noqa: B023
            svg[start:end],
        )
        svg = svg[:start] + part + svg[end:]
    return svg


def _aligned(svg: str, figure: Figure) -> str:
    """With the labels of rows against the axis, whatever the font: lines of one label are placed by
    the width that they have in Matplotlib's.
    """
    if not figure.axes:
        return svg
    edge = figure.axes[0].get_position().x0 * figure.get_figwidth() * 72 - LABEL_GAP
    ticks = r'<g id="ytick_.*?</g>\s*</g>'
    line = r'style="([^"]*)" transform="translate\([\d.]+ ([\d.]+)\)"'
    at = rf'style="\1; text-anchor: end" x="{edge:.4g}" y="\2"'
    return re.sub(ticks, lambda m: re.sub(line, at, m[0]), svg, flags=re.DOTALL)
