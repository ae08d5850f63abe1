from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from dwimpact.figures.layout import ReportFigure
from dwimpact.figures.sets import plot_combinations
from dwimpact.figures.theme import TOTAL_COLOUR
from dwimpact.study.study import Study

COMBINATIONS = pd.DataFrame(
    {"combination": ["region network", "region", ""], "n": 40, "count": [20, 10, 10]}
)


def dots(figure: ReportFigure) -> list[list[int]]:
    """Per combination the number of each row that has a dot in full colour."""
    (axes,) = figure.axes
    rows = sorted({y for line in axes.lines for y in line.get_ydata()})
    found: dict[float, list[int]] = {}
    for line in axes.lines:
        full = to_hex(line.get_color()) == TOTAL_COLOUR
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
            found.setdefault(x, []).extend([rows.index(y)] if full else [])
    return [sorted(found[x]) for x in sorted(found)]


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_dots_say_what_a_combination_holds_and_bars_how_common_it_is(
    layout: str, study: Study
) -> None:
    figure = plot_combinations(COMBINATIONS, study, "school")
    drawn = figure if layout == "wide" else figure.narrow
    assert isinstance(drawn, ReportFigure)
    assert dots(drawn) == [[0, 1], [1], []]  # network stands above region in the form
    (axes,) = drawn.axes
    assert [bar.get_height() / axes.patches[0].get_height() for bar in axes.patches] == [
        1,
        0.5,
        0.5,
    ]
    shown = [text.get_text() for text in axes.texts if text.get_text().endswith("%")]
    assert shown == ["50%", "25%", "25%"]
    assert "(n = 40)" in axes.get_xlabel()


def test_outcomes_of_no_combination_have_no_row(study: Study) -> None:
    (axes,) = plot_combinations(COMBINATIONS[1:2], study, "school").axes
    assert len(axes.get_yticks()) == 1


def test_nothing_is_drawn_of_too_few(study: Study) -> None:
    with pytest.raises(ValueError, match="no combination of these outcomes is that of enough"):
        plot_combinations(COMBINATIONS[:0], study, "school")


@pytest.mark.parametrize(
    ("table", "exp"),
    [
        (
            COMBINATIONS.drop(columns="combination"),
            "the table has no combinations; take one of dwimpact.combinations_of",
        ),
        (
            COMBINATIONS.assign(combination=["skills", "soft_skills", ""]),
            "the table is about something else: it has skills or soft_skills too",
        ),
        (COMBINATIONS[2:], "what may be shown has no outcome in it; nothing to draw"),
    ],
)
def test_another_table_is_not_drawn(table: pd.DataFrame, exp: str, study: Study) -> None:
    with pytest.raises(ValueError, match=f"^{exp}$"):
        plot_combinations(table, study, "school")
