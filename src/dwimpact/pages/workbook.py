"""Tables for other programs: CSV and Excel without live formulas.

The same tables give the same bytes: files carry a fixed date.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

DATE = datetime.datetime(2000, 1, 1)
LONGEST_SHEET_NAME = 31
# A spreadsheet takes a cell that starts with one of these for a formula.
LIVE = ("=", "+", "-", "@", "\t", "\r")
KINDS = ("figuur_", "tabel_")  # how the names of figure tables begin


def neutralised(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before every text that a spreadsheet would calculate."""
    made = table.copy()
    for position, column in enumerate(table.columns):
        values = table.iloc[:, position]
        if not pd.api.types.is_numeric_dtype(values):
            made.isetitem(position, values.astype(object).map(_neutral))
        made = made.rename(columns={column: _neutral(column)})
    return made


def write_workbook(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write every table to a sheet of its own."""
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": DATE})
        bold = book.add_format({"bold": True})
        for name, table in tables.items():
            sheet = book.add_worksheet(name[:LONGEST_SHEET_NAME])
            safe = neutralised(table)
            sheet.write_row(0, 0, list(safe.columns), bold)
            for number, row in enumerate(safe.astype(object).to_numpy().tolist(), start=1):
                sheet.write_row(number, 0, [None if pd.isna(cell) else cell for cell in row])


def collect_workbook(folder: Path) -> None:
    """Write one workbook, 'tabellen.xlsx', of every figure table (CSV) in a folder."""
    files = sorted((f for f in folder.glob("*.csv") if f.stem.startswith(KINDS)), key=_natural)
    tables = {f.stem: pd.read_csv(f, keep_default_na=False, na_values=[""]) for f in files}
    if tables:
        write_workbook(tables, folder / "tabellen.xlsx")


def _neutral(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(LIVE) else value


def _natural(path: Path) -> list[str]:
    """figuur_2_9 before figuur_2_10, chapters before appendices."""
    return [part.zfill(4) if part.isdigit() else part for part in path.stem.split("_")]
