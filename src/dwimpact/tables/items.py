"""Answers to the questions beside the levels as a reader sees them."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.items import option_label
from dwimpact.study.questionnaire.items import Item


def ranges_for_reading(table: pd.DataFrame, item: Item) -> pd.DataFrame:
    """An `item_ranges` table with its labels, without the share that was assumed.

    >>> list(dw.ranges_for_reading(dw.item_ranges(study, item), item))[:3]
    ['category', 'lowest', 'highest']
    """
    return items_for_reading(table.drop(columns="share"), item)


def items_for_reading(table: pd.DataFrame, item: Item) -> pd.DataFrame:
    """An `item_shares` table with its labels, and the row only where a scale has several.

    >>> list(dw.items_for_reading(dw.item_shares(study, item), item))[:3]
    ['category', 'n', 'missing']
    """
    made = table.assign(
        question=table["column"].map(item.rows),
        category=[option_label(item, option) for option in table["option"]],
    )
    named = ["group", "question", "category"] if item.statements else ["group", "category"]
    keys = [name for name in named if name in made]
    return made[[*keys, *table.columns.drop(["column", "option", "group"], errors="ignore")]]
