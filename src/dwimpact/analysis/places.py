"""Which place outcomes can have in a ranking, from how far their shares can differ."""

from __future__ import annotations

import pandas as pd

from dwimpact.study.edition import ALL

RANKED, PLACE_COLUMNS = ["level", "outcome"], ["best", "worst"]


def possible_places(differences: pd.DataFrame) -> pd.DataFrame:
    """The best and worst place that each outcome of a level can have among all respondents.

    `differences` has rows of `study.known_differences`: level, outcome, group, than_outcome,
    lowest, highest. One row per level and outcome: best (1 and those that are surely mentioned
    more), worst (the number of outcomes less those that are surely mentioned less), and the same
    (wide_best, wide_worst) where the bounds of the wide reading stand beside.

    >>> dw.possible_places(study.known_differences).query("level == 'student'")["best"].tolist()
    [1, 2, 4, 3, 4]
    """
    pairs = differences[(differences["group"] == ALL) & (differences["than_group"] == ALL)]
    places = _places(pairs, pairs["lowest"], pairs["highest"])
    if "wide_lowest" in pairs and pairs["wide_lowest"].notna().all():
        wide = _places(pairs, pairs["wide_lowest"], pairs["wide_highest"])
        places = places.join(wide[PLACE_COLUMNS].add_prefix("wide_"))
    return places


def _places(
    pairs: pd.DataFrame, lowest: pd.Series[float], highest: pd.Series[float]
) -> pd.DataFrame:
    """level, outcome, best, worst: of pairs of outcomes with between what they differ."""
    one = pairs[RANKED].assign(above=highest < 0, below=lowest > 0)
    other = pairs[["level", "than_outcome"]].assign(above=lowest > 0, below=highest < 0)
    both = pd.concat([one, other.rename(columns={"than_outcome": "outcome"})])
    rows = both.groupby(RANKED, sort=False)
    found, others = rows[["above", "below"]].sum(), rows.size()
    places = found.assign(best=1 + found["above"], worst=1 + others - found["below"])
    # A level's last outcome is only ever the second of a pair: it comes after the others.
    levels = {level: n for n, level in enumerate(pairs["level"].unique())}
    places = places.reset_index().sort_values(
        "level", key=lambda level: level.map(levels), kind="stable"
    )
    return places[[*RANKED, *PLACE_COLUMNS]].reset_index(drop=True)
