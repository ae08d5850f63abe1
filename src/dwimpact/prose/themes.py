"""Sentences about the themes of open answers."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.words import count_of, enumerate_in_words, lower_first, number_in_words, verb
from dwimpact.statistics import half_up


def describe_themes(shares: pd.DataFrame, coded: pd.DataFrame) -> list[str]:
    """What is written about most, level by level (a `theme_shares_of_levels` table).

    >>> codebook = dw.read_codebook(study)
    >>> coded = dw.code_answers(study.open_answers, codebook)
    >>> shares = dw.theme_shares_of_levels(coded, study, codebook)
    >>> dw.describe_themes(shares, coded)[0][:50]
    'Wat mensen schrijven, gaat het vaakst op instellin'
    """
    top = shares.sort_values("count", ascending=False, kind="stable").drop_duplicates("group")
    top = top.sort_index()
    parts = [
        f"op {row['group']} over {lower_first(row['theme'])} ({count_of(row)})"
        for _, row in top.iterrows()
    ]
    themes = coded.groupby(["respondent", "level"], observed=True)["coded"].sum()
    none, every = int((themes == 0).sum()), len(themes)
    has = verb(none, "heeft", "hebben")
    without = f"{number_in_words(none)} van de {every} antwoorden {has} er geen"
    if not none:
        without = f"alle {every} antwoorden hebben er ten minste één"
    return [
        f"Wat mensen schrijven, gaat het vaakst {enumerate_in_words(parts)}.",
        f"Een antwoord kan meer dan één thema hebben; {without}.",
    ]


def describe_coding(agreement: pd.DataFrame) -> list[str]:
    """How the answers got their themes, and how far rule and hand agree (an `agreement` table).

    >>> columns = ["theme", "answers", "by_rule", "by_hand", "agreed", "kappa", "kappa_low"]
    >>> dw.describe_coding(pd.DataFrame(columns=columns))
    ["De thema's zijn toegekend met regels: woorden in al hun vormen, en vaste uitdrukkingen."]
    """
    sentences = [
        "De thema's zijn toegekend met regels: woorden in al hun vormen, en vaste uitdrukkingen."
    ]
    if agreement.empty:
        return sentences
    n, kappas = int(agreement["n"].max()), agreement["kappa"].dropna()
    sentences.append(
        f"{n} {verb(n, 'antwoord is', 'antwoorden zijn')} met de hand gecodeerd; daar geldt wat "
        "de codeur vond."
    )
    if len(kappas):
        lows = agreement["kappa_low"].dropna()
        low, high = (str(half_up(k, 2)).replace(".", ",") for k in (lows.min(), lows.max()))
        between = low if low == high else f"{low} tot {high}, naar thema"
        sentences.append(
            f"De kappa van regels en codeur is met 95% zekerheid ten minste {between} (1 is "
            "volledige overeenstemming, 0 wat toeval geeft; interval van Donner en Eliasziw)."
        )
    return sentences
