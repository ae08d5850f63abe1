"""Make the font of PNG figures from Source Sans 3: its regular and bold letters, Latin only.

Usage: python scripts/font.py 'SourceSans3[wght].ttf'

That file is in the wheel fontpkg-source-sans-3 3.52 (`pip download --no-deps`), as in Google Fonts.
It is the first font of the pages, under the SIL Open Font License; what is changed may not be
called by its reserved name 'Source'. The same file gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parents[1] / "src/dwimpact/figures/fonts"
FAMILY = "Dwimpact Sans"
WEIGHTS = {"Regular": 400, "Bold": 700}
LETTERS = [*range(0x20, 0x180), *range(0x2010, 0x2040), 0x20AC, 0x2212, 0x2248, 0x2264, 0x2265]
ABOVE, BELOW = 0.928, 0.236  # of a line of DejaVu Sans, in its size
FAMILY_ID, STYLE_ID, UNIQUE_ID, FULL_ID, POSTSCRIPT_ID = 1, 2, 3, 4, 6
KEPT_NAMES = (0, 5, 13, 14)  # copyright, version, licence and its address


def make(source: Path, style: str) -> None:
    """Write the letters of one weight."""
    font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": WEIGHTS[style]})
    options = Options(layout_features=["kern", "mark", "mkmk", "ccmp"], hinting=False)
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    _rename(font, style)
    _set_lines(font)
    font.save(FONTS / f"{style}.ttf")


def _set_lines(font: TTFont) -> None:
    """As close to each other as those of the font that figures are laid out with."""
    for table, (above, below, gap) in {
        "hhea": ("ascent", "descent", "lineGap"),
        "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap"),
    }.items():
        setattr(font[table], above, round(ABOVE * font["head"].unitsPerEm))
        setattr(font[table], below, -round(BELOW * font["head"].unitsPerEm))
        setattr(font[table], gap, 0)


def _rename(font: TTFont, style: str) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT_NAMES]
    own = {
        FAMILY_ID: FAMILY,
        STYLE_ID: style,
        UNIQUE_ID: f"{FAMILY} {style}",
        FULL_ID: f"{FAMILY} {style}",
        POSTSCRIPT_ID: f"{FAMILY.replace(' ', '')}-{style}",
    }
    for number, text in own.items():
        names.setName(text, number, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = int(bold)


if __name__ == "__main__":
    for each in WEIGHTS:
        make(Path(sys.argv[1]), each)
