"""Numbers that are somebody's: telephone, BSN, bank account, company, staff, day of birth.

What a number is, its checksum says (python-stdnum) or the numbering plan (phonenumbers, region
NL); after a word that says so, a number that breaks it goes as well: somebody mistyped it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import phonenumbers
from stdnum import iban
from stdnum.nl import bsn

from dwimpact.tidy.plain import Pattern, Patterns, Plain, Span

PHONE, NUMBER, BORN = "[telefoonnummer]", "[nummer]", "[geboortedatum]"

DUTCH = 31
_in_use = phonenumbers.is_valid_number

D = "[0-9o]"  # a digit; the letter O is often typed for 0
SEP = r"[\s.,()/_-]"


def _digits(text: str) -> str:
    return re.sub(r"[^0-9+]", "", text.lower().replace("o", "0"))


def _is_phone(text: str) -> bool:
    """Whether it is a number in use, read from the Netherlands."""
    digits = re.sub("^00", "+", _digits(text.replace("(0)", "")))
    if digits.startswith("0"):  # what `parse` makes of it, in a fifth of the time
        return _in_use(phonenumbers.PhoneNumber(DUTCH, int(digits)))
    with suppress(phonenumbers.NumberParseException):
        return _in_use(phonenumbers.parse(digits))
    return False


def _is_bsn(text: str) -> bool:
    return bsn.is_valid(_digits(text))


def _is_iban(text: str) -> bool:
    return iban.is_valid(re.sub(r"[^A-Za-z0-9]", "", text), check_country=False)


# What stands between a word and its number: 'BSN-nr. is:', 'nummer van de student ='.
_BETWEEN = (
    r"[\s:=#.,()_-]{0,4}(?:(?:nummer|nr|no|id|code|is|was|dat|van|de|het|mijn|student|te weten"
    r"|namelijk|onder)[\s:=#.,()_-]{1,4}){0,5}"
)


def _after(words: str, number: str, mark: str = NUMBER, between: str = _BETWEEN) -> Pattern:
    return Pattern(mark, rf"\b(?:{words}){between}({number})\b")


_NATIONAL = rf"\(?[0o]{SEP}{{0,3}}[1-57-9](?:{SEP}{{0,3}}{D}){{8}}"
_MONTH = (
    "(?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sept?|okt|nov|dec)[a-z]{0,7}[.]?"
)
_YEAR = r"'?(?:1[89]|20)?[0-9]{2}"
_DAY = rf"[0-3]?[0-9](?:e|ste|de)?"
_DATE = (
    rf"(?:{_DAY}[\s./-]{{1,3}}(?:[01]?[0-9]|{_MONTH})(?:[\s./-]{{1,3}}{_YEAR})?"
    rf"|{_MONTH}\s(?:1[89]|20)[0-9]{{2}}|(?:1[89]|20)[0-9]{{2}}[\s./-]?[01][0-9][\s./-]?[0-3][0-9])"
)
# Where accounts of people in the Netherlands are too, with the length of their IBAN.
_LENGTHS = {"at": 20, "be": 16, "bg": 22, "ch": 21, "cz": 24, "de": 22, "dk": 18, "es": 24, "fi": 18,
            "fr": 27, "gb": 22, "gr": 27, "hu": 28, "ie": 22, "it": 27, "lt": 20, "lu": 20, "lv": 21,
            "mt": 31, "no": 15, "pl": 28, "pt": 25, "ro": 24, "se": 24, "tr": 26}  # fmt: skip
_FOREIGN = "|".join(rf"{c}[\s.-]?[0-9]{{2}}(?:[\s.-]?[a-z0-9]){{{n - 4}}}" for c, n in _LENGTHS.items())
_ACCOUNT = rf"{D}(?:[\s._-]?{D}){{6,9}}"
_EIGHT = rf"{D}(?:[\s._-]?{D}){{7}}"
_NINE = rf"{D}(?:[\s._-]?{D}){{8}}"
_HOLDER = (
    "studenten|student|stud|leerlingen|leerling|lln|deelnemers|deelnemer|cursist|medewerkers"
    "|medewerker|mdw|personeels|personeel|pers|onderwijs|docenten|docent|st"
)

_PATTERNS = Patterns(
    # NL91 ABNA 0417 1643 00, and other countries' where the checksum agrees.
    Pattern(NUMBER, rf"\b(nl[\s._-]{{0,2}}{D}{{2}}[\s._-]{{0,2}}[a-z]{{4}}(?:[\s._-]{{0,2}}{D}){{10}})\b"),
    Pattern(NUMBER, rf"\b((?:{_FOREIGN}))\b", holds=_is_iban),
    _after(r"rekening|rekeningnummer|rekeningnr|rek[\s.]{0,2}nr|rek|bank|banknr|giro|bankrekening|gironummer|iban", _ACCOUNT),
    Pattern(NUMBER, r"\b((?:nl[\s.]{0,2})?(?:[0-9][\s.]?){9}b[\s.]?[0-9]{2})\b"),
    _after(r"k\.?v\.?k|kvk-?nummer|kvk-?nr|kamer van koophandel|handelsregister", _EIGHT),
    _after(r"vestiging|vestigingsnummer|vestigingsnr", rf"{D}(?:[\s.-]?{D}){{11}}"),
    _after(r"rsin|fiscaal|fiscaalnummer|btw|btw-?nummer|btw-?nr|omzetbelastingnummer", _NINE),
    _after(r"b\.?s\.?n|bsnnummer|burgerservice(?:nummer|nr)?|sofi|sofi-?nummer|sofi-?nr", rf"{_NINE}|{_EIGHT}"),
    Pattern(NUMBER, rf"\b({D}{{9}}|{D}{{4}}\.{D}{{2}}\.{D}{{3}}|{D}{{4}} {D}{{2}} {D}{{3}}|{D}{{3}}[ -]{D}{{3}}[ -]{D}{{3}})\b", holds=_is_bsn),
    _after(rf"(?:{_HOLDER})[\s.-]{{0,2}}(?:nummer|nummers|nr|no|num|id|code)", r"[a-z]{0,3}-?[0-9]{3,10}"),
    Pattern(NUMBER, r"\b(s[0-9]{6,8})\b"),
    Pattern(NUMBER, rf"\b(?i:docent|docenten|leraren|leraar|leerkracht|medewerkers?|mijn)[\s-]?(?i:code|afkorting){_BETWEEN}([A-Z]{{2,5}})\b", case=True),
    # 0612345678, 06-12 34 56 78, (053) 123 45 67, +31 (0)6 …, 0031-53-…, +49 …
    Pattern(PHONE, rf"(?:^|[^\w])((?:\+|00){SEP}{{0,3}}31{SEP}{{0,3}}(?:\(0\){SEP}{{0,3}})?[1-9](?:{SEP}{{0,3}}{D}){{8}})\b"),
    Pattern(PHONE, rf"(\+\s?(?:[124-9]|3[02-9])(?:{SEP}?[0-9]){{7,14}})\b", holds=_is_phone),
    Pattern(PHONE, r"\b(00[ -]?(?:[124-9]|3[02-9])(?:[ -]?[0-9]){7,14})\b", holds=_is_phone),
    Pattern(PHONE, rf"(?:^|[^\w])({_NATIONAL})\b", holds=_is_phone),
    # Shaped as one, and mistyped.
    Pattern(PHONE, r"(?:^|[^\w])(\(?0(?:[0-9]{2}\)?[ -]{1,3}[0-9]{7}|[0-9]{3}\)?[ -]{1,3}[0-9]{6}))\b"),
    Pattern(PHONE, rf"(?:^|[^\w])(31{SEP}{{0,3}}6(?:{SEP}{{0,2}}{D}){{8}})\b"),
    Pattern(PHONE, rf"(?:^|[^\w])(\(?[0o]{SEP}{{0,3}}6(?:{SEP}{{0,3}}{D}){{7,9}})\b"),
    Pattern(PHONE, rf"\b(nul[\s-]{{0,2}}zes(?:{SEP}{{0,3}}{D}){{8}})\b"),
    Pattern(PHONE, r"\b(0[89]00[\s-]?[0-9]{4,7})\b"),
    _after(r"tel|telnr|telefoon|telefoonnummer|telefoonnr|tel\.?nr|mobiel|mob|bel|app|gsm|06-?nummer", rf"\+?\(?{D}(?:{SEP}{{0,2}}{D}){{6,12}}", PHONE),
    # A date is a day of birth only after a word that says so.
    Pattern(BORN, rf"\b(?:geb|geboren|geboortedatum|geboortedag|gebdatum|gebdat|geb\.?\s?(?:datum|dat|dd)|verjaardag|jarig|date of birth|dob|ik ben van)\b[^0-9\n!?;]{{0,30}}?({_DATE})\b"),
)  # fmt: skip


def numbers(text: Plain) -> Iterator[Span]:
    """Where a plain text has a number that is somebody's."""
    yield from _PATTERNS.spans(text)
