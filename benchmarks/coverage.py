"""How often intervals of clustered respondents hold the truth: writes benchmarks/coverage.md.

    .venv/bin/python benchmarks/coverage.py

Populations are drawn: 64 respondents in 19 workplaces of the sizes of the shipped study, who
mention five outcomes, with what people of a workplace have in common (the intraclass correlation,
ICC) from 0 to 0.3 by a beta-binomial. Each cell is 4,000 draws of five outcomes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from dwimpact.inference.clusters import cluster_effect, few_clusters
from dwimpact.statistics import korn_graubard_interval, wilson_interval

SIZES = np.array([1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5, 7])
CORRELATIONS = (0.0, 0.05, 0.1, 0.2, 0.3)
SHARES = (0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9)
DRAWS, OUTCOMES = 4000, 5
NAMES = ("Wilson", "average effect", "own effect", "Korn-Graubard")
HEAD = """# How often intervals hold the truth

Made by `benchmarks/coverage.py`: 64 respondents in 19 workplaces, five outcomes of the same share,
4,000 draws per cell (a standard error of at most 0.4 points, less for the five outcomes together).
Wilson counts people as independent. 'Average effect' is what the pages show: Wilson's interval,
wider by the average design effect of the five outcomes (rounded up to a tenth) and by Student's t.
'Own effect' takes that of each outcome. Outside 93 to 97% is **bold**.
"""


def drawn(share: float, icc: float, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Counts of draws × outcomes × workplaces."""
    shape = (DRAWS, OUTCOMES, len(SIZES))
    if not icc:
        return rng.binomial(SIZES, share, shape)
    scale = (1 - icc) / icc
    return rng.binomial(SIZES, rng.beta(share * scale, (1 - share) * scale, shape))


def coverage(share: float, icc: float, rng: np.random.Generator) -> list[float]:
    """The part of intervals that hold the share, by each way of making them."""
    counts = drawn(share, icc, rng)
    found = cluster_effect(counts, np.broadcast_to(SIZES, counts.shape))
    n, k = SIZES.sum(), counts.sum(axis=-1)
    few = few_clusters(len(SIZES) - 1, n)
    own = np.fmax(np.nan_to_num(found.deff, nan=1.0), 1.0)
    usual = np.nanmean(np.where(np.isnan(found.deff).all(axis=1)[:, None], 1.0, found.deff), axis=1)
    usual = np.ceil(np.fmax(usual, 1.0).round(9) * 10) / 10
    intervals = (
        wilson_interval(k, n),
        wilson_interval(k, n, effect=usual[:, None] * few),
        wilson_interval(k, n, effect=own * few),
        korn_graubard_interval(found.share, found.effective_n),
    )
    return [float(((low <= share) & (share <= high)).mean()) for low, high in intervals]


def main() -> None:
    rng = np.random.default_rng(20261127)
    lines = [HEAD, f"| ICC | share | {' | '.join(NAMES)} |", "|---|---|" + "---|" * len(NAMES)]
    for icc in CORRELATIONS:
        for share in SHARES:
            cells = [f"{100 * c:.1f}" for c in coverage(share, icc, rng)]
            marked = [c if 93 <= float(c) <= 97 else f"**{c}**" for c in cells]
            lines.append(f"| {icc} | {share} | {' | '.join(marked)} |")
    Path(__file__).with_name("coverage.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
