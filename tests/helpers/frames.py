"""Frames as plain values, to compare with what is expected."""

from __future__ import annotations

import pandas as pd


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """The rows as plain values, what is missing as None."""
    objects = frame[list(columns)].astype(object)
    return list(objects.where(objects.notna(), None).itertuples(index=False, name=None))


def shares_of(n: int, group: str = "all", **counts: int) -> pd.DataFrame:
    """A figure table of one level, with what prose looks at."""
    table = pd.DataFrame({"outcome": list(counts), "count": list(counts.values())})
    share = table["count"] / n if n else float("nan")
    return table.assign(group=group, level="school", n=n, missing=1, share=share)
