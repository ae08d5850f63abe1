"""Numbers that are somebody's: telephone, BSN, bank account, company, staff, day of birth.

What a number is, its checksum says (python-stdnum) or the numbering plan (phonenumbers, region
NL); after a word that says so, a number that breaks it goes as well: somebody mistyped it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import lazy_loader
from stdnum import iban
from stdnum.nl import bsn

from dwimpact.tidy.masking.plain import Pattern, Patterns, Plain, Span

PHONE, MARK_NUMBER, BORN = "[telefoonnummer]", "[nummer]", "[geboortedatum]"
DUTCH = 31
# Reads the numbering plans of the world, which few texts need.
phonenumbers = lazy_loader.load("phonenumbers")


def _digits(text: str) -> str:
    return re.sub(r"[^0-9+]", "", text.lower().translate(str.maketrans("oil", "011")))


def _is_phone(text: str) -> bool:
    """Whether it is a number in use, dialled from the Netherlands."""
    digits = re.sub("^00", "+", _digits(text.replace("(0)", "")))
    if digits.startswith("0"):  # what `parse` makes of it, in a fifth of the time
        return bool(phonenumbers.is_valid_number(phonenumbers.PhoneNumber(DUTCH, int(digits))))
    with suppress(phonenumbers.NumberParseException):
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(digits)))
    return False


def _is_bsn(text: str) -> bool:
    return bsn.is_valid(_digits(text))


def _is_iban(text: str) -> bool:
    return iban.is_valid(re.sub(r"[^A-Za-z0-9]", "", text), check_country=False)


D = "[0-9oil]"  # a digit; the letter O is often typed for 0, and l or I for 1
SEP = r"[\s.,()/_-]"
_MARKS = r"[\s:=#.,()_-]"
# What stands between a word and its number: 'BSN-nr. is:', 'nummer van de student ='.
_BETWEEN = (
    rf"{_MARKS}{{0,4}}(?:(?:nummer|nr|no|id|code|is|was|dat|van|de|het|mijn|student|te weten"
    rf"|namelijk|onder){_MARKS}{{1,4}}){{0,5}}"
)


def _run(digits: int, more: str = "", sep: str = r"[\s._-]?") -> str:
    """So many digits, `more` at most, with at most one sign between two of them."""
    return f"{D}(?:{sep}{D}){{{digits - 1}{more}}}"


def _after(words: str, number: str, mark: str = MARK_NUMBER) -> Pattern:
    return Pattern(mark, rf"\b(?:{words}){_BETWEEN}({number})\b")


def _phone(number: str, *, checked: bool = False) -> Pattern:
    return Pattern(PHONE, rf"(?:^|[^\w])({number})\b", holds=_is_phone if checked else None)


# Where accounts of people in the Netherlands are too, with the length of their IBAN.
_LENGTHS = {"at": 20, "be": 16, "bg": 22, "ch": 21, "cz": 24, "de": 22, "dk": 18, "es": 24,
            "fi": 18, "fr": 27, "gb": 22, "gr": 27, "hu": 28, "ie": 22, "it": 27, "lt": 20,
            "lu": 20, "lv": 21, "mt": 31, "no": 15, "pl": 28, "pt": 25, "ro": 24, "se": 24,
            "tr": 26}  # fmt: skip
_FOREIGN = "|".join(
    rf"{code}[\s.-]?[0-9]{{2}}(?:[\s.-]?[a-z0-9]){{{length - 4}}}"
    for code, length in _LENGTHS.items()
)
_HOLDER = (
    "studenten|student|stud|leerlingen|leerling|lln|deelnemers|deelnemer|cursist|medewerkers"
    "|medewerker|mdw|personeels|personeel|pers|onderwijs|docenten|docent|st"
)
_NUMBERS = (
    # NL91 ABNA 0417 1643 00, and other countries' where the checksum agrees.
    Pattern(
        MARK_NUMBER,
        rf"\b(nl[\s._-]{{0,2}}{D}{{2}}[\s._-]{{0,2}}[a-z]{{4}}(?:[\s._-]{{0,2}}{D}){{10}})\b",
    ),
    Pattern(MARK_NUMBER, rf"\b((?:{_FOREIGN}))\b", holds=_is_iban),
    _after(r"(?:bank|giro)?rekening(?:nummer|nr)?|(?:bank|giro)(?:nummer|nr)|giro|rek[\s.]{0,2}nr"
           "|rek|iban", _run(7, ",9")),
    # NL123456789B01, with or without its country.
    Pattern(MARK_NUMBER, r"\b((?:nl[\s.]{0,2})?(?:[0-9][\s.]?){9}b[\s.]?[0-9]{2})\b"),
    _after(r"k\.?v\.?k|kvk-?(?:nummer|nr)|kamer van koophandel|handelsregister", _run(8)),
    _after("vestiging|vestigings(?:nummer|nr)", _run(12)),
    _after("rsin|fiscaal|fiscaalnummer|btw|btw-?(?:nummer|nr)|omzetbelastingnummer", _run(9)),
    _after(r"b\.?s\.?n|bsn-?nummer|burgerservice(?:nummer|nr)?|sofi-?(?:nummer|nr)?",
           f"{_run(9)}|{_run(8)}"),
    # Without its word: together, 1234.56.789, 1234 56 789 or 123 456 789. With dots in threes
    # it is an amount.
    Pattern(
        MARK_NUMBER,
        rf"\b({D}{{9}}|{D}{{4}}\.{D}{{2}}\.{D}{{3}}|{D}{{4}} {D}{{2}} {D}{{3}}"
        rf"|{D}{{3}}[ -]{D}{{3}}[ -]{D}{{3}})\b",
        holds=_is_bsn,
    ),
    _after(rf"(?:{_HOLDER})[\s.-]{{0,2}}(?:nummer|nr|no|num|id)", "[a-z]{0,3}-?[0-9]{4,10}"),
    Pattern(MARK_NUMBER, r"\b(s[0-9]{6,8})\b"),
    Pattern(
        MARK_NUMBER,
        r"\b(?i:docent|docenten|leraren|leraar|leerkracht|medewerkers?|mijn)[\s-]?(?i:code|afkorting)"
        rf"{_BETWEEN}([A-Z]{{2,5}})\b",
        case=True,
    ),
)  # fmt: skip
_PHONES = (
    # +31 (0)6 1234 5678, 0031-53-1234567, and other countries'
    _phone(
        rf"(?:\+|00){SEP}{{0,3}}31{SEP}{{0,3}}(?:\(0\){SEP}{{0,3}})?[1-9](?:{SEP}{{0,3}}{D}){{8}}"
    ),
    Pattern(PHONE, rf"(\+\s?(?:[124-9]|3[02-9])(?:{SEP}?[0-9]){{7,14}})\b", holds=_is_phone),
    Pattern(PHONE, r"\b(00[ -]?(?:[124-9]|3[02-9])(?:[ -]?[0-9]){7,14})\b", holds=_is_phone),
    # 053 123 45 67, (053) 1234567; shaped as one, also when it is not in use
    _phone(rf"\(?[0o]{SEP}{{0,3}}[1-57-9](?:{SEP}{{0,3}}{D}){{8}}", checked=True),
    _phone(r"\(?0(?:[0-9]{2}\)?[ -]{1,3}[0-9]{7}|[0-9]{3}\)?[ -]{1,3}[0-9]{6})"),
    # 06-12345678, also with a digit too many or too few; 31 6 …; nul zes …
    _phone(rf"\(?[0o]{SEP}{{0,3}}6(?:{SEP}{{0,3}}{D}){{7,9}}"),
    _phone(rf"31{SEP}{{0,3}}6(?:{SEP}{{0,2}}{D}){{8}}"),
    _phone(rf"nul[\s-]{{0,2}}zes(?:{SEP}{{0,3}}{D}){{8}}"),
    _phone(r"0[89]00[\s-]?[0-9]{4,7}"),
    _after(
        r"tel|tel\.?nr|telefoon|telefoon(?:nummer|nr)|mobiel|mob|bel|app|gsm|06-?nummer",
        r"\+?\(?" + _run(7, ",12", r"[\s./()-]{0,2}"),
        PHONE,
    ),
)

_MONTH = "(?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sept?|okt|nov|dec)[a-z]{0,7}[.]?"
_DAY, _YEAR = "[0-3]?[0-9](?:e|ste|de)?", "'?(?:1[89]|20)?[0-9]{2}"
_DATE = (
    rf"(?:{_DAY}[\s./-]{{1,3}}(?:[01]?[0-9]|{_MONTH})(?:[\s./-]{{1,3}}{_YEAR})?"
    rf"|{_MONTH}\s(?:1[89]|20)[0-9]{{2}}"
    r"|(?:1[89]|20)[0-9]{2}[\s./-]?[01][0-9][\s./-]?[0-3][0-9])"
)
# A date is a day of birth only after a word that says so.
_BORN = Pattern(
    BORN,
    r"\b(?:geb|geboren|geboorte(?:datum|dag)|gebdatum|gebdat|geb\.?\s?(?:datum|dat|dd)|verjaardag"
    rf"|jarig|date of birth|dob|ik ben van)\b[^0-9\n!?;]{{0,30}}?({_DATE})\b",
)
_PATTERNS = Patterns(*_NUMBERS, *_PHONES, _BORN)


def numbers(text: Plain) -> Iterator[Span]:
    """Where a text has a number that is somebody's."""
    return _PATTERNS.spans(text)
