"""Sentences about the publication itself: what it pins down, and whether its numbers can be."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.words import number_in_words, upper_first, verb
from dwimpact.publication.consistency import AMBIGUOUS, AT_ODDS, IMPOSSIBLE
from dwimpact.reconstruction.identify import Identified
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire import MENTIONED, Questionnaire


def describe_ranges(identified: Identified, form: Questionnaire) -> list[str]:
    """How much the publication pins down, and that it fits more than one set of responses.

    >>> dw.describe_ranges(identified, form)[0][:50]  # see `identify`
    'Van elke opbrengst staat hier het kleinste en het '
    """
    noun, people = form.terms.outcome, form.terms.respondent.plural
    each = noun.after("elke", "elk")
    if not identified.sized:
        return [
            "De publicatie noemt niet hoeveel mensen het formulier invulden. Wat zij vastlegt, is "
            "daarom niet te berekenen."
        ]
    if identified.ranges.empty:
        return [
            "Geen enkele verzameling antwoorden voldoet aan alle gepubliceerde uitspraken "
            "tegelijk: zij spreken elkaar tegen."
        ]
    return [
        f"Van {each} staat hier het kleinste en het grootste aantal {people} dat met alle "
        "gepubliceerde uitspraken samen te verenigen is, zoals die hierboven zijn gelezen.",
        *_freedom(identified, form),
        f"Aangenomen is dat wie een {noun.singular} noemt, ook beantwoordt wat daarover is "
        "gevraagd.",
        *_left_out(len(identified.left_out)),
    ]


def describe_percentages(table: pd.DataFrame) -> list[str]:
    """Whether published percentages can be right (a `percentage_consistency` table).

    >>> from dwimpact.publication.register import read_claims
    >>> dw.describe_percentages(dw.percentage_consistency(read_claims(study)))[0][:60]
    'Een percentage van een klein aantal mensen kan niet elke waa'
    """
    if table.empty:
        return ["De publicatie geeft geen percentages waarbij ook het aantal mensen bekend is."]
    return [
        "Een percentage van een klein aantal mensen kan niet elke waarde hebben. Zo is na te gaan "
        "of een gepubliceerd percentage kan kloppen, en bij welk aantal mensen.",
        *_possible(table),
        *_rounding(table),
    ]


def _freedom(identified: Identified, form: Questionnaire) -> list[str]:
    ranges, noun = identified.ranges, form.terms.outcome
    each = noun.after("elke", "elk")
    fixed = int((ranges["smallest"] == ranges["largest"]).sum())
    if fixed == len(ranges):
        return [f"Alle {fixed} aantallen liggen daarmee precies vast."]
    mentioned = identified.of(MENTIONED)
    total = mentioned[mentioned["group"] == ALL]
    widest = total.iloc[(total["largest"] - total["smallest"]).argmax()]
    number = number_in_words(fixed) if fixed else "geen"
    pinned = f"{verb(max(fixed, 1), 'ligt', 'liggen')} er {number} precies vast"
    sentences = [
        f"Van de {len(ranges)} aantallen {pinned}; bij {len(ranges) - fixed} laat de publicatie "
        "ruimte."
    ]
    if widest["smallest"] == widest["largest"]:
        return [*sentences, f"Hoe vaak {each} in totaal wordt genoemd, ligt vast."]
    every = "alle meegerekende" if identified.left_out else "alle"
    phrase, that = form.phrases[widest["level"]][widest["outcome"]], noun.after("die", "dat")
    return [
        *sentences,
        f"Het ruimst is zij bij {phrase}: {that} kan door {widest['smallest']} tot "
        f"{widest['largest']} van de {widest['n']} {form.terms.respondent.plural} zijn genoemd.",
        f"Er bestaan dus ten minste twee verschillende verzamelingen antwoorden die aan {every} "
        f"uitspraken voldoen: één waarin {that} {widest['smallest']} keer is genoemd, en "
        f"één waarin dat {widest['largest']} keer gebeurt.",
    ]


def _left_out(number: int) -> list[str]:
    if not number:
        return []
    words = upper_first(number_in_words(number))
    return [
        f"{words} {verb(number, 'uitspraak kon', 'uitspraken konden')} niet worden "
        "meegerekend; daardoor kan de ruimte te groot lijken."
    ]


def _possible(table: pd.DataFrame) -> list[str]:
    """How many percentages can be right, and whether each goes with one count."""
    counts = table["consistency"].value_counts()
    wrong, odd, unclear = (int(counts.get(c, 0)) for c in (IMPOSSIBLE, AT_ODDS, AMBIGUOUS))
    every = f"{len(table)} percentages waarbij het aantal mensen bekend is"
    sentences = [f"Alle {every}, kunnen kloppen."]
    if wrong or odd:
        sentences = [
            f"Van de {every}, {verb(wrong, 'is', 'zijn')} er {number_in_words(wrong)} onmogelijk "
            f"en {verb(odd, 'past', 'passen')} er {number_in_words(odd)} niet bij het aantal dat "
            "ernaast staat."
        ]
    if unclear:
        words = upper_first(number_in_words(unclear))
        sentences.append(f"{words} {verb(unclear, 'past', 'passen')} bij meer dan één aantal.")
    elif not (wrong or odd):
        sentences.append("Bij elk percentage is het aantal mensen eenduidig.")
    return sentences


def _rounding(table: pd.DataFrame) -> list[str]:
    """What the percentages tell of how they were rounded."""
    pairs = zip(table["truncated"], table["stated"], strict=True)
    lost = sum(
        not counts or (pd.notna(stated) and stated not in counts) for counts, stated in pairs
    )
    if not lost:
        return []
    return [
        "Gerekend is met afronden op hele procenten, halven naar boven. Als er was afgekapt in "
        f"plaats van afgerond, {verb(lost, 'zou', 'zouden')} {number_in_words(lost)} "
        f"{verb(lost, 'percentage', 'percentages')} niet kunnen kloppen."
    ]
