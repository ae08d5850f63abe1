"""Sentences about differences between groups, and what chance can explain of them."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from typing import Any

import pandas as pd

from dwimpact.prose.words import enumerate_in_words, verb
from dwimpact.statistics import percentage
from dwimpact.study.study import Study

SIGNIFICANT = 0.05
NOTEWORTHY = 0.10  # a smaller difference between groups is not singled out in the text


def describe_differences(
    shares: pd.DataFrame,
    differences: pd.DataFrame,
    phrases: Mapping[str, str],
    names: Mapping[Any, str],
) -> list[str]:
    """The largest differences between groups, and whether chance can explain them.

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
    table = differences.assign(size=differences["difference"].abs())
    largest = table.sort_values("size", ascending=False, kind="stable").head(2)
    ranked = shares.sort_values("share", ascending=False, kind="stable")
    sentences = []
    for position, outcome in enumerate(largest["outcome"][largest["size"] >= NOTEWORTHY]):
        sides = ranked[ranked["outcome"] == outcome].iloc[[0, -1]]
        start = "Ook bij" if position else "Het grootste verschil zit bij"
        sentences.append(
            f"{start} {phrases[str(outcome)]}{' is er verschil' if position else ''}: "
            + " tegen ".join(
                f"{percentage(s['count'], s['n'])}% ({names[s['group']]})"
                for _, s in sides.iterrows()
            )
            + "."
        )
    if not sentences:
        sentences.append(
            f"De verschillen tussen {enumerate_in_words(names.values())} zijn klein: overal "
            f"minder dan {100 * NOTEWORTHY:.0f} procentpunten."
        )
    return [*sentences, _chance(table, phrases, names)]


def exact_test(groups: Sized) -> str:
    """The name of the test that compares so many groups."""
    return f"exacte toets van Fisher{', Freeman en Halton' if len(groups) > 2 else ''}"


def describe_comparison(shares: pd.DataFrame, study: Study) -> str:
    """How a table that sets the groups of a `mention_shares` table side by side is to be read.

    >>> shares = study.mention_shares("student", "sector_group")
    >>> dw.describe_comparison(shares, study)[:60]
    'Per groep: aandeel met 95%-interval (Wilson, eindige populat'
    """
    groups = shares["group"].unique()
    correction = (
        "eindige populatie"
        if study.population is not None
        else "zonder correctie voor een eindige populatie, omdat niet bekend is hoeveel mensen per "
        "groep zijn benaderd"
    )
    between = ", van laagste tot hoogste aandeel" if len(groups) > 2 else ""
    return (
        f"Per groep: aandeel met 95%-interval (Wilson, {correction}). Verschil in procentpunten"
        f"{between}; p volgens de {exact_test(groups)} met Holm-correctie."
    )


def _chance(differences: pd.DataFrame, phrases: Mapping[str, str], groups: Sized) -> str:
    """Which differences chance cannot explain, by which test."""
    test = f"{exact_test(groups)}, Holm-correctie"
    clear = differences[differences["p_holm"] < SIGNIFICANT]
    if clear.empty:
        return (
            "Bij deze aantallen kan toeval alle verschillen verklaren: geen enkel verschil is "
            f"statistisch significant ({test})."
        )
    named = enumerate_in_words(phrases[str(outcome)] for outcome in clear["outcome"])
    return (
        f"Statistisch significant {verb(len(clear), 'is het verschil', 'zijn de verschillen')} "
        f"bij {named} ({test})."
    )
