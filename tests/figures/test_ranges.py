from __future__ import annotations

import pandas as pd
import pytest
from labelled_study import study_with_labels
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from dwimpact.figures.ranges import plot_ranges
from dwimpact.study.study import Study
from dwimpact.templates.html import BOUNDS_NOTICE

LABELS = {
    "region": "Positie in de regio",
    "network": "Contact met andere scholen",
    "skills": "Professionalisering van docenten door uitwisseling van kennis",
}
LEVELS = {"school": "schoolniveau", "pupil": "leerlingniveau"}
RANGES = pd.DataFrame(
    [
        ("pupil", "skills", 64, 52, 64, 64),
        ("school", "region", 64, 0, 42, 10),
        ("school", "network", 64, 45, 45, 45),
    ],
    columns=["level", "outcome", "n", "smallest", "largest", "count"],
)


def study_of(*, reconstructed: bool = True) -> Study:
    return study_with_labels(LABELS, levels=LEVELS, reconstructed=reconstructed)


@pytest.fixture(scope="module")
def figure() -> Figure:
    return plot_ranges(RANGES, study_of())


@pytest.fixture(params=["wide", "narrow"])
def layout(request: pytest.FixtureRequest, figure: Figure) -> Figure:
    return figure if request.param == "wide" else figure.narrow


def test_rows_are_levels_in_order_with_the_most_mentioned_first(figure: Figure) -> None:
    (axes,) = figure.axes
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert names == [
        "Contact met andere scholen",
        "Positie in de regio",
        "Professionalisering van docenten door uitwisseling van kennis",
    ]
    low, high = axes.get_ylim()
    assert low > high


def test_bar_runs_from_the_smallest_to_the_largest_share(layout: Figure) -> None:
    (axes,) = layout.axes
    bars = [bar for container in axes.containers for bar in container]
    from_top = sorted(bars, key=lambda bar: bar.get_y())
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in from_top]
    assert ends == [(70, 70), (0, 66), (81, 100)]


def test_marks_are_the_responses_at_hand_and_open_where_these_are_assumed(layout: Figure) -> None:
    (axes,) = layout.axes
    marks = {
        at: (height, str(line.get_markerfacecolor()))
        for line in axes.lines
        for at, height in zip(*line.get_data(), strict=True)
    }
    assert {at: fill == "white" for at, (_, fill) in marks.items()} == {
        100: True,
        70: False,
        16: True,
    }
    middles = [b.get_y() + b.get_height() / 2 for c in axes.containers for b in c]
    assert sorted(height for height, _ in marks.values()) == pytest.approx(sorted(middles))


def test_legend_has_the_levels_once(layout: Figure) -> None:
    (legend,) = layout.legends
    names = [text.get_text() for text in legend.get_texts()]
    assert names == ["schoolniveau", "leerlingniveau"]


def test_ranges_of_a_reconstruction_say_so_and_those_of_responses_do_not(layout: Figure) -> None:
    assert layout.get_supxlabel().replace("\n", " ") == BOUNDS_NOTICE
    real = plot_ranges(RANGES, study_of(reconstructed=False))
    assert real.get_supxlabel() == ""


def test_every_range_is_written_and_nothing_overlaps(layout: Figure) -> None:
    FigureCanvasAgg(layout).draw()
    (axes,) = layout.axes
    ranges = [t for t in axes.texts if t.get_text().endswith("%")]
    assert {t.get_text() for t in ranges} == {"70%", "0–66%", "81–100%"}
    boxes = [t.get_window_extent() for t in [*axes.texts, *axes.get_yticklabels()] if t.get_text()]
    assert len(boxes) == 6
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[i + 1 :])
    inside = layout.bbox
    assert all(box.x0 >= inside.x0 and box.x1 <= inside.x1 for box in boxes)


def test_ranges_are_not_changed(figure: Figure) -> None:
    before = RANGES.copy(deep=True)
    plot_ranges(RANGES, study_of())
    pd.testing.assert_frame_equal(RANGES, before)


def test_what_is_pinned_down_has_the_colour_of_its_level(layout: Figure) -> None:
    (axes,) = layout.axes
    colours = {to_hex(c[0].get_facecolor(), keep_alpha=False) for c in axes.containers}
    filled = [line for line in axes.lines if str(line.get_markerfacecolor()) != "white"]
    assert [list(line.get_xdata()) for line in filled] == [[70]]
    assert to_hex(filled[0].get_markerfacecolor()) in colours


def test_counts_that_round_to_one_percentage_are_no_pinned_down_count() -> None:
    two = RANGES.iloc[:1].assign(n=178, smallest=64, largest=65)
    (axes,) = plot_ranges(two, study_of()).axes
    assert [text.get_text() for text in axes.texts] == ["36–37%"]
    same = two.assign(n=1000, smallest=640, largest=641)
    (axes,) = plot_ranges(same, study_of()).axes
    assert [text.get_text() for text in axes.texts] == ["64%"]
