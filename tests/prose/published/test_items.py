"""What is said of shares and means of answers in a study without microdata."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from sentences import Said

from dwimpact.prose.published.items import describe_item_ranges
from dwimpact.study.questionnaire.items import Item

VISITS = Item.model_validate(
    {"code": "visits", "label": "Bezoeken", "kind": "number", "unit": "bezoeken"}
)
OPINION = Item.model_validate(
    {
        "code": "opinion",
        "label": "Mening",
        "kind": "scale",
        "rows": [{"code": "safe", "label": "Veilig"}, {"code": "quiet", "label": "Rustig"}],
        "options": [{"code": c, "label": c} for c in ("een", "twee", "drie")],
    }
)
NO_RANGES = pd.DataFrame(columns=["column", "option", "lowest", "highest"])


def means(*rows: tuple[Any, ...]) -> pd.DataFrame:
    columns = ["column", "lowest", "highest", "wide_lowest", "wide_highest"]
    return pd.DataFrame(rows, columns=columns)


def test_mean_of_a_number(said: Said) -> None:
    some = (7.3, 8.02, 7.3, 8.02), (7.3, 7.31, 7, math.inf), (9, math.inf, 9, math.inf)
    for bounds in (*some, (0, math.inf, 0, math.inf)):
        said(describe_item_ranges, NO_RANGES, means(("visits", *bounds)), VISITS)


def test_mean_of_a_row_of_a_scale_where_more_is_known_than_the_form_says(said: Said) -> None:
    table = means(("opinion/safe", 2.35, 2.4, 2.35, 2.4), ("opinion/quiet", 1, 3, 1, 3))
    said(describe_item_ranges, NO_RANGES, table, OPINION)


def test_rows_of_a_scale_with_the_same_mean_are_told_together(said: Said) -> None:
    table = means(("opinion/safe", 2.35, 2.4, 2.35, 2.4), ("opinion/quiet", 2.36, 2.4, 2.36, 2.4))
    said(describe_item_ranges, NO_RANGES, table, OPINION)


def shares(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """Column, option, and between what the share lies, read in every way."""
    table = pd.DataFrame(rows, columns=["column", "option", "lowest", "highest"])
    wide = {"wide_lowest": table["lowest"], "wide_highest": table["highest"]}
    return table.assign(evidence="bounded", **wide)


def test_shares_follow_from_the_publication_row_by_row(said: Said) -> None:
    table = shares(("opinion/safe", "twee", 0.4, 0.5), ("opinion/quiet", "drie", 0.2, 0.2))
    said(describe_item_ranges, table, means(), OPINION)
    said(describe_item_ranges, table.assign(lowest=[0.4, 0]), means(), OPINION)
