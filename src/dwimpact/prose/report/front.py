"""Sentences for the front page."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.characteristics import first_and_others
from dwimpact.prose.words import count_of, enumerate_in_words, lower_first, upper_first, verb
from dwimpact.statistics import percentage
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Settings


def describe_aim(settings: Settings) -> str:
    """What the report is about and for whom."""
    if settings.drawn:
        return (
            "Dit is een proef met willekeurig getrokken antwoorden, voor wie wil zien hoe het "
            "rapport wordt voordat er antwoorden zijn."
        )
    if settings.reconstructed:
        return (
            "Dit is een herberekening van het rapport daarover uit een reconstructie van de "
            "antwoorden, voor wie wil zien hoe de cijfers tot stand komen of de berekening op "
            "echte antwoorden wil toepassen."
        )
    reader = f" Het is gemaakt voor {settings.commissioned_by}" if settings.commissioned_by else ""
    whoever = f"{reader} en voor wie" if reader else " Het is er voor wie"
    return (
        f"Dit rapport beantwoordt die vraag met de antwoorden van {settings.population}."
        f"{whoever} de cijfers wil lezen, controleren of opnieuw wil berekenen."
    )


def describe_top(top: pd.DataFrame, form: Questionnaire) -> tuple[str, str]:
    """Title and text: what is mentioned most, and the first of every level.

    `top` has rows of a `mention_shares` table, most mentioned first: of each level the one with
    the largest share, or those that share it.
    """
    phrases = [form.phrases[lv][o] for lv, o in zip(top["level"], top["outcome"], strict=True)]
    named = top.assign(phrase=phrases)
    first = named.loc[named["share"] == named["share"].max(), "phrase"]
    parts = [
        f"{form.level(str(level)).where} {enumerate_in_words(rows['phrase'])} "
        f"({count_of(rows.iloc[0])})"
        for level, rows in named.groupby("level", sort=False, observed=True)
    ]
    return (
        f"{upper_first(enumerate_in_words(first))} {verb(len(first), 'wordt', 'worden')} het "
        "vaakst genoemd",
        f"Het vaakst {verb(len(top), 'wordt', 'worden')} genoemd: {enumerate_in_words(parts)}.",
    )


def describe_answer(counts: pd.DataFrame, label: str, form: Questionnaire) -> tuple[str, str]:
    """Title and text: how many mentions of listed outcomes have an answer, and where most.

    `counts` has per level the `count` of mentions with the answer and `n`, those for which
    the question was answered.
    """
    count, n = int(counts["count"].sum()), int(counts["n"].sum())
    shares = counts.assign(percentage=percentage(counts["count"], counts["n"]))
    ranked = shares.sort_values("percentage", ascending=False, kind="stable")
    shown = {str(row.level): f"({row.percentage}%)" for row in ranked.itertuples()}
    noun = form.terms.outcome
    return (
        f"Wie een {noun.singular} noemt, antwoordt in {percentage(count, n)}% van de gevallen "
        f"‘{lower_first(label)}’",
        f"Bij {count} van de {n} keer dat iemand een {noun.singular} noemde, was het antwoord "
        f"‘{lower_first(label)}’. Het aandeel is het grootst {first_and_others(shown, form)}.",
    )


def describe_citation(settings: Settings, version: str, edition: str = "") -> str:
    """How to refer to this report; `edition` is the Dutch name of the part it is about."""
    year = f" ({settings.published.year})" if settings.published else ""
    subtitle = f": {lower_first(settings.subtitle)}" if settings.subtitle else ""
    part = f", editie {edition}," if edition else ""
    client = f" In opdracht van {settings.commissioned_by}." if settings.commissioned_by else ""
    title = f"{settings.title}{subtitle}"
    author = f"{settings.conducted_by}{year}. " if settings.conducted_by else ""
    if settings.reconstructed:  # whoever made the publication has no part in this
        about = f" Over het rapport van {settings.conducted_by}{year}." if author else ""
        return (
            f"dwimpact {version}. {title}: herberekening{part} met een reconstructie van de "
            f"antwoorden.{about}"
        )
    data = "willekeurig getrokken antwoorden" if settings.drawn else "de antwoorden"
    return f"{author}{title}.{client} Berekend uit {data}{part} met dwimpact {version}."
