"""Sentences about the publication itself: what it pins down, and whether its numbers can be."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.words import (
    how_many,
    number_in_words,
    people_in_words,
    share_of_all,
    upper_first,
    verb,
)
from dwimpact.published.consistency import AMBIGUOUS, AT_ODDS, IMPOSSIBLE
from dwimpact.published.verdicts import CONFIRMED, CONTRADICTED, CONTRADICTORY, NOT_CHECKABLE
from dwimpact.reconstruction.ranges.identify import Identified
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import MENTIONED, Questionnaire

NO_CHANCE = 2  # one multiple of five is chance
CIRCULAR = (
    "Dat bewijst niets over het rapport: de antwoorden zijn er juist uit teruggerekend. Het laat "
    "zien dat de uitspraken samen kunnen gaan, zoals zij hier zijn gelezen."
)


def describe_verdicts(table: pd.DataFrame, *, reconstructed: bool) -> list[str]:
    """How many published claims are confirmed, contradicted or not checkable.

    >>> from dwimpact.published.register import read_claims
    >>> from dwimpact.published.verdicts import verdicts
    >>> declared = dw.read_study(study.folder)
    >>> table = verdicts(declared, study.tables, read_claims(declared))
    >>> dw.describe_verdicts(table, reconstructed=True)[0]
    'Het register bevat 279 uitspraken van het rapport.'
    """
    if table.empty:
        return ["Bij dit onderzoek hoort geen lijst van gepubliceerde uitspraken."]
    counts = table["verdict"].value_counts()
    confirmed, contradicted, silent, at_odds = (
        int(counts.get(v, 0)) for v in (CONFIRMED, CONTRADICTED, NOT_CHECKABLE, CONTRADICTORY)
    )
    are = verb(confirmed, "is", "zijn")
    agree = f"Met de reconstructie {are} er" if reconstructed else "De gegevens bevestigen er"
    how = " verenigbaar, zoals zij hier zijn gelezen," if reconstructed else ""
    against = number_in_words(contradicted) if contradicted else "geen enkele"
    is_against = f"{against} {verb(max(contradicted, 1), 'is', 'zijn')} ermee in tegenspraak"
    return [
        f"Het register bevat {len(table)} {verb(len(table), 'uitspraak', 'uitspraken')} van het "
        "rapport.",
        f"{agree} {confirmed}{how} en {is_against}.",
        *([CIRCULAR] if reconstructed else []),
        *_at_odds(at_odds),
        *_silent(silent),
    ]


def describe_readings(number: int) -> list[str]:
    """That some statements can be read in more ways than one.

    >>> dw.describe_readings(2)[0][:40]
    'Waar de tekst van het rapport onduidelij'
    """
    if not number:
        return []
    return [
        "Waar de tekst van het rapport onduidelijk is, of zichzelf tegenspreekt, kiest het "
        "register een lezing en zegt het welke."
    ]


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
            "tegelijk: zij spreken elkaar tegen. Hier staan er zo weinig mogelijk die niet samen "
            "kunnen gaan: laat er één weg, en de andere kunnen dat wel."
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

    >>> from dwimpact.published.register import read_claims
    >>> table = dw.percentage_consistency(read_claims(study), form)
    >>> dw.describe_percentages(table)[0][:60]
    'Een percentage van een klein aantal mensen kan niet elke waa'
    """
    if table.empty:
        return ["De publicatie geeft geen percentages waarbij ook het aantal mensen bekend is."]
    return [
        "Een percentage van een klein aantal mensen kan niet elke waarde hebben. Zo is na te gaan "
        "of een gepubliceerd percentage kan kloppen, en bij welk aantal mensen.",
        *_possible(table),
        *_rounding(table),
        *_fives(table),
    ]


def _at_odds(number: int) -> list[str]:
    if not number:
        return []
    there = f"{upper_first(number_in_words(number))} zijn" if number > 1 else "Eén is"
    return [
        f"{there} tegenstrijdig in de publicatie: een andere uitspraak van het rapport sluit "
        f"{verb(number, 'haar', 'ze')} uit."
    ]


def _silent(number: int) -> list[str]:
    if not number:
        return []
    are = verb(number, "is", "zijn")
    return [f"Met dit onderzoek {are} er {number_in_words(number)} niet te toetsen."]


def _freedom(identified: Identified, form: Questionnaire) -> list[str]:
    ranges, noun = identified.ranges, form.terms.outcome
    each = noun.after("elke", "elk")
    fixed = int((ranges["smallest"] == ranges["largest"]).sum())
    if fixed == len(ranges):
        every = f"{upper_first(share_of_all(fixed, fixed))} aantallen liggen"
        return [f"{'Het aantal ligt' if fixed == 1 else every} daarmee precies vast."]
    mentioned = identified.of(MENTIONED)
    total = mentioned[mentioned["group"] == ALL]
    widest = total.iloc[(total["largest"] - total["smallest"]).argmax()]
    sentences = [_pinned(fixed, len(ranges))]
    if widest["smallest"] == widest["largest"]:
        return [*sentences, f"Hoe vaak {each} in totaal wordt genoemd, ligt vast."]
    every = "alle meegerekende" if identified.left_out else "alle"
    phrase, that = form.phrases[widest["level"]][widest["outcome"]], noun.after("die", "dat")
    return [
        *sentences,
        f"De meeste ruimte is er bij {phrase}: {that} kan door {widest['smallest']} tot "
        f"{widest['largest']} van de {widest['n']} {form.terms.respondent.plural} zijn genoemd.",
        f"Er bestaan dus ten minste twee verschillende verzamelingen antwoorden die aan {every} "
        f"uitspraken voldoen: één waarin {that} {_times(widest['smallest'])} is genoemd, en "
        f"één waarin dat {_times(widest['largest'])} gebeurt.",
    ]


def _pinned(fixed: int, every: int) -> str:
    """Of how many counts one value is possible, and of how many there are more."""
    if every == 1:
        return "Het aantal ligt niet precies vast: de publicatie laat ruimte."
    pinned = f"{verb(max(fixed, 1), 'ligt', 'liggen')} er {share_of_all(fixed, every)} precies vast"
    others = share_of_all(every - fixed, every)
    return (
        f"Van de {number_in_words(every)} aantallen {pinned}; bij {others} laat de publicatie "
        "ruimte."
    )


def _times(number: int) -> str:
    """'geen enkele keer', 'één keer', '46 keer'."""
    return f"{people_in_words(number) if number else 'geen enkele'} keer"


def _left_out(number: int) -> list[str]:
    if not number:
        return []
    words = upper_first(people_in_words(number))
    return [
        f"{words} {verb(number, 'uitspraak kon', 'uitspraken konden')} niet worden "
        "meegerekend; daardoor kan de ruimte te groot lijken."
    ]


def _possible(table: pd.DataFrame) -> list[str]:
    """How many percentages can be right, and whether each goes with one count."""
    counts = table["consistency"].value_counts()
    wrong, odd, unclear = (int(counts.get(c, 0)) for c in (IMPOSSIBLE, AT_ODDS, AMBIGUOUS))
    known = "waarbij het aantal mensen bekend is"
    every = f"{number_in_words(len(table))} percentages {known}"
    all_of_them = upper_first(share_of_all(len(table), len(table)))
    sentences = [f"{all_of_them} percentages {known}, kunnen kloppen."]
    if len(table) == 1:
        sentences = [f"Het enige percentage {known}, kan kloppen."]
    if wrong or odd:
        sentences = [
            f"Van de {every}, {verb(wrong, 'is', 'zijn')} er {how_many(wrong)} onmogelijk "
            f"en {verb(odd, 'past', 'passen')} er {how_many(odd)} niet bij het aantal dat "
            "ernaast staat."
        ]
    if unclear:
        words = upper_first(share_of_all(unclear, len(table)))
        fit = verb(unclear, "past", "passen")
        sentences.append(f"{words} {fit} bij meer dan één aantal.")
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


def _fives(table: pd.DataFrame) -> list[str]:
    """That percentages may have been rounded further than to whole ones, where several can be."""
    number = int(table["fives"].map(len).gt(1).sum())
    if number < NO_CHANCE:
        return []
    return [
        f"{upper_first(number_in_words(number))} percentages waar geen aantal bij staat, zijn "
        "veelvouden van vijf. Als die op vijftallen zijn afgerond, passen er meer aantallen bij."
    ]
