"""Which pages the report has: notebooks/report.yml, with the questionnaire's levels filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.report.request import PLAN
from dwimpact.study.edition import Edition
from dwimpact.study.files import read_model
from dwimpact.study.questionnaire import Level, Model, Questionnaire


class Entry(Model):
    """One line of report.yml. With `each_level` it stands for one page per level, and
    '{level}' in its title is the level's label. `editions` says which editions have it too:
    all, none, or those that show what respondents wrote. What `takes_long` is begun first.
    """

    title: str
    notebook: str
    each_level: bool = False
    editions: Literal["all", "with_texts", "none"] = "all"
    takes_long: bool = False
    parameters: dict[str, Any] = Field(default_factory=dict)


class Plan(Model):
    """report.yml: what prepares the data, and the pages in order. Numbers follow from it.

    `comparison` are the pages that compare two waves, which are no part of the report.
    """

    prepare: str
    chapters: tuple[Entry, ...]
    appendices: tuple[Entry, ...]
    comparison: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """One page: number '2', or 'B3' for the third appendix."""

    number: str
    title: str
    notebook: str
    parameters: dict[str, Any] = field(default_factory=dict)
    takes_long: bool = False

    @property
    def is_appendix(self) -> bool:
        return self.number.startswith("B")

    @property
    def name(self) -> str:
        """The page's file name without extension."""
        digits = self.number.removeprefix("B")
        return f"{'bijlage' if self.is_appendix else 'hoofdstuk'}_{digits}"

    @property
    def heading(self) -> str:
        """'Hoofdstuk 2' or 'Bijlage 3'."""
        return self.name.replace("_", " ").capitalize()


def read_plan(notebooks: Path) -> Plan:
    """The plan of a notebooks folder. Raises StudyError when it is absent or wrong."""
    return read_model(notebooks / PLAN, Plan)


def chapters_of(plan: Plan, form: Questionnaire, edition: Edition | None = None) -> list[Chapter]:
    """Every page of the report, or of an edition, on a study with this questionnaire, in order."""
    return [
        *_numbered(_entries(plan.chapters, edition), form, prefix=""),
        *_numbered(_entries(plan.appendices, edition), form, prefix="B"),
    ]


def comparison_pages(plan: Plan, form: Questionnaire) -> list[Chapter]:
    """The pages that compare two waves; `form` has the levels that both have."""
    return list(_numbered(plan.comparison, form, prefix=""))


def select(chapters: Sequence[Chapter], numbers: Sequence[str]) -> list[Chapter]:
    """The chapters with these numbers, all when none are named. Raises StudyError."""
    known = [chapter.number for chapter in chapters]
    if unknown := [number for number in numbers if number.upper() not in known]:
        raise StudyError(
            PLAN,
            Problem(f"no chapter {listed(unknown)}", listed(known), "Name one of those."),
        )
    wanted = {number.upper() for number in numbers} or set(known)
    return [chapter for chapter in chapters if chapter.number in wanted]


def _entries(entries: Sequence[Entry], edition: Edition | None) -> Sequence[Entry]:
    """Those that the edition has; all for the whole report."""
    if edition is None:
        return entries
    wanted = {"all", "with_texts"} if edition.shows_texts else {"all"}
    return [entry for entry in entries if entry.editions in wanted]


def _numbered(entries: Sequence[Entry], form: Questionnaire, prefix: str) -> Iterator[Chapter]:
    pages = [
        (entry, level)
        for entry in entries
        for level in (form.levels if entry.each_level else [None])
    ]
    for position, (entry, level) in enumerate(pages, start=1):
        yield Chapter(
            number=f"{prefix}{position}",
            title=entry.title.format(level=level.label) if level else entry.title,
            notebook=entry.notebook,
            parameters={**entry.parameters, **_level_parameter(level)},
            takes_long=entry.takes_long,
        )


def _level_parameter(level: Level | None) -> dict[str, str]:
    return {"level": level.code} if level else {}
