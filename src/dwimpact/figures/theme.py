"""How every figure looks: colours, patterns, fonts, and the two layouts it is drawn in.

Margins and heights are set in inches, not fitted, so that figures line up on a page. A figure
for the width of a page has its labels beside the bars; its narrow companion, for a phone, has
them above.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import seaborn as sns

from dwimpact.shares import NOT_MENTIONED
from dwimpact.study.questionnaire import UNKNOWN

# Each can be read as text on white; a shape says the same for who does not see the colours.
GROUP_COLOURS = ("#12355b", "#b8500f", "#1f6b62", "#5b3d8c", "#85680f")
GROUP_SHAPES = ("o", "s", "D", "^", "v")
SCALE_ENDS = ("#12355b", "#7592b6")
DIVERGING = ("#9c4410", "#e9b48f", "#e4e4e4", "#8fb0d2", "#12355b")  # neither end is the good one
TOTAL_COLOUR, PART_COLOUR = "#12355b", "#3f78ae"
UNKNOWN_COLOUR, NOT_MENTIONED_COLOUR = "#767676", "#ffffff"
INK, LINE = "#1d2733", "#6b6b6b"
NOTICE_COLOUR = "#8a2b06"
LABEL_CONTRAST = 4.5  # WCAG 2.1, 1.4.3

TITLE_SIZE, FONT, SMALL, SMALLEST = 11.0, 9.5, 8.5, 8.0  # points

THEME: dict[str, Any] = {
    "figure.dpi": 100,
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same on every machine
    "font.size": FONT,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.grid.axis": "x",
    "grid.color": "#dcdcdc",
    "hatch.linewidth": 0.6,
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


def scale_styles(categories: Sequence[str]) -> list[dict[str, Any]]:
    """How to fill each category of a scale: dark to light, and what is no answer patterned."""
    answers = [c for c in categories if c not in (UNKNOWN, NOT_MENTIONED)]
    shades = map(mpl.colors.to_hex, sns.blend_palette(SCALE_ENDS, max(len(answers), 2)))
    styles: dict[str, dict[str, Any]] = {
        code: {"facecolor": shade, "edgecolor": "white", "linewidth": 1.5}
        for code, shade in zip(answers, shades, strict=False)
    }
    styles[UNKNOWN] = {
        "facecolor": UNKNOWN_COLOUR, "edgecolor": "white", "linewidth": 1.5, "hatch": "xxx"
    }  # fmt: skip
    styles[NOT_MENTIONED] = {
        "facecolor": NOT_MENTIONED_COLOUR, "edgecolor": LINE, "linewidth": 0.6, "hatch": "////"
    }  # fmt: skip
    return [styles[category] for category in categories]


def diverging_styles(points: int, others: int) -> list[dict[str, Any]]:
    """How to fill the points of a scale from one end over its middle to the other, and what is no
    point of it patterned on white.
    """
    shades = map(mpl.colors.to_hex, sns.blend_palette(DIVERGING, max(points, 2)))
    plain = {"edgecolor": "white", "linewidth": 1.5}
    apart = {"facecolor": NOT_MENTIONED_COLOUR, "edgecolor": LINE, "linewidth": 0.6}
    made = [{"facecolor": shade, **plain} for shade, _ in zip(shades, range(points), strict=False)]
    return [*made, *({**apart, "hatch": "////"} for _ in range(others))]


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
