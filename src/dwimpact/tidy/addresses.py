"""Where somebody can be reached: e-mail, written out or not, the web, handles, streets."""

from __future__ import annotations

from collections.abc import Iterator

from dwimpact.tidy.plain import Pattern, Patterns, Plain, Span

EMAIL, WEB, HANDLE, ADDRESS = "[e-mailadres]", "[webadres]", "[gebruikersnaam]", "[adres]"

# Ends of a name on the internet, and those that are words too: 'goed.School begint om negen'.
_ENDS = "nl|com|org|eu|frl|amsterdam|edu|io|gov|example|co|uk|fr|gl|ly|ai|tv|biz"
_WORDS = (
    "net|be|info|app|online|shop|store|site|dev|school|digital|design|studio|tech|cloud|email"
    "|academy|media|agency|blog|page|events|company|world|nu|de|me|gent"
)
_LABEL = r"[a-z0-9_][a-z0-9_-]*"
_LOCAL = r"(?:[.+%'&-]?[a-z0-9_])+"
# 'jan (at) school.nl', 'jan apenstaartje school punt nl', 'jan -at- school -dot- nl'
_OPEN, _CLOSE = r"""\s?[(\[{<"'_-]\s?""", r"""\s?[)\]}>"'_-]\s?"""
_TAIL = r"apen?staart(?:je)?|aapje"
_AT = rf"(?:{_OPEN}(?:at|a|@|{_TAIL}){_CLOSE}|\s(?:{_TAIL})\s|\s@\s?|@\s)"
_DOT = rf"(?:{_OPEN}(?:dot|punt|\.){_CLOSE}|\s(?:dot|punt)\s|\.)"
_SAID = rf"(?:{_OPEN}(?:dot|punt|\.){_CLOSE}|\s(?:dot|punt)\s)"
_DOTTED = rf"{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}{_DOT}(?:{_ENDS}|{_WORDS})"
_MAILBOX = rf"{_LOCAL}(?:\s(?:punt|dot)\s(?:(?:de|van|der|den|ter)\s){{0,3}}{_LOCAL}){{0,3}}"
_PATH = r"""(?:[/?#][^\s<>"']*)?"""

# A market place where firms sell is nobody's address; a page on it is.
_PUBLIC = {"bol.com", "booking.com", "marktplaats.nl", "thuisbezorgd.nl", "amazon.nl"}


def _is_site(text: str) -> bool:
    """Not 'ASP.NET', 'groter.Net' or a market place."""
    name, _, end = text.rpartition(".")
    if "/" in text:
        return True
    return text.lower() not in _PUBLIC and not (end.lower() == "net" and end != "net")


_PLATFORM = (
    r"insta|instagram|ig|snap|snapchat|twitter|tiktok|tik tok|discord|skype|telegram|facebook|fb"
    r"|linkedin|github|gitlab|teams|slack|mastodon|x|threads|bluesky|signal|gebruikersnaam|username"
    r"|user|nickname|kik"
)
_SAYS = r"(?:naam)?[\s]?(?:[:=]|\sis|\sals|\sonder|\sop|\sheet|\sben ik|\s)\s?"
# With a digit, underscore, dot or sharp inside, or a hyphen where the clause then ends.
_HANDLE_LIKE = r"[a-z0-9:]{0,30}[0-9_.#][a-z0-9_.#:-]{0,30}[a-z0-9_]"
_HYPHENED = r"[a-z0-9]{2,30}(?:-[a-z0-9]{2,30}){1,4}"

_STREET = "straat|straatweg|laan|gracht|kade|plein|singel|steeg|dreef|plantsoen|dijk"
_STREET_OR_WORD = (
    f"{_STREET}|weg|hof|park|pad|wal|haven|markt|kerkhof|baan|ring|dam|brink|erf|horst|oever|poort"
    "|veld|werf|allee|boulevard|bolwerk|vest|zijde|burgwal|hoven|akker|es|heide|berg|bos|meent"
    "|sluis|brug|kamp|tuin|ven|maat|waard|polder|diep|vaart|wijk|molen"
)
_SIDE = r"(?:-?(?:noord|zuid|oost|west|boven|beneden|binnen|buiten|[nzow]z))?"
_HOUSE = (
    r"\s(?:nr\.?\s?|nummer\s)?[0-9]{1,4}(?:\s?-\s?[0-9]{1,4}|\s?-?[a-z]{1,2}\b|\s?-?(?:bis|hs|huis|unit)"
    r"(?:\s[0-9]{1,3})?|\s(?:unit|kamer|toestel)\s[0-9]{1,4})?\b"
)
_FIRST = r"(?:(?:[A-Z][a-z_']+|[Dd]r\.|(?:[A-Z]\.){1,4})\s(?:(?:[A-Z][a-z_'.]{0,20}|(?:[A-Z]\.){1,4}|[Dd]r\.|van|de|der|den|ter|ten|'t|het)\s){0,3})?"

_PATTERNS = Patterns(
    # Without an end to its name too: 'jan@school'.
    Pattern(EMAIL, rf"({_LOCAL}(?:@{_LABEL}(?:[.,]{_LABEL})*)+(?:[.,]\s(?:{_ENDS})\b)?)"),
    Pattern(EMAIL, rf"({_MAILBOX}{_AT}{_DOTTED})\b"),
    Pattern(EMAIL, rf"\b({_MAILBOX}\s(?:at|bij)\s{_LABEL}(?:{_SAID}{_LABEL}){{0,3}}(?:{_SAID}|\.)(?:{_ENDS}))\b"),
    Pattern(EMAIL, rf"\b({_LOCAL}_(?:at|{_TAIL})_{_LABEL}(?:[.,]|_punt_|_dot_)(?:{_ENDS}))\b"),
    Pattern(EMAIL, rf"\b([a-z0-9.+-]+_(?:at|{_TAIL})_[a-z0-9.-]+)\b"),
    Pattern(WEB, r"""\b((?:h?t?tps?|ftp):?/{1,2}[^\s<>"']+)"""),
    Pattern(WEB, rf"""\b(www\s?(?:[.,]|\s(?:punt|dot)\s)\s?{_LABEL}(?:(?:\s?[.,]\s?|\s(?:punt|dot)\s)(?:{_ENDS}|{_WORDS})\b|[.,]{_LABEL}){{0,4}}{_PATH})"""),
    Pattern(WEB, rf"(?:^|[^\w@.-])((?:{_LABEL}\.){{1,4}}(?:{_ENDS}|net){_PATH})(?:$|[^\w-])", holds=_is_site),
    Pattern(WEB, rf"(?:^|[^\w@.-])((?:{_LABEL}\.){{1,4}}(?:{_WORDS})(?:/[^\s<>]*))"),
    Pattern(WEB, rf"(?:^|[^\w@.-])((?:[a-z0-9-]{{3,}}\.){{1,3}}(?:{_WORDS}))(?:$|\s?[;:,!?)\n]|\.(?:\s|$))", case=True),
    Pattern(WEB, rf"\b(?:op|zie|via|site|website|webshop|winkel|naar|kijk|bezoek|of|en)[\s:(]{{1,3}}((?:[a-z0-9-]{{3,}}\.){{1,3}}(?:{_WORDS}))\b", case=True),
    Pattern(WEB, r"(?:^|[^\w])([a-z0-9-]{4,}\s(?:punt|dot)\s(?:nl|com|org|eu|shop|frl))\b"),
    Pattern(HANDLE, rf"(?:^|[^\w.@])(@[a-z_][a-z0-9_.-]{{1,40}}(?:@{_LABEL}(?:\.{_LABEL}){{1,4}})?)"),
    Pattern(HANDLE, rf"\b(?:{_PLATFORM}){_SAYS}({_HANDLE_LIKE})"),
    Pattern(HANDLE, rf"\b(?:{_PLATFORM}){_SAYS}({_HYPHENED})(?:$|\s?[.,;)\n])"),
    Pattern(HANDLE, r"\bmijn (?:insta|instagram|snap|snapchat|twitter|tiktok|discord|skype|telegram|github)(?:naam)? (?:is|heet) ([a-z0-9]{4,30})\b"),
    Pattern(ADDRESS, rf"\b((?:[A-Z'][\w'.-]*|{_FIRST}[A-Z'][\w'.-]*)(?i:{_STREET_OR_WORD}){_SIDE}(?i:{_HOUSE}))", case=True),
    Pattern(ADDRESS, rf"\b({_FIRST}(?i:{_STREET_OR_WORD}){_SIDE}(?i:{_HOUSE}))", case=True),
    Pattern(ADDRESS, rf"\b((?:[a-z]+\.\s)?[a-z'][a-z0-9'.-]{{2,}}(?:{_STREET}){_SIDE}{_HOUSE})(?:$|\s?[.,;:()\n]|\s(?:in|te|is|zit|ligt|ook|en)\b)", case=True),
    Pattern(ADDRESS, r"\b((?:Laan|Weg|Plein|Straat|Hof|Park|Singel|Kade|Pad)\s(?:van|de|der|den|het|op|'t)(?:\s(?:de|der|den|het))?(?:\s[A-Z][\w'-]*){1,3}\s[0-9]{1,4}\s?[a-z]?)\b", case=True),
    Pattern(ADDRESS, r"\b(Plein\s[0-9]{4}(?:\s(?:nr\.?\s?)?[0-9]{1,4})?)\b", case=True),
    Pattern(ADDRESS, r"\b(postbus\s[0-9]{1,5})\b"),
    Pattern(ADDRESS, r"\bpostcode[\s:=-]{0,3}(?:is\s)?([1-9][0-9]{3}[\s-]{0,2}[a-z]{2})\b"),
    Pattern(ADDRESS, r"\b([1-9][0-9]{3}(?:-{1,2})?[A-Z]{2})\b", case=True),
    Pattern(ADDRESS, r"\b([1-9][0-9]{3}[ -]{1,2}[A-Z]{2})\b", case=True, holds=lambda code: code[-2:] not in _UNITS),
)  # fmt: skip
# What stands after a year or an amount in capitals, and is no second half of a postcode.
_UNITS = frozenset("EN EC MB GB KB TB KM KG DE ZE WE HE EX AD IN IS OP OM TE ER AL ZO EU UUR SA SD SS".split())


def addresses(text: Plain) -> Iterator[Span]:
    """Where a plain text says how somebody can be reached."""
    yield from _PATTERNS.spans(text)
