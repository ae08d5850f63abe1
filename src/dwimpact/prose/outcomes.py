"""Sentences about which outcomes are mentioned, and how often."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dwimpact.dataset import CleanStudy
from dwimpact.prose.words import (
    count_of,
    enumerate_in_words,
    how_many,
    of_people,
    people_in_words,
    there,
    upper_first,
    verb,
)
from dwimpact.statistics import percentage
from dwimpact.study.edition import Edition
from dwimpact.study.questionnaire.model import NONE, OTHER, Level, Questionnaire
from dwimpact.study.questionnaire.terms import Noun


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
    counts = options.set_index("outcome")["count"]
    n, missing = int(options["n"].iloc[0]), int(options["missing"].iloc[0])
    people = form.terms.respondent.plural
    left, blank = verb(max(missing, 1), "liet", "lieten"), "dit deel van het formulier leeg."
    if level.none:
        none = int(counts[NONE])
        ticked = verb(max(none, 1), "kruist", "kruisen")
        sentences = [
            f"Van de {n} {people} {ticked} {there(none)} ‘{level.none}’ aan; "
            f"{people_in_words(missing)} {left} {blank}"
        ]
    else:
        sentences = [f"Van de {n} {people} {left} {there(missing)} {blank}"]
    if level.other:
        other = int(counts[OTHER])
        sentences.append(
            f"{upper_first(people_in_words(other))} {verb(max(other, 1), 'kiest', 'kiezen')} (ook) "
            f"‘{level.other}’."
        )
    return " ".join([*sentences, f"De percentages zijn steeds berekend over deze {n} {people}."])


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


def describe_ranking(shares: pd.DataFrame, study: CleanStudy, top: int = 3) -> list[str]:
    """The most mentioned outcomes of all levels together (`mention_shares` of one group).

    >>> dw.describe_ranking(study.mention_shares(), study)[0][:49]
    'Over de niveaus heen worden het vaakst genoemd: d'
    """
    if shares.empty:
        return []
    form, ranked = study.questionnaire, shares.sort_values("share", ascending=False, kind="stable")
    parts = [
        f"{form.phrases[row['level']][row['outcome']]} {form.level(row['level']).where} "
        f"({count_of(row)})"
        for _, row in ranked.head(top).iterrows()
    ]
    several = len(form.levels) > 1
    over = f"Over de {form.terms.level.plural} heen worden" if several else "Het vaakst worden"
    half = int((shares["count"] * 2 >= shares["n"]).sum())
    shown = "voorgelegde" if len(shares) == study.offered else "getoonde"
    return [
        f"{over} {'het vaakst ' if several else ''}genoemd: {enumerate_in_words(parts)}.",
        f"Van de {len(shares)} {shown} {form.terms.outcome.plural} "
        f"{verb(max(half, 1), 'wordt', 'worden')} er {how_many(half)} door ten minste de helft "
        f"van de {form.terms.respondent.plural} genoemd.",
    ]
