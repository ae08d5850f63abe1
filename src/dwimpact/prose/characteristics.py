"""Sentences about what is asked of every outcome that is mentioned: status and nature."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dwimpact.prose.words import enumerate_in_words, lower_first, upper_first
from dwimpact.shares import NOT_MENTIONED
from dwimpact.statistics import percentage, points
from dwimpact.study.questionnaire.model import UNKNOWN, Questionnaire


def describe_characteristic(
    shares: pd.DataFrame,
    category_labels: Mapping[str, str],
    form: Questionnaire,
    *,
    partial: bool = False,
) -> list[str]:
    """Status or nature in words: the split over the mentions for which it was filled in, and
    where the first leads; where some outcomes are hidden (`partial`), of those in the figure.

    `shares` is a `characteristic_shares` table of one level; `category_labels` is code → label.

    >>> shares = study.characteristic_shares("student", "nature")
    >>> labels = dw.category_labels(form, "nature")
    >>> dw.describe_characteristic(shares, labels, form)[0][:48]
    'Opbrengsten zijn 205 keer genoemd: 29% als ‘nieu'
    """
    if shares.empty:
        return []
    noun, (level,) = form.terms.outcome, shares["level"].unique()
    phrases = form.outcome_phrases(str(level))
    categories = [code for code in category_labels if code not in (UNKNOWN, NOT_MENTIONED)]
    singled_out = categories[0]
    mentions = shares[shares["category"].isin(categories)]
    total = int(mentions["count"].sum())
    if total == 0:
        return [f"Bij geen {noun.after('enkele genoemde', 'enkel genoemd')} is dit ingevuld."]
    sums = mentions.groupby("category", observed=True)["count"].sum()
    given = [category for category in categories if sums[category]]
    labels = {c: lower_first(category_labels[c]) for c in given}
    parts = [f"{percentage(sums[c], total)}% als ‘{label}’" for c, label in labels.items()]
    wide = mentions.pivot(index="outcome", columns="category", values="count")
    fraction = wide[singled_out] / wide.sum(axis=1).where(lambda s: s > 0)
    most = wide.iloc[fraction.argmax()]
    first, n = int(most[singled_out]), int(most.sum())
    unknown = int(shares.loc[shares["category"] == UNKNOWN, "count"].sum())
    of = f"De {noun.plural} in de figuur" if partial else upper_first(noun.plural)
    filled = f"; bij {total} daarvan is dit ingevuld" if unknown else ""
    who = "die het daar invulden" if unknown else "die dat noemden"
    return [
        f"{of} zijn {total + unknown} keer genoemd{filled}: {enumerate_in_words(parts)}.",
        f"‘{category_labels[singled_out]}’ is naar verhouding het vaakst gekozen bij "
        f"{phrases[str(most.name)]}: {first} van de {n} {who} ({percentage(first, n)}%).",
    ]


def describe_levels(overview: pd.DataFrame, form: Questionnaire) -> list[str]:
    """On which level an answer is given most: the first status and the first nature.

    `overview` is a `level_overview` table; the shares are of all mentions of a level.

    >>> overview = dw.level_overview(dw.listed_outcomes(study.outcomes))
    >>> dw.describe_levels(overview, form)[1][:60]
    'Bij de genoemde opbrengsten is het antwoord ‘Nieuw’ naar ver'
    """
    singled_out = {c[0].code: c[0].short for c in form.characteristics.values()}
    table = overview.set_index("level")
    sentences = []
    for column, meaning in singled_out.items():
        ranked = table[column].dropna().sort_values(ascending=False, kind="stable")
        if ranked.empty:
            continue
        shown = {str(level): f"({points(share)}%)" for level, share in ranked.items()}
        sentences.append(
            f"Bij de genoemde {form.terms.outcome.plural} is het antwoord ‘{meaning}’ naar "
            f"verhouding het vaakst gegeven {first_and_others(shown, form)}."
        )
    return sentences


def first_and_others(shown: Mapping[str, str], form: Questionnaire) -> str:
    """'op studentniveau (45%), gevolgd door instellingsniveau (40%)': levels with what is shown of
    each, the first first; those of which the same is shown as of the first stand beside it.
    """
    most = next(iter(shown.values()))
    first = [f"{form.level(level).where} {told}" for level, told in shown.items() if told == most]
    rest = [f"{form.level(level).label} {told}" for level, told in shown.items() if told != most]
    followed = f", gevolgd door {enumerate_in_words(rest)}" if rest else ""
    return f"{enumerate_in_words(first)}{followed}"
