"""Sentences below a figure: over whom it is, and where its numbers come from."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.words import enumerate_in_words
from dwimpact.study.settings import Settings


def describe_base(table: pd.DataFrame) -> str:
    """The base of a labelled figure table with its n: 'Basis: Totaal (n = 64), mbo (n = 26).'"""
    if "approached" in table:
        table = table.rename(columns={"approached": "n"})
    if "n" not in table:
        return ""
    if "group" not in table:
        return f"Basis: n = {_from_to(table['n'].min(), table['n'].max())}."
    sizes = table.groupby("group", sort=False)["n"].agg(["min", "max"])
    parts = [f"{group} (n = {_from_to(least, most)})" for group, least, most in sizes.itertuples()]
    return f"Basis: {enumerate_in_words(parts)}."


def _from_to(least: int, most: int) -> str:
    return f"{least}" if least == most else f"{least} tot {most}"


def describe_source(settings: Settings) -> str:
    """Where the numbers of a figure come from, and of when."""
    if settings.reconstructed:
        when = f" ({settings.published.year})" if settings.published else ""
        return f"Bron: {settings.title}{when}, herberekend met een reconstructie."
    of = settings.fieldwork.period or settings.year
    when = f" ({of})" if of else ""
    drawn = "; willekeurig getrokken antwoorden" if settings.drawn else ""
    return f"Bron: {settings.title}{when}{drawn}."
