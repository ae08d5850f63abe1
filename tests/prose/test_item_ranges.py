"""What is said of shares and means of answers in a study without microdata."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from dwimpact.prose.item_ranges import NOTHING_KNOWN, REST_UNKNOWN, describe_item_ranges
from dwimpact.study.items import Item

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


@pytest.mark.parametrize(
    ("bounds", "exp"),
    [
        ((7.3, 8.02, 7.3, 8.02), "Uit de publicatie volgt een gemiddelde van 7,3 tot 8 bezoeken."),
        (
            (7.3, 7.31, 7, math.inf),
            "Uit de publicatie volgt een gemiddelde van 7,3 bezoeken (ruimer gelezen minstens 7).",
        ),
        (
            (9, math.inf, 9, math.inf),
            "Uit de publicatie volgt een gemiddelde van minstens 9 bezoeken.",
        ),
        ((0, math.inf, 0, math.inf), NOTHING_KNOWN),
    ],
)
def test_mean_of_a_number(bounds: tuple[float, ...], exp: str) -> None:
    assert describe_item_ranges(NO_RANGES, means(("visits", *bounds)), VISITS) == [exp]


def test_mean_of_a_row_of_a_scale_where_more_is_known_than_the_form_says() -> None:
    table = means(("opinion/safe", 2.35, 2.4, 2.35, 2.4), ("opinion/quiet", 1, 3, 1, 3))
    assert describe_item_ranges(NO_RANGES, table, OPINION) == [
        "Bij ‘Veilig’ volgt een gemiddelde van 2,4, op een schaal van 1 tot 3."
    ]


def test_rows_of_a_scale_with_the_same_mean_are_told_together() -> None:
    table = means(("opinion/safe", 2.35, 2.4, 2.35, 2.4), ("opinion/quiet", 2.36, 2.4, 2.36, 2.4))
    assert describe_item_ranges(NO_RANGES, table, OPINION) == [
        "Bij ‘Veilig’ en ‘Rustig’ volgt telkens een gemiddelde van 2,4, op een schaal van 1 tot 3."
    ]


def shares(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """Column, option, and between what the share lies, read in every way."""
    table = pd.DataFrame(rows, columns=["column", "option", "lowest", "highest"])
    wide = {"wide_lowest": table["lowest"], "wide_highest": table["highest"]}
    return table.assign(evidence="bounded", **wide)


def test_shares_follow_from_the_publication_row_by_row() -> None:
    table = shares(("opinion/safe", "twee", 0.4, 0.5), ("opinion/quiet", "drie", 0.2, 0.2))
    assert describe_item_ranges(table, means(), OPINION) == [
        "Uit de publicatie volgen aandelen bij ‘Veilig’ van ‘twee’ (40–50%) en bij ‘Rustig’ van "
        "‘drie’ (20%)."
    ]
    assert describe_item_ranges(table.assign(lowest=[0.4, 0]), means(), OPINION) == [
        "Uit de publicatie volgt een aandeel bij ‘Veilig’ van ‘twee’ (40–50%).",
        REST_UNKNOWN,
    ]
