"""Which place outcomes can have in a ranking, from how far their shares can differ."""

from __future__ import annotations

import pandas as pd

from dwimpact.study.edition import ALL

PLACE_COLUMNS = ["level", "outcome", "best", "worst"]


def possible_places(differences: pd.DataFrame) -> pd.DataFrame:
    """The best and worst place that each outcome of a level can have among all respondents.

    `differences` has rows of `study.known_differences`: level, outcome, group, than_outcome,
    lowest, highest. One row per level and outcome: best (1 and those that are surely mentioned
    more), worst (the number of outcomes less those that are surely mentioned less).

    >>> dw.possible_places(study.known_differences).query("level == 'student'")["best"].tolist()
    [1, 2, 4, 3, 4]
    """
    pairs = differences[(differences["group"] == ALL) & (differences["than_group"] == ALL)]
    turned = pairs.assign(
        outcome=pairs["than_outcome"],
        than_outcome=pairs["outcome"],
        lowest=-pairs["highest"],
        highest=-pairs["lowest"],
    )
    both = pd.concat([pairs, turned])
    both = both.assign(above=both["highest"] < 0, below=both["lowest"] > 0)
    rows = both.groupby(["level", "outcome"], sort=False)
    found, others = rows[["above", "below"]].sum(), rows.size()
    places = found.assign(best=1 + found["above"], worst=1 + others - found["below"])
    # A level's last outcome is only ever the second of a pair: it comes after the others.
    levels = {level: n for n, level in enumerate(pairs["level"].unique())}
    places = places.reset_index().sort_values(
        "level", key=lambda level: level.map(levels), kind="stable"
    )
    return places[PLACE_COLUMNS].reset_index(drop=True)
