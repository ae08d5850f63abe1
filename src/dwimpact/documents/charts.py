"""Native charts from the numbers of a figure: edited in Word and PowerPoint as any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from dwimpact.figures.theme import GROUP_COLOURS, INK
from dwimpact.pages.parts import Exhibit
from dwimpact.tables.labels import TOTAL
from dwimpact.templates.html import RANGES_NOTICE

NOT_NAMING = ("level", "evidence")  # columns of words by which nothing is told apart
SMALLEST_SHARE, POSSIBLE_RANGE = "Kleinste aandeel", "Mogelijk"
LABEL_SIZE, ROW_HEIGHT, AROUND = Pt(9), 0.24, 0.9  # inches: a bar, and axis and legend
ANSWER_COLOURS = ("#12355b", "#7592b6", "#b9c8dc", "#767676", "#e4e4e4", "#b8500f", "#3b9188")


@dataclass(frozen=True)
class ChartNumbers:
    """What a chart draws: per category a value per series, as shares. Of `ranges` the first series
    only holds the second in place, and so many categories as there are `colours` belong together,
    one each; else each series has one. `stacked` bars are parts of a whole.
    """

    categories: Sequence[str]
    series: dict[str, list[float | None]]
    ranges: bool = False
    stacked: bool = False
    colours: Sequence[str] = GROUP_COLOURS[:1]

    @property
    def inches(self) -> float:
        """How high it has to be."""
        beside = 1 if self.ranges or self.stacked else len(self.series)
        return AROUND + ROW_HEIGHT * max(len(self.categories) * max(1, 0.7 * beside), 3)


def chart_numbers(exhibit: Exhibit) -> ChartNumbers | None:
    """What a native chart of a figure draws; None where its numbers are no shares."""
    if exhibit.kind != "figure" or exhibit.numbers is None:
        return None
    table = exhibit.numbers.table
    value = _values(table)
    named = [str(c) for c in table if not is_numeric_dtype(table[c]) and c not in NOT_NAMING]
    if value is None or not named:
        return None
    apart = next((c for c in ("group", "category") if c in named and len(named) > 1), "")
    label = next(c for c in named if c != apart)
    table = _ranked(table.assign(value=value), label, apart)
    if "smallest" in table:
        return _ranges(table, label, apart, exhibit.numbers.colours)
    groups = list(dict.fromkeys(table[apart])) if apart else [""]
    labels = list(dict.fromkeys(table[label]))
    of = table.set_index([label, apart] if apart else [label])["value"].to_dict()
    series = {
        _named(group, table, apart): [of.get((name, group) if apart else name) for name in labels]
        for group in groups
    }
    parts = apart == "category"
    colours = _colours(groups, exhibit.numbers.colours, ANSWER_COLOURS if parts else GROUP_COLOURS)
    return ChartNumbers([str(name) for name in labels], series, stacked=parts, colours=colours)


def notice_beside_chart(exhibit: Exhibit, numbers: ChartNumbers | None) -> str:
    """What must stand beside an exhibit; a chart of ranges has no mark of a reconstruction."""
    return RANGES_NOTICE if numbers and numbers.ranges else exhibit.notice


def add_chart(slide: Any, numbers: ChartNumbers, *place: Any) -> Any:
    """The chart on a slide, in house style; `place` is left, top, width and height."""
    whole = numbers.ranges or numbers.stacked
    kind = XL_CHART_TYPE.BAR_STACKED if whole else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, *place, _data(numbers))
    _style(frame.chart, numbers)
    return frame


def _values(table: pd.DataFrame) -> pd.Series[Any] | None:
    if "smallest" in table:
        return table["smallest"] / table["n"]
    if "share" in table:
        return table["share"]
    return table["percentage"] / 100 if "percentage" in table else None


def _ranked(table: pd.DataFrame, label: str, apart: str) -> pd.DataFrame:
    """The rows by the value of their first group, largest first; a scale keeps its order."""
    if not apart:
        return table
    first = table[table[apart] == table[apart].iloc[0]]
    order = first.sort_values("value", ascending=False, kind="stable")[label]
    place = {name: n for n, name in enumerate(order)}
    return table.sort_values(label, key=lambda names: names.map(place), kind="stable")


def _colours(names: Sequence[str], known: Mapping[str, str], others: Sequence[str]) -> list[str]:
    """The colour that the study has for each of these, or one of the others by its place."""
    return [known.get(name, others[n % len(others)]) for n, name in enumerate(names)]


def _ranges(table: pd.DataFrame, label: str, apart: str, known: Mapping[str, str]) -> ChartNumbers:
    low = table["smallest"] / table["n"]
    width = (table["largest"] - table["smallest"]) / table["n"]
    groups = list(dict.fromkeys(table[apart])) if apart else [TOTAL]
    names = table[label].astype(str)
    if len(groups) > 1:  # the first names the others
        sizes = table.groupby(apart, sort=False)["n"].agg(["min", "max"])
        called = {g: f"{g} (n = {a})" if a == b else g for g, a, b in sizes.itertuples()}
        first = table[apart] == groups[0]
        names = table[apart].map(called).where(~first, names + ": " + table[apart].map(called))
    series = {SMALLEST_SHARE: low.tolist(), POSSIBLE_RANGE: width.tolist()}
    colours = _colours(groups, known, GROUP_COLOURS)
    return ChartNumbers(names.tolist(), series, ranges=True, colours=colours)


def _named(group: str, table: pd.DataFrame, apart: str) -> str:
    if not apart:
        return TOTAL
    sizes = table.loc[table[apart] == group, "n"] if "n" in table else pd.Series()
    same = apart == "group" and len(set(sizes)) == 1
    return f"{group} (n = {sizes.iloc[0]})" if same else group


def _data(numbers: ChartNumbers) -> Any:
    data: Any = CategoryChartData(number_format="0%")
    data.categories = numbers.categories
    for name, values in numbers.series.items():
        data.add_series(name, values)
    return data


def _style(chart: Any, numbers: ChartNumbers) -> None:
    chart.font.size, chart.font.name = LABEL_SIZE, "Arial"
    chart.font.color.rgb = _rgb(INK)
    chart.has_title = False
    chart.has_legend = len(numbers.series) > 1 and not numbers.ranges
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis, names = chart.value_axis, chart.category_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 1, 0.2
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
    axis.major_gridlines.format.line.color.rgb = _rgb("#d5dae0")
    axis.format.line.fill.background()
    names.reverse_order = True  # the first on top, as in the figure
    each = OxmlElement("c:tickLblSkip")
    each.set("val", "1")
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(each)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 50, 100 if numbers.ranges or numbers.stacked else 0
    for position, series in enumerate(plot.series):
        if not numbers.ranges:
            _colour(series.format.fill, numbers.colours[position])
        elif not position:
            series.format.fill.background()
        else:
            for point in range(len(numbers.categories)):
                look = series.points[point].format
                colour = numbers.colours[point % len(numbers.colours)]
                _colour(look.fill, colour)
                _colour(look.line.fill, colour)  # seen without any width


def _colour(fill: Any, colour: str) -> None:
    fill.solid()
    fill.fore_color.rgb = _rgb(colour)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())
