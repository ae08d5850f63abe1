"""Sentences about differences between groups, and what chance can explain of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dwimpact.prose.words import enumerate_in_words, number_in_words, upper_first, verb
from dwimpact.statistics import percentage

SIGNIFICANT = 0.05
AMONG_MENTIONS = "Vergeleken is alleen wie het noemde."
NAMED_IN_TEXT = 3  # of more differences than these the table says which
NOTEWORTHY = 0.10  # a smaller difference between groups is not singled out in the text


def describe_differences(
    shares: pd.DataFrame,
    differences: pd.DataFrame,
    phrases: Mapping[str, str],
    names: Mapping[Any, str],
) -> list[str]:
    """The largest differences between groups, and whether chance can explain them; that there is
    none where that is exactly so.

    `differences` is what `compare_groups` makes of `shares`; `names` is the Dutch name of each
    group, by its code.

    >>> shares = study.mention_shares("student", "sector_group")
    >>> differences, phrases = dw.compare_groups(shares), form.outcome_phrases("student")
    >>> dw.describe_differences(shares, differences, phrases, dw.group_labels(form))[0][:42]
    'Het grootste verschil zit bij de link tuss'
    """
    if differences.empty:
        return ["Er zijn geen twee groepen die groot genoeg zijn om te vergelijken."]
    names = {group: names[group] for group in shares["group"].drop_duplicates()}
    if not differences["difference"].any():
        return [f"Tussen {enumerate_in_words(names.values())} is er geen verschil."]
    table = differences.assign(size=differences["difference"].abs())
    largest = table.sort_values("size", ascending=False, kind="stable").head(2)
    ranked = shares.sort_values("share", ascending=False, kind="stable")
    own = len(shares.drop_duplicates(["group", "n"])) > len(names)
    sentences = []
    for position, outcome in enumerate(largest["outcome"][largest["size"] >= NOTEWORTHY]):
        sides = ranked[ranked["outcome"] == outcome].iloc[[0, -1]]
        start = "Ook bij" if position else "Het grootste verschil zit bij"
        sentences.append(
            f"{start} {phrases[str(outcome)]}{' is er verschil' if position else ''}: "
            + " tegen ".join(_side(s, names, own=own) for _, s in sides.iterrows())
            + "."
        )
    if not sentences:
        sentences.append(
            f"De verschillen tussen {enumerate_in_words(names.values())} zijn klein: overal "
            f"minder dan {100 * NOTEWORTHY:.0f} procentpunten."
        )
    return [*sentences, _chance(table, phrases)]


def describe_answer_differences(
    shares: pd.DataFrame,
    differences: pd.DataFrame,
    phrases: Mapping[str, str],
    answers: Mapping[str, str],
    names: Mapping[Any, str],
) -> list[str]:
    """As `describe_differences`, of a status or nature among those who mention an outcome;
    `answers` is code → label.

    >>> shares = dw.shown_shares(study, "student", "sector_group", "nature")
    >>> found = dw.group_differences(study, "student", "sector_group", "nature")
    >>> words = form.outcome_phrases("student"), dw.category_labels(form, "nature")
    >>> dw.describe_answer_differences(shares, found, *words, dw.group_labels(form))[0][:64]
    'Het grootste verschil zit bij de tevredenheid van studenten (‘Ni'
    """
    called = {
        f"{outcome}/{answer}": f"{phrase} (‘{label}’)"
        for outcome, phrase in phrases.items()
        for answer, label in answers.items()
    }
    named, compared = (
        table if table.empty else table.assign(outcome=_answered(table))
        for table in (shares, differences)
    )
    return describe_differences(named, compared, called, names)


def _answered(table: pd.DataFrame) -> pd.Series[str]:
    return table["outcome"].astype(str) + "/" + table["category"].astype(str)


def _side(row: pd.Series[Any], names: Mapping[Any, str], *, own: bool) -> str:
    """'66% (hbo)', or with what it is of where groups have `own` bases: '67% (hbo; 14 van 21)'."""
    of = f"; {row['count']} van {row['n']}" if own else ""
    return f"{percentage(row['count'], row['n'])}% ({names[row['group']]}{of})"


def describe_comparison(shares: pd.DataFrame) -> str:
    """How a table that sets the groups of a `mention_shares` table side by side is to be read.

    >>> dw.describe_comparison(study.mention_shares("student", "sector_group"))[:60]
    'Tussen haakjes staat het 95%-interval. Verschil in procentpu'
    """
    between = ", van laagste tot hoogste aandeel" if shares["group"].nunique() > 2 else ""
    return (
        f"Tussen haakjes staat het 95%-interval. Verschil in procentpunten{between}, berekend "
        "vóór het afronden. Of een verschil toeval kan zijn, is getoetst, en anders dan het "
        "interval houdt die toets rekening met hoeveel er is vergeleken: zie de bijlage "
        "Verantwoording van het rapport. Een streepje: er is geen verschil."
    )


def beyond_chance(tests: pd.DataFrame) -> pd.Series[bool]:
    """Of which rows chance does not explain what was tested, by Holm's p."""
    return tests["p_holm"] <= SIGNIFICANT


def _chance(differences: pd.DataFrame, phrases: Mapping[str, str]) -> str:
    """Which differences chance does not explain."""
    clear = differences[beyond_chance(differences)]
    if clear.empty:
        several = "Deze verschillen kunnen allemaal toeval zijn."
        return several if len(differences) > 1 else "Dit verschil kan toeval zijn."
    larger = "groter dan door toeval is te verwachten"
    every = number_in_words(len(differences))
    if len(clear) == len(differences) > NAMED_IN_TEXT:
        return f"Alle {every} verschillen zijn {larger}."
    if len(clear) > NAMED_IN_TEXT:
        some = upper_first(number_in_words(len(clear)))
        return f"{some} van de {every} verschillen zijn {larger}; de tabel laat zien welke."
    named = enumerate_in_words(phrases[str(outcome)] for outcome in clear["outcome"])
    return (
        f"{verb(len(clear), 'Het verschil', 'De verschillen')} bij {named} "
        f"{verb(len(clear), 'is', 'zijn')} {larger}."
    )
