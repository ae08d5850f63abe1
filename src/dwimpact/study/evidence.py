"""What a number of a study without microdata rests on."""

from __future__ import annotations

import pandas as pd

FIXED, BOUNDED, ASSUMED = EVIDENCE = ("fixed", "bounded", "assumed")
SAYS_NOTHING = 1 / 2  # a range of so much of all shares is no knowledge


def evidence_of(ranges: pd.DataFrame) -> pd.Series[str]:
    """What each count rests on: 'fixed' where one value agrees with what was published, 'bounded'
    where a range follows from it, 'assumed' where that is so wide that it says nothing.

    `ranges` has n, smallest and largest.

    >>> counts = {"n": [64] * 3, "smallest": [48, 33, 1], "largest": [48, 42, 44]}
    >>> dw.evidence_of(pd.DataFrame(counts))
    0      fixed
    1    bounded
    2    assumed
    dtype: str
    """
    width = (ranges["largest"] - ranges["smallest"]) / ranges["n"]
    made = pd.Series(BOUNDED, index=ranges.index, dtype="str").mask(width >= SAYS_NOTHING, ASSUMED)
    return made.mask(width == 0, FIXED)


def count_evidence(ranges: pd.DataFrame) -> tuple[int, int, int]:
    """How many of the counts are fixed, bounded and assumed: see `evidence_of`."""
    counts = evidence_of(ranges).value_counts().reindex(EVIDENCE, fill_value=0)
    fixed, bounded, assumed = (int(counts[kind]) for kind in EVIDENCE)
    return fixed, bounded, assumed
