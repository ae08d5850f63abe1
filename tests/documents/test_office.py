"""The documents of the whole report: opened and printed by LibreOffice, held against its tables.

Slow, and needs LibreOffice: skipped where there is none, unless DWIMPACT_REQUIRE_OFFICE says so.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from docx import Document
from made_once import Made
from pages import soup
from pptx import Presentation
from pypdf import PdfReader

from dwimpact.documents.reading import read_report
from dwimpact.documents.slides import slide_deck
from dwimpact.documents.word import word_document
from dwimpact.statistics import points

pytestmark = pytest.mark.long

REQUIRED = "DWIMPACT_REQUIRE_OFFICE"
FIGURES = r"\d+(?:[.,]\d+)?"


@pytest.fixture(scope="module")
def office() -> str:
    found = shutil.which("soffice")
    if found is None:
        reason = "NO LIBREOFFICE: nothing was opened in it; install it to run these tests"
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(reason)
    return found


@pytest.fixture(scope="module")
def made(hostile_report: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The documents of the report of answers full of markup."""
    folder = tmp_path_factory.mktemp("documents")
    report = read_report(hostile_report.folder)
    for name, content in {
        "report.docx": word_document(report),
        "report.pptx": slide_deck(report),
    }.items():
        (folder / name).write_bytes(content)
    return {file.suffix: file for file in folder.iterdir()}


def converted(office: str, file: Path, to: str) -> Path:
    """What LibreOffice makes of a file, with a profile of its own."""
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    folder = file.parent / to
    command = [office, profile, "--headless", "--convert-to", to, "--outdir", folder, file]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=300)
    return folder / f"{file.stem}.{to}"


@pytest.mark.parametrize(("kind", "least"), [(".docx", 20), (".pptx", 12)])
def test_libreoffice_prints_it_with_every_caption(
    office, made, hostile_report, kind, least
) -> None:
    pdf = PdfReader(converted(office, made[kind], "pdf"))

    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert len(pdf.pages) >= least
    report = read_report(hostile_report.folder)
    pages = report.pages if kind == ".docx" else [p for p in report.pages if not p.is_appendix]
    figures = [part for page in pages for part in page.parts if part.kind == "figure"]
    assert len(figures) > 9
    assert [part.title for part in figures if part.title not in text] == []
    assert [word for word in ("None", "nan", "object at") if f" {word} " in text] == []


@pytest.mark.parametrize("kind", [".docx", ".pptx"])
def test_what_libreoffice_saves_again_has_its_charts_and_tables(office, made, kind) -> None:
    file = converted(office, made[kind], kind.removeprefix("."))

    def inside(path: Path) -> tuple[int, int]:
        with zipfile.ZipFile(path) as parts:
            charts = [n for n in parts.namelist() if re.search(r"/charts/chart\d+\.xml$", n)]
        if kind == ".docx":
            return len(charts), len(Document(str(path)).tables)
        slides = Presentation(str(path)).slides
        return len(charts), sum(shape.has_table for slide in slides for shape in slide.shapes)

    assert inside(file) == inside(made[kind])
    assert inside(file)[0] > 9


def numbers_in(text: str) -> list[str]:
    return [number.replace(",", ".") for number in re.findall(FIGURES, text)]


@pytest.fixture(scope="module")
def published(hostile_report: Made) -> set[str]:
    """Every number of the tables of the report: as it is, and as a share is rounded."""
    found: set[str] = set()
    for file in (hostile_report.folder / "tables").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                for cell in row:
                    found |= {*numbers_in(cell)} | _rounded(cell)
    return found


def _rounded(cell: str) -> set[str]:
    try:
        value = float(cell)
    except ValueError:
        return set()
    made = {
        f"{value:.2f}",
        f"{value:.3f}",
        f"{value:.2f}".rstrip("0").rstrip("."),
        str(points(value)),
    }
    return made | {str(round(value))}


def shares_of_counts(folder: Path) -> set[str]:
    """The percentages that counts of a table are of its n, as ranges are written."""
    found = set()
    for file in (folder / "tables").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                n = row.get("n") or ""
                counts = [v for h, v in row.items() if "antal" in (h or "") and (v or "").isdigit()]
                if n.isdigit() and int(n):
                    found |= {str(points(int(count) / int(n))) for count in counts}
    return found


def cells_of(document: Any) -> Iterator[str]:
    for table in document.tables[1:]:  # the first has key figures
        _, *rows = ([c.text for c in row.cells] for row in table.rows)
        yield from (cell for row in rows for cell in row)


def test_every_number_in_a_table_of_the_word_file_stands_in_a_published_table(
    made, published, hostile_report
) -> None:
    known = published | shares_of_counts(hostile_report.folder)
    cells = list(cells_of(Document(str(made[".docx"]))))

    found = [n for cell in cells for n in numbers_in(cell)]
    assert len(found) > 500
    assert sorted({n for n in found if n not in known}) == []


def test_every_number_in_a_sentence_of_the_word_file_stands_on_a_page(made, hostile_report) -> None:
    pages = " ".join(soup(html).get_text(" ") for html in hostile_report.pages().values())
    known = {*numbers_in(pages)}
    found = [n for p in Document(str(made[".docx"])).paragraphs for n in numbers_in(p.text)]

    assert len(found) > 200
    assert sorted({n for n in found if n not in known}) == []


@pytest.mark.parametrize("kind", [".docx", ".pptx"])
def test_every_number_in_a_chart_follows_from_the_table_of_its_figure(
    made, hostile_report, kind
) -> None:
    """A chart holds shares, and of ranges the smallest and the difference to the largest."""
    known = {0.0, 1.0}
    for file in (hostile_report.folder / "tables").glob("figuur_*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                n = float(row.get("n") or 0)
                for heading in ("Aandeel", "Aandeel in de reconstructie"):
                    known |= {round(float(row[heading]), 9)} if row.get(heading) else set()
                if row.get("Respons %"):
                    known.add(round(float(row["Respons %"]) / 100, 9))
                if row.get("Kleinste aantal"):
                    low, high = (float(row[f"{w} aantal"]) for w in ("Kleinste", "Grootste"))
                    known |= {round(low / n, 9), round((high - low) / n, 9)}
    with zipfile.ZipFile(made[kind]) as parts:
        charts = {n: parts.read(n) for n in parts.namelist() if re.search(r"/chart\d+\.xml$", n)}
        books = [parts.read(n) for n in parts.namelist() if n.endswith(".xlsx")]
    drawn = [
        round(float(value.text), 9)
        for content in charts.values()
        for value in ElementTree.fromstring(content).findall(".//{*}val//{*}v")
    ]
    kept = [
        round(float(cell), 9)
        for content in books
        for row in openpyxl.load_workbook(io.BytesIO(content))
        .worksheets[0]
        .iter_rows(min_row=2, min_col=2, values_only=True)
        for cell in row
    ]
    assert len(drawn) == len(kept) > 150
    assert [value for value in drawn if value not in known] == []
    assert sorted(drawn) == sorted(kept)
