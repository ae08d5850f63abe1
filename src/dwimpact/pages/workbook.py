"""Tables for other programs: CSV and Excel without live formulas.

The same tables give the same bytes: files carry a fixed date.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

DATE = datetime.datetime(2000, 1, 1)
LONGEST_SHEET_NAME = 31
# What a spreadsheet passes over at the start of a cell: white space and what cannot be seen.
UNSEEN = (
    "\\s\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2"
    "\\u115f\\u1160\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f"
    "\\ufeff\\uffa0\\ufff9-\\ufffb\\U000110bd\\U000110cd\\U00013430-\\U0001343f"
    "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff"
)
# After that these make a formula of it; some spreadsheets read the wide ones as the plain ones.
SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
LIVE = re.compile(f"[{UNSEEN}]*[{SIGNS}]|[\t\r\n]")
# Where commas separate decimals, Excel splits a CSV at semicolons and knows no quotation mark
# after a comma: what stands behind one of these in a text is a cell to it. A hyphen before a
# space is a list's.
INSIDE = re.compile(f"([{UNSEEN};|]++)([{SIGNS}](?! ))?")
NEW_CELL = frozenset(";|\t\r\n")


def neutralised(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before every text that a spreadsheet would calculate, also
    where it would begin a cell inside another.
    """
    made = table.copy()
    for position, column in enumerate(table.columns):
        values = table.iloc[:, position]
        if not pd.api.types.is_numeric_dtype(values):
            made.isetitem(position, values.astype(object).map(_neutral).array)
        made = made.rename(columns={column: _neutral(column)})
    return made


def write_sheets(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write every table to a sheet of its own, each text as it is."""
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": DATE})
        bold = book.add_format({"bold": True})
        for name, table in tables.items():
            sheet = book.add_worksheet(name[:LONGEST_SHEET_NAME])
            sheet.write_row(0, 0, list(table.columns), bold)
            for number, row in enumerate(table.astype(object).to_numpy().tolist(), start=1):
                sheet.write_row(number, 0, [None if pd.isna(cell) else cell for cell in row])


def read_table(file: Path) -> pd.DataFrame:
    """A figure table as it was written to a CSV file."""
    return pd.read_csv(file, keep_default_na=False, na_values=[""])


def as_text(value: str) -> str:
    """A text as a cell, also where it is saved as text: see `neutralised`."""
    return str(_neutral(value))


def _neutral(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    inside = INSIDE.sub(_marked, value)
    return f"'{inside}" if LIVE.match(value) else inside


def _marked(found: re.Match[str]) -> str:
    """White space, with an apostrophe before a sign that makes a formula of what follows."""
    between, sign = found[1], found[2] or ""
    live = sign and not NEW_CELL.isdisjoint(between)
    return f"{between}'{sign}" if live else between + sign
