"""Versions of a deposit: another one where something in it changed, with what that was."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

HISTORY = "versions.json"
CHANGING = ("inputs", "tables")  # what a change is told of, each name → SHA-256


@dataclass(frozen=True)
class Version:
    """One version of a deposit: the files it was made from and its figure tables (name → SHA-256),
    and with which version of this package.
    """

    number: int
    issued: str
    software: str
    inputs: Mapping[str, str]
    tables: Mapping[str, str]

    @property
    def content(self) -> tuple[object, ...]:
        """What makes it another version when it differs: not the day, or what an archive asks."""
        return self.software, dict(self.inputs), dict(self.tables)


@dataclass(frozen=True)
class History:
    """Every version so far, the first one first."""

    versions: tuple[Version, ...] = field(default=())

    def next(
        self, issued: str, software: str, inputs: Mapping[str, str], tables: Mapping[str, str]
    ) -> History:
        """The history with a version of this content, in the place of the last where that is the
        same.
        """
        made = Version(len(self.versions) + 1, issued, software, dict(inputs), dict(tables))
        if self.versions and self.versions[-1].content == made.content:
            return History((*self.versions[:-1], replace(made, number=self.number)))
        return History((*self.versions, made))

    @property
    def number(self) -> int:
        """The number of the last version."""
        return self.versions[-1].number

    def changes(self) -> Iterator[tuple[Version, list[str]]]:
        """Each version with what changed since the one before, the last one first."""
        pairs = list(zip((None, *self.versions), self.versions, strict=False))
        for before, after in reversed(pairs):
            yield after, ["Eerste versie."] if before is None else list(_changed(before, after))

    def to_json(self) -> str:
        """The history as a file of the deposit keeps it."""
        made = [version.__dict__ for version in self.versions]
        return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def read_history(folder: Path) -> History:
    """The history in the last deposit in a folder; empty where there is none, or none of ours."""
    files = sorted(folder.glob(f"*/{HISTORY}"))
    found = [history for file in files if (history := _read(file)) is not None]
    return max(found, key=lambda history: len(history.versions), default=History())


def _read(file: Path) -> History | None:
    try:
        content: Any = json.loads(file.read_text("utf-8"))
        return History(tuple(Version(**one) for one in content))
    except (OSError, ValueError, TypeError):
        return None


def _changed(before: Version, after: Version) -> Iterator[str]:
    words = {"inputs": "Bestand van het onderzoek", "tables": "Cijfertabel"}
    for part in CHANGING:
        old, new = getattr(before, part), getattr(after, part)
        for name in sorted(old.keys() | new.keys()):
            if name not in old:
                yield f"{words[part]} erbij: {name}."
            elif name not in new:
                yield f"{words[part]} weg: {name}."
            elif old[name] != new[name]:
                yield f"{words[part]} veranderd: {name}."
    if before.software != after.software:
        yield f"Gemaakt met dwimpact {after.software} in plaats van {before.software}."
