"""Numbers, shares and enumerations in Dutch words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from dwimpact.statistics import percentage
from dwimpact.study.questionnaire.terms import Noun

ANCHORS = {
    Fraction(1, 4): "een kwart",
    Fraction(1, 3): "een derde",
    Fraction(1, 2): "de helft",
    Fraction(2, 3): "twee derde",
    Fraction(3, 4): "driekwart",
}
EXACT = Fraction(1, 200)  # half a percentage point: what rounding hides
ABOUT = Fraction(4, 100)
TEN_THOUSAND = 10_000
BOTH = 2
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
SMALL_NUMBERS = (
    "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf".split()  # noqa: SIM905
)


def share_in_words(count: int, n: int) -> str:
    """'ruim een derde', 'de helft', 'alle', or a percentage where no simple fraction is near.

    Raises ZeroDivisionError for an empty base.
    """
    share = Fraction(count, n)
    if share == 0:
        return "geen"
    if share == 1:
        return "alle"
    anchor = min(ANCHORS, key=lambda a: abs(share - a))
    if abs(share - anchor) <= EXACT:
        return ANCHORS[anchor]
    if abs(share - anchor) <= ABOUT:
        return f"{'ruim' if share > anchor else 'bijna'} {ANCHORS[anchor]}"
    return f"{percentage(count, n)} procent"


def number_in_words(number: int) -> str:
    """'één', 'drie', or '21' above twelve."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else str(number)


def day_in_words(day: date) -> str:
    """'1 november 2026'."""
    return f"{day.day} {MONTHS.split()[day.month - 1]} {day.year}"


def with_points(number: int) -> str:
    """'23.643.126'; four digits without: '6877'."""
    return f"{number:,}".replace(",", ".") if number >= TEN_THOUSAND else str(number)


def share_of_all(number: int, every: int) -> str:
    """'drie', 'één', 'geen' or, of all that there are, 'alle drie' or 'beide'."""
    if number != every or every < BOTH:
        return how_many(number)
    return "beide" if every == BOTH else f"alle {number_in_words(every)}"


def how_many(number: int) -> str:
    """'geen', 'één', 'drie', or '21' above twelve."""
    return number_in_words(number) if number else "geen"


def people_in_words(number: int) -> str:
    """'niemand', 'één', 'drie', or '21' above twelve."""
    return number_in_words(number) if number else "niemand"


def in_brackets(*parts: str) -> str:
    """' (51 van 64; ruimer gelezen 78–81%)', of the parts that say something; or nothing."""
    told = "; ".join(filter(None, parts))
    return f" ({told})" if told else ""


def enumerate_in_words(words: Iterable[str]) -> str:
    """The words with commas and 'en'.

    >>> dw.enumerate_in_words(["a", "b", "c"])
    'a, b en c'
    """
    *most, last = words
    return f"{', '.join(most)} en {last}" if most else last


def count_of(row: pd.Series[Any] | Mapping[str, int]) -> str:
    """'53 van 64; 83%'."""
    return f"{row['count']} van {row['n']}; {percentage(row['count'], row['n'])}%"


def count_range(smallest: int, largest: int, n: int) -> str:
    """'33–42 (52–66%)', or 'precies 48 (75%)' where there is nothing between."""
    low, high = int(percentage(smallest, n)), int(percentage(largest, n))
    if smallest == largest:
        return f"precies {smallest} ({low}%)"
    return f"{smallest}–{largest} ({percentages(low, high)})"


def percentages(low: int, high: int) -> str:
    """'52–66%', or '36%' where two counts round to the same."""
    return f"{low}%" if low == high else f"{low}–{high}%"


def there(number: int) -> str:
    """'er drie', or 'niemand', which goes without 'er'."""
    return f"er {people_in_words(number)}" if number else people_in_words(number)


def lower_first(label: str) -> str:
    """The label without its capital.

    >>> dw.lower_first("Soft skills")
    'soft skills'
    """
    return label[:1].lower() + label[1:]


def upper_first(label: str) -> str:
    # Of 'één' the capital has no accent.
    """The label with a capital.

    >>> dw.upper_first("studentniveau")
    'Studentniveau'
    """
    return "Eén" + label[3:] if label.startswith("één") else label[:1].upper() + label[1:]


def of_people(count: int, n: int, people: Noun) -> str:
    """'ruim de helft van de respondenten (34 van 64; 53%)', '53 van de 64 respondenten (83%)'."""
    whole = percentage(count, n)
    words = share_in_words(count, n)
    if words.endswith("procent"):
        return f"{count} van de {n} {people.plural} ({whole}%)"
    group = people.plural if words == "alle" else f"van de {people.plural}"
    return f"{words} {group} ({count} van {n}; {whole}%)"


def verb(number: int, singular: str, plural: str) -> str:
    return singular if number == 1 else plural


def in_points(*bounds: int) -> str:
    """'12–30 procentpunten', or '1 procentpunt' of one number or two that are the same."""
    between = "–".join(str(bound) for bound in dict.fromkeys(bounds))
    return f"{between} {verb(bounds[-1], 'procentpunt', 'procentpunten')}"


def mentioned(number: int, noun: Noun) -> str:
    """'genoemde opbrengst', 'genoemd effect' or 'genoemde effecten'."""
    ending = "" if number == 1 and noun.article == "het" else "e"
    return f"genoemd{ending} {noun.times(number)}"
