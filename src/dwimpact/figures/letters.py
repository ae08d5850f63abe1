"""The letters of a figure that is saved as an image: those of the pages, the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.text import Text

# Source Sans 3 (SIL Open Font License): see scripts/font.py, and OFL.txt beside the files.
PAGE_LETTERS = "Dwimpact Sans"
FONT_FILES = Path(__file__).with_name("fonts")


@contextmanager
def page_letters(figure: Figure) -> Iterator[None]:
    """All text of a figure in the letters of the pages, inside a `with`; what they lack as it was.

    They are narrower than those a figure is laid out with: what fitted, fits.
    """
    _add_font()
    before = [(text, text.get_fontfamily()) for text in figure.findobj(Text)]
    for text, family in before:
        text.set_fontfamily([PAGE_LETTERS, *family])
    try:
        yield
    finally:
        for text, family in before:
            text.set_fontfamily(family)


@cache
def _add_font() -> None:
    for file in sorted(FONT_FILES.glob("*.ttf")):
        fontManager.addfont(file)
