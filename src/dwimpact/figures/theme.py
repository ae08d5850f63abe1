"""How every figure looks: colours, shapes, fonts, and the two layouts it is drawn in.

Margins and heights are set in inches, not fitted, so that figures line up on a page. A figure
for the width of a page has its labels beside the bars; its narrow companion, for a phone, has
them above.
"""

from __future__ import annotations

import warnings
from typing import Any

import matplotlib as mpl
import seaborn as sns

LABEL_GAP = 9  # points between a label and the axis: a mark at zero reaches past it
TOTAL_COLOUR = "#12355b"
# Each can be read as text on white; a shape says the same for who does not see the colours.
GROUP_COLOURS = (TOTAL_COLOUR, "#b8500f", "#1f6b62", "#5b3d8c", "#85680f", "#8a2d5b")
DIVERGING = ("#9c4410", "#e9b48f", "#e4e4e4", "#8fb0d2", "#12355b")  # neither end is the good one
INK, SOFT_INK, LINE = "#1d2733", "#55606d", "#6b6b6b"
NOTICE_COLOUR = "#8a2b06"
LABEL_CONTRAST = 4.5  # WCAG 2.1, 1.4.3

# Points. On a page a figure is never so narrow that FONT comes out under 12 pixels (style.css).
TITLE_SIZE, FONT = 11.5, 9.75
PAGE_FONTS = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

THEME: dict[str, Any] = {
    "figure.dpi": 100,
    "font.family": "DejaVu Sans",  # to lay out with: comes with matplotlib, and is wide
    "font.size": FONT,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.grid.axis": "x",
    "grid.color": "#dcdcdc",
    "svg.fonttype": "none",
    "text.parse_math": False,  # a label is text, also with two dollar signs in it
}


# Text in a drawing is text, and a browser finds letters that this font does not have.
warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
# What Matplotlib does by itself, whatever somebody's matplotlibrc says; but not how it shows.
PLAIN = {k: v for k, v in mpl.rcParamsDefault.items() if k not in ("backend", "interactive")}


def theme() -> Any:
    """The one theme, in force inside a `with`: nothing is set for the analyst's session."""
    return mpl.rc_context(PLAIN | sns.axes_style("whitegrid") | THEME)


def diverging_styles(points: int, others: int) -> list[dict[str, Any]]:
    """How to fill the points of a scale from one end over its middle to the other, and what is no
    point of it white.
    """
    shades = map(mpl.colors.to_hex, sns.blend_palette(DIVERGING, max(points, 2)))
    plain = {"edgecolor": "white", "linewidth": 1.5}
    apart = {"facecolor": "#ffffff", "edgecolor": LINE, "linewidth": 0.6}
    made = [{"facecolor": shade, **plain} for shade, _ in zip(shades, range(points), strict=False)]
    return [*made, *(apart for _ in range(others))]


def ink_on(colour: str) -> str:
    """White or black, whichever can be read on a colour: one of the two always can."""
    return "white" if contrast(colour, "white") >= LABEL_CONTRAST else "black"


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1-21 (WCAG 2.1)."""
    low, high = sorted(_luminance(colour) for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in mpl.colors.to_rgb(colour)
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
