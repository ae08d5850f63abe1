"""Which pages the report has: notebooks/report.yml, with the questionnaire's levels filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.report.request import PLAN
from dwimpact.study.edition import Edition
from dwimpact.study.files.reading import read_model
from dwimpact.study.parts import Need, parts_of
from dwimpact.study.questionnaire.model import Level, Model
from dwimpact.study.questionnaire.terms import filled_in
from dwimpact.study.study import Study

HadBy = Literal["all", "with_texts", "none"]  # which have a page


class Entry(Model):
    """One line of report.yml. Its title is that of the notebook, unless it has one. With
    `each_level` it stands for one page per level, and '{level}' in the title and in the Markdown
    of the notebook is the level's label; '{outcomes}' and others are the study's words. `editions`
    says which editions have it too: all, none, or those that show what respondents wrote. What
    `takes_long` is begun first. The page is there where the study, or the level, has what it
    `needs`; so is a cell of its notebook with a tag 'needs-…' (see `parts_of`).
    """

    notebook: str
    title: str = ""
    each_level: bool = False
    editions: HadBy = "all"
    takes_long: bool = False
    needs: tuple[Need, ...] = ()
    parameters: dict[str, Any] = Field(default_factory=dict)


class Plan(Model):
    """report.yml: what prepares the data, and the pages in order. Numbers follow from it.

    `comparison` are the pages that compare two waves, which are no part of the report, and `series`
    those that follow where there are more.
    """

    prepare: str
    chapters: tuple[Entry, ...]
    appendices: tuple[Entry, ...]
    comparison: tuple[Entry, ...] = ()
    series: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """One page: number '2', or 'B3' for the third appendix. `words` take the place of their
    '{name}' in the title and the Markdown of the notebook; cells that need what the study `lacks`
    are left out.
    """

    number: str
    title: str
    notebook: str
    parameters: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    takes_long: bool = False
    lacks: frozenset[str] = frozenset()
    editions: HadBy = "all"

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
    """The plan of a notebooks folder, with the titles of its notebooks. Raises StudyError when it
    is absent or wrong.
    """
    plan = read_model(notebooks / PLAN, Plan)
    pages = {
        name: tuple(_titled(entry, notebooks) for entry in getattr(plan, name))
        for name in ("chapters", "appendices", "comparison", "series")
    }
    return plan.model_copy(update=pages)


def chapters_of(plan: Plan, study: Study) -> list[Chapter]:
    """Every page of the report on a study, or on its edition, in order. Those of an edition keep
    the number that they have in the whole report.
    """
    pages = [
        *_numbered(plan.chapters, study, prefix=""),
        *_numbered(plan.appendices, study, prefix="B"),
    ]
    return [page for page in pages if page.editions in _had_by(study.edition)]


def comparison_pages(plan: Plan, study: Study, waves: int = 2) -> list[Chapter]:
    """The pages that compare waves; `study` has the levels that the last two have."""
    entries = plan.comparison + (plan.series if waves > 2 else ())
    return list(_numbered(entries, study, prefix=""))


def select(chapters: Sequence[Chapter], numbers: Sequence[str]) -> list[Chapter]:
    """The chapters with these numbers, all when none are named. Raises StudyError."""
    known = [chapter.number for chapter in chapters]
    if unknown := [number for number in numbers if number.upper() not in known]:
        raise StudyError(
            PLAN, Problem(f"no chapter {listed(unknown)}", listed(known), "Name one of those.")
        )
    wanted = {number.upper() for number in numbers} or set(known)
    return [chapter for chapter in chapters if chapter.number in wanted]


def _had_by(edition: Edition | None) -> Sequence[HadBy]:
    """Which pages an edition has; all for the whole report."""
    if edition is None:
        return get_args(HadBy)
    return ("all", "with_texts") if edition.shows_texts else ("all",)


def _numbered(entries: Sequence[Entry], study: Study, prefix: str) -> Iterator[Chapter]:
    pages = [
        (entry, level, lacks)
        for entry in entries
        for level in (study.questionnaire.levels if entry.each_level else [None])
        for lacks in [frozenset(get_args(Need)) - parts_of(study, level)]
        if not lacks.intersection(entry.needs)
    ]
    for position, (entry, level, lacks) in enumerate(pages, start=1):
        words = _words_of(study, level)
        yield Chapter(
            number=f"{prefix}{position}",
            title=filled_in(entry.title, words),
            notebook=entry.notebook,
            parameters={**entry.parameters, **({"level": level.code} if level else {})},
            words=words,
            takes_long=entry.takes_long,
            lacks=lacks,
            editions=entry.editions,
        )


def _words_of(study: Study, level: Level | None) -> dict[str, str]:
    """What the study calls things, and this level."""
    words = study.questionnaire.terms.words
    if level is None:
        return words
    return words | {"level": level.label, "on_level": level.where, "Other": level.other}


def _titled(entry: Entry, notebooks: Path) -> Entry:
    """The entry with the first heading of its notebook for a title, if it has none of its own."""
    if entry.title:
        return entry
    title = Path(entry.notebook).stem  # a notebook that cannot be read is told where it is used
    with suppress(OSError, ValueError, KeyError, StopIteration, AttributeError, TypeError):
        cells = json.loads((notebooks / entry.notebook).read_text("utf-8"))["cells"]
        first = next(cell for cell in cells if cell["cell_type"] == "markdown")["source"]
        title = "".join(first).splitlines()[0].lstrip("# ") or title
    return entry.model_copy(update={"title": title})
