"""Sentences about more than two waves of the same questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dwimpact.prose.waves import response_in_words
from dwimpact.prose.words import upper_first

if TYPE_CHECKING:
    from dwimpact.analysis.series import Series

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
