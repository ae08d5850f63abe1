"""The templates of pages and exhibits, and the notice that a reconstruction carries."""

from __future__ import annotations

import re

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from dwimpact.study.study import Study

NOTICE = "Reconstructie: berekende gegevens, geen antwoorden van mensen."
PARTLY_NOTICE = "Waar ‘reconstructie’ staat: berekende gegevens, geen antwoorden."
BOUNDS_ONLY = "De grenzen volgen uit de publicatie."
BOUNDS_NOTICE = (
    "De grenzen en elke n volgen uit de publicatie; het open teken is een reconstructie."
)
RANGES_NOTICE = "De grenzen volgen uit de publicatie: daartussen is elke waarde mogelijk."
FACTS_NOTICE = (
    "Uit de publicatie of het register, of daaruit berekend: hier is niets gereconstrueerd."
)
TEXTS_NOTICE = "Voorbeeldteksten, door ons geschreven: over het onderzoek zeggen zij niets."
DRAWN_NOTICE = "Proef: willekeurig getrokken gegevens, geen antwoorden van mensen."

# Escapes everything: labels and answers are text, never HTML.
TEMPLATES = Environment(
    loader=PackageLoader("dwimpact"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def notice_of(study: Study) -> str | None:
    """What must stand beside everything made from a study; None for real responses."""
    if study.settings.drawn:
        return DRAWN_NOTICE
    if study.real_groups:
        return PARTLY_NOTICE
    return NOTICE if study.settings.reconstructed else None


def notice_beside(study: Study, table: pd.DataFrame) -> str | None:
    """What must stand beside a figure of a table: where that has bounds, only the mark in them is
    a reconstruction, if there is one.
    """
    if has_bounds(study, table):
        return BOUNDS_NOTICE if {"count", "share"} & set(table) else BOUNDS_ONLY
    return notice_of(study)


def notice_of_facts(study: Study) -> str | None:
    """What stands beside numbers that a study without microdata has from elsewhere."""
    return FACTS_NOTICE if study.settings.reconstructed else None


def notice_of_texts(study: Study) -> str | None:
    """What stands beside texts, and beside what is counted in them: a study without microdata has
    none, and shows examples.
    """
    return TEXTS_NOTICE if study.settings.reconstructed else notice_of(study)


def has_bounds(study: Study, table: pd.DataFrame) -> bool:
    """Whether a table tells between what counts, shares or places of a reconstruction lie."""
    bounds = ({"smallest", "largest"}, {"lowest", "highest"}, {"best", "worst"})
    return study.settings.reconstructed and any(pair <= set(table) for pair in bounds)


def unbroken(heading: str) -> str:
    """The heading with short brackets, such as '(n = 26)', on one line with the word before, and a
    number with what it numbers: 'tranches 1 en 2'.
    """
    together = r" \([^()]{1,8}\)| (?=\d)|(?<=\d) en (?=\d)"
    return re.sub(together, lambda m: m[0].replace(" ", "\N{NO-BREAK SPACE}"), heading)


def numbered(cell: object) -> object:
    """A cell of a word and its number, such as 'tranche 1', on one line; any other as it is."""
    alone = isinstance(cell, str) and re.fullmatch(r"[^\W\d]+ \d+", cell)
    return unbroken(str(cell)) if alone else cell


TEMPLATES.filters["unbroken"] = unbroken
TEMPLATES.filters["numbered"] = numbered
