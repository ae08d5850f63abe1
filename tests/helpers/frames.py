"""Frames as plain values, to compare with what is expected."""

from __future__ import annotations

import pandas as pd


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """The rows as plain values, what is missing as None."""
    objects = frame[list(columns)].astype(object)
    return list(objects.where(objects.notna(), None).itertuples(index=False, name=None))
