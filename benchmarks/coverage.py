"""How often intervals of clustered respondents hold the truth: writes benchmarks/coverage.md.

    nice .venv/bin/python benchmarks/coverage.py

Populations are drawn: respondents in workplaces of the sizes of the shipped study, who mention five
outcomes, with what people of a workplace have in common (the intraclass correlation, ICC) by a
beta-binomial.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dwimpact.inference.clusters import cluster_effect, few_clusters, rao_scott_test
from dwimpact.statistics import korn_graubard_interval, newcombe_interval, wilson_interval

SIZES = np.array([1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5, 7])
APPROACHED = np.array([9] * 18 + [8] * 2)  # people of a finite population, per workplace
EARLY, ONE_GROUP = 6, 0.45  # workplaces of the first tranche; part of people in the first sector
CORRELATIONS = (0.0, 0.05, 0.1, 0.2, 0.3)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
PAIRS = ((0.2, 0.2), (0.5, 0.5), (0.5, 0.7))
MIXED = (0.3, 0.0, 0.0, 0.0, 0.0)
DRAWS, TESTED, OUTCOMES = 4000, 1000, 5
NAMES = ("Wilson", "average effect", "own effect", "Korn-Graubard")
Floats, Counts = npt.NDArray[np.float64], npt.NDArray[np.int64]
Interval = tuple[Floats, Floats]
HEAD = """# How often intervals hold the truth

Made by `benchmarks/coverage.py`: 64 respondents in 19 workplaces, five outcomes of the same share,
4,000 draws per cell (a standard error of at most 0.4 points, less for the five outcomes together).
Wilson counts people as independent. 'Average effect' is what the pages show: Wilson's interval,
wider by the average design effect of the five outcomes (rounded up to a tenth) and by Student's t.
'Own effect' takes that of each outcome. Outside 93 to 97% is **bold**.
"""
MIXED_HEAD = """
## One outcome on which workplaces differ, four on which they do not

An average effect is too small for an outcome that has far more in common than the others of its
level, and its interval holds the truth too seldom.
"""
FINITE_HEAD = """
## A finite population

178 people in 20 workplaces, of whom 64 answer at random, and the share of these 178 (1,000 draws).
Wilson's interval is enough there: people of nearly every workplace answer, so what differs between
workplaces is not left to chance. What the pages show is then wider than need be.
"""
DIFFERENCE_HEAD = """
## Differences

The interval of a difference (Newcombe, from intervals with the average effect), and how often the
test of Rao and Scott finds p ≤ 0.05: where the shares are the same that has to be 5% (1,000
draws, a standard error of 0.7 points). 'Waves' are two samples of other workplaces, 'same places'
two samples of workplaces that stay as they are, 'sectors' two groups that cut across workplaces and
'tranches' 6 of the 19 workplaces and the others, where whole workplaces are permuted (exact, so not
here).
"""


def drawn(theta: Floats, sizes: npt.ArrayLike, rng: np.random.Generator) -> Counts:
    return rng.binomial(np.asarray(sizes), theta)


def chances(
    share: float, iccs: Sequence[float], places: int, draws: int, rng: np.random.Generator
) -> Floats:
    """How likely people mention an outcome: draws × outcomes × workplaces."""
    made = [
        rng.beta(share * (1 - icc) / icc, (1 - share) * (1 - icc) / icc, (draws, places))
        if icc
        else np.full((draws, places), share)
        for icc in iccs
    ]
    return np.stack(made, axis=1)


def usual_effect(deff: Floats) -> Floats:
    """The average over outcomes, rounded up to a tenth, as the pages have it."""
    known = np.where(np.isnan(deff).all(axis=1)[:, None], 1.0, deff)
    return np.ceil(np.fmax(np.nanmean(known, axis=1), 1.0).round(9) * 10) / 10


def shown(counts: Counts, sizes: Counts, population: float = np.inf) -> Interval:
    """The interval of the pages, per draw and outcome."""
    found = cluster_effect(counts, sizes)
    n = sizes.sum(axis=-1)
    effect = usual_effect(found.deff)[:, None] * few_clusters(found.df, n)
    return wilson_interval(counts.sum(axis=-1), n, population, effect=effect)


def held(interval: Interval, truth: npt.ArrayLike, axis: int | None = None) -> Floats:
    low, high = interval
    return np.asarray(((low <= truth) & (np.asarray(truth) <= high)).mean(axis=axis))


def four_ways(counts: Counts) -> list[Interval]:
    sizes = np.broadcast_to(SIZES, counts.shape)
    found, n, k = cluster_effect(counts, sizes), SIZES.sum(), counts.sum(axis=-1)
    own = np.fmax(np.nan_to_num(found.deff, nan=1.0), 1.0) * few_clusters(len(SIZES) - 1, n)
    return [
        wilson_interval(k, n),
        shown(counts, sizes),
        wilson_interval(k, n, effect=own),
        korn_graubard_interval(found.share, found.effective_n),
    ]


def marked(cells: Sequence[float | Floats]) -> str:
    said = [f"{100 * float(c):.1f}" for c in cells]
    return " | ".join(c if 93 <= float(c) <= 97 else f"**{c}**" for c in said)


def table(*names: str) -> str:
    return f"| {' | '.join(names)} |\n{'|---' * len(names)}|"


def one_sample(rng: np.random.Generator) -> Iterator[str]:
    yield table("ICC", "share", *NAMES)
    for icc in CORRELATIONS:
        for share in SHARES:
            counts = drawn(chances(share, [icc] * OUTCOMES, len(SIZES), DRAWS, rng), SIZES, rng)
            yield f"| {icc} | {share} | {marked([held(i, share) for i in four_ways(counts)])} |"
    yield MIXED_HEAD
    yield table("ICC of the outcome", "share", *NAMES)
    for share in SHARES:
        counts = drawn(chances(share, MIXED, len(SIZES), DRAWS, rng), SIZES, rng)
        per_outcome = np.array([held(i, share, axis=0) for i in four_ways(counts)])
        yield f"| {MIXED[0]} | {share} | {marked(per_outcome[:, 0])} |"
        yield f"| {MIXED[1]} | {share} | {marked(per_outcome[:, 1:].mean(axis=1))} |"


def finite(rng: np.random.Generator) -> Iterator[str]:
    yield table("ICC", "share", "Wilson", "average effect", "average effect, of an endless one")
    starts, people = np.r_[0, APPROACHED.cumsum()[:-1]], int(APPROACHED.sum())
    place = np.repeat(np.arange(len(APPROACHED)), APPROACHED)
    for icc in CORRELATIONS:
        for share in SHARES:
            theta = chances(share, [icc] * OUTCOMES, len(APPROACHED), TESTED, rng)
            answers = rng.random((TESTED, OUTCOMES, people)) < theta[:, :, place]
            answer = rng.permuted(np.arange(people)[None].repeat(TESTED, axis=0), axis=1) < 64
            counts = np.add.reduceat(answers & answer[:, None], starts, axis=-1, dtype=np.int64)
            sizes = np.add.reduceat(answer, starts, axis=-1, dtype=np.int64)
            sizes = np.broadcast_to(sizes[:, None], counts.shape)
            ways = (
                wilson_interval(counts.sum(axis=-1), 64, people),
                shown(counts, sizes, people),
                shown(counts, sizes),
            )
            truth = answers.mean(axis=-1)
            yield f"| {icc} | {share} | {marked([held(way, truth) for way in ways])} |"


def two_samples(
    kind: str, icc: float, pair: tuple[float, float], rng: np.random.Generator
) -> tuple[Counts, Counts]:
    """Counts and sizes: groups × draws × outcomes × workplaces of both."""
    places, iccs = len(SIZES), [icc] * OUTCOMES
    one = chances(pair[0], iccs, places, TESTED, rng)
    # What a workplace has more than others it has in both groups, on the scale of its share.
    same = np.clip(one + pair[1] - pair[0], 0, 1)
    if kind in ("waves", "same places"):
        other = same if kind == "same places" else chances(pair[1], iccs, places, TESTED, rng)
        sizes = np.stack([np.r_[SIZES, 0 * SIZES], np.r_[0 * SIZES, SIZES]])
        theta = np.concatenate([one, other], axis=-1)
        sizes = np.broadcast_to(sizes[:, None, None], (2, TESTED, OUTCOMES, 2 * places))
        return drawn(theta, sizes, rng), sizes
    if kind == "sectors":
        first = rng.binomial(SIZES, ONE_GROUP, (TESTED, 1, places))
    else:
        early = rng.permuted(np.arange(places)[None].repeat(TESTED, axis=0), axis=1) < EARLY
        first = (SIZES * early)[:, None]
    sizes = np.stack([first, SIZES - first])
    sizes = np.broadcast_to(sizes, (2, TESTED, OUTCOMES, places))
    return drawn(np.stack([one, same]), sizes, rng), sizes


def differences(rng: np.random.Generator) -> Iterator[str]:
    yield table("groups", "ICC", "shares", "interval", "p ≤ 0.05")
    for kind in ("waves", "same places", "sectors", "tranches"):
        for icc in (0.0, 0.1, 0.2, 0.3):
            for pair in PAIRS:
                if icc and kind != "waves" and pair[0] != pair[1]:
                    continue  # a share that is moved and cut off is not that share any more
                counts, sizes = two_samples(kind, icc, pair, rng)
                n = sizes.sum(axis=-1)
                sides = [
                    (counts[g].sum(axis=-1) / n[g], *shown(counts[g], sizes[g])) for g in (0, 1)
                ]
                low, high = newcombe_interval(*sides[0], *sides[1])
                strata = np.repeat([0, 1], len(SIZES)) if sizes.shape[-1] > len(SIZES) else None
                p = [
                    rao_scott_test(counts[:, d, 0], sizes[:, d, 0], 0.0, strata)[-1]
                    for d in range(TESTED if kind != "tranches" else 0)
                ]
                found = f"{100 * np.mean(np.array(p) <= 0.05):.1f}" if p else "–"
                cell = marked([held((low, high), pair[0] - pair[1])])
                yield f"| {kind} | {icc} | {pair[0]} and {pair[1]} | {cell} | {found} |"


def main() -> None:
    rng = np.random.default_rng(20261127)
    parts = (*one_sample(rng), FINITE_HEAD, *finite(rng), DIFFERENCE_HEAD, *differences(rng))
    Path(__file__).with_name("coverage.md").write_text("\n".join([HEAD, *parts]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
