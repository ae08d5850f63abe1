"""What every figure keeps to, in both layouts."""

import inspect
import itertools
import re

import matplotlib as mpl
import pandas as pd
import pytest
from labelled_study import study_with_labels
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from dwimpact.errors import UnknownName
from dwimpact.figures.answers import plot_characteristic_shares
from dwimpact.figures.layout import NARROW, add_notice, wrap
from dwimpact.figures.shares import plot_finding, plot_mention_shares, plot_ranking, plot_response
from dwimpact.figures.theme import GROUP_COLOURS, contrast, diverging_styles
from dwimpact.shares import NOT_MENTIONED
from dwimpact.study.questionnaire.model import UNKNOWN
from dwimpact.templates.html import BOUNDS_NOTICE, FACTS_NOTICE, TEXTS_NOTICE

NOTICE = "Reconstructie: berekende gegevens, geen antwoorden van mensen."
LONG = {
    "ties": "Professionalisering van docenten door kennisuitwisseling tussen instellingen",
    "skills": "Onderwijsinstellingssamenwerkingsverbandsvoorzitterschap in de arbeidsmarktregio",
    "intake": "Instroom",
}
GROUPS = {
    "all": "Totaal",
    "rest": "overige instellingen, waaronder wetenschappelijk onderwijs en volwassenenonderwijs",
    "late": "tranches 3 en 4",
}
STATUSES = {
    "realised": "Gerealiseerd",
    "partly": "Deels gerealiseerd, en verwacht binnen een half jaar",
    "expected": "Verwacht",
    UNKNOWN: "Genoemd, niet ingevuld",
    NOT_MENTIONED: "Niet genoemd",
}


def shares(groups, count=(20, 11, 0)):
    rows = [
        {"group": g, "level": g, "outcome": o, "n": 20, "count": c, "share": c / 20}
        for g in groups
        for o, c in zip(LONG, count, strict=True)
    ]
    return pd.DataFrame(rows)


def characteristics():
    table = pd.DataFrame(
        [
            {"level": "school", "outcome": o, "category": c, "n": 20, "count": k}
            for o in LONG
            for c, k in zip(STATUSES, (2, 3, 4, 1, 10), strict=True)
        ]
    )
    return table.assign(category=pd.Categorical(table["category"], list(STATUSES)))


def rates():
    return pd.DataFrame(
        {"group": list(LONG), "approached": 200, "responses": 200, "percentage": [100, 50, 0]}
    )


FIGURES = {
    "mentions": lambda: plot_mention_shares(
        shares(GROUPS).assign(level="school"), study_with_labels(LONG, GROUPS)
    ),
    "characteristics": lambda: plot_characteristic_shares(
        characteristics(), study_with_labels(LONG, statuses=STATUSES)
    ),
    "ranking": lambda: plot_ranking(shares(GROUPS), study_with_labels(LONG, levels=GROUPS)),
    "response": lambda: plot_response(rates(), study_with_labels(LONG, LONG)),
    "with a title": lambda: plot_mention_shares(
        shares(GROUPS).assign(level="school"),
        study_with_labels(LONG, GROUPS),
        title="Een opschrift dat zo lang is dat het ook op een brede bladzijde niet past",
    ),
}


def boxes(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    return canvas.get_width_height(), [
        (t.get_text(), t.get_window_extent(canvas.get_renderer())) for t in texts
    ]


@pytest.mark.parametrize("layout", ["wide", "narrow"])
@pytest.mark.parametrize("name", FIGURES)
def test_long_labels_are_neither_cut_nor_drawn_over_each_other(name, layout):
    figure = FIGURES[name]()
    add_notice(figure, NOTICE)
    (width, height), drawn = boxes(figure if layout == "wide" else figure.narrow)

    cut = [t for t, b in drawn if b.x0 < 0 or b.y0 < 0 or b.x1 > width or b.y1 > height]
    over = [(s, t) for (s, a), (t, b) in itertools.combinations(drawn, 2) if a.overlaps(b)]

    assert cut == []
    assert over == []


def test_the_small_figure_of_a_finding_fits():
    bars = pd.DataFrame({"label": [LONG["ties"], LONG["skills"]], "percentage": [100, 3]})
    study = study_with_labels(LONG, reconstructed=True)
    figure = plot_finding(bars, study, "Deel van alle respondenten").narrow
    (width, height), drawn = boxes(figure)

    assert [t for t, b in drawn if b.x1 > width or b.y1 > height] == []


def test_figures_of_a_kind_have_one_width_and_one_left_margin():
    made = [draw() for draw in FIGURES.values()]

    for figures in (made, [figure.narrow for figure in made]):
        edges = {
            (f.get_figwidth(), round(f.axes[0].get_position().x0 * f.get_figwidth(), 6))
            for f in figures
        }
        assert len(edges) == 1


def test_a_plot_shows_what_it_takes():
    shown = str(inspect.signature(plot_mention_shares))

    assert shown.startswith("(shares: 'pd.DataFrame', study: 'Study', unit: 'Unit' = 'share'")
    assert shown.endswith("*, title: 'str' = '') -> 'Figure'")
    with pytest.raises(TypeError, match="unexpected keyword argument 'kind'"):
        plot_response(rates(), study_with_labels(LONG, LONG), kind="bar")


def test_a_figure_is_saved_in_house_style_whatever_is_set(tmp_path):
    figure = FIGURES["response"]()
    figure.savefig(tmp_path / "one.svg", metadata={"Date": None})
    with mpl.rc_context({"svg.fonttype": "path", "font.family": "serif", "savefig.dpi": 300}):
        figure.savefig(tmp_path / "other.svg", metadata={"Date": None})

    one, other = ((tmp_path / f"{name}.svg").read_text("utf-8") for name in ("one", "other"))
    assert re.sub(r'"#?\w+"|#\w+\)', "", one) == re.sub(r'"#?\w+"|#\w+\)', "", other)
    assert "<text" in one


def test_the_notice_is_in_both_layouts():
    figure = FIGURES["response"]()
    add_notice(figure, NOTICE)

    for drawn in (figure, figure.narrow):
        assert drawn.get_supxlabel().replace("\n", " ") == NOTICE


def test_groups_differ_in_lightness_from_their_neighbours():
    ratios = [contrast(colour, "white") for colour in GROUP_COLOURS]

    assert min(ratios) >= 4.5  # numbers have the colour of their mark
    assert all(abs(a - b) > 0.5 for a, b in itertools.pairwise(ratios))


def test_what_is_no_answer_on_a_scale_is_white_with_an_outline_and_nothing_is_hatched():
    styles = diverging_styles(4, 2)

    assert [style["facecolor"] for style in styles[4:]] == ["#ffffff"] * 2
    assert all(contrast(style["edgecolor"], "white") >= 3 for style in styles[4:])
    assert [style for style in styles if "hatch" in style] == []


def test_contrast_is_that_of_wcag():
    assert contrast("black", "white") == pytest.approx(21)
    assert contrast("#767676", "white") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"sort": "mention"}, "no order 'mention'; there are mentions, form"),
        ({"unit": "counts"}, "no unit 'counts'; there are count, share"),
    ],
)
def test_an_option_that_is_not_there_is_answered_with_those_that_are(option, message):
    table = shares(GROUPS).assign(level="school")

    with pytest.raises(UnknownName) as caught:
        plot_mention_shares(table, study_with_labels(LONG, GROUPS), **option)

    assert str(caught.value) == message


@pytest.mark.parametrize("notice", [BOUNDS_NOTICE, FACTS_NOTICE, TEXTS_NOTICE])
def test_a_notice_has_room_under_a_figure_for_a_phone(notice: str) -> None:
    assert wrap(notice, NARROW.notice_width).count("\n") < 2
