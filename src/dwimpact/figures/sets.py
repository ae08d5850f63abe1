"""The figure of combinations: which outcomes are mentioned together, and by how many."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from dwimpact.errors import listed
from dwimpact.figures.axes import figure_of
from dwimpact.figures.layout import BAR, Layout, ReportFigure, canvas, label_rows, place, wrap
from dwimpact.figures.theme import TOTAL_COLOUR
from dwimpact.statistics import percentage
from dwimpact.study.study import Study

TALLEST, ABOVE = 1.1, 0.22  # inches: the bar of the commonest, and what stands on it
PALE = "#d5d9de"


@figure_of
def plot_combinations(
    layout: Layout, combinations: pd.DataFrame, study: Study, of: str | Sequence[tuple[str, str]]
) -> ReportFigure:
    """A column per combination of outcomes: dots for what it holds, and on top of it a bar for how
    many mention just that and nothing else of the level, or of the chosen outcomes.

    `combinations` is a `combinations_of` table of the same. Raises ValueError for another table,
    and where it has no combination to draw: none is that of enough people, or none of them holds
    an outcome. After UpSet: Lex et al. (2014), IEEE TVCG 20.

    >>> combinations = dw.combinations_of(study, "student")
    >>> dw.plot_combinations(combinations, study, "student", title="Samen").get_suptitle()
    'Samen'
    """
    labels = _labels(study, of)
    held = _held(combinations, labels)
    order = [code for code in labels if any(code in codes for codes in held)]
    figure, axes, rows = canvas(layout, [labels[code] for code in order], BAR)
    line = "" if layout.labels_above else "-"  # it would strike through the labels
    for column, codes in enumerate(held):
        inside = np.array([code in codes for code in order])
        for there, colour, joined in ((~inside, PALE, ""), (inside, TOTAL_COLOUR, line)):
            centres = np.array(rows.centres)[there]
            axes.plot(np.full(len(centres), column + 0.5), centres, f"o{joined}", color=colour)
    shares = percentage(combinations["count"], combinations["n"])
    heights = -TALLEST * combinations["count"] / combinations["count"].max()
    for column, (height, share) in enumerate(zip(heights, shares, strict=True)):
        axes.bar(column + 0.5, height, width=0.5, color=TOTAL_COLOUR)
        axes.text(column + 0.5, height - 0.04, f"{share}%", ha="center")
    label_rows(axes, rows, layout)
    people, n = study.questionnaire.terms.respondent.plural, int(combinations["n"].iloc[0])
    axes.set_xlabel(
        wrap(f"Deel van de {people} (n = {n}) dat precies dit noemt", layout.text_width)
    )
    axes.set(xticks=[], xlim=(0, len(held)), ylim=(rows.height, -TALLEST - ABOVE))
    place(figure, axes, rows.height + TALLEST + ABOVE)
    return figure


def _labels(study: Study, of: str | Sequence[tuple[str, str]]) -> dict[str, str]:
    """Code as in a combination → label; of chosen outcomes with the level, where they differ."""
    form = study.questionnaire
    if isinstance(of, str):
        return form.outcome_labels(of, short=True)
    several = len({level for level, _ in of}) > 1
    return {
        f"{level}/{outcome}": form.outcome_labels(level, short=True)[outcome]
        + (f" ({form.level(level).label})" if several else "")
        for level, outcome in of
    }


def _held(combinations: pd.DataFrame, known: Collection[str]) -> list[set[str]]:
    """The outcomes of each combination. Raises ValueError where there is nothing to draw."""
    if "combination" not in combinations:
        raise ValueError("the table has no combinations; take one of dwimpact.combinations_of")
    if combinations.empty:
        raise ValueError("no combination of these outcomes is that of enough people to show")
    held = [set(codes.split()) for codes in combinations["combination"]]
    if other := set().union(*held) - {*known}:
        raise ValueError(f"the table is about something else: it has {listed(sorted(other))} too")
    if not any(held):
        raise ValueError("what may be shown has no outcome in it; nothing to draw")
    return held
