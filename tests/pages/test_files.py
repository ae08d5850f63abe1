"""What a page writes beside what it shows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from PIL import Image

from dwimpact.pages.files import PIXELS_PER_INCH, write_figure, write_table


def test_a_figure_is_a_drawing_and_a_picture_that_says_nothing_of_its_maker(tmp_path: Path) -> None:
    for name in ("figuur_1", "figuur_2"):
        write_figure(Figure(figsize=(2, 1)), tmp_path / "figures", name, "Titel", "Wat er staat")

    first, second = ((tmp_path / "figures" / f"figuur_{n}.png") for n in (1, 2))
    drawing = (tmp_path / "figures/figuur_1.svg").read_text("utf-8")
    assert "><title>Titel</title><desc>Wat er staat</desc>" in drawing
    assert first.read_bytes() == second.read_bytes()
    with Image.open(first) as picture:
        assert picture.size == (2 * PIXELS_PER_INCH, PIXELS_PER_INCH)
        assert "Software" not in picture.info
        assert picture.info["Title"] == "Titel"
        assert picture.info["Description"] == "Wat er staat"


def test_a_table_has_dutch_headings_numbers_in_full_and_no_formulas(tmp_path: Path) -> None:
    table = pd.DataFrame({"outcome": ["=1+1", None], "n": [3, 6], "share": [1 / 3, None]})

    write_table(table, tmp_path / "tables", "tabel_1_1")

    assert (tmp_path / "tables/tabel_1_1.csv").read_bytes().decode("utf-8") == (
        "Uitkomst,n,Aandeel\n'=1+1,3,0.3333333333333333\n,6,\n"
    )
