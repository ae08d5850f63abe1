"""Sentences about outcomes, computed from figure tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dwimpact.prose.words import (
    count_of,
    enumerate_in_words,
    lower_first,
    number_in_words,
    of_people,
    people_in_words,
    there,
    upper_first,
    verb,
)
from dwimpact.shares import NOT_MENTIONED
from dwimpact.statistics import percentage, points
from dwimpact.study.edition import Edition
from dwimpact.study.questionnaire import (
    NONE,
    OTHER,
    UNKNOWN,
    Level,
    Questionnaire,
)
from dwimpact.study.terms import Noun

SPLIT_HIDDEN = "Wat hier zou staan, zegt te veel over wat een kleine groep antwoordde."
TEXTS_HIDDEN = (
    "Wat hier is geschreven, wordt niet getoond: uit het aantal teksten zou volgen wat een kleine "
    "groep heeft geantwoord."
)
SUMS_HIDDEN = "Niet alles is samen genomen: uit de som zou volgen wat een kleine groep antwoordde."


def describe_mentions(shares: pd.DataFrame, phrases: Mapping[str, str], people: Noun) -> list[str]:
    """The ranking of one group's outcomes (a `mention_shares` table of one level).

    >>> phrases = form.outcome_phrases("student")
    >>> people = form.terms.respondent
    >>> dw.describe_mentions(study.mention_shares("student"), phrases, people)[0][:60]
    'Het vaakst genoemd wordt de ontwikkeling van soft skills: do'
    """
    if shares.empty:
        return []
    ranked = shares.sort_values("count", ascending=False, kind="stable")
    top = ranked.iloc[0]
    first = ranked[ranked["count"] == top["count"]]
    named = enumerate_in_words(phrases[str(outcome)] for outcome in first["outcome"])
    sentences = [
        f"Het vaakst genoemd {verb(len(first), 'wordt', 'worden')} {named}: "
        f"{'elk ' if len(first) > 1 else ''}door {of_people(top['count'], top['n'], people)}."
    ]
    others = ranked.iloc[len(first) :]
    half = others[others["count"] * 2 >= others["n"]]
    if len(half):
        shown = percentage(half["count"], half["n"])
        low, high = shown.min(), shown.max()
        named = enumerate_in_words(phrases[str(outcome)] for outcome in half["outcome"])
        between = f"{low}%" if low == high else f"{low} tot {high}%"
        sentences.append(
            f"Ook {named} {verb(len(half), 'wordt', 'worden')} "
            f"door ten minste de helft genoemd ({between})."
        )
    rest = others[(others["count"] * 2 < others["n"]) & (others["count"] > 0)]
    if len(rest):
        parts = [f"{phrases[r['outcome']]} ({count_of(r)})" for _, r in rest.iterrows()]
        sentences.append(f"Minder dan de helft noemt {enumerate_in_words(parts)}.")
    return sentences


def title_of_level(form: Questionnaire, level: Level) -> str:
    """What a page or figure about the outcomes of a level is called.

    >>> dw.title_of_level(form, form.level("student"))
    'Opbrengsten op studentniveau'
    """
    return f"{upper_first(form.terms.outcome.plural)} {level.where}"


def describe_silence(options: pd.DataFrame, level: Level, form: Questionnaire) -> str:
    """How many left the block blank, and ticked 'none' or 'other' where these are offered.

    `options` is a `mention_shares` table of one group with every option of the level.

    >>> options = study.mention_shares("student", listed_only=False)
    >>> dw.describe_silence(options, form.level("student"), form)[:24]
    'Van de 64 respondenten k'
    """
    by_option = options.set_index("outcome")
    n, missing = int(options["n"].iloc[0]), int(options["missing"].iloc[0])
    people = form.terms.respondent.plural
    left, blank = verb(max(missing, 1), "liet", "lieten"), "dit deel van het formulier leeg."
    if level.none:
        none = int(by_option.loc[NONE, "count"])
        ticked = verb(max(none, 1), "kruist", "kruisen")
        sentences = [
            f"Van de {n} {people} {ticked} {there(none)} ‘{level.none}’ aan; "
            f"{people_in_words(missing)} {left} {blank}"
        ]
    else:
        sentences = [f"Van de {n} {people} {left} {there(missing)} {blank}"]
    if level.other:
        other = int(by_option.loc[OTHER, "count"])
        sentences.append(
            f"{upper_first(people_in_words(other))} {verb(max(other, 1), 'kiest', 'kiezen')} (ook) "
            f"‘{level.other}’."
        )
    return " ".join([*sentences, f"De percentages zijn steeds berekend over deze {n} {people}."])


def describe_withheld(withheld: Mapping[str, int], labels: Mapping[Any, str], below: int) -> str:
    """Which groups are not shown apart, and why; nothing when all are.

    >>> dw.describe_withheld({"wo_other": 6}, {"wo_other": "wo"}, 10)[:32]
    'Niet apart getoond: wo (n = 6). '
    """
    if not withheld:
        return ""
    groups = enumerate_in_words(f"{labels[group]} (n = {n})" for group, n in withheld.items())
    return (
        f"Niet apart getoond: {groups}. Een groep met minder dan {below} mensen telt alleen "
        "mee in het totaal."
    )


def describe_hidden(outcomes: Sequence[str], phrases: Mapping[str, str], split: str = "") -> str:
    """Which outcomes are left out of a figure or table, or of a split ('naar sector') only, and
    why; nothing when none is.

    >>> dw.describe_hidden(["soft_skills"], {"soft_skills": "soft skills"})[:24]
    'Niet getoond: soft skill'
    """
    if not outcomes:
        return ""
    named = enumerate_in_words(phrases.get(outcome, outcome) for outcome in outcomes)
    what = f"Niet uitgesplitst {split}" if split else "Niet getoond"
    return f"{what}: {named}. Uit die aantallen zou volgen wat een kleine groep antwoordde."


def describe_other_outcomes(texts: pd.DataFrame, level: Level, edition: Edition | None) -> str:
    """What stands above the outcomes that respondents added in their own words.

    >>> dw.describe_other_outcomes(study.other_outcomes, form.level("student"), None)
    'In eigen woorden is ook genoemd:'
    """
    if edition and not edition.shows_texts:
        return "Wat in eigen woorden is toegevoegd, staat alleen in het hele rapport."
    if texts.empty:
        return f"Niemand vulde iets in bij ‘{level.other}’."
    return "In eigen woorden is ook genoemd:"


def describe_characteristic(
    shares: pd.DataFrame,
    category_labels: Mapping[str, str],
    form: Questionnaire,
    *,
    partial: bool = False,
) -> list[str]:
    """Status or nature in words: the split over the mentions for which it was filled in, and
    where the first leads; where some outcomes are hidden (`partial`), nothing is said of all.

    `shares` is a `characteristic_shares` table of one level; `category_labels` is code → label.

    >>> shares = study.characteristic_shares("student", "nature")
    >>> labels = dw.category_labels(form, "nature")
    >>> dw.describe_characteristic(shares, labels, form)[0][:48]
    'Van de 205 keer dat een opbrengst is genoemd, is'
    """
    if shares.empty or partial:
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
    parts = [f"{percentage(sums[c], total)}% {lower_first(category_labels[c])}" for c in given]
    wide = mentions.pivot(index="outcome", columns="category", values="count")
    fraction = wide[singled_out] / wide.sum(axis=1).where(lambda s: s > 0)
    outcome = str(fraction.idxmax())
    row = pd.Series(
        {"count": int(wide.loc[outcome, singled_out]), "n": int(wide.loc[outcome].sum())}
    )
    unknown = int(shares.loc[shares["category"] == UNKNOWN, "count"].sum())
    times = f"Van de {total + unknown} keer dat een {noun.singular} is genoemd, is "
    filled = f"dit {total} keer ingevuld, met als verdeling" if unknown else "de verdeling"
    that = noun.after("die", "dat")
    who = f"dit bij {that} invult" if unknown else f"{that} noemt"
    return [
        f"{times}{filled}: {enumerate_in_words(parts)}.",
        f"‘{category_labels[singled_out]}’ komt verhoudingsgewijs het meest voor bij "
        f"{phrases[outcome]} ({count_of(row)} van wie {who}).",
    ]


def describe_levels(overview: pd.DataFrame, form: Questionnaire) -> list[str]:
    """On which level an answer is given most: the first status and the first nature.

    `overview` is a `level_overview` table; the shares are of all mentions of a level.

    >>> overview = dw.level_overview(dw.listed_outcomes(study.outcomes))
    >>> dw.describe_levels(overview, form)[1][:60]
    'Het antwoord ‘Nieuw’ komt bij de genoemde opbrengsten het me'
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
            f"Het antwoord ‘{meaning}’ komt bij de genoemde {form.terms.outcome.plural} het meest "
            f"voor {first_and_others(shown, form)}."
        )
    return sentences


def first_and_others(shown: Mapping[str, str], form: Questionnaire) -> str:
    """'op studentniveau (45%), gevolgd door instellingsniveau (40%)': levels with what is shown of
    each, the first first.
    """
    first, *others = shown
    rest = [f"{form.level(level).label} {shown[level]}" for level in others]
    followed = f", gevolgd door {enumerate_in_words(rest)}" if rest else ""
    return f"{form.level(first).where} {shown[first]}{followed}"


def describe_ranking(shares: pd.DataFrame, form: Questionnaire, top: int = 3) -> list[str]:
    """The most mentioned outcomes of all levels together (`mention_shares` of one group).

    >>> dw.describe_ranking(study.mention_shares(), form)[0][:49]
    'Over de niveaus heen worden het vaakst genoemd: d'
    """
    if shares.empty:
        return []
    ranked = shares.sort_values("share", ascending=False, kind="stable").head(top)
    parts = [
        f"{form.phrases[row['level']][row['outcome']]} {form.level(row['level']).where} "
        f"({count_of(row)})"
        for _, row in ranked.iterrows()
    ]
    several = len(form.levels) > 1
    over = f"Over de {form.terms.level.plural} heen worden" if several else "Het vaakst worden"
    half = int((shares["count"] * 2 >= shares["n"]).sum())
    offered = sum(len(level.outcomes) for level in form.levels)
    shown = "voorgelegde" if len(shares) == offered else "getoonde"
    return [
        f"{over} {'het vaakst ' if several else ''}genoemd: {enumerate_in_words(parts)}.",
        f"Van de {len(shares)} {shown} {form.terms.outcome.plural} "
        f"{verb(half, 'wordt', 'worden')} er {number_in_words(half)} door ten minste de helft van "
        f"de {form.terms.respondent.plural} genoemd.",
    ]
