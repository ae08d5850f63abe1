"""A figure in two layouts, for a page and for a phone: places in inches, labels that wrap."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from dwimpact.figures.letters import page_letters
from dwimpact.figures.svg import svg_text
from dwimpact.figures.theme import (
    FONT,
    LABEL_GAP,
    NOTICE_COLOUR,
    SOFT_INK,
    TITLE_SIZE,
    TOTAL_COLOUR,
    theme,
)

BAR = 0.26  # inches, of a bar that has its row to itself
LINE_HEIGHT, ROW_GAP = 0.175, 0.12  # inches: a line in FONT, and the space between rows
SAFELY = 0.94  # of the width: a browser's letters may be wider than those measured here
TITLE_HEIGHT = 0.22  # inches: a line in TITLE_SIZE
AROUND_FIGURE = 0.12  # inches around a figure that stands on its own


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
    title: str = ""


WIDE = Layout(7.2, 2.55, 0.5, 30, 60, 110, 5, labels_above=False)
NARROW = Layout(3.6, 0.14, 0.5, 39, 38, 46, 9, labels_above=True)


class ReportFigure(Figure):
    """A figure in one layout; the one for a page carries its narrow companion."""

    layout: Layout = WIDE
    narrow: Figure | None = None
    notice: str = ""
    over: float = 0  # inches: what stands right above the axes

    def name_marks(self, marks: Artist, texts: Sequence[str]) -> None:
        """Say of marks, each on its own, what it stands for: a reader sees it at the mark."""
        named = self.__dict__.setdefault("named", {})
        marks.set_gid(f"marks_{len(named) + 1}")
        named[marks.get_gid()] = list(texts)

    def savefig(self, *args: Any, **kwargs: Any) -> None:
        """As Matplotlib's, in house style whatever has been set since it was drawn; but for an SVG,
        of which the text is that of where it stands, with the letters of the pages.
        """
        ids = mpl.rcParams["svg.hashsalt"]  # what makes those in an SVG the same each time
        of_pages = nullcontext() if _is_svg(*args, **kwargs) else page_letters(self)
        with theme(), mpl.rc_context({"svg.hashsalt": ids}), of_pages:
            super().savefig(*args, **kwargs)

    def _repr_svg_(self) -> str:
        """What a notebook shows of the figure."""
        return svg_text(self, "figuur")


def _is_svg(file: Any, **kwargs: Any) -> bool:
    return str(kwargs.get("format") or Path(str(file)).suffix).lower().endswith("svg")


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
    label_rows(axes, rows, layout)
    axes.set(xlim=(0, people or 100), ylim=(rows.height, 0), ylabel="")
    axes.set_xlabel(wrap(x_label, layout.text_width), loc="left")
    if people is None:
        axes.xaxis.set_major_formatter(PercentFormatter(decimals=0))
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    place(figure, axes, rows.height)


def label_rows(axes: Axes, rows: Rows, layout: Layout) -> None:
    """Put the label of each row beside it, or above it where a layout is narrow."""
    if layout.labels_above:
        _label_above(axes, rows)
    else:
        axes.set_yticks(rows.centres, rows.labels)
    axes.tick_params(axis="y", length=0, pad=LABEL_GAP)


def add_notice(figure: Figure, notice: str) -> None:
    """Print a notice under the figure, inside its frame, so that it stays with the image."""
    layout = figure.layout if isinstance(figure, ReportFigure) else WIDE
    text = wrap(notice, layout.notice_width)
    bottom = 0.04 / figure.get_figheight()
    with theme():
        figure.supxlabel(
            text, fontsize=FONT, color=NOTICE_COLOUR, x=0.01, y=bottom, ha="left", va="bottom"
        )
    if isinstance(figure, ReportFigure) and figure.narrow:
        add_notice(figure.narrow, notice)


def frame(figure: Figure, title: str, topic: str, foot: Sequence[str]) -> None:
    """Put the title and topic of a figure above what is drawn and what it rests on below it, so
    that it can stand on its own; in place.
    """
    of_title, chars = int(10 * figure.get_figwidth()), int(12 * figure.get_figwidth())
    above, below = (wrap(title, of_title), wrap(topic, chars)), [wrap(ln, chars) for ln in foot]
    lines = [TITLE_HEIGHT * _lines(above[0]), LINE_HEIGHT * _lines(above[1])]
    foot_height = LINE_HEIGHT * sum(map(_lines, below))
    _make_room(figure, sum(lines) + ROW_GAP, foot_height + ROW_GAP / 2)
    full, at = figure.get_figheight(), AROUND_FIGURE / figure.get_figwidth()
    tops = [AROUND_FIGURE, AROUND_FIGURE + lines[0]]
    bold: dict[str, Any] = {"fontsize": TITLE_SIZE, "fontweight": "bold", "color": TOTAL_COLOUR}
    with theme():
        for text, top, look in zip(above, tops, (bold, {}), strict=True):
            figure.text(at, 1 - top / full, text, va="top", **look)
        figure.text(at, AROUND_FIGURE / full, "\n".join(below), va="bottom", color=SOFT_INK)


def _lines(text: str) -> int:
    return text.count("\n") + 1 if text else 0


def _make_room(figure: Figure, above: float, below: float) -> None:
    """Make a figure so many inches higher, and wider by AROUND_FIGURE on all sides; in place."""
    width, height = figure.get_size_inches()
    wide, high = width + 2 * AROUND_FIGURE, height + above + below + 2 * AROUND_FIGURE

    def moved(x: float, y: float) -> tuple[float, float]:
        return (x * width + AROUND_FIGURE) / wide, (y * height + below + AROUND_FIGURE) / high

    for legend in figure.legends:
        box = legend.get_bbox_to_anchor()
        corner = figure.transFigure.inverted().transform((box.x0, box.y0))
        legend.set_bbox_to_anchor(moved(*corner), transform=figure.transFigure)
    for axes in figure.axes:
        (x, y), size = moved(*axes.get_position().p0), axes.get_position().size
        axes.set_position((x, y, size[0] * width / wide, size[1] * height / high))
    for text in figure.texts:
        text.set_position(moved(*text.get_position()))
    figure.set_size_inches(wide, high)


def wrap(label: str, width: int) -> str:
    return "\n".join(textwrap.wrap(label, width))


def wrapped(labels: Mapping[str, str] | Iterable[str], width: int) -> list[str]:
    """Names for a legend, each over as many lines as it needs."""
    return [wrap(label, width) for label in labels]


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


def place(figure: ReportFigure, axes: Axes, height: float) -> None:
    """Title, legend, axes (so many inches high), axis label and notice below each other, the same
    in every figure.
    """
    layout = figure.layout
    sns.despine(ax=axes, left=True, bottom=True)
    title = _title(figure)
    above = title + _legend(figure, axes) + 0.1 + figure.over
    below = 0.33 + LINE_HEIGHT * (axes.get_xlabel().count("\n") + 1)
    below += 0.38 if layout.labels_above else 0.2  # the notice
    total = above + height + below
    figure.set_size_inches(layout.width, total)
    across = layout.width - layout.left - layout.right
    axes.set_position(
        (layout.left / layout.width, below / total, across / layout.width, height / total)
    )
    for legend in figure.legends if title else ():
        legend.set_bbox_to_anchor((0, 1 - title / total), transform=figure.transFigure)


def _title(figure: ReportFigure) -> float:
    """Put the title, if there is one, at the top; its height in inches."""
    layout = figure.layout
    if not layout.title:
        return 0.0
    text = wrap(layout.title, int(9.5 * layout.width))
    figure.suptitle(text, x=0, y=0.995, ha="left", va="top", fontsize=TITLE_SIZE, fontweight="bold")
    return TITLE_HEIGHT * (text.count("\n") + 1) + ROW_GAP


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
        if columns == 1 or box.width <= SAFELY * room:
            break
        legend.remove()
    return float(box.height / figure.dpi)
