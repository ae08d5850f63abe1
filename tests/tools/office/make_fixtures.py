"""The workbooks of this folder, written by LibreOffice from one that openpyxl writes.

python tests/tools/office/make_fixtures.py
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

FOLDER = Path(__file__).parent
HEADINGS = ["respondent", "workplace", "sector", "impact/school", "closing/remarks", "started"]
PLAIN = [
    ["001", "alfa", "mbo", "één café", "‘Dank’ 😀", datetime.datetime(2023, 5, 1, 12)],
    ["002", "beta", "hbo", None, "regel 1\nregel 2", 0.25],
    ["003", "alfa", "mbo", "3-5", "  ", True],
]
ERRORS = [
    ["001", "alfa", "mbo", "=1/0", "Dank", None],
    ["002", "beta", "hbo", "=NA()", '="Veel " & "dank"', None],
    ["003", "alfa", "mbo", '=IF(1=1,"","x")', "Dank", None],
]


def write(name: str, rows: list[list[object]], folder: Path) -> Path:
    """A workbook with a hidden sheet before the answers, and another behind them."""
    book = openpyxl.Workbook()
    hidden, answers, more = book.active, book.create_sheet("Antwoorden"), book.create_sheet("Meer")
    hidden.title, hidden.sheet_state, hidden["A1"] = "Lijst", "hidden", "=1/0"
    more["A1"] = "=1/0"
    for row in [HEADINGS, *rows]:
        answers.append(row)
    book.active = answers
    book.save(folder / f"{name}.xlsx")
    return folder / f"{name}.xlsx"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = [write(n, r, Path(folder)) for n, r in (("plain", PLAIN), ("errors", ERRORS))]
        for kind in sys.argv[1:] or ["ods", "xls", "xlsx"]:
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", FOLDER]
            subprocess.run([*command, *made], check=True)


if __name__ == "__main__":
    main()
