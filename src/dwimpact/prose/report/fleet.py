"""Sentences about many reports: what became of them, and what has changed since last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

BYTES_IN_MB = 1_000_000
REASONS_TO_DIFFER = {
    "inputs": "andere invoer",
    "notebooks": "andere notebooks",
    "code": "andere code",
    "libraries": "andere bibliotheken",
}


def describe_report(wave: str, edition: str, *, compared: bool = False) -> str:
    """'Het hele rapport', 'Editie hbo, 2023' or 'Vergelijking van 2021 en 2023'."""
    if compared:
        return f"Vergelijking van {wave}"
    report = f"Editie {edition}" if edition else "Het hele rapport"
    return f"{report}, {wave}" if wave else report


def describe_fleet(became: Sequence[str], studies: int, unusable: int) -> str:
    """'5 rapporten over 2 onderzoeken: 3 gemaakt, 1 was er al, 1 niet gelukt.'"""
    reports = _many(len(became) + unusable, "rapport", "rapporten")
    times = Counter(became)
    failed = times["failed"] + unusable
    parts = [
        *([f"{times['made']} gemaakt"] if times["made"] else []),
        *(
            [f"{times['unchanged']} {_were(times['unchanged'])} er al"]
            if times["unchanged"]
            else []
        ),
        *([f"{failed} niet gelukt"] if failed else []),
    ]
    return f"{reports} over {_many(studies, 'onderzoek', 'onderzoeken')}: {', '.join(parts)}."


def describe_change(last: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What is different in a report since last time, by both manifests: 'nieuw', 'niets', or
    '3 van 45 bestanden (andere invoer: responses.csv)'.
    """
    if not now:
        return ""
    if not last:
        return "nieuw"
    different = _different(last.get("outputs", {}), now.get("outputs", {}))
    reasons = [
        _reason(word, last.get(section), now.get(section))
        for section, word in REASONS_TO_DIFFER.items()
        if last.get(section) != now.get(section)
    ]
    because = f" ({'; '.join(reasons)})" if reasons else ""
    if not different:
        return f"niets{because}"
    every = len({*last.get("outputs", {}), *now.get("outputs", {})})
    return f"{len(different)} van {_many(every, 'bestand', 'bestanden')}{because}"


def describe_without_edition(number: int) -> str:
    """How many parts of the respondents have no edition; empty where there are none."""
    if not number:
        return ""
    groups = _many(number, "groep", "groepen")
    has = "heeft" if number == 1 else "hebben"
    return (
        f"{groups} respondenten {has} geen editie: te klein om apart te tonen, of met andere "
        "cijfers zou een te kleine groep af te leiden zijn."
    )


def megabytes(size: int) -> str:
    """'1,4 MB'; empty for nothing."""
    return f"{size / BYTES_IN_MB:.1f} MB".replace(".", ",") if size else ""


def seconds_in_figures(seconds: float | None) -> str:
    """'5,2 s'; empty where it is not known."""
    return "" if seconds is None else f"{seconds:.1f} s".replace(".", ",")


def _reason(word: str, last: Any, now: Any) -> str:
    if isinstance(last, Mapping) and isinstance(now, Mapping):
        return f"{word}: {', '.join(sorted(_different(last, now)))}"
    return word


def _different(last: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    return {name for name in {*last, *now} if last.get(name) != now.get(name)}


def _many(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _were(number: int) -> str:
    return "was" if number == 1 else "waren"
