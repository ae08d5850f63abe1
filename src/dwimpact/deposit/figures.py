"""The figure tables of a report as a deposit has them: each with an identifier to cite it by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd

from dwimpact.deposit.record import Record
from dwimpact.pages.anchors import ANCHOR, Anchor
from dwimpact.study.files.manifest import sha256

INDEX = "cijfertabellen"
FIGURE_TABLES = ("figuur_", "tabel_")  # how their names begin
INDEX_COLUMNS = ["id", "tabel", "titel", "onderwerp", "versie", "bestand", "rijen", "sha256"]


@dataclass(frozen=True)
class FigureTable:
    """A figure table: `name` as the report has it, its title ('Figuur 2.1') and caption, and the
    file of the report that holds it.
    """

    name: str
    title: str
    caption: str
    file: Path


def figure_tables(report: Path) -> list[FigureTable]:
    """The figure tables of a finished report, in the order of its pages."""
    anchors = {anchor.id: anchor for anchor in _anchors(report)}
    files = {f.stem: f for f in report.glob("tables/*.csv") if f.stem.startswith(FIGURE_TABLES)}
    order = [name for name in anchors if name in files]
    order += sorted(files.keys() - anchors.keys())
    untold = Anchor("table")
    return [
        FigureTable(
            name,
            anchors.get(name, untold).title or name,
            anchors.get(name, untold).caption,
            files[name],
        )
        for name in order
    ]


def digests(tables: Sequence[FigureTable]) -> dict[str, str]:
    """Name of each table → SHA-256 of its file."""
    return {table.name: sha256(table.file) for table in tables}


def table_of_tables(tables: Sequence[FigureTable], record: Record) -> pd.DataFrame:
    """One row per figure table: id, tabel, titel, onderwerp, versie, bestand, rijen, sha256."""
    rows = [
        (
            record.id_of(table.name),
            table.name,
            table.title,
            table.caption,
            record.version,
            file_of(table, record),
            len(pd.read_csv(table.file)),
            sha256(table.file),
        )
        for table in tables
    ]
    return pd.DataFrame(rows, columns=INDEX_COLUMNS)


def file_of(table: FigureTable, record: Record) -> str:
    """Where a deposit has a figure table."""
    return f"data/cijfers/{record.prefix}{table.name}.csv"


def _anchors(report: Path) -> Iterator[Anchor]:
    """What can be linked to in the executed notebooks, chapters before appendices."""
    notebooks = sorted(report.glob("notebooks/*.ipynb"), key=lambda f: (f.stem < "h", f.name))
    for file in notebooks:
        for cell in nbformat.read(file, as_version=4).cells:
            for output in cell.get("outputs", []):
                if told := output.get("metadata", {}).get("text/html", {}).get(ANCHOR):
                    yield Anchor(**told)
