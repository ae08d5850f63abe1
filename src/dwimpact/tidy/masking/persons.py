"""Names of persons: after a title, a greeting or a function, or with a usual first name.

first_names.csv holds our own selection of first names in use in the Netherlands, and says which
are ordinary words as well: those count only before a surname, or where no sentence begins. What
is not found here is for the analyst's eyes: see candidates.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pandas as pd

from dwimpact.tidy.masking.plain import Pattern, Patterns, Plain, Span, plain

MARK_NAME = "[naam]"

# 'van der', 'el', "in 't": what stands between the parts of a name.
PARTICLE = (
    "(?:(?:(?:[Ii]n|[Oo]p|[Aa]an|[Uu]it) (?:'t|den))|[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Hh]et|'t|[Tt]er"
    "|[Tt]en|[Ee]l|[Aa]l|[Bb]en|[Bb]in|[Vv]on|[Dd]a|[Dd]i|[Dd]u|[Dd]os|'s|v\\.d\\.|vd)"
)
CAPITAL = "[A-Z][a-z_]*'?[A-Z]?[a-z_]+"
PART = f"{CAPITAL}(?:-(?:{PARTICLE}[ -]){{0,2}}{CAPITAL})*"
_INITIALS = r"(?:[A-Z][a-z]?\.[ -]?){1,5}"
_SURNAME = f"(?:{PARTICLE} ){{0,3}}{PART}"
_REST = rf"(?: (?:{PARTICLE} ){{0,3}}{PART}){{0,2}}(?: [A-Z]\.)?"
_NAME = f"(?:{_INITIALS} ?{_SURNAME}|{PART}){_REST}"


def _words(words: str) -> str:
    """The words, each with or without a capital, but not in capitals: 'ing' is not ING."""
    return "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in words.split("|"))


_TITLES = _words(
    "dhr|de heer|den heer|hr|mevr|mevrouw|mw|mvr|mej|meneer|mijnheer|juf|juffrouw|meester|prof"
    "|professor|dr|drs|ir|ing|mr|wethouder|burgemeester|dokter|oom|tante"
)
_GREETINGS = _words(
    r"groet|groeten|groetjes|mvg|m\.v\.g|gr|hoogachtend|liefs|dank aan|bedankt|ik heet|mijn naam is"
    r"|contactpersoon|contactpersoon is|aanspreekpunt|aanspreekpunt is"
    r"|vraag(?: het)?(?: maar| even)? aan"
    r"|vraag (?:maar|even) naar"
)
_FUNCTIONS = _words(
    "collega|projectleider|docent|docente|directeur|directrice|student|studente|ondernemer|lector"
    "|teamleider|coordinator|begeleider|stagiair|stagiaire|voorzitter|manager|practor|onderzoeker"
    "|decaan|mentor|coach|eigenaar|minister"
)
_LOW_SURNAME = (
    "(?:(?:van|de|den|der|ter) ){0,3}[a-z]{2,}(?:sen|stra|sma|ema|inga|enga|mans|huizen|dijk|veld"
    "|berg|burg|hof|meijer|meyer|mulder|bakker|visser|smits?|kuipers|hendriks|willems|peters)"
)
# In capitals, but nobody: what a title, greeting or function may stand before.
NO_NAMES = frozenset(
    """
    Dr Drs Ir Ing Mr Prof Nederland Nederlands Nederlandse Engels Duits Frans Docent Docenten
    Student Studenten Collega Onderwijs Economie Informatica Marketing Bedrijfskunde
    Communicatie Techniek Zorg Sport Rekenen Wiskunde Ondernemer Ondernemers Allemaal Allen
    Team Mensen Lezer Directeur Voorzitter Minister Burgemeester Wethouder Iedereen Succes
    Voor Een En Of Maar Dat Dit Die Ik We Wij Ze Zij Je Jij Jullie Hij Er Niet Geen Wat Wie
    Hoe Als Dan Met In Op Aan Bij Uit Over Onze Ons Mijn Alle Veel Meer Dank Bedankt Groet
    Groeten Vriendelijke Hartelijke Ja Nee Nog Ook Zo Daar Hier Nu
    """.split()  # noqa: SIM905 a word a line otherwise
)


def _somebody(name: str) -> bool:
    return re.split(r"[ .-]", name)[0] not in NO_NAMES


def _pattern(expression: str, *, case: bool = True) -> Pattern:
    return Pattern(MARK_NAME, expression, case=case, holds=_somebody)


_PATTERNS = Patterns(
    _pattern(
        rf"\b(?:{_TITLES})(?:\.? (?:{_TITLES}))*\.? {{1,2}}((?:{_INITIALS} ?)?{_SURNAME}{_REST})"
    ),
    _pattern(rf"\b(?:meneer|mevrouw|dhr|mw|mevr|de heer)\.? ({_LOW_SURNAME})\b", case=False),
    # All in capitals: 'DHR. J. VAN DER VELDE'.
    _pattern(
        r"\b(?:DHR|DE HEER|MENEER|MEVR|MEVROUW|MW)\.? "
        r"((?:[A-Z]\. ?){0,4}(?:(?:VAN|DE|DER|DEN|TER|TEN|'T) ){0,3}[A-Z]{3,}(?:-[A-Z]{2,})?)\b"
    ),
    _pattern(rf"\b(?:{_GREETINGS})\.?\s?[,:!-]?\s{{1,3}}({_NAME})"),
    _pattern(rf"(?:^|\n)(?:Beste|Hallo|Hoi|Dag) ({_NAME})\s?[,!\n]"),
    _pattern(rf"(?:^|[.!?\n] ?)(?:Ik|ik) ben ({_NAME})\s?(?:$|[.,!\n])"),
    # 'docent Nederlands' is nobody: here only initials, or a particle between two capitals.
    _pattern(
        rf"\b(?:{_FUNCTIONS}),? "
        rf"((?:{_INITIALS} ?{_SURNAME}|{CAPITAL} (?:{PARTICLE} ){{1,3}}{PART}))"
    ),
    # 'J. de Vries', 'A.B. Hendriks'
    _pattern(rf"(?:^|[\s(,;])((?:[A-Z]\. ?){{1,4}}(?:{PARTICLE} ){{0,3}}{PART})"),
)
# After a first name: 'Jan-Willem', 'Jan de Vries', 'Jan P. Bakker', 'Jan V.'
_AND_SURNAME = re.compile(
    rf"(?:-{CAPITAL})?(?:(?: [A-Z]\.){{0,3}} (?:{PARTICLE} ){{0,3}}{PART}(?: {PART})?| [A-Z]\.)?"
)
_SENTENCE_BEGINS = re.compile(r"(?:[.!?:\n*~-]|^)[\s\"'(]*$")


def persons(text: Plain) -> Iterator[Span]:
    """Where a text names a person."""
    yield from _PATTERNS.spans(text)
    first_names, letters = _first_names(), text.letters
    for start, stop in zip(text.words.starts, text.words.stops, strict=True):
        also_a_word = first_names.get(letters[start:stop])
        if also_a_word is None:
            continue
        surname = _AND_SURNAME.match(letters, stop)
        end = surname.end() if surname else stop
        if end > stop or not (also_a_word and begins_sentence(letters, start)):
            yield start, end, MARK_NAME


def begins_sentence(text: str, place: int) -> bool:
    return bool(_SENTENCE_BEGINS.search(text[max(0, place - 4) : place]))


@cache
def _first_names() -> dict[str, bool]:
    """First name, in plain letters → whether it is also an ordinary word."""
    with files("dwimpact.tidy.masking").joinpath("first_names.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype={"name": "str"})
    return dict(zip(table["name"].map(plain), table["also_a_word"].eq(1), strict=True))
