"""An image has the letters of the pages; an SVG those of where it stands."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from matplotlib.font_manager import findfont, get_font
from matplotlib.text import Text

from dwimpact.figures.layout import WIDE, canvas
from dwimpact.figures.letters import FONT_FILES, PAGE_LETTERS, page_letters


def families(figure) -> set[tuple[str, ...]]:
    return {tuple(text.get_fontfamily()) for text in figure.findobj(Text)}


def test_text_is_in_the_letters_of_the_pages_and_then_as_it_was():
    figure, axes, _ = canvas(WIDE, ["Regio"], 1)
    axes.set_title("Eén ‘≥’")
    before = families(figure)

    with page_letters(figure):
        assert all(first == PAGE_LETTERS and rest for first, *rest in families(figure))

    assert families(figure) == before


@pytest.mark.parametrize(("weight", "file"), [("normal", "Regular.ttf"), ("bold", "Bold.ttf")])
def test_both_weights_are_found_in_the_package(weight: str, file: str):
    with page_letters(canvas(WIDE, ["Regio"], 1)[0]):
        found = Path(findfont(f"{PAGE_LETTERS}:{weight}", fallback_to_default=False))
    assert found == FONT_FILES / file
    assert found.stat().st_size < 50_000
    letters = get_font(str(found)).get_charmap()
    assert {*map(ord, "aZ09%éëïç‘’–−…€≥")} <= set(letters)


def test_the_licence_lies_beside_the_font():
    assert "SIL OPEN FONT LICENSE" in (FONT_FILES / "OFL.txt").read_text("utf-8")


def test_an_image_is_the_same_each_time_and_an_svg_names_no_font_of_ours(tmp_path: Path):
    figure, axes, _ = canvas(WIDE, ["Regio"], 1)
    axes.set_title("Regio")
    made = []
    for _ in range(2):
        figure.savefig(image := BytesIO(), format="png")
        made.append(image.getvalue())
    assert made[0] == made[1]
    figure.savefig(tmp_path / "figuur.svg")
    assert PAGE_LETTERS not in (tmp_path / "figuur.svg").read_text("utf-8")
    figure.savefig(tmp_path / "figuur.pdf")
    assert PAGE_LETTERS.replace(" ", "").encode() in (tmp_path / "figuur.pdf").read_bytes()
