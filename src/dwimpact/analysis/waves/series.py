"""More than two waves of the same questionnaire: how the answers to what all ask go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pandas as pd

from dwimpact.analysis.differences import CAN_BE_COMPARED
from dwimpact.analysis.waves.shared import shares_of, study_of
from dwimpact.analysis.waves.two_waves import (
    EARLIER,
    LATER,
    Waves,
    comparable,
    wave_differences,
    wave_shares,
)
from dwimpact.dataset import CleanStudy
from dwimpact.errors import require_known
from dwimpact.loading import load
from dwimpact.study.questionnaire.model import MENTIONED, codes


@dataclass(frozen=True)
class Series:
    """Studies with the same codes for what they all ask, the earliest first."""

    studies: tuple[CleanStudy, ...]

    def __post_init__(self) -> None:
        if (n := len(self.studies)) < 2:
            raise ValueError(f"a series has two or more studies; found {n}")

    @cached_property
    def study(self) -> CleanStudy:
        """What a figure of the series is about: see `study_of`."""
        return study_of(self, {code: f"meting {n}" for n, (code, _) in enumerate(self, 1)})

    def __iter__(self) -> Iterator[tuple[str, CleanStudy]]:
        """The code ('wave_1', …) and the study of each wave, the earliest first."""
        yield from ((f"wave_{n}", study) for n, study in enumerate(self.studies, 1))

    @property
    def names(self) -> dict[str, str]:
        """What each wave is called in a sentence, by its code: 'de meting van 2021' or, where a
        year is not known or that of two, 'meting 1'.
        """
        years = [study.settings.year for study in self.studies]
        told = all(years) and len(set(years)) == len(years)
        return {
            code: f"de meting van {year}" if told else f"meting {n}"
            for n, ((code, _), year) in enumerate(zip(self, years, strict=True), 1)
        }

    @property
    def pairs(self) -> Iterator[tuple[str, str, Waves]]:
        """Each wave with the next: both codes, and the two as waves."""
        for (one, earlier), (next_, later) in pairwise(self):
            yield one, next_, comparable(earlier, later)


def series_of(studies: Sequence[CleanStudy]) -> Series:
    """Two or more studies as one series, the earliest first. Raises ValueError for fewer, and
    StudyError when two that follow each other cannot be compared: see `comparable`.

    >>> list(dw.series_of([study, study]).study.group_names.values())
    ['meting 1, 2023', 'meting 2, 2023']
    """
    series = Series(tuple(studies))
    for _ in series.pairs:
        pass  # whether they can be
    return series


def load_series(waves: Sequence[tuple[str, str]]) -> Series:
    """Two or more waves, the earliest first, each from its study folder and the folder with its
    tidy tables. Raises as `load` and `series_of` do.

    >>> folder = str(study.folder)
    >>> len(dw.load_series([(folder, "")] * 3).studies)
    3
    """
    return series_of([load(*wave) for wave in waves])


def series_shares(series: Series, level: str, measure: str = MENTIONED) -> pd.DataFrame:
    """As `wave_shares`, with all waves as groups, for what all of them ask and show. Raises
    UnknownName.

    >>> series = dw.series_of([study, study])
    >>> shares = dw.series_shares(series, "student")
    >>> dw.plot_mention_shares(shares, series.study, title="Wat blijft").get_suptitle()
    'Wat blijft'
    """
    require_known("measure", measure, CAN_BE_COMPARED)
    return shares_of(series, series.study.questionnaire, level, measure)


def series_differences(series: Series, level: str, measure: str = MENTIONED) -> pd.DataFrame:
    """Each wave compared with the one before it, as `wave_differences` does: its columns after
    earlier and later (codes of the waves). Holm's family is one pair of waves. Raises UnknownName.

    >>> dw.series_differences(dw.series_of([study] * 3), "student")["later"].unique().tolist()
    ['wave_2', 'wave_3']
    """
    tables = []
    for earlier, later, waves in series.pairs:
        table = wave_differences(waves, level, measure)
        table.insert(0, "earlier", earlier)
        table.insert(1, "later", later)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def steps_of(series: Series, level: str) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Of each two waves of responses that follow each other and both have the level: `wave_shares`,
    with the codes of the series as groups, and `wave_differences`.

    >>> list(dw.steps_of(dw.series_of([study] * 3), "student"))  # reconstructions
    []
    """
    for earlier, later, waves in series.pairs:
        if not waves.reconstructed and level in codes(waves.study.questionnaire.levels):
            shares = wave_shares(waves, level)
            shares["group"] = shares["group"].map({EARLIER: earlier, LATER: later})
            yield shares, wave_differences(waves, level)
