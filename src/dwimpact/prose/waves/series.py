"""Sentences about more than two waves of the same questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dwimpact.prose.waves.messages import MAY_BE_CHANCE, message_of_waves
from dwimpact.prose.waves.two_waves import response_in_words
from dwimpact.prose.words import upper_first

if TYPE_CHECKING:
    import pandas as pd

    from dwimpact.analysis.waves.series import Series

NO_STEPS = (
    "Hoeveel er is veranderd, is niet te zeggen: dat kan alleen tussen twee metingen die op elkaar "
    "volgen en geen van beide een reconstructie zijn."
)


def describe_series(series: Series) -> list[str]:
    """Which waves stand beside each other and how many answered in each; that all of them have
    nothing in common where that is so.

    >>> dw.describe_series(dw.series_of([study] * 2))[0][:39]
    'Meting 1, 2023: 64 respondenten (36% va'
    """
    said = [
        f"{upper_first(series.study.group_names[code])}: {response_in_words(study)}."
        for code, study in series
    ]
    if series.study.questionnaire.levels:
        return said
    outcomes = series.study.questionnaire.terms.outcome.plural
    return [*said, f"Er zijn geen {outcomes} die in alle metingen zijn gevraagd."]


def message_of_series(
    steps: Sequence[tuple[pd.DataFrame, pd.DataFrame]], series: Series, level: str
) -> str:
    """What the newest wave has more or less of than the one before it, beyond chance; nothing of
    what chance can explain, because of the other waves nothing is told.

    `steps` are those of `steps_of`.

    >>> dw.message_of_series([], dw.series_of([study] * 2), "student")
    ''
    """
    if not steps:
        return ""
    *_, (_, _, newest) = series.pairs
    message = message_of_waves(steps[-1][1], newest, level)
    return message if message != MAY_BE_CHANCE else ""
