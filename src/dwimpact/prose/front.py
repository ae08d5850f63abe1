"""Sentences for the front page, and the base that every figure names."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dwimpact.prose.words import count_of, enumerate_in_words, lower_first, upper_first, verb
from dwimpact.statistics import percentage
from dwimpact.study.settings import Settings


def describe_base(table: pd.DataFrame) -> str:
    """The base of a labelled figure table with its n: 'Basis: Totaal (n = 64), mbo (n = 26).'"""
    if "approached" in table:
        table = table.rename(columns={"approached": "n"})
    if "n" not in table:
        return ""
    if "group" not in table:
        return f"Basis: {table['n'].max()} respondenten."
    groups = table.drop_duplicates("group")
    parts = [f"{row['group']} (n = {row['n']})" for _, row in groups.iterrows()]
    return f"Basis: {enumerate_in_words(parts)}."


def describe_aim(settings: Settings) -> str:
    """What the report is about and for whom."""
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


def describe_top(
    top: pd.DataFrame, phrases: Mapping[str, Mapping[str, str]], level_labels: Mapping[str, str]
) -> tuple[str, str]:
    """Title and text: the outcome mentioned most, and the first of every level.

    `top` has one row of a `mention_shares` table per level, most mentioned first.
    """
    parts = [
        f"op {level_labels[str(row['level'])]} {phrases[str(row['level'])][str(row['outcome'])]} "
        f"({count_of(row)})"
        for _, row in top.iterrows()
    ]
    first = phrases[str(top.iloc[0]["level"])][str(top.iloc[0]["outcome"])]
    return (
        f"{upper_first(first)} wordt het vaakst genoemd",
        f"Het vaakst {verb(len(parts), 'wordt', 'worden')} genoemd: {enumerate_in_words(parts)}.",
    )


def describe_answer(
    counts: pd.DataFrame, label: str, level_labels: Mapping[str, str]
) -> tuple[str, str]:
    """Title and text: how many mentions of listed outcomes have an answer, and where most.

    `counts` has per level the `count` of mentions with the answer and `n`, those for which
    the question was answered.
    """
    count, n = int(counts["count"].sum()), int(counts["n"].sum())
    shares = counts.assign(percentage=percentage(counts["count"], counts["n"]))
    ranked = shares.sort_values("percentage", ascending=False, kind="stable")
    parts = [f"{level_labels[str(row.level)]} ({row.percentage}%)" for row in ranked.itertuples()]
    rest = f", gevolgd door {enumerate_in_words(parts[1:])}" if parts[1:] else ""
    return (
        f"Van de genoemde opbrengsten is {percentage(count, n)}% {lower_first(label)}",
        f"Bij {count} van de {n} keer dat iemand een opbrengst noemde, was het antwoord "
        f"‘{lower_first(label)}’. Het aandeel is het grootst op {parts[0]}{rest}.",
    )


def describe_citation(settings: Settings, version: str, edition: str = "") -> str:
    """How to refer to this report; `edition` is the Dutch name of the part it is about."""
    year = f" ({settings.published.year})" if settings.published else ""
    author = f"{settings.conducted_by}{year}. " if settings.conducted_by else ""
    subtitle = f": {lower_first(settings.subtitle)}" if settings.subtitle else ""
    part = f", editie {edition}," if edition else ""
    client = f" In opdracht van {settings.commissioned_by}." if settings.commissioned_by else ""
    data = "een reconstructie van de antwoorden" if settings.reconstructed else "de antwoorden"
    return (
        f"{author}{settings.title}{subtitle}.{client} Opnieuw berekend uit {data}{part} met "
        f"dwimpact {version}."
    )
