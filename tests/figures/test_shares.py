import itertools
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from labelled_study import study_with_labels
from marks import first_quickly
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from dwimpact.figures.answers import plot_characteristic_shares
from dwimpact.figures.dots import STEP
from dwimpact.figures.layout import LINE_HEIGHT, add_notice
from dwimpact.figures.looks import GROUP_SHAPES, answer_looks
from dwimpact.figures.shares import plot_mention_shares, plot_ranking, plot_response
from dwimpact.figures.theme import GROUP_COLOURS

NOTICE = "Reconstructie: berekende gegevens, geen antwoorden van mensen."
LABELS = {"ties": "Banden met bedrijven", "skills": "Vaardigheden", "intake": "Instroom"}
LONG_LABELS = {
    "ties": "Professionalisering van docenten door kennisuitwisseling tussen instellingen en "
    "beroepsopleidingen",
    "skills": "Onderwijsinstellingssamenwerkingsverbandsvoorzitterschap in de regio, waaronder "
    "ook de arbeidsmarktregio valt",
    "intake": "Instroom",
}
GROUPS = {"all": "Totaal", "mbo": "mbo", "hbo": "hbo"}
ROUNDS = {**GROUPS, "1": "tranche 1", "2": "tranche 2"}
LONG_GROUPS = {
    "all": "Totaal",
    "rest": "overige instellingen (waaronder wo)",
    "late": "tranches 1 en 2 en de instellingen die zich later hebben aangesloten",
    "mbo": "middelbaar beroepsonderwijs",
    "hbo": "hoger beroepsonderwijs",
    "wo": "wetenschappelijk onderwijs",
}
STATUSES = {
    "realised": "Gerealiseerd",
    "expected": "Verwacht",
    "unknown": "Genoemd, niet ingevuld",
    "not_mentioned": "Niet genoemd",
}
LONG_STATUSES = {
    "realised": "Gerealiseerd",
    "partly": "Deels gerealiseerd",
    "soon": "Verwacht binnen een half jaar",
    "later": "Verwacht op de lange termijn",
    "doubtful": "Twijfelachtig of het er ooit van komt",
    "unknown": "Genoemd, niet ingevuld",
    "not_mentioned": "Niet genoemd",
}


def mentions(counts, level="school"):
    """A mention_shares table from group → (n, count per outcome)."""
    rows = [
        {"group": g, "level": level, "outcome": o, "n": n, "missing": 0, "count": c}
        for g, (n, by_outcome) in counts.items()
        for o, c in by_outcome.items()
    ]
    return pd.DataFrame(rows).assign(share=lambda t: t["count"] / t["n"], low=0.0, high=1.0)


def characteristics(counts, categories):
    """A characteristic_shares table from outcome → count per category."""
    rows = [
        {"level": "school", "outcome": o, "category": category, "n": sum(row), "count": c}
        for o, row in counts.items()
        for category, c in zip(categories, row, strict=True)
    ]
    table = pd.DataFrame(rows).assign(missing=0, low=0.0, high=1.0)
    table["category"] = pd.Categorical(table["category"], list(categories))
    return table.assign(share=table["count"] / table["n"])


def rates(percentages):
    """A response_rates table in which 200 people of each group were approached."""
    return pd.DataFrame(
        [
            {"group": group, "approached": 200, "responses": 2 * p, "percentage": p}
            for group, p in percentages.items()
        ]
    )


TWO_GROUPS = mentions(
    {
        "all": (30, {"ties": 10, "skills": 25, "intake": 10}),
        "mbo": (8, {"ties": 8, "skills": 1, "intake": 0}),
    }
)
STATUS = characteristics(
    {"ties": (10, 2, 0, 28), "skills": (20, 10, 0, 10), "intake": (0, 1, 0, 39)}, STATUSES
)
LEVELS = {"school": "schoolniveau", "student": "studentniveau"}
TWO_LEVELS = pd.concat(
    [
        mentions({"all": (20, {"ties": 5, "skills": 12})}, "school"),
        mentions({"all": (20, {"skills": 15, "intake": 1})}, "student"),
    ],
    ignore_index=True,
)
RATES = rates({"1": 29, "2": 48, "mbo": 100, "all": 36})


def marks(figure):
    """Every mark as drawn: what it stands for, its row, its place and the number behind it."""
    (axes,) = figure.axes
    rows = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    apart = {"Niet genoemd", *(f"{k} van {n}" for n in (10, 40) for k in range(n + 1))}
    numbers = {
        round(text.xy[1], 6): text.get_text() for text in axes.texts if text.get_text() not in apart
    }
    drawn = []
    for line in axes.lines:
        for at, height in zip(*line.get_data(), strict=True):
            row = rows[min(range(len(rows)), key=lambda i: abs(axes.get_yticks()[i] - height))]
            drawn.append((line.get_label(), row, at, numbers.pop(round(height, 6))))
    assert not numbers
    return drawn


def rows_from_top(figure):
    (axes,) = figure.axes
    low, high = axes.get_ylim()
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    return names if low > high else names[::-1]


def clashes(figure):
    """Texts that overlap one another or leave the canvas, once drawn."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height()
    boxes = [
        (text.get_text(), text.get_window_extent(canvas.get_renderer()))
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip()
    ]
    outside = [
        text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]
    return outside + [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if min(a.x1, b.x1) > max(a.x0, b.x0) and min(a.y1, b.y1) > max(a.y0, b.y0)
    ]


def contrast(one, other):
    """The contrast ratio of two colours, as WCAG 2 defines it."""

    def luminance(colour):
        channels = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def inches_above_each_row(figure):
    """The white space above the marks of each row, from the top."""
    (axes,) = figure.axes
    rows = list(zip(*(sorted(line.get_ydata()) for line in axes.lines), strict=True))
    tops = [min(row) - STEP / 2 for row in rows]
    ends = [max(row) + STEP / 2 for row in rows]
    return [top - end for top, end in zip(tops, [0, *ends], strict=False)]


def test_a_label_above_its_bars_takes_only_the_room_it_needs():
    labels = {**LABELS, "ties": "Banden met bedrijven, instellingen en gemeenten"}

    _, two_lines, one_line = inches_above_each_row(
        plot_mention_shares(TWO_GROUPS, study_with_labels(labels, GROUPS)).narrow
    )

    assert two_lines - one_line == pytest.approx(LINE_HEIGHT)


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_the_axis_of_the_rows_is_in_inches(layout):
    figure = plot_mention_shares(TWO_GROUPS, study_with_labels(LABELS, GROUPS))
    figure = figure if layout == "wide" else figure.narrow

    (axes,) = figure.axes

    bottom, top = axes.get_ylim()
    height = axes.get_position().height * figure.get_figheight()
    assert bottom - top == pytest.approx(height)
    first, second = (line.get_ydata() for line in axes.lines)
    assert (second - first).round(9).tolist() == [STEP] * 3


def test_contrast_of_the_tests_is_that_of_wcag():
    assert contrast("white", "black") == pytest.approx(21)
    assert contrast("#777777", "white") == pytest.approx(4.48, abs=0.005)


def test_mentions_draw_and_label_every_share_of_the_table():
    figure = plot_mention_shares(TWO_GROUPS, study_with_labels(LABELS, GROUPS))

    got = marks(figure)

    exp = [
        ("Totaal (n = 30)", "Vaardigheden", 83, "83%"),
        ("Totaal (n = 30)", "Banden met bedrijven", 33, "33%"),
        ("Totaal (n = 30)", "Instroom", 33, "33%"),
        ("mbo (n = 8)", "Vaardigheden", 13, "13%"),
        ("mbo (n = 8)", "Banden met bedrijven", 100, "100%"),
        ("mbo (n = 8)", "Instroom", 0, "0%"),
    ]
    assert sorted(got) == sorted(exp)


def test_mentions_are_in_order_of_the_total_and_of_the_form_where_equal():
    got = rows_from_top(plot_mention_shares(TWO_GROUPS, study_with_labels(LABELS, GROUPS)))

    assert got == ["Vaardigheden", "Banden met bedrijven", "Instroom"]


def test_mentions_draw_groups_in_their_order_from_top_to_bottom():
    (axes,) = plot_mention_shares(TWO_GROUPS, study_with_labels(LABELS, GROUPS)).axes

    first, second = (line.get_ydata()[0] for line in axes.lines)

    assert first < second
    assert axes.yaxis_inverted()


def test_outcomes_with_one_label_stay_two_rows():
    same = {"ties": "Anders", "skills": "Anders", "intake": "Instroom"}

    assert rows_from_top(plot_mention_shares(TWO_GROUPS, study_with_labels(same, GROUPS))) == [
        "Anders",
        "Anders",
        "Instroom",
    ]
    assert rows_from_top(
        plot_characteristic_shares(STATUS, study_with_labels(same, statuses=STATUSES))
    ) == ["Anders", "Anders", "Instroom"]


def test_more_groups_than_colours_are_drawn_without_a_warning():
    groups = {f"g{i}": f"groep {i}" for i in range(len(GROUP_COLOURS) + 1)}
    table = mentions({group: (10, {"ties": 5}) for group in groups})

    figure = plot_mention_shares(table, study_with_labels(LABELS, groups))

    assert [text for _, _, _, text in marks(figure)] == ["50%"] * len(groups)


def test_group_colours_differ_and_stand_out_from_the_page():
    assert len(set(GROUP_COLOURS)) == len(GROUP_COLOURS)
    assert [c for c in GROUP_COLOURS if contrast(c, "white") < 4.5] == []
    assert len(set(GROUP_SHAPES)) == len(GROUP_SHAPES)


def test_characteristics_of_everybody_have_a_mark_per_answer_and_the_rest_in_a_column():
    figure = plot_characteristic_shares(STATUS, study_with_labels(LABELS, statuses=STATUSES))

    exp = [
        ("Gerealiseerd", "Vaardigheden", 50, "50%"),
        ("Gerealiseerd", "Banden met bedrijven", 25, "25%"),
        ("Gerealiseerd", "Instroom", 0, "0%"),
        ("Verwacht", "Vaardigheden", 25, "25%"),
        ("Verwacht", "Banden met bedrijven", 5, "5%"),
        ("Verwacht", "Instroom", 3, "3%"),
    ]
    assert sorted(marks(figure)) == sorted(exp)
    assert apart(figure) == ["10 van 40", "28 van 40", "39 van 40", "Niet genoemd"]


def apart(figure):
    """What stands behind the numbers, in a column of its own."""
    return sorted(
        text.get_text() for text in figure.axes[0].texts if re.search("van|Niet", text.get_text())
    )


AMONG = characteristics({"ties": (8, 2), "skills": (20, 10)}, ("realised", "expected"))
AMONG["category"] = AMONG["category"].cat.add_categories(["unknown"])


def test_of_who_mention_an_outcome_two_answers_are_one_mark_and_n_is_in_the_label():
    study = study_with_labels(LABELS, statuses=STATUSES)
    figure = plot_characteristic_shares(AMONG, study, asked=40)

    assert [row.replace("\u00a0", " ") for row in rows_from_top(figure)] == [
        "Vaardigheden (n = 30)",
        "Banden met bedrijven (n = 10)",
    ]
    assert [(at, text) for _, _, at, text in sorted(marks(figure))] == [(80, "80%"), (67, "67%")]
    assert apart(figure) == ["10 van 40", "30 van 40", "Niet genoemd"]
    assert apart(plot_characteristic_shares(AMONG, study)) == []


def test_characteristics_are_in_order_of_mentions():
    got = rows_from_top(
        plot_characteristic_shares(STATUS, study_with_labels(LABELS, statuses=STATUSES))
    )

    assert got == ["Vaardigheden", "Banden met bedrijven", "Instroom"]


def test_every_answer_has_a_look_of_its_own_wherever_it_is_drawn():
    study = study_with_labels(LABELS, statuses=LONG_STATUSES)
    counts = dict.fromkeys(LABELS, [10] * len(LONG_STATUSES))
    looks = answer_looks(study)

    figure = plot_characteristic_shares(characteristics(counts, LONG_STATUSES), study)

    drawn = {
        line.get_label(): (line.get_color(), line.get_marker()) for line in figure.axes[0].lines
    }
    exp = {LONG_STATUSES[c]: (look.colour, look.shape) for c, look in looks.items()}
    assert drawn == exp
    assert len(set(exp.values())) == len(exp)


def test_ranking_mixes_the_levels_in_order_of_mentions():
    figure = plot_ranking(TWO_LEVELS, study_with_labels(LABELS, levels=LEVELS))

    assert rows_from_top(figure) == [
        "Vaardigheden",
        "Vaardigheden",
        "Banden met bedrijven",
        "Instroom",
    ]
    assert sorted(marks(figure)) == [
        ("schoolniveau", "Banden met bedrijven", 25, "25%"),
        ("schoolniveau", "Vaardigheden", 60, "60%"),
        ("studentniveau", "Instroom", 5, "5%"),
        ("studentniveau", "Vaardigheden", 75, "75%"),
    ]


def test_response_has_a_mark_per_group_with_its_numbers_behind_it():
    figure = plot_response(RATES, study_with_labels(LABELS, ROUNDS))

    assert [text.get_text() for text in figure.axes[0].texts] == [
        "29% (58 van 200)",
        "48% (96 van 200)",
        "100% (200 van 200)",
        "36% (72 van 200)",
    ]
    assert [int(line.get_xdata()[0]) for line in figure.axes[0].lines] == [29, 48, 100, 36]
    assert rows_from_top(figure) == ["tranche 1", "tranche 2", "mbo", "Totaal"]
    assert figure.legends == []


def figure_of(kind, *, long):
    labels = LONG_LABELS if long else LABELS
    groups = LONG_GROUPS if long else GROUPS
    statuses = LONG_STATUSES if long else STATUSES
    match kind:
        case "mentions":
            counts = {g: (20, {"ties": 20, "skills": 11, "intake": 0}) for g in groups}
            return plot_mention_shares(mentions(counts), study_with_labels(labels, groups))
        case "one group":
            table = mentions({"all": (20, {"ties": 20, "skills": 11, "intake": 0})})
            return plot_mention_shares(table, study_with_labels(labels, groups))
        case "characteristics":
            narrow = [5] * (len(statuses) - 1)
            rows = {o: (*narrow, 100 - sum(narrow)) for o in labels}
            return plot_characteristic_shares(
                characteristics(rows, statuses), study_with_labels(labels, statuses=statuses)
            )
        case "ranking":
            levels = list(groups)
            table = pd.concat(
                [mentions({"all": (20, {"ties": 20, "skills": 11})}, lv) for lv in levels],
                ignore_index=True,
            )
            return plot_ranking(table, study_with_labels(labels, levels=groups))
        case "response":
            return plot_response(
                rates(dict.fromkeys(labels, 100)), study_with_labels(LABELS, labels)
            )
        case _:
            raise ValueError(kind)


@pytest.mark.parametrize("notice", first_quickly([NOTICE, None]))
@pytest.mark.parametrize("long", first_quickly([True, False]))
@pytest.mark.parametrize(
    "kind", ["mentions", "one group", "characteristics", "ranking", "response"]
)
def test_no_text_overlaps_another_or_leaves_the_canvas(kind, long, notice):
    figure = figure_of(kind, long=long)
    if notice:
        add_notice(figure, notice)

    assert clashes(figure) == []


def test_clashes_are_seen():
    figure = plot_response(RATES, study_with_labels(LABELS, ROUNDS))
    figure.text(0.95, 0.5, "valt buiten het beeld")
    figure.text(0.5, 0.5, "een")
    figure.text(0.5, 0.5, "twee")

    got = clashes(figure)

    assert "valt buiten het beeld" in got
    assert ("een", "twee") in got


def test_a_notice_is_part_of_the_figure():
    figure = plot_response(RATES, study_with_labels(LABELS, ROUNDS))
    before = [text.get_text() for text in figure.findobj(Text)]

    add_notice(figure, NOTICE)

    after = [text.get_text() for text in figure.findobj(Text)]
    assert NOTICE not in before
    assert after.count(NOTICE) == 1


def test_labels_are_text_and_never_formulas():
    labels = {"ties": "Kosten $a en $b", "skills": r"$x^$ \alpha", "intake": "<b> & zo"}
    figure = plot_mention_shares(TWO_GROUPS, study_with_labels(labels, GROUPS))
    FigureCanvasAgg(figure).draw()  # a formula that is wrong would raise here

    (axes,) = figure.axes
    shown = [label for label in axes.get_yticklabels() if label.get_text() in labels.values()]

    assert len(shown) == 3
    assert [label.get_parse_math() for label in shown] == [False] * 3


def test_figures_leave_tables_settings_and_pyplot_alone():
    tables = [TWO_GROUPS, STATUS, TWO_LEVELS, RATES]
    before, settings_before = [table.copy() for table in tables], dict(mpl.rcParams)

    plot_mention_shares(TWO_GROUPS, study_with_labels(LABELS, GROUPS))
    plot_characteristic_shares(STATUS, study_with_labels(LABELS, statuses=STATUSES))
    plot_ranking(TWO_LEVELS, study_with_labels(LABELS, levels=LEVELS))
    plot_response(RATES, study_with_labels(LABELS, ROUNDS))

    for table, copy in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, copy)
    assert dict(mpl.rcParams) == settings_before
    assert plt.get_fignums() == []


def test_figures_of_a_reconstruction_say_so_in_both_layouts():
    made = study_with_labels(LABELS, ROUNDS, reconstructed=True)
    drawn = [
        plot_mention_shares(TWO_GROUPS, made),
        plot_characteristic_shares(
            STATUS, study_with_labels(LABELS, None, STATUSES, reconstructed=True)
        ),
        plot_ranking(TWO_LEVELS, study_with_labels(LABELS, levels=LEVELS, reconstructed=True)),
        plot_response(RATES, made),
    ]

    for figure in [*drawn, *(figure.narrow for figure in drawn)]:
        notices = [text.get_text().replace("\n", " ") for text in figure.findobj(Text)]
        assert notices.count(NOTICE) == 1
    real = plot_mention_shares(TWO_GROUPS, study_with_labels(LABELS, GROUPS))
    assert NOTICE not in [text.get_text() for text in real.findobj(Text)]


def test_figures_refuse_groups_that_are_too_small():
    study = study_with_labels(LABELS, GROUPS, withhold_below=10)
    with pytest.raises(ValueError, match="withheld") as caught:
        plot_mention_shares(TWO_GROUPS, study)

    assert str(caught.value) == (
        "shown, but to be withheld: [('mbo', 'ties'), ('mbo', 'skills'), ('mbo', "
        "'intake')]; leave them out first, with dwimpact.withhold(table, study)"
    )


@pytest.mark.parametrize("plot", [plot_mention_shares, plot_characteristic_shares])
def test_figures_of_one_level_refuse_more(plot):
    with pytest.raises(ValueError, match="levels") as caught:
        plot(TWO_LEVELS, study_with_labels(LABELS, levels=LEVELS))

    assert str(caught.value) == (
        "the table has levels ['school', 'student']; take one with dwimpact.at_level first"
    )


def test_mentions_as_counts_are_people_on_an_axis_of_people():
    figure = plot_mention_shares(TWO_GROUPS, study_with_labels(LABELS, GROUPS), unit="count")

    exp = [
        ("Totaal (n = 30)", "Vaardigheden", 25, "25"),
        ("Totaal (n = 30)", "Banden met bedrijven", 10, "10"),
        ("Totaal (n = 30)", "Instroom", 10, "10"),
        ("mbo (n = 8)", "Vaardigheden", 1, "1"),
        ("mbo (n = 8)", "Banden met bedrijven", 8, "8"),
        ("mbo (n = 8)", "Instroom", 0, "0"),
    ]
    assert sorted(marks(figure)) == sorted(exp)
    assert figure.axes[0].get_xlim() == (0, 30)
    assert figure.axes[0].get_xlabel() == "Aantal respondenten dat de opbrengst noemt"


def test_outcomes_can_keep_the_order_of_the_form():
    study = study_with_labels(LABELS, GROUPS, STATUSES)

    for figure in (
        plot_mention_shares(TWO_GROUPS, study, sort="form"),
        plot_characteristic_shares(STATUS, study, sort="form"),
    ):
        assert rows_from_top(figure) == ["Banden met bedrijven", "Vaardigheden", "Instroom"]


STATUS_BY_GROUP = pd.concat(
    [
        STATUS.assign(group="all"),
        characteristics(dict.fromkeys(LABELS, (1, 2, 0, 7)), STATUSES).assign(group="mbo"),
    ],
    ignore_index=True,
)


def test_characteristics_of_groups_follow_each_other_per_outcome():
    study = study_with_labels(LABELS, GROUPS, STATUSES)
    figure = plot_characteristic_shares(STATUS_BY_GROUP, study)

    assert [name.replace("\u00a0", " ") for name in rows_from_top(figure)] == [
        "Vaardigheden: Totaal (n = 40)",
        "mbo (n = 10)",
        "Banden met bedrijven: Totaal (n = 40)",
        "mbo (n = 10)",
        "Instroom: Totaal (n = 40)",
        "mbo (n = 10)",
    ]
    realised = [at for label, _, at, _ in sorted(marks(figure)) if label == "Gerealiseerd"]
    assert sorted(realised) == [0, 10, 10, 10, 25, 50]


def test_characteristics_as_counts_are_on_an_axis_of_people():
    study = study_with_labels(LABELS, GROUPS, STATUSES)
    (axes,) = plot_characteristic_shares(STATUS_BY_GROUP, study, unit="count").axes

    assert axes.get_xlim() == (0, 40)
    assert axes.get_xlabel() == "Aantal respondenten"
    at = sorted(int(x) for line in axes.lines for x in line.get_xdata())
    assert at == sorted([10, 20, 0, 2, 10, 1, 1, 1, 1, 2, 2, 2])  # nobody did not say


@pytest.mark.parametrize("unit", first_quickly(["share", "count"]))
def test_characteristics_of_groups_with_long_labels_do_not_clash(unit):
    study = study_with_labels(LONG_LABELS, LONG_GROUPS, LONG_STATUSES, reconstructed=True)
    rows = dict.fromkeys(LONG_LABELS, (5, 5, 5, 5, 5, 5, 70))
    table = pd.concat(
        [characteristics(rows, LONG_STATUSES).assign(group=group) for group in LONG_GROUPS],
        ignore_index=True,
    )
    figure = plot_characteristic_shares(table, study, unit=unit)

    assert clashes(figure) == []
    assert clashes(figure.narrow) == []


def test_a_notebook_shows_a_figure_as_drawing_with_text():
    svg = plot_response(RATES, study_with_labels(LABELS, ROUNDS))._repr_svg_()

    assert svg.startswith("<svg")
    assert ">36% (72 van 200)<" in svg


def around(figure):
    """What is drawn around marks: bands and lines, from where to where."""
    (axes,) = figure.axes
    bands = [bar for container in axes.containers for bar in container]
    lines = [path for found in axes.collections for path in found.get_segments()]
    return (
        [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bands],
        [(line[0][0], line[1][0]) for line in lines],
    )


def test_a_band_is_the_interval_of_the_first_group_and_a_line_that_of_another():
    table = mentions({"all": (30, {"ties": 10}), "mbo": (8, {"ties": 4})})
    table = table.assign(low=[0.194, 0.2], high=[0.5, 0.805])
    study = study_with_labels(LABELS, GROUPS)

    figure = plot_mention_shares(table, study)

    assert around(figure) == ([(19, 50)], [(20, 81)])
    assert figure.axes[0].get_xlabel().replace("\n", " ").endswith("noemt, met 95%-interval")
    assert around(plot_mention_shares(table, study, unit="count")) == ([], [])


def test_of_a_reconstruction_marks_are_open_and_have_no_interval():
    made = plot_mention_shares(TWO_GROUPS, study_with_labels(LABELS, GROUPS, reconstructed=True))
    assert around(made) == ([], [])
    assert {line.get_markerfacecolor() for line in made.axes[0].lines} == {"white"}
    assert "interval" not in made.axes[0].get_xlabel()
