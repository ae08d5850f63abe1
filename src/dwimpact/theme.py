"""How every figure looks: colours, patterns, fonts, and the two layouts it is drawn in.

Margins and heights are set in inches, not fitted, so that figures line up on a page. A figure
for the width of a page has its labels beside the bars; its narrow companion, for a phone, has
them above.
"""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, cycle, islice
from typing import Any, Concatenate, ParamSpec

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from dwimpact.aggregate import NOT_MENTIONED, UNKNOWN
from dwimpact.svg import svg_text

# Each at least 3:1 against white and of another lightness than its neighbours; a pattern says
# the same for who does not see the colours.
GROUP_COLOURS = ("#12355b", "#b8500f", "#3b9188", "#5b3d8c", "#9a7a1c")
GROUP_PATTERNS = ("", "///", "\\\\\\", "xxx", "|||")  # lines only: dots make large files
SCALE_ENDS = ("#12355b", "#7592b6")
TOTAL_COLOUR, PART_COLOUR = "#12355b", "#3f78ae"
UNKNOWN_COLOUR, NOT_MENTIONED_COLOUR = "#767676", "#ffffff"
INK, LINE = "#1d2733", "#6b6b6b"
NOTICE_COLOUR = "#8a2b06"
LABEL_CONTRAST = 4.5  # WCAG 2.1, 1.4.3

FONT, SMALL, SMALLEST = 9.5, 8.5, 8.0  # points
BAR = 0.26  # inches, of a bar that has its row to itself
LINE_HEIGHT, ROW_GAP = 0.17, 0.12  # inches: a line in FONT, and the space between rows

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


@dataclass(frozen=True)
class Layout:
    """Measures in inches; widths of text in characters."""

    width: float
    left: float
    right: float
    label_width: int
    text_width: int
    notice_width: int
    narrowest_labelled: int  # percent: a narrower segment has no room for its number
    labels_above: bool


WIDE = Layout(7.2, 2.55, 0.5, 30, 60, 110, 5, labels_above=False)
NARROW = Layout(3.6, 0.1, 0.5, 39, 38, 46, 9, labels_above=True)


class ReportFigure(Figure):
    """A figure in one layout; the one for a page carries its narrow companion."""

    layout: Layout = WIDE
    narrow: Figure | None = None

    def _repr_svg_(self) -> str:
        """What a notebook shows of the figure."""
        return svg_text(self, "figuur")


@dataclass(frozen=True)
class Rows:
    """Where the rows of a bar chart are, in inches from the top of its axes.

    `labels` are wrapped; `centres` is the middle of each row's bars, which together are `bars`
    high; `height` is that of all rows.
    """

    labels: Sequence[str]
    centres: Sequence[float]
    bars: float
    height: float


P = ParamSpec("P")


def in_both_layouts(draw: Callable[Concatenate[Layout, P], ReportFigure]) -> Callable[P, Figure]:
    """Let a function that draws in a given layout give the wide figure, with the narrow one."""

    @functools.wraps(draw)
    def plot(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with theme():
            figure, figure.narrow = (draw(lt, *args, **kwargs) for lt in (WIDE, NARROW))
        return figure

    del plot.__wrapped__  # its signature has no layout
    return plot


def theme() -> Any:
    """The one theme, in force inside a `with`: nothing is set for the analyst's session."""
    return mpl.rc_context(sns.axes_style("whitegrid") | THEME)


def canvas(layout: Layout, labels: Sequence[str], bars: float) -> tuple[ReportFigure, Axes, Rows]:
    """An empty figure with a row for each label, and `bars` inches in it for the row's bars."""
    # A figure of its own, not pyplot's: nothing to close and nothing shown twice.
    figure = ReportFigure(figsize=(layout.width, layout.width))
    figure.layout = layout
    return figure, figure.add_axes((0, 0, 1, 1)), _rows(layout, labels, bars)


def finish(
    figure: ReportFigure, axes: Axes, rows: Rows, x_label: str, people: int | None = None
) -> None:
    """Label the rows and the axis of a bar chart and give every part its place.

    The axis goes to 100%, or to a number of `people` where bars count respondents.
    """
    layout = figure.layout
    if layout.labels_above:
        _label_above(axes, rows)
    else:
        axes.set_yticks(rows.centres, rows.labels)
    axes.set(xlim=(0, people or 100), ylim=(rows.height, 0), ylabel="")
    axes.set_xlabel(wrap(x_label, layout.text_width), loc="left")
    if people is None:
        axes.xaxis.set_major_formatter(PercentFormatter(decimals=0))
    else:
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="y", length=0)
    sns.despine(ax=axes, left=True, bottom=True)
    _place(figure, axes, rows.height)


def add_notice(figure: Figure, notice: str) -> None:
    """Print a notice under the figure, inside its frame, so that it stays with the image."""
    layout = figure.layout if isinstance(figure, ReportFigure) else WIDE
    text = wrap(notice, layout.notice_width)
    bottom = 0.04 / figure.get_figheight()
    figure.supxlabel(
        text, fontsize=SMALLEST, color=NOTICE_COLOUR, x=0.01, y=bottom, ha="left", va="bottom"
    )
    if isinstance(figure, ReportFigure) and figure.narrow:
        add_notice(figure.narrow, notice)


def group_styles(number: int) -> list[tuple[str, str]]:
    """Colour and pattern for each of a number of groups."""
    return list(islice(cycle(zip(GROUP_COLOURS, GROUP_PATTERNS, strict=True)), number))


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


def ink_on(colour: str) -> str:
    """White or black, whichever can be read on a colour: one of the two always can."""
    return "white" if contrast(colour, "white") >= LABEL_CONTRAST else "black"


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1-21 (WCAG 2.1)."""
    low, high = sorted(_luminance(colour) for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


def wrap(label: str, width: int) -> str:
    return "\n".join(textwrap.wrap(label, width))


def wrapped(labels: Mapping[str, str] | Iterable[str], width: int) -> list[str]:
    """Names for a legend, each over as many lines as it needs."""
    return [wrap(label, width) for label in labels]


def _luminance(colour: str) -> float:
    channels = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in mpl.colors.to_rgb(colour)
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def _rows(layout: Layout, labels: Sequence[str], bars: float) -> Rows:
    """Rows as high as their label when it stands above; otherwise all as high as the highest."""
    wrapped = [wrap(label, layout.label_width) for label in labels]
    texts = [LINE_HEIGHT * (label.count("\n") + 1) for label in wrapped]
    if layout.labels_above:
        heights = [text + bars + ROW_GAP for text in texts]
    else:
        heights = [max(bars + 0.06, *texts) + ROW_GAP] * len(texts)
    ends = list(accumulate(heights))
    below = [ROW_GAP / 2 if layout.labels_above else (height - bars) / 2 for height in heights]
    centres = [end - space - bars / 2 for end, space in zip(ends, below, strict=True)]
    return Rows(wrapped, centres, bars, ends[-1])


def _label_above(axes: Axes, rows: Rows) -> None:
    axes.set_yticks([])
    for label, centre in zip(rows.labels, rows.centres, strict=True):
        axes.annotate(
            label,
            (0, centre - rows.bars / 2),
            xytext=(0, 2),
            textcoords="offset points",
            ha="left",
            va="bottom",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )


def _place(figure: ReportFigure, axes: Axes, height: float) -> None:
    """Legend, axes, axis label and notice below each other, the same in every figure."""
    layout = figure.layout
    legend = _legend(figure, axes)
    above = legend + 0.1
    below = 0.33 + LINE_HEIGHT * (axes.get_xlabel().count("\n") + 1)
    below += 0.32 if layout.labels_above else 0.2  # the notice
    total = above + height + below
    figure.set_size_inches(layout.width, total)
    across = layout.width - layout.left - layout.right
    axes.set_position(
        (layout.left / layout.width, below / total, across / layout.width, height / total)
    )


def _legend(figure: ReportFigure, axes: Axes) -> float:
    """Put the legend above the axes in as many columns as fit; its height in inches."""
    handles, names = axes.get_legend_handles_labels()
    if own := axes.get_legend():
        own.remove()
    if not handles:
        return 0.0
    layout = figure.layout
    room = layout.width * figure.dpi
    for columns in range(len(names), 0, -1):
        legend = figure.legend(
            handles,
            wrapped(names, layout.text_width),
            loc="upper left",
            bbox_to_anchor=(0, 1),
            ncols=columns,
            frameon=False,
            borderaxespad=0,
            handleheight=1.1,
        )
        box = legend.get_window_extent()
        if columns == 1 or box.width <= room:
            break
        legend.remove()
    return float(box.height / figure.dpi)
