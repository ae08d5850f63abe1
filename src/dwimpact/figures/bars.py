"""seaborn figures from figure tables, all in one theme (theme.py).

A figure never computes: it draws the shares it is given and labels them with whole
percentages rounded as in the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from dwimpact.figures.axes import (
    Sort,
    Unit,
    axis_end,
    figure_of,
    groups_with_n,
    outcome_labels,
    outcome_order,
)
from dwimpact.figures.layout import (
    BAR,
    Layout,
    ReportFigure,
    Rows,
    canvas,
    finish,
)
from dwimpact.figures.theme import (
    PART_COLOUR,
    SMALL,
    TOTAL_COLOUR,
    group_styles,
    ink_on,
)
from dwimpact.prose.known import called_texts
from dwimpact.statistics import percentage
from dwimpact.study.edition import ALL
from dwimpact.study.study import Study
from dwimpact.tables.labels import group_labels

THIN_BAR = 0.22  # inches
NO_ROOM_BEHIND = 65  # percent
NUMBER = {"share": "%d%%", "count": "%d"}


@figure_of
def plot_mention_shares(
    layout: Layout,
    shares: pd.DataFrame,
    study: Study,
    unit: Unit = "share",
    sort: Sort = "mentions",
) -> ReportFigure:
    """Grouped bars: the share, or number, of each group's respondents that mention an outcome.

    `shares` is a `mention_shares` table of one level, without groups that are too small; its
    first group sets the order (see `outcome_order`). Raises ValueError for other tables.

    >>> shares = study.mention_shares("student", "sector_group")
    >>> dw.plot_mention_shares(shares, study, sort="form").get_supxlabel()
    'Reconstructie: berekende gegevens, geen antwoorden van mensen.'
    """
    labels = outcome_labels(shares, study)
    order, end = outcome_order(shares, sort), axis_end(shares, unit)
    called = groups_with_n(shares, study)
    names = {code: labels[code] for code in order}
    figure, axes, rows = bars_of_groups(layout, shares, "outcome", names, called, unit)
    terms = study.questionnaire.terms
    noun, people = terms.outcome.after("de", "het"), terms.respondent.plural
    what = f"Deel van de {people}" if unit == "share" else f"Aantal {people}"
    finish(figure, axes, rows, f"{what} dat {noun} noemt", end)
    return figure


@figure_of
def plot_theme_shares(layout: Layout, shares: pd.DataFrame, study: Study) -> ReportFigure:
    """Grouped bars: the share of the answers at each level that have each theme.

    `shares` is a `theme_shares_of_levels` table, drawn in its order.

    >>> codebook = dw.read_codebook(study)
    >>> coded = dw.code_answers(study.open_answers, codebook)
    >>> shares = dw.theme_shares_of_levels(coded, study, codebook)
    >>> dw.plot_theme_shares(shares, study).axes[0].get_xlabel()
    'Deel van de voorbeeldteksten met het thema'
    """
    names = {theme: theme for theme in shares["theme"]}
    called = {g: f"{g} (n = {n})" for g, n in zip(shares["group"], shares["n"], strict=True)}
    figure, axes, rows = bars_of_groups(layout, shares, "theme", names, called)
    finish(figure, axes, rows, f"Deel van de {called_texts(study.settings)} met het thema")
    return figure


@figure_of
def plot_ranking(layout: Layout, shares: pd.DataFrame, study: Study) -> ReportFigure:
    """All outcomes of all levels in one ranking, coloured by level.

    `shares` is a `mention_shares` table of one group.

    >>> len(dw.plot_ranking(study.mention_shares(), study).axes)
    1
    """
    form = study.questionnaire
    labels = form.short_labels
    # Of a strict study a whole level may be hidden.
    there = set(shares["level"])
    level_labels = {level.code: level.label for level in form.levels if level.code in there}
    ranked = shares.sort_values("share", ascending=False, kind="stable")
    # By position, because two levels may have outcomes with the same label.
    pairs = zip(ranked["level"], ranked["outcome"], strict=True)
    figure, axes, rows = canvas(layout, [labels[level][code] for level, code in pairs], BAR)
    table = pd.DataFrame(
        {
            "row": rows.centres,
            "value": percentage(ranked["count"], ranked["n"]),
            "level": pd.Categorical(
                [level_labels[level] for level in ranked["level"]], list(level_labels.values())
            ),
        }
    )
    grouped_bars(axes, table, hue="level", rows=rows, dodge=False)
    sizes = shares["n"].unique()
    people = study.questionnaire.terms.respondent.plural
    base = f"alle {people} (n = {sizes[0]})" if len(sizes) == 1 else "wie het is gevraagd"
    finish(figure, axes, rows, f"Deel van {base}")
    return figure


@figure_of
def plot_response(layout: Layout, rates: pd.DataFrame, study: Study) -> ReportFigure:
    """Bars: the response per group of a `response_rates` table, the total last.

    >>> rates = dw.response_rates(study.respondents, "sector", study.populations["sector"])
    >>> dw.plot_response(rates, study).axes[0].get_xlabel()
    'Deel van de benaderde personen dat meedeed'
    """
    labels = group_labels(study.questionnaire, study.names)
    texts = [
        f"{row.percentage}% ({row.responses} van {row.approached})" for row in rates.itertuples()
    ]
    figure, axes, rows = canvas(layout, [labels[group] for group in rates["group"]], BAR)
    colours = [TOTAL_COLOUR if g == ALL else PART_COLOUR for g in rates["group"]]
    plain_bars(axes, rows, list(rates["percentage"]), texts, colours)
    finish(figure, axes, rows, "Deel van de benaderde personen dat meedeed")
    return figure


@figure_of
def plot_finding(layout: Layout, bars: pd.DataFrame, study: Study, x_label: str) -> ReportFigure:
    """One plain bar per row of a table with columns label and percentage (whole)."""
    values = list(bars["percentage"])
    figure, axes, rows = canvas(layout, list(bars["label"]), BAR)
    texts, colours = [f"{value}%" for value in values], [TOTAL_COLOUR] * len(values)
    plain_bars(axes, rows, values, texts, colours)
    finish(figure, axes, rows, x_label)
    return figure


def plain_bars(
    axes: Axes,
    rows: Rows,
    values: Sequence[int],
    texts: Sequence[str],
    colours: Sequence[str],
) -> None:
    """One bar per row, with its text behind it or, where there is no room, inside."""
    bars = axes.barh(rows.centres, values, color=colours, height=rows.bars)
    drawn = axes.bar_label(bars, texts, padding=3, fontsize=SMALL)
    for text, value, colour in zip(drawn, values, colours, strict=True):
        if value > NO_ROOM_BEHIND:
            text.set(position=(-3, 0), ha="right", color=ink_on(colour))


def bars_of_groups(
    layout: Layout,
    shares: pd.DataFrame,
    key: str,
    names: Mapping[str, str],
    called: Mapping[Any, str],
    unit: Unit = "share",
) -> tuple[ReportFigure, Axes, Rows]:
    """A figure with a row for each of `names` (code in the column `key` → label), and in it a bar
    for each group that has it; `called` is group → label.
    """
    figure, axes, rows = canvas(layout, list(names.values()), THIN_BAR * len(called))
    place = dict(zip(names, rows.centres, strict=True))
    whole = percentage(shares["count"], shares["n"])
    table = pd.DataFrame(
        {
            "row": [place[code] for code in shares[key]],
            "value": whole if unit == "share" else shares["count"],
            "group": [called[group] for group in shares["group"]],
        }
    )
    grouped_bars(axes, table, hue="group", rows=rows, unit=unit)
    return figure, axes, rows


def grouped_bars(
    axes: Axes,
    table: pd.DataFrame,
    *,
    hue: str,
    rows: Rows,
    dodge: bool = True,
    unit: Unit = "share",
) -> None:
    """Bars of a table with row, value and a column for colour, each with its number."""
    # seaborn wants their height as a part of the least distance between two rows.
    distance = min((b - a for a, b in pairwise(rows.centres)), default=1.0)
    styles = group_styles(table[hue].nunique())
    sns.barplot(
        table,
        y="row",
        x="value",
        orient="y",
        hue=hue,
        palette=[colour for colour, _ in styles],
        saturation=1,
        dodge=dodge,
        width=rows.bars / distance,
        edgecolor="white",
        native_scale=True,
        ax=axes,
    )
    handles = axes.get_legend().legend_handles  # type: ignore[union-attr]
    for container, handle, (_, pattern) in zip(axes.containers, handles, styles, strict=True):
        for bar in (*container, handle):
            bar.set_hatch(pattern)
        axes.bar_label(container, fmt=NUMBER[unit], padding=3, fontsize=SMALL)  # type: ignore[arg-type]
