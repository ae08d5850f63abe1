"""Where somebody can be reached: e-mail, written out or not, the web, handles, streets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dwimpact.tidy.masking.plain import Pattern, Patterns, Plain, Span

MARK_EMAIL, WEB, HANDLE, ADDRESS = "[e-mailadres]", "[webadres]", "[gebruikersnaam]", "[adres]"

# Ends of a name on the internet, and those that are words too: 'goed.School begint om negen'.
_ENDS = "nl|com|org|eu|frl|amsterdam|edu|io|gov|example|co|uk|fr|gl|ly|ai|tv|biz"
_WORDS = (
    "net|be|info|app|online|shop|store|site|dev|school|digital|design|studio|tech|cloud|email"
    "|academy|media|agency|blog|page|events|company|world|nu|de|me|gent"
)
_LABEL = "[a-z0-9_][a-z0-9_-]*"
_LOCAL = "(?:[.+%'&-]?[a-z0-9_])+"
# 'jan (at) school.nl', 'jan apenstaartje school punt nl', 'jan -at- school -dot- nl'
_OPEN, _CLOSE = r"""\s?[(\[{<"'_-]\s?""", r"""\s?[)\]}>"'_-]\s?"""
_TAIL = "(?:apen?staart(?:je)?|aapje)"
_AT = rf"(?:{_OPEN}(?:at|a|@|{_TAIL}){_CLOSE}|\s{_TAIL}\s|\s@\s?|@\s)"
_SAID = rf"(?:{_OPEN}(?:dot|punt|\.){_CLOSE}|\s(?:dot|punt)\s)"
_DOT = rf"(?:{_SAID}|\.)"
_MAILBOX = rf"{_LOCAL}(?:\s(?:punt|dot)\s(?:(?:de|van|der|den|ter)\s){{0,3}}{_LOCAL}){{0,3}}"
_EMAILS = (
    # Without an end to its name too: 'jan@school'.
    Pattern(MARK_EMAIL, rf"({_LOCAL}(?:@{_LABEL}(?:[.,]{_LABEL})*)+(?:[.,]\s(?:{_ENDS})\b)?)"),
    Pattern(
        MARK_EMAIL,
        rf"({_MAILBOX}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}{_DOT}(?:{_ENDS}|{_WORDS}))\b",
    ),
    Pattern(
        MARK_EMAIL,
        rf"\b({_MAILBOX}\s(?:at|bij)\s{_LABEL}(?:{_SAID}{_LABEL}){{0,3}}{_DOT}(?:{_ENDS}))\b",
    ),
    Pattern(MARK_EMAIL, rf"\b([a-z0-9.+-]+_(?:at|{_TAIL})_[a-z0-9._-]+)\b"),
)

# A market place where firms sell is nobody's address; a page on it is.
_PUBLIC = {"bol.com", "booking.com", "marktplaats.nl", "thuisbezorgd.nl", "amazon.nl"}


def _is_site(text: str) -> bool:
    """Not 'ASP.NET', 'groter.Net' or a market place."""
    end = text.rpartition(".")[2]
    return "/" in text or (text.lower() not in _PUBLIC and (end == "net" or end.lower() != "net"))


_PATH = r"""(?:[/?#][^\s<>"']*)?"""
_STARTS = r"(?:^|[^\w@.-])"
_SITE = rf"(?:[a-z0-9-]{{3,}}\.){{1,3}}(?:{_WORDS})"
_WEBS = (
    Pattern(WEB, r"""\b((?:h?t?tps?|ftp):?/{1,2}[^\s<>"']+)"""),
    Pattern(
        WEB,
        rf"\b(www(?:\s?[.,]\s?|\s(?:punt|dot)\s){_LABEL}"
        rf"(?:(?:\s?[.,]\s?|\s(?:punt|dot)\s)(?:{_ENDS}|{_WORDS})\b|[.,]{_LABEL}){{0,4}}{_PATH})",
    ),
    Pattern(
        WEB, rf"{_STARTS}((?:{_LABEL}\.){{1,4}}(?:{_ENDS}|net){_PATH})(?:$|[^\w-])", holds=_is_site
    ),
    # An end that is a word: with a page, where the sentence ends too, or after a word for it.
    Pattern(WEB, rf"{_STARTS}((?:{_LABEL}\.){{1,4}}(?:{_WORDS})/[^\s<>]*)"),
    Pattern(WEB, rf"{_STARTS}({_SITE})(?:$|\s?[;:,!?)\n]|\.(?:\s|$))", case=True),
    Pattern(
        WEB,
        r"\b(?:op|zie|via|site|website|webshop|winkel|naar|kijk|bezoek|of|en)[\s:(]{1,3}"
        rf"({_SITE})\b",
        case=True,
    ),
    Pattern(WEB, r"\b([a-z0-9-]{4,}\s(?:punt|dot)\s(?:nl|com|org|eu|shop|frl))\b"),
)

_PLATFORM = (
    "insta|instagram|ig|snap|snapchat|twitter|tiktok|tik tok|discord|skype|telegram|facebook|fb"
    "|linkedin|github|gitlab|teams|slack|mastodon|x|threads|bluesky|signal|gebruikersnaam|username"
    "|user|nickname|kik"
)
_SAYS = r"(?:naam)?\s?(?:[:=]|\s(?:is|als|onder|op|heet|ben ik)|\s)\s?"
_HANDLES = (
    Pattern(
        HANDLE, rf"(?:^|[^\w.@])(@[a-z_][a-z0-9_.-]{{1,40}}(?:@{_LABEL}(?:\.{_LABEL}){{1,4}})?)"
    ),
    # With a digit, underscore, dot or sharp inside, or a hyphen where the clause then ends.
    Pattern(
        HANDLE,
        rf"\b(?:{_PLATFORM}){_SAYS}([a-z0-9:]{{0,30}}[0-9_.#][a-z0-9_.#:-]{{0,30}}[a-z0-9_])",
        holds=re.compile("[a-z]{2}|_", re.IGNORECASE).search,
    ),
    Pattern(
        HANDLE,
        rf"\b(?:{_PLATFORM}){_SAYS}([a-z0-9]{{2,30}}(?:-[a-z0-9]{{2,30}}){{1,4}})(?:$|\s?[.,;)\n])",
    ),
    Pattern(
        HANDLE,
        r"\bmijn (?:insta|instagram|snap|snapchat|twitter|tiktok|discord|skype|telegram|github)"
        r"(?:naam)? (?:is|heet) ([a-z0-9]{4,30})\b",
    ),
)

# What a street ends in, what only does in a word with a capital ('Molenweg 3', not 'onderweg 3'),
# and what is one by itself.
_STREET = (
    "straat|straatweg|laan|gracht|kade|plein|singel|steeg|dreef|plantsoen|dijk|burgwal|kerkhof"
    "|allee|boulevard|bolwerk"
)
_OR_WORD = (
    "weg|baan|pad|hof|wal|haven|brink|oever|horst|erf|park|werf|poort|polder|vest|brug|sluis|markt"
)
_ALONE = "Markt|Brink|Singel|Plein|Dam|Haven|Hof|Gracht|Kade|Kerkhof|Dijk|Wal"
_NO_STREET = re.compile(
    r"(?i)\b(arbeids|stage|bij|banen|beroepen|leer|onder|werk|groei|vak)[a-z]+ "
)


def _is_street(text: str) -> bool:
    """Not 'Arbeidsmarkt 2022' or 'Leerweg 3'."""
    return not _NO_STREET.search(text)


_SIDE = "(?:-?(?:noord|zuid|oost|west|boven|beneden|binnen|buiten|[nzow]z))?"
_HOUSE = (
    r"\s(?:nr\.?\s?|nummer\s)?[0-9]{1,4}(?:\s(?:nr\.?|unit|kamer|toestel)\s[0-9]{1,4}"
    r"|\s?-\s?[0-9]{1,4}|\s?-?[a-z]{1,2}\b|\s?-?(?:bis|hs|huis))?\b"
)
_INITIALS = r"(?:[A-Z]\.){1,4}"
# 'Burgemeester Van' before 'Tuyllplein', 'Oude' before 'Gracht'.
_FIRST = (
    rf"(?:(?:[A-Z][a-z_']+|[Dd]r\.|{_INITIALS})\s"
    rf"(?:(?:[A-Z][a-z_'.]{{0,20}}|{_INITIALS}|[Dd]r\.|van|de|der|den|ter|ten|'t|het)\s){{0,3}})?"
)
# What stands in capitals after a year or an amount, and is no second half of a postcode.
_UNITS = frozenset(
    "EN EC MB GB KB TB KM KG DE ZE WE HE EX AD IN IS OP OM TE ER AL ZO EU SA SD SS".split()  # noqa: SIM905
)
_SMALL_UNITS = _UNITS | {"CM", "MM", "ML", "PX", "PK", "HA", "ST", "ND", "RD", "TH"}
_STREETS = (
    Pattern(
        ADDRESS,
        rf"\b({_FIRST}[A-Z'][\w'.-]*(?:{_STREET}|{_OR_WORD}){_SIDE}(?i:{_HOUSE}))",
        case=True,
        holds=_is_street,
    ),
    Pattern(ADDRESS, rf"\b({_FIRST}(?:{_ALONE}){_SIDE}(?i:{_HOUSE}))", case=True),
    Pattern(
        ADDRESS,
        rf"\b((?:[a-z]+\.\s)?[a-z'][a-z0-9'.-]{{2,}}(?:{_STREET}){_SIDE}{_HOUSE})"
        r"(?:$|\s?[.,;:()\n]|\s(?:in|te|is|zit|ligt|ook|en)\b)",
        case=True,
        holds=_is_street,
    ),
    Pattern(
        ADDRESS,
        r"\b((?:Laan|Weg|Plein|Straat|Hof|Park|Singel|Kade|Pad)\s(?:van|de|der|den|het|op|'t)"
        r"(?:\s(?:de|der|den|het))?(?:\s[A-Z][\w'-]*){1,3}\s[0-9]{1,4}\s?[a-z]?)\b",
        case=True,
    ),
    Pattern(ADDRESS, r"\b(postbus\s[0-9]{1,5})\b"),
    Pattern(ADDRESS, r"\bpostcode[\s:=-]{0,3}(?:is\s)?([1-9][0-9]{3}[\s-]{0,2}[a-z]{2})\b"),
    Pattern(ADDRESS, r"\b([1-9][0-9]{3}[A-Z]{2})\b", case=True),
    Pattern(
        ADDRESS,
        r"\b([1-9][0-9]{3}[a-z]{2}\s[0-9]{1,4})\b",
        case=True,
        holds=lambda code: code[4:6].upper() not in _SMALL_UNITS,
    ),
    Pattern(
        ADDRESS,
        r"\b([1-9][0-9]{3}[ -]{1,2}[A-Z]{2})\b",
        case=True,
        holds=lambda code: code[-2:] not in _UNITS,
    ),
)
_PATTERNS = Patterns(*_EMAILS, *_WEBS, *_HANDLES, *_STREETS)


def addresses(text: Plain) -> Iterator[Span]:
    """Where a text says how somebody can be reached."""
    return _PATTERNS.spans(text)
