"""What a report and its editions would publish, from their notebooks run in this process, without
drawing: for an attack that takes seconds. The figures' tables and all text are the real ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbconvert.filters import markdown2html
from published import EDITION, LINKS, REPORT, Folder, Reading, read_file, read_page

import dwimpact
from dwimpact.disclosure.editions import judge_editions
from dwimpact.figures.layout import ReportFigure
from dwimpact.pages import page as pages
from dwimpact.pages.parts import PagePart
from dwimpact.pages.shown import Shown
from dwimpact.report.kernels.execute import is_left_out
from dwimpact.report.plan import chapters_of, read_plan
from dwimpact.report.site import findings
from dwimpact.report.site.exploring import render_exploring
from dwimpact.report.site.render import Site
from dwimpact.study.edition import Edition

PLOTS = [name for name in dwimpact.__all__ if name.startswith("plot_")]


def built_quickly(
    study: Path, notebooks: Path, folder: Path, *, with_editions: bool = True
) -> Reading:
    """The blocks of the report and of every edition that may be made."""
    folder.mkdir(parents=True, exist_ok=True)
    processed, plan = folder / "processed", read_plan(notebooks)
    with _undrawn():
        given = {"study": str(study), "processed": str(processed)}
        _run(notebooks / plan.prepare, given, [])
        whole = dwimpact.load(study, processed)
        editions: list[Edition | None] = [None]
        verdicts = judge_editions(whole, whole.respondents) if with_editions else []
        editions += [v.edition for v in verdicts if not v.refused]
        reading = Reading()
        for edition in editions:
            name = edition.folder if edition else "report"
            part = dwimpact.load(study, processed, edition=edition.code if edition else "")
            kind, label = (EDITION, edition.label) if edition else (REPORT, "")
            where, parts = Folder(folder / name, kind, label), list[PagePart]()
            for chapter in chapters_of(plan, part):
                told = {
                    **given,
                    "outputs": str(where.path),
                    "number": chapter.number,
                    "contents": [],
                }
                told |= {**chapter.parameters, **({"edition": edition.code} if edition else {})}
                shown: list[str] = [f"<h1>{chapter.title}</h1>"]
                notebook = notebooks / chapter.notebook
                parts += _run(notebook, told, shown, chapter.words, chapter.lacks)
                page = "\n".join(shown)
                reading.blocks += read_page(page, where, f"{name}/{chapter.name}")
            html = render_exploring(Site(part, part.n, chapters_of(plan, part)), parts)
            reading.blocks += read_page(html, where, f"{name}/verkennen")
            said = "".join(f"<p>{f.text}</p><p>{f.alt}</p>" for f in findings.findings(part))
            reading.blocks += read_page(said, where, f"{name}/index")
            files = [file for file in sorted(where.path.rglob("*")) if file.is_file()]
            reading.files += files
            for file in (file for file in files if file.suffix == ".csv"):
                reading.blocks += read_file(file, where)
    return reading


def _run(
    notebook: Path,
    given: dict[str, Any],
    shown: list[str],
    words: Mapping[str, str] | None = None,
    lacks: Collection[str] = (),
) -> list[PagePart]:
    """Run the cells of a notebook, without those that need what is lacking; what it shows is added
    to `shown`. Returns it as data.
    """
    names: dict[str, Any] = {}
    parts: list[PagePart] = []

    def show(it: Shown) -> None:
        shown.append(it.data)
        parts.extend([it.part] if it.part else [])

    book = nbformat.read(notebook, as_version=4)
    with patch.object(pages, "display", show):
        for cell in book.cells:
            if is_left_out(cell, lacks):
                continue
            if cell.cell_type == "markdown":
                for name, word in (words or {}).items():
                    cell.source = cell.source.replace(f"{{{name}}}", word)
                shown.append(LINKS.sub("", markdown2html(cell.source)))
                continue
            exec(cell.source, names)
            if "parameters" in cell.metadata.get("tags", []):
                names.update({k: v for k, v in given.items() if k in names or k == "edition"})
    return parts


@contextmanager
def _undrawn() -> Iterator[None]:
    """Every figure is an empty one, of something."""

    def empty(table: Any, *_: object, **__: object) -> ReportFigure:
        assert len(table), "nothing to draw"
        return ReportFigure(figsize=(1, 1))

    drawing = patch.multiple(dwimpact, **dict.fromkeys(PLOTS, empty))
    with drawing, patch.object(findings, "plot_finding", empty):
        yield
