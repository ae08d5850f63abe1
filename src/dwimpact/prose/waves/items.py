"""Sentences about two waves of the questions beside the levels."""

from __future__ import annotations

import pandas as pd

from dwimpact.analysis.waves.items import DIFFERENCE
from dwimpact.analysis.waves.two_waves import EARLIER, LATER
from dwimpact.prose.items import FEW, decimal, each_quoted, option_label
from dwimpact.prose.waves.two_waves import describe_wave_differences
from dwimpact.prose.words import enumerate_in_words
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import Questionnaire, codes


def describe_wave_item(
    shares: pd.DataFrame, differences: pd.DataFrame, means: pd.DataFrame, item: Item
) -> list[str]:
    """The largest differences between the waves of a `wave_item_shares` table, and whether chance
    can explain them; of a number how its mean (`wave_means`) differs.

    >>> none = pd.DataFrame(columns=["column", "option", "group"])
    >>> dw.describe_wave_item(none, none, none, item)[0][:31]
    'De antwoorden op deze vraag wor'
    """
    if DIFFERENCE in means.index:
        return _means(means, item)
    if shares.empty:
        return [FEW]
    if item.kind != "scale":
        called = {code: f"‘{option_label(item, code)}’" for code in shares["option"].unique()}
        return describe_wave_differences(*_by("option", shares, differences), called)
    called = {code: f"‘{item.rows[code]}’" for code in shares["column"].unique()}
    who = f"Vergeleken is wie {each_quoted(item, shares['option'].iloc[0])} antwoordde."
    return [who, *describe_wave_differences(*_by("column", shares, differences), called)]


def describe_items_apart(
    earlier: Questionnaire, later: Questionnaire, shared: Questionnaire
) -> list[str]:
    """Which questions both asked and are not compared, as texts and dates, or asked in another way;
    nothing where there are none.

    >>> dw.describe_items_apart(form, form, form)
    []
    """
    asked, compared = codes(earlier.items), codes(shared.items)
    apart = [
        f"‘{item.label}’"
        for item in later.items
        if item.code in asked and item.code not in compared
    ]
    return [f"Niet naast elkaar te zetten: {enumerate_in_words(apart)}."] if apart else []


def _by(
    key: str, shares: pd.DataFrame, differences: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables with what is compared in the column 'outcome'."""
    return shares.rename(columns={key: "outcome"}), differences.rename(columns={key: "outcome"})


def _means(means: pd.DataFrame, item: Item) -> list[str]:
    said = {str(name): [decimal(value) for value in row] for name, row in means.T.items()}
    unit = f" {item.unit}" if item.unit else ""
    later, earlier, (difference, low, high) = (said[n] for n in (LATER, EARLIER, DIFFERENCE))
    return [
        f"Het gemiddelde is {later[0]}{unit} (95%-interval {later[1]} tot {later[2]}) in de "
        f"nieuwste meting, tegen {earlier[0]} ({earlier[1]} tot {earlier[2]}) in de vorige.",
        f"Het verschil is {difference}, met een 95%-interval van {low} tot {high}.",
    ]
