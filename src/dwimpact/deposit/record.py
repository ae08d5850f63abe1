"""What a deposit says of itself, the same in every file of it: names, titles, people, version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dwimpact.dataset import CleanStudy
from dwimpact.prose.words import day_in_words
from dwimpact.study.deposit import LICENCES, Creator, Deposit, Identifier
from dwimpact.study.settings import Settings
from dwimpact.templates.html import notice_of

# What of responses that nobody gave stands in titles and before the name of every file.
WORDS = {"reconstructed": ("reconstructie", "reconstruction"), "drawn": ("proef", "trial")}
NOTICE_EN = {
    "reconstructed": "Reconstruction: computed data, not answers of people.",
    "drawn": "Trial: data drawn at random, not answers of people.",
}


@dataclass(frozen=True)
class Record:
    """One version of the deposit of a study, made from a finished `report` with its `manifest`."""

    study: CleanStudy
    report: Path
    manifest: Mapping[str, Any]
    version: int

    @property
    def settings(self) -> Settings:
        return self.study.settings

    @property
    def deposit(self) -> Deposit:
        return self.settings.deposit

    @property
    def nobody(self) -> str:
        """Why the responses are nobody's: 'reconstructed' or 'drawn'; empty for real ones."""
        flags = {name: getattr(self.settings, name) for name in ("drawn", "reconstructed")}
        return next((name for name, is_so in flags.items() if is_so), "")

    @cached_property
    def slug(self) -> str:
        """The title in letters that every system takes as a name."""
        return slug_of(self.settings.title)

    @property
    def prefix(self) -> str:
        """'reconstructie_' before the names of files, where they are made from one."""
        return f"{WORDS[self.nobody][0]}_" if self.nobody else ""

    @property
    def name(self) -> str:
        """The name of the folder and the zip."""
        return f"{self.prefix}{self.slug}_v{self.version}"

    @property
    def restricted_name(self) -> str:
        """The name of the folder and the zip that an archive locks away."""
        return f"{self.name}_afgeschermd"

    @property
    def title(self) -> str:
        """The title in Dutch."""
        return self._titled(self.settings.title, 0)

    @property
    def title_en(self) -> str:
        """The title in English; the Dutch one where there is none."""
        return self._titled(self.deposit.title_en or self.settings.title, 1)

    def _titled(self, title: str, language: int) -> str:
        return f"{title} ({WORDS[self.nobody][language]})" if self.nobody else title

    def title_within(self, length: int) -> str:
        """The title in so many characters, shortened before the words on what nobody gave."""
        name = self.settings.title
        return (
            self.title
            if len(self.title) <= length
            else self._titled(name[: length - len(self.title)], 0)
        )

    @property
    def notice(self) -> str:
        """What stands beside everything made from responses that nobody gave, in Dutch."""
        return notice_of(self.study) or ""

    @property
    def notice_en(self) -> str:
        return NOTICE_EN.get(self.nobody, "")

    @property
    def abstract(self) -> str:
        """What the study is about, in Dutch, with the notice."""
        about = self.deposit.abstract.nl or " ".join(map(str.strip, self.settings.about))
        return " ".join(filter(None, [self.notice, about.strip() or self.settings.question]))

    @property
    def abstract_en(self) -> str:
        return " ".join(filter(None, [self.notice_en, self.deposit.abstract.en.strip()]))

    @property
    def creators(self) -> tuple[Creator, ...]:
        return creators_of(self.settings)

    @property
    def url(self) -> str:
        """A page about the study."""
        return self.deposit.url or self.settings.source

    @property
    def identifier(self) -> Identifier:
        """What the archive calls the study; until it does, our own name for this version."""
        own = Identifier(agency="dwimpact", value=f"{self.prefix}{self.slug}/v{self.version}")
        return self.deposit.identifier or own

    @property
    def address(self) -> str:
        """The identifier as an address where it is a DOI, else as it is."""
        given = self.identifier
        return f"https://doi.org/{given.value}" if given.agency == "DOI" else given.value

    def id_of(self, table: str) -> str:
        """By what others cite the numbers of a figure table: study, table and version."""
        return f"{self.prefix}{self.slug}/{table}/v{self.version}"

    @property
    def issued(self) -> str:
        """The day that the deposit carries, as 2026-11-27."""
        return self.deposit.issued.isoformat() if self.deposit.issued else ""

    @property
    def issued_nl(self) -> str:
        day = self.deposit.issued
        return day_in_words(day) if day else ""

    @property
    def licence_name(self) -> str:
        return LICENCES[self.deposit.licence][0] if self.deposit.licence else ""

    @property
    def licence_url(self) -> str:
        return LICENCES[self.deposit.licence][1] if self.deposit.licence else ""

    @property
    def software(self) -> str:
        """The version of this package."""
        return version("dwimpact")

    @property
    def citation(self) -> str:
        """How to refer to this version of the data, in Dutch."""
        names = "; ".join(creator.name for creator in self.creators)
        year = f" ({self.issued[:4]})" if self.issued else ""
        kind = "dataset" if self.settings.rows != "none" else "cijfers en documentatie"
        return f"{names}{year}. {self.title}, versie {self.version} [{kind}]. {self.address}"


def creators_of(settings: Settings) -> tuple[Creator, ...]:
    """Who made the data: as study.yml says, or who conducted a study that is no reconstruction."""
    named = settings.deposit.creators
    if named or settings.of_nobody or not settings.conducted_by:
        return named
    return (Creator(name=settings.conducted_by),)


def slug_of(title: str) -> str:
    """Small letters, digits and hyphens for a title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "onderzoek"
