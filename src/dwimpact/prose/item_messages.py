"""What the figure of a question beside the levels says, as its title (see messages.py)."""

from __future__ import annotations

import pandas as pd

from dwimpact.analysis.items.chosen import REST
from dwimpact.prose.items import each_quoted, option_label
from dwimpact.prose.messages import may_be_first, whichever
from dwimpact.prose.words import enumerate_in_words, upper_first, verb
from dwimpact.study.evidence import ASSUMED
from dwimpact.study.questionnaire.items import Item

LITTLE_KNOWN = "Wat mensen antwoordden, laat de publicatie vrijwel open"
HALF_OF_ASKED = 1 / 2


def message_of_item(shares: pd.DataFrame, item: Item) -> str:
    """Which answers are chosen most, of a scale which rows are judged highest or on which side of
    half they all are, beyond what intervals leave to chance; nothing where an answer that is not
    shown may be the first.

    `shares` is a `telling_shares` table.

    >>> dw.message_of_item(dw.telling_shares(study, item), item)
    ''
    """
    ranked = shares.sort_values("share", ascending=False, kind="stable")
    if shares.empty or not shows_all(shares, item):
        return ""
    if item.kind == "scale":
        return _judged(ranked, item)
    first = may_be_first(ranked)
    if first.empty or REST in set(first["option"]):  # any of the answers in it may be
        return ""
    unit = f" {item.unit}" if item.unit else ""
    named = enumerate_in_words(f"‘{option_label(item, o)}{unit}’" for o in first["option"])
    return f"{named} {verb(len(first), 'is', 'zijn')} het vaakst {how_chosen(item)}"


def message_of_known_item(ranges: pd.DataFrame, item: Item) -> str:
    """Which answer was surely chosen most, or which of two, also when the publication is read more
    widely; or that it says next to nothing of most answers.

    `ranges` is an `item_ranges` table.

    >>> dw.message_of_known_item(dw.item_ranges(study, item), item)
    ''
    """
    if len(ranges) and (ranges["evidence"] == ASSUMED).mean() > HALF_OF_ASKED:
        return LITTLE_KNOWN
    if ranges.empty or item.statements or not shows_all(ranges, item):
        return ""
    known = ranges.assign(
        smallest=ranges[["lowest", "wide_lowest"]].min(axis=1),
        largest=ranges[["highest", "wide_highest"]].max(axis=1),
    )
    return whichever(
        known,
        lambda rows: [f"‘{option_label(item, option)}’" for option in rows["option"]],
        "Geen antwoord",
        how_chosen(item),
    )


def shows_all(shares: pd.DataFrame, item: Item) -> bool:
    """Whether a table has every row of a scale, and of other questions every option, be it among
    those that are taken together.
    """
    if item.kind == "scale":
        return set(shares["column"]) == {*item.rows}
    options = set(shares["option"])
    return not item.options or options == {*item.options} or REST in options


def how_chosen(item: Item) -> str:
    """What one does with an answer: a number or date is named, another chosen."""
    return "gekozen" if item.options else "genoemd"


def _judged(ranked: pd.DataFrame, item: Item) -> str:
    """Of a scale: its highest rows, or on which side of half all are."""
    answers = each_quoted(item, ranked["option"].iloc[0])
    if len(first := may_be_first(ranked)):
        rows = enumerate_in_words(f"‘{item.rows[column]}’" for column in first["column"])
        return f"{rows} {verb(len(first), 'krijgt', 'krijgen')} het vaakst {answers}"
    sides = {
        "ten minste de helft": ranked["low"] >= HALF_OF_ASKED,
        "minder dan de helft": ranked["high"] < HALF_OF_ASKED,
    }
    part = next((part for part, sure in sides.items() if sure.all()), "")
    if not part:
        return ""
    each = f"Bij elke regel antwoordt {part}" if item.statements else f"{part} antwoordt"
    return f"{upper_first(each)} {answers}"
