"""What an archive asks and the study does not say yet: by field, with where to fill it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dwimpact.deposit.record import creators_of
from dwimpact.errors import Problem, StudyError
from dwimpact.study.settings import Settings

DANS, CESSDA, ZENODO, CRATE = "DANS", "CESSDA", "Zenodo", "RO-Crate"


@dataclass(frozen=True)
class Asked:
    """Something that archives ask: the entry of study.yml, `by` whom, what it is, and whether a
    deposit can be without.
    """

    field: str
    by: tuple[str, ...]
    what: str
    said: Callable[[Settings], object]
    required: bool = True

    def __str__(self) -> str:
        need = "required" if self.required else "asked for"
        return f"{need:9}  {self.field:24}  {', '.join(self.by)}: {self.what}"

    @property
    def problem(self) -> Problem:
        """The field as something to be mended."""
        return Problem(
            f"no entry '{self.field}', which {' and '.join(self.by)} ask",
            self.what,
            "Fill it in; docs/deposit.md names every field.",
        )


ASKED_FIELDS = (
    Asked("deposit.creators", (DANS, CESSDA, ZENODO), "who made the data, each with a name",
          creators_of),
    Asked("deposit.contact", (DANS,), "name and email of who answers questions",
          lambda s: s.deposit.contact),
    Asked("deposit.rights_holder", (DANS,), "who holds the rights to the data",
          lambda s: s.deposit.rights_holder),
    Asked("deposit.licence", (DANS, ZENODO, CRATE), "a licence, such as CC-BY-4.0",
          lambda s: s.deposit.licence),
    Asked("deposit.issued", (CESSDA, ZENODO, CRATE), "the day of the deposit, as 2026-11-27",
          lambda s: s.deposit.issued),
    Asked("deposit.url", (CESSDA,), "a page about the study (or 'source')",
          lambda s: s.deposit.url or s.source),
    Asked("deposit.abstract.nl", (DANS, CESSDA, ZENODO), "a summary in Dutch (or 'about')",
          lambda s: s.deposit.abstract.nl or s.about or s.question),
    Asked("deposit.title_en", (DANS, CESSDA), "the title in English", lambda s: s.deposit.title_en),
    Asked("deposit.abstract.en", (DANS, CESSDA), "a summary in English",
          lambda s: s.deposit.abstract.en),
    Asked("deposit.audience", (DANS,), "a code of the DANS list of audiences, such as D60000",
          lambda s: s.deposit.audience),
    Asked("deposit.keywords.nl", (DANS, CESSDA, ZENODO), "keywords in Dutch",
          lambda s: s.deposit.keywords.nl, required=False),
    Asked("deposit.keywords.en", (DANS, CESSDA, ZENODO), "keywords in English",
          lambda s: s.deposit.keywords.en, required=False),
    Asked("deposit.identifier", (CESSDA, ZENODO),
          "the DOI that the archive reserves with a draft: until then ours stands in its place",
          lambda s: s.deposit.identifier, required=False),
    Asked("deposit.funding", (DANS, CESSDA), "who paid, with the number of the grant",
          lambda s: s.deposit.funding, required=False),
    Asked("fieldwork.opened", (DANS, CESSDA), "the first day of the fieldwork",
          lambda s: s.fieldwork.opened, required=False),
    Asked("fieldwork.closed", (DANS, CESSDA), "the last day of the fieldwork",
          lambda s: s.fieldwork.closed, required=False),
    Asked("fieldwork.instrument", (CESSDA,), "with what the questions were asked",
          lambda s: s.fieldwork.instrument, required=False),
)  # fmt: skip


def missing(settings: Settings) -> list[Asked]:
    """What is asked and not said, what is required first."""
    return sorted((a for a in ASKED_FIELDS if not a.said(settings)), key=lambda a: not a.required)


def require_complete(settings: Settings, file: Path) -> None:
    """Raise StudyError with every required field that study.yml does not fill in."""
    if problems := [asked.problem for asked in missing(settings) if asked.required]:
        raise StudyError(file, problems)


def lines_of(settings: Settings, file: Path) -> Iterator[str]:
    """What is missing, a line each, and what that comes to; `file` is where to fill it in."""
    found = missing(settings)
    yield from map(str, found)
    required = sum(asked.required for asked in found)
    if required:
        yield f"{required} to fill in, in {file}, before a deposit can be made: docs/deposit.md."
    elif found:
        yield f"A deposit can be made; {len(found)} more would make it easier to find."
    else:
        yield "Nothing is missing."
