"""One test of a whole block of ticks between groups: multiple marginal independence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc, fdtrc

from dwimpact.inference.clusters import pearson
from dwimpact.statistics import TIE, Floats

DRAWS, AT_ONCE = 4999, 200


@dataclass(frozen=True)
class MarginalIndependence:
    """Whether groups tick any of the items of a block in other shares.

    `statistic` is the sum of Pearson's X² over the items, `p` that of the second-order correction
    of Rao and Scott with its `scaled` statistic and `df` (of clusters with an F, as that of one
    item), `bootstrap_p` that of `draws` draws, with the standard error that follows from their
    number.
    """

    statistic: float
    scaled: float
    df: float
    p: float
    bootstrap_p: float
    draws: int

    @property
    def bootstrap_error(self) -> float:
        """The standard error of `bootstrap_p`."""
        return float(np.sqrt(self.bootstrap_p * (1 - self.bootstrap_p) / self.draws))


def marginal_independence(
    ticks: npt.ArrayLike,
    groups: npt.ArrayLike,
    draws: int = DRAWS,
    seed: int = 0,
    clusters: npt.ArrayLike | None = None,
    fraction: float = 0.0,
    sampled: int = 0,
) -> MarginalIndependence:
    """The test that groups tick every item in the same share, all items together.

    `ticks` is people × items (0 or 1), `groups` the group of each. An item that everybody or
    nobody ticks adds nothing, neither in the answers nor in a draw: a draw is kept, where MRCV
    leaves it out and so overstates how far draws lie from independence. Draws take whole people,
    so that items stay together, and deal them over groups of the same size.

    With `clusters`, what each of the people sits in, the correction takes the covariance of these
    clusters, and a `fraction` of the population that answered off it; there is no bootstrap then.
    `sampled` is how many clusters the sample has, where some have none of these people.

    Source: Bilder, Loughin and Nettleton (2000), Communications in Statistics - Simulation and
    Computation 29; Bilder and Loughin (2004), Biometrics 60, with its appendix A.
    """
    y, codes = np.asarray(ticks, float), np.unique(np.asarray(groups), return_inverse=True)[1]
    sizes = np.bincount(codes).astype(float)
    if len(sizes) < 2 or not len(y):
        return MarginalIndependence(0.0, 0.0, 0.0, 1.0, 1.0, draws)
    inside = np.eye(len(sizes))[codes]
    observed = float(_statistic(inside.T @ y, sizes))
    design = None if clusters is None else np.unique(np.asarray(clusters), return_inverse=True)[1]
    most = 0 if design is None else max(int(design.max()) + 1, sampled)
    if most == 1:  # a single cluster says nothing
        return MarginalIndependence(observed, 0.0, 0.0, 1.0, float("nan"), 0)
    scaled, df = _second_order(y, inside, sizes, observed, design, fraction, most)
    order = np.repeat(np.arange(len(sizes)), sizes.astype(int))
    p = float(chdtrc(df, scaled)) if df else 1.0
    if df and design is not None:
        p = float(fdtrc(df, df * design.max(), scaled / df)) if design.max() else 1.0
    if design is not None or fraction:
        return MarginalIndependence(observed, scaled, df, p, float("nan"), 0)
    drawn = _drawn(y, np.eye(len(sizes))[order], sizes, draws, seed)
    as_far = int((drawn >= observed * (1 - TIE)).sum())
    return MarginalIndependence(observed, scaled, df, p, (as_far + 1) / (draws + 1), draws)


def _statistic(counts: Floats, sizes: Floats) -> Floats:
    """The sum of X² over items; counts are … × groups × items."""
    by_item = np.swapaxes(counts, -1, -2)
    return pearson(by_item, np.broadcast_to(sizes, by_item.shape)).sum(axis=-1)


def _second_order(
    y: Floats,
    inside: Floats,
    sizes: Floats,
    observed: float,
    clusters: npt.NDArray[np.intp] | None,
    fraction: float,
    sampled: int,
) -> tuple[float, float]:
    """The statistic scaled, and its degrees of freedom: under independence the statistic is a sum
    of chi-squares weighted by eigenvalues, here of one of the same mean and variance.
    """
    n, share = len(y), y.mean(axis=0)
    varies = (share > 0) & (share < 1)
    y, share = y[:, varies], share[varies]
    items, groups = y.shape[1], len(sizes)
    if not items:
        return 0.0, 0.0
    # What each of the people adds to the share of an item in its group, and the covariance of
    # those shares; the groups differ from the total by H, with D the variance of each difference.
    own = inside[:, :, None] * (y[:, None, :] - (inside.T @ y / sizes[:, None])[None])
    added = (own / sizes[None, :, None]).reshape(n, groups * items)
    if clusters is not None:
        of_cluster = np.eye(clusters.max() + 1)[clusters].T @ added
        added = of_cluster * np.sqrt(sampled / (sampled - 1))
    v = (1 - fraction) * n * added.T @ added
    part = np.ones((groups, 1)) @ (sizes / n)[None]
    h = np.eye(groups * items) - np.kron(part, np.eye(items))
    d = np.repeat(n / sizes, items) * np.tile(share * (1 - share), groups)
    delta = (h @ v @ h.T) / d[:, None]
    first, second = np.trace(delta), np.trace(delta @ delta)
    if clusters is None and not fraction:
        first = (groups - 1) * items  # what it is of independent people, as in the source
    return float(first * observed / second), float(first**2 / second)


def _drawn(y: Floats, inside: Floats, sizes: Floats, draws: int, seed: int) -> Floats:
    """The statistic of people drawn with replacement, in groups of the same size."""
    rng = np.random.default_rng(seed)
    found = []
    for start in range(0, draws, AT_ONCE):
        chosen = rng.integers(0, len(y), (min(AT_ONCE, draws - start), len(y)))
        found.append(_statistic(np.einsum("pg,dpi->dgi", inside, y[chosen]), sizes))
    return np.concatenate(found)
