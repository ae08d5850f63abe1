"""Numbers and dates as classes of equal width."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from dwimpact.analysis.items.chosen import CLASS_SIGN, PERIODS

MOST_CLASSES = 8


def classes_of(values: pd.Series) -> Iterator[pd.Series]:
    """The values as classes, the finest first."""
    if values.empty:
        return
    if pd.api.types.is_datetime64_any_dtype(values):
        for period, form in PERIODS.items():
            every = pd.period_range(values.min(), values.max(), freq=period).strftime(form)
            yield values.dt.strftime(form).astype(pd.CategoricalDtype(list(every)))
        return
    for classes in range(MOST_CLASSES, 1, -1):
        edges = _round_edges(values.min(), values.max(), classes)
        names = [f"{low:g}{CLASS_SIGN}{high:g}" for low, high in pairwise(edges)]
        yield pd.cut(values, edges, right=False, labels=names)


def _round_edges(low: float, high: float, classes: int) -> list[float]:
    """Edges of at most so many classes of a width of 1, 2 or 5 times a power of ten."""
    span = max(high - low, 1e-9)
    power = 10 ** np.floor(np.log10(span / classes))
    widths = (power * step for step in (1, 2, 5, 10, 20))
    width = next(w for w in widths if np.floor(high / w) - np.floor(low / w) + 1 <= classes)
    first, last = np.floor(low / width), np.floor(high / width) + 1
    return [float(round(edge * width, 10)) for edge in np.arange(first, last + 1)]
