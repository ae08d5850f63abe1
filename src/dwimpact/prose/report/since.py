"""What is different from the last report, by its manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from dwimpact.prose.words import enumerate_in_words, upper_first
from dwimpact.study.files.manifest import PREVIOUS

SHEETS = "tables/"
NAMED_EACH = 5  # these are named, also when it is all of them
OTHER_NOW, NEW_NOW, GONE_NOW = "anders", "nieuw", "vervallen"


def describe_changes_since(
    previous: Mapping[str, Any], manifest: Mapping[str, Any]
) -> dict[str, str]:
    """What changed in data, numbers and program between two manifests, a sentence each. Nothing
    without a manifest of the last report, or with that of a report on other people.

    >>> was = {"version": "0.1", "inputs": {}, "outputs": {"tables/tabel_2_1.csv": "a"}}
    >>> now = {"version": "0.2", "inputs": {}, "outputs": {"tables/tabel_2_1.csv": "b"}}
    >>> describe_changes_since(was, now)["Cijfers"]
    'Anders: tabel 2.1.'
    """
    if not previous or _part(previous) != _part(manifest):
        return {}
    was, now = (_without_previous(one["inputs"]) for one in (previous, manifest))
    old, new = (_tables(one["outputs"]) for one in (previous, manifest))
    return {
        "Gegevens": _told(was, now, str, "Dezelfde bestanden."),
        "Cijfers": _told(old, new, called, "Alle cijfers zijn gelijk gebleven."),
        "Programma": _program(previous, manifest),
    }


def called(name: str) -> str:
    """'figuur 2.1' for figuur_2_1, 'tabel B3.2' for tabel_b3_2; another name as it is."""
    kind, _, number = name.partition("_")
    numbered = kind in ("figuur", "tabel") and number.replace("_", "").lstrip("b").isdigit()
    return f"{kind} {number.replace('_', '.').upper()}" if numbered else name


def _told(
    was: Mapping[str, str], now: Mapping[str, str], name: Callable[[str], str], nothing: str
) -> str:
    found = {
        OTHER_NOW: [n for n in now if n in was and was[n] != now[n]],
        NEW_NOW: [n for n in now if n not in was],
        GONE_NOW: [n for n in was if n not in now],
    }
    others = [n for n in now if n in was and was[n] == now[n]]
    parts = [
        f"{upper_first(what)}: {_enumerated(names, name, others if what == OTHER_NOW else None)}."
        for what, names in found.items()
        if names
    ]
    return " ".join(parts) or nothing


def _enumerated(
    names: Sequence[str], name: Callable[[str], str], others: Sequence[str] | None
) -> str:
    """These names, or all but the `others` where that says it in fewer words."""
    if others is None or len(names) <= max(len(others), NAMED_EACH):
        return enumerate_in_words(name(n) for n in names)
    but = f" behalve {enumerate_in_words(name(n) for n in others)}" if others else ""
    return f"alle {len(names) + len(others)}{but}"


def _without_previous(inputs: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in inputs.items() if name != PREVIOUS}


def _tables(outputs: Mapping[str, str]) -> dict[str, str]:
    """Name → SHA-256 of the numbered tables."""
    files = {PurePosixPath(name): digest for name, digest in outputs.items()}
    return {f.stem: d for f, d in files.items() if f"{f.parent}/" == SHEETS and f.suffix == ".csv"}


def _program(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if was.get("version") != now.get("version"):
        return f"dwimpact {now.get('version')}, was {was.get('version', 'een andere versie')}."
    names = ("code", "libraries", "notebooks")
    changed = [what for what in names if was.get(what) != now.get(what)]
    words = {"code": "code", "libraries": "bibliotheken", "notebooks": "notebooks"}
    if not changed:
        return "Hetzelfde."
    called_so = enumerate_in_words(words[what] for what in changed)
    return f"Andere {called_so} bij dezelfde versie."


def _part(manifest: Mapping[str, Any]) -> str:
    return str(manifest.get("parameters", {}).get("edition", ""))
