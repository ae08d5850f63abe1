"""The test of two waves: two samples, each with clusters and a population of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.linalg import block_diag

from dwimpact.analysis.differences import FISHER, RAO_SCOTT, coarse, fraction_of, keys_of
from dwimpact.counting import cluster_sums, people_at_level
from dwimpact.dataset import CleanStudy
from dwimpact.inference.clusters import rao_scott_test
from dwimpact.shares import categorised
from dwimpact.statistics import Floats, holm
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import MENTIONED


class Drawn(NamedTuple):
    """What a wave drew: its study, the rows of answers that shares are of, how many people these
    are of, and which part of those approached that is (0 without a correction for it).
    """

    study: CleanStudy
    rows: pd.DataFrame
    people: int
    fraction: float


class Units(NamedTuple):
    """What was drawn, a column for each or for `times` alike: how many people say something, of how
    many.
    """

    counts: Floats
    sizes: Floats
    times: Floats
    fraction: float


def drawn(study: CleanStudy, rows: pd.DataFrame, population: pd.Series[int] | None) -> Drawn:
    """What a wave drew for these rows, of these people approached."""
    people = people_at_level(rows)
    return Drawn(study, rows, people, fraction_of(population, [ALL], people))


def with_wave_test(
    table: pd.DataFrame, shares: pd.DataFrame, waves: dict[str, Drawn], measure: str = MENTIONED
) -> pd.DataFrame:
    """A `compare_waves` table of these shares with the p of Rao and Scott's test, waves as strata,
    and which `test` that is: Fisher's without clusters and without a correction.
    """
    if table.empty or not any(wave.study.clusters or wave.fraction for wave in waves.values()):
        return table.assign(test=FISHER)
    order = list(table[keys_of(shares)].itertuples(index=False, name=None))
    each = [
        _units(wave, shares[shares["group"] == code], order, measure)
        for code, wave in waves.items()
    ]
    p = [p_of_waves(units) for units in zip(*each, strict=True)]
    return table.assign(p=coarse(p), p_holm=coarse(holm(p)), test=RAO_SCOTT)


def p_of_waves(waves: Sequence[Units]) -> float:
    """That all waves have the same share, by the test of Rao and Scott."""
    lengths = [len(units.times) for units in waves]
    *_, p = rao_scott_test(
        block_diag(*(units.counts for units in waves)),
        block_diag(*(units.sizes for units in waves)),
        np.repeat([units.fraction for units in waves], lengths),
        np.repeat(range(len(waves)), lengths),
        np.concatenate([units.times for units in waves]),
    )
    return p


def _units(
    wave: Drawn, shares: pd.DataFrame, order: Sequence[tuple[object, ...]], measure: str
) -> Iterator[Units]:
    """Of each share of a wave, in this order: its clusters or, where people are independent, who
    says it, who does not, and who is not asked or does not mention what it is about.
    """
    keys = keys_of(shares)
    at = {key: n for n, key in enumerate(shares[keys].itertuples(index=False, name=None))}
    if wave.study.clusters:
        rows = wave.rows if measure == MENTIONED else categorised(wave.rows, measure, "mentioned")
        counts, sizes = (
            sums.to_numpy(float)
            for sums in cluster_sums(shares, rows, keys, wave.study.clusters, wave.study.sampled)
        )
        for key in order:
            once = np.ones(counts.shape[1])
            yield Units(counts[at[key]], sizes[at[key]], once, wave.fraction)
        return
    says, of = (shares[column].to_numpy(float) for column in ("count", "n"))
    for key in order:
        yes, n = says[at[key]], of[at[key]]
        times = np.array([yes, n - yes, wave.people - n])
        yield Units(np.array([1.0, 0, 0]), np.array([1.0, 1, 0]), times, wave.fraction)
