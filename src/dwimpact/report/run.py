"""What a report and a comparison share: run notebooks side by side, read what each shows while the
next ones run, and write a page for each.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from dwimpact.report.chapters import Given, ending, executed, run_chapters
from dwimpact.report.kernels.warm import warm_kernels
from dwimpact.report.plan import Chapter
from dwimpact.report.request import ABSENT, FAILED, MADE, Request

if TYPE_CHECKING:  # loaded while the first kernels are at work
    from dwimpact.pages.anchors import Anchor
    from dwimpact.pages.parts import PagePart
    from dwimpact.report.site.render import Content, Site

# Seconds that one thread may keep the others waiting: a tenth of Python's own, because every cell
# is many short messages, and another thread is loading libraries meanwhile.
SWITCH_INTERVAL = 0.0005


@dataclass
class Made:
    """What has become of the chapters so far: number → made, failed or absent, number → message
    of those that failed, number → what it shows.
    """

    became: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)

    def of(self, how: str) -> frozenset[str]:
        """The chapters of which this has become."""
        return frozenset(number for number, became in self.became.items() if became == how)

    def anchors(self, chapters: Sequence[Chapter]) -> Mapping[str, Sequence[Anchor]]:
        """Chapter → what can be linked to in it."""
        shown = ((c.number, self.contents.get(c.number)) for c in chapters)
        return {number: content.anchors if content else [] for number, content in shown}

    def parts(self, chapters: Sequence[Chapter]) -> list[PagePart]:
        """What these chapters show, in their order, as data."""
        shown = (self.contents[c.number] for c in chapters if c.number in self.contents)
        return [part for content in shown for part in content.parts]


@contextmanager
def kernels(request: Request) -> Iterator[Executor]:
    """Threads that run notebooks, in warm kernels unless asked otherwise."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    with warm_kernels(cold=request.cold), ending(ThreadPoolExecutor(request.jobs)) as executor:
        yield executor


def run_pages(
    request: Request,
    chosen: Sequence[Chapter],
    given: Given,
    work: Path,
    executor: Executor,
    made: Made,
) -> None:
    """Run these chapters and add to `made` what has become of each."""
    run = run_chapters(request, chosen, given, work, executor)
    from dwimpact.report.site.render import read_content

    hidden = None if request.progress else True  # None: only on a terminal
    for chapter, failure in tqdm(
        run, total=len(chosen), unit="page", file=sys.stderr, disable=hidden
    ):
        made.became[chapter.number] = FAILED if failure else MADE
        if failure:
            made.failures[chapter.number] = failure
        made.contents[chapter.number] = read_content(executed(chapter, work), chapter)


def write_pages(site: Site, made: Made, build: Path) -> Site:
    """Write the page of each chapter that shows something, and all tables in one file; the site
    with what has become of its chapters.
    """
    from dwimpact.report.site.book import write_tables_book
    from dwimpact.report.site.render import render_page

    write_tables_book(site, made.contents, build / "tables")
    site = replace(
        site, failed=made.of(FAILED), absent=made.of(ABSENT), anchors=made.anchors(site.chapters)
    )
    (build / "chapters").mkdir(exist_ok=True)
    for chapter in site.chapters:
        if chapter.number in made.contents:
            page = render_page(chapter, made.contents[chapter.number].html, site)
            (build / "chapters" / f"{chapter.name}.html").write_text(page, encoding="utf-8")
    return site
