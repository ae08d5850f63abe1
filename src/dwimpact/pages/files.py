"""What a page writes beside what it shows: figures as SVG and PNG, tables as CSV."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from dwimpact.figures.svg import svg_text
from dwimpact.pages.workbook import neutralised
from dwimpact.tables.format import for_file

PIXELS_PER_INCH = 200


def write_figure(figure: Figure, folder: Path, name: str, title: str, description: str) -> None:
    """Write a figure as SVG and PNG, with what it is called and says inside."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = svg_text(figure, name, title, description)
    (folder / f"{name}.svg").write_text(drawing, encoding="utf-8")
    inside = {"Software": None, "Title": title, "Description": description}
    figure.savefig(folder / f"{name}.png", dpi=PIXELS_PER_INCH, metadata=inside)


def write_table(table: pd.DataFrame, folder: Path, name: str) -> None:
    """Write a table with Dutch headings and every number in full."""
    folder.mkdir(parents=True, exist_ok=True)
    safe = neutralised(for_file(table))
    safe.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
