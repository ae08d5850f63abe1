"""Shares of people who sit together in clusters: variance, design effect, intervals and tests.

Counts and sizes are arrays of rows × clusters: per row (an outcome, a group) how many people of
each cluster mention it, out of how many. Every cluster of the sample has a column, also where a
row has nobody in it. A cluster may be one person. `fraction` is the part of the population that
answered (0-1), for a finite population correction; 0 where the population is endless.
"""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc, stdtrit

from dwimpact.statistics import CONFIDENCE, TIE, Floats

MOST_ASSIGNMENTS = 50_000  # clusters over groups: all of them up to here, else a fixed sample
PERMUTATIONS = 19_999


class Effect(NamedTuple):
    """How clusters change what a share is worth; arrays with a value per row.

    `deff` is the design effect, `df` the degrees of freedom, `effective_n` how many independent
    people would say as much (Korn and Graubard's, with its correction for few clusters).
    """

    share: Floats
    variance: Floats
    deff: Floats
    df: Floats
    effective_n: Floats


def cluster_effect(
    counts: npt.ArrayLike, sizes: npt.ArrayLike, fraction: npt.ArrayLike = 0.0
) -> Effect:
    """The linearised variance of each share, and what follows from it.

    The design effect is against a simple random sample without replacement of the same people;
    missing where everybody or nobody mentions it. An effective n is never more than the people
    there are, or than they are worth with the finite population correction.

    Source: Kish (1965), Survey Sampling, 8.2; Korn and Graubard (1998), Survey Methodology 24;
    of a group as svymean of a subset in R's survey.
    """
    k, n = np.asarray(counts, float), np.asarray(sizes, float)
    rest = 1 - np.broadcast_to(np.asarray(fraction, float), k.shape[:-1])
    people, clusters = n.sum(axis=-1), n.shape[-1]
    df = (n > 0).sum(axis=-1) - 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k.sum(axis=-1) / people
        residual = (k - share[..., None] * n) / people[..., None]
        spread = (residual**2).sum(axis=-1) * clusters / (clusters - 1)
        simple = share * (1 - share) / (people - 1)
        deff = np.where(simple > 0, spread / simple, np.nan)
        worth = np.where(spread > 0, share * (1 - share) / (spread * rest), people / rest)
        effective = np.fmin(worth / few_clusters(df, people), people / rest)
    return Effect(share, spread * rest, deff, df, effective)


def few_clusters(df: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """By how much few clusters widen a variance beside n people: the ratio of the squared
    quantiles of Student's t; without end for a single cluster.

    Source: Korn and Graubard (1998), Survey Methodology 24, section 2.
    """
    freedom, people = np.asarray(df, float), np.asarray(n, float)
    tail = (1 + CONFIDENCE) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (stdtrit(freedom, tail) / stdtrit(people - 1, tail)) ** 2
    return np.where(freedom >= 1, ratio, np.inf)


def intraclass_correlation(counts: npt.ArrayLike, sizes: npt.ArrayLike) -> Floats:
    """How alike people of one cluster answer, per row: 1 is fully, 0 no more than anybody; may be
    below 0. Missing where everybody answers the same, or all clusters are one person.

    Source: Donner (1986), International Statistical Review 54: the analysis of variance estimator.
    """
    k, n = np.asarray(counts, float), np.asarray(sizes, float)
    people, clusters = n.sum(axis=-1), (n > 0).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, own = k.sum(axis=-1, keepdims=True) / people[..., None], k / n
        between = np.nansum(n * (own - share) ** 2, axis=-1) / (clusters - 1)
        within = np.nansum(k * (1 - own), axis=-1) / (people - clusters)
        usual = (people - (n**2).sum(axis=-1) / people) / (clusters - 1)
        return np.asarray((between - within) / (between + (usual - 1) * within))


def rao_scott_test(
    counts: npt.ArrayLike,
    sizes: npt.ArrayLike,
    fraction: npt.ArrayLike = 0.0,
    strata: npt.ArrayLike | None = None,
    times: npt.ArrayLike | None = None,
) -> tuple[float, float, float, float]:
    """F, its two degrees of freedom and p that all groups (the rows) have the same share, with the
    second-order correction. Where nothing differs at all, or too few clusters can say so, p is 1.

    A cluster without anybody of these groups is of the sample, and adds no degree of freedom.
    `strata` has the sample of each cluster where there are more, such as waves; `fraction` may then
    differ by cluster. `times` says how many clusters each column stands for, of one sample.

    Source: Rao and Scott (1984), Annals of Statistics 12; the F of Thomas and Rao (1987), as
    svychisq in R's survey, of a subset too.
    """
    k, n = np.asarray(counts, float), np.asarray(sizes, float)
    k, n = k[n.sum(axis=1) > 0], n[n.sum(axis=1) > 0]
    each = np.ones(n.shape[1]) if times is None else np.asarray(times, float)
    people, groups = (n @ each).sum(), len(n)
    sample = np.unique(np.zeros(n.shape[1]) if strata is None else strata, return_inverse=True)[1]
    there = (n.sum(axis=0) > 0) & (each > 0)
    freedom, nowhere = int(each[there].sum()) - len(np.unique(sample[there])), float("nan")
    alone = (np.bincount(sample, each) < 2).any()
    if groups < 2 or freedom < 1 or alone or (k @ each).sum() in (0, people):
        return nowhere, nowhere, nowhere, 1.0
    cells = np.concatenate([k, n - k])
    observed = cells @ each / people
    residual = (cells - np.outer(observed, n.sum(axis=0))) / people
    left = each * (1 - np.broadcast_to(np.asarray(fraction, float), n.shape[1]))
    variance = _between(residual, left, sample, each)
    # What is not independence: contrasts of the groups, with opposite signs in both answers.
    contrast = np.vstack([np.eye(groups - 1), -np.ones(groups - 1)])
    contrast = np.vstack([contrast, -contrast])
    inverse = np.divide(1, observed, out=np.zeros_like(observed), where=observed > 0)
    weighted = contrast * inverse[:, None]
    simple, design = contrast.T @ weighted / people, weighted.T @ variance @ weighted
    delta = np.linalg.solve(simple, design)
    trace, differs = np.trace(delta), float(pearson(k @ each, n @ each))
    if differs < TIE:
        return 0.0, nowhere, nowhere, 1.0
    if trace < TIE:  # a census, or clusters that differ all alike: nothing left to chance
        return float("inf"), nowhere, nowhere, 0.0
    df = trace**2 / np.trace(delta @ delta)
    f = differs / trace
    return float(f), float(df), float(df * freedom), float(fdtrc(df, df * freedom, f))


def _between(residual: Floats, left: Floats, sample: npt.NDArray[np.intp], each: Floats) -> Floats:
    """The covariance of sums over clusters (the columns), which are drawn per sample; `left` is how
    many `each` column stands for, less the part that answered.
    """
    of_sample = np.eye(sample.max() + 1)[sample]
    clusters = each @ of_sample
    centred = residual - (residual * each @ of_sample / clusters) @ of_sample.T
    scale = left * (clusters / (clusters - 1))[sample]
    return (centred * scale) @ centred.T


def pearson(counts: npt.ArrayLike, sizes: npt.ArrayLike) -> Floats:
    """Pearson's X² that groups (the last axis) have the same share; 0 where all answer the same."""
    k, n = np.asarray(counts, float), np.asarray(sizes, float)
    share = k.sum(axis=-1, keepdims=True) / n.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = (k - share * n) ** 2 / (n * share * (1 - share))
    return np.nansum(terms, axis=-1)


def cluster_permutation_test(
    counts: npt.ArrayLike, sizes: npt.ArrayLike, groups: npt.ArrayLike, *, together: bool = False
) -> Floats:
    """The p, per row, that groups of whole clusters have the same share: how often clusters dealt
    over the groups at random, as many to each, differ as much by Pearson's X². With `together` one
    p, of its sum over the rows: a block of outcomes, of which people stay together too.

    `groups` has the group of each cluster. All ways are tried up to 50,000, else 19,999 at random
    from a fixed seed (a standard error of at most 0.0035, near 0.05 of 0.0015).

    Source: Edgington and Onghena (2007), Randomization Tests; for clusters Gail et al. (1996),
    Statistics in Medicine 15.
    """
    k, n = np.asarray(counts, float), np.asarray(sizes, float)
    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    dealt, exact = _assignments(codes)
    observed, drawn = _spread(k, n, codes[None])[0], _spread(k, n, dealt)
    if together:
        observed, drawn = observed.sum(keepdims=True), drawn.sum(axis=1, keepdims=True)
    as_far = (drawn >= observed * (1 - TIE)).sum(axis=0)
    return as_far / len(dealt) if exact else (as_far + 1) / (len(dealt) + 1)


def _spread(k: Floats, n: Floats, dealt: npt.NDArray[np.intp]) -> Floats:
    """Pearson's X² per way of dealing and row."""
    inside = [(dealt == group).astype(float) for group in range(dealt.max() + 1)]
    return pearson(*(np.stack([part @ x.T for part in inside], axis=-1) for x in (k, n)))


def _assignments(codes: npt.NDArray[np.intp]) -> tuple[npt.NDArray[np.intp], bool]:
    """Ways of dealing clusters over groups of these sizes (ways × clusters), and whether all."""
    sizes = np.bincount(codes)
    ways, left = 1, len(codes)
    for size in sizes.tolist():
        ways, left = ways * comb(left, size), left - size
    if ways > MOST_ASSIGNMENTS:
        rng = np.random.default_rng(0)
        return rng.permuted(np.tile(codes, (PERMUTATIONS, 1)), axis=1), False
    return _every(sizes.tolist(), len(codes)), True


def _every(sizes: list[int], clusters: int) -> npt.NDArray[np.intp]:
    dealt = np.full((1, clusters), len(sizes) - 1)
    for group, size in enumerate(sizes[:-1]):
        rows = []
        for row in dealt:
            free = np.flatnonzero(row == len(sizes) - 1)
            chosen = np.array(list(combinations(free, size)), dtype=np.intp).reshape(-1, size)
            made = np.tile(row, (len(chosen), 1))
            np.put_along_axis(made, chosen, group, axis=1)
            rows.append(made)
        dealt = np.concatenate(rows)
    return dealt
