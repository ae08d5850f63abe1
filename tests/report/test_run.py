"""What a report and a comparison share: what became of the chapters, and their pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from dwimpact.pages.anchors import Anchor
from dwimpact.report.plan import Chapter
from dwimpact.report.run import Made, kernels, run_pages, write_pages
from dwimpact.report.site.render import Content, Site
from dwimpact.study.study import Study

FIRST, SECOND, THIRD = (
    Chapter("1", "Begin", "chapter.ipynb"),
    Chapter("2", "Vervolg", "chapter.ipynb"),
    Chapter("B1", "Bijvoegsel", "appendix.ipynb"),
)
CHAPTERS = (FIRST, SECOND, THIRD)
SECTION = Anchor("heading", "2-1", "2.1 Een kop")


@pytest.fixture
def made() -> Made:
    """The first chapter is absent, the second made, the appendix failed."""
    contents = {
        "2": Content(Markup("<p>Zes mensen.</p>"), [SECTION]),
        "B1": Content(Markup("<p>Tot hier.</p>"), []),
    }
    return Made({"1": "absent", "2": "made", "B1": "failed"}, {"B1": "KeyError"}, contents)


def test_chapters_are_told_by_what_became_of_them(made: Made) -> None:
    assert made.of("made") == {"2"}
    assert made.of("failed") == {"B1"}
    assert made.of("lost") == frozenset()


def test_a_chapter_that_shows_nothing_has_nothing_to_link_to(made: Made) -> None:
    assert made.anchors(CHAPTERS) == {"1": [], "2": [SECTION], "B1": []}


def test_what_shows_something_gets_a_page_also_when_it_failed(
    made: Made, study: Study, tmp_path: Path
) -> None:
    site = write_pages(Site(study, 6, CHAPTERS), made, tmp_path)

    pages = {page.stem: page.read_text("utf-8") for page in tmp_path.glob("chapters/*.html")}
    assert sorted(pages) == ["bijlage_1", "hoofdstuk_2"]
    assert "<p>Zes mensen.</p>" in pages["hoofdstuk_2"]
    assert (site.absent, site.failed) == ({"1"}, {"B1"})
    assert site.anchors["2"] == [SECTION]


def test_each_notebook_is_run_and_a_failing_one_stops_no_other(
    request_of: Any, tmp_path: Path
) -> None:
    request = request_of()
    (tmp_path / "work/outputs/notebooks").mkdir(parents=True)
    (tmp_path / "work/processed").mkdir()
    (tmp_path / "work/processed/rows.txt").write_text("6")
    given = {c.number: {"outputs": "outputs", "number": c.number} for c in (SECOND, THIRD)}
    given["2"]["processed"] = "processed"
    made = Made()

    with kernels(request) as executor:
        run_pages(request, (SECOND, THIRD), given, tmp_path / "work", executor, made)

    assert made.became == {"2": "made", "B1": "failed"}
    assert list(made.failures) == ["B1"]
    assert "6 rijen, 0 pagina" in made.contents["2"].html
    assert "FileNotFoundError" in made.contents["B1"].html
