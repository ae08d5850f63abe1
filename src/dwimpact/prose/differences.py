"""Sentences about differences between groups, and what chance can explain of them."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from typing import Any

import pandas as pd

from dwimpact.analysis.differences import FISHER, HALTON, PERMUTATION, RAO_SCOTT
from dwimpact.prose.words import enumerate_in_words, verb
from dwimpact.statistics import percentage
from dwimpact.study.study import Study

SIGNIFICANT = 0.05
AMONG_MENTIONS = "Vergeleken is alleen wie het noemde."
TEST_NAMES = {
    FISHER: "exacte toets van Fisher",
    HALTON: "exacte toets van Fisher, Freeman en Halton",
    RAO_SCOTT: "toets van Rao en Scott",
    PERMUTATION: "permutatietoets",
}
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


def name_of_test(differences: pd.DataFrame, groups: Sized) -> str:
    """The name of the test of a table of differences: the exact one of so many groups where the
    table does not say, or is empty.
    """
    exact = HALTON if len(groups) > 2 else FISHER
    told = differences["test"].tolist() if "test" in differences else []
    return TEST_NAMES[next(iter(told), exact)]


def describe_comparison(shares: pd.DataFrame, study: Study, differences: pd.DataFrame) -> str:
    """How a table that sets the groups of a `mention_shares` table side by side is to be read, with
    how they differ (`group_differences`).

    >>> shares = study.mention_shares("student", "sector_group")
    >>> differences = dw.group_differences(study, "student", "sector_group")
    >>> dw.describe_comparison(shares, study, differences)[:60]
    'Per groep: aandeel met 95%-interval (Wilson, eindige populat'
    """
    groups = shares["group"].unique()
    between = ", van laagste tot hoogste aandeel" if len(groups) > 2 else ""
    return (
        f"Per groep: aandeel met 95%-interval (Wilson, {describe_basis(study)}). Verschil in "
        f"procentpunten{between}; p volgens de {name_of_test(differences, groups)} met "
        f"Holm-correctie over deze tabel{upwards(differences)}."
    )


def upwards(differences: pd.DataFrame) -> str:
    """What has to be said of p in a table of differences whose test reckons with the design."""
    designed = {RAO_SCOTT, PERMUTATION}.intersection(differences.get("test", ()))
    return ", naar boven afgerond" if designed else ""


def describe_basis(study: Study) -> str:
    """What intervals of a study reckon with, in a few words.

    >>> dw.describe_basis(study)
    'eindige populatie, met ontwerpeffect van werkplaats'
    """
    if study.settings.design.target == "process":
        finite = "zonder correctie voor een eindige populatie"
    elif study.population is None:
        finite = (
            "zonder correctie voor een eindige populatie, omdat niet bekend is hoeveel mensen per "
            "groep zijn benaderd"
        )
    else:
        finite = "eindige populatie"
    if not study.clusters:
        return finite
    return f"{finite}, met ontwerpeffect van {study.questionnaire.variable(study.clusters).label}"


def _chance(differences: pd.DataFrame, phrases: Mapping[str, str], groups: Sized) -> str:
    """Which differences chance cannot explain, by which test."""
    test = f"{name_of_test(differences, groups)}, Holm-correctie"
    clear = differences[differences["p_holm"] <= SIGNIFICANT]
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
