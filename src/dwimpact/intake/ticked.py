"""Answers in one cell as the codes of what was ticked, whatever a form tool puts between them."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

BETWEEN = ' ,;|\t\r\n"[]'  # commas and semicolons, lines (Google, Microsoft), lists in JSON


def ticked_codes(
    cells: pd.Series[Any], labels: Mapping[str, str], options: Collection[str]
) -> pd.Series[Any]:
    """Codes separated by single spaces, for codes or for `labels` (text → code) that stand in each
    cell. Labels may hold what stands between answers: the longest that fits is taken. A cell in
    which anything else stands is left as it is, for `examine` to name.
    """
    longest_first = sorted(((folded_text(t), code) for t, code in labels.items()), key=_length)
    read = {cell: _codes(cell, longest_first, options) for cell in cells.dropna().unique()}
    return cells.map(read).astype("str")


def folded_text(text: str) -> str:
    """The text without regard to case, to white space around and in it, to how its letters are
    composed, and to HTML.
    """
    return " ".join(unicodedata.normalize("NFKC", html.unescape(text)).split()).casefold()


def _length(known: tuple[str, str]) -> int:
    return -len(known[0])


def _codes(cell: str, labels: Collection[tuple[str, str]], options: Collection[str]) -> str:
    words = cell.split()
    if all(word in options for word in words):
        return " ".join(words)
    made, rest = [], folded_text(cell).lstrip(BETWEEN)
    while rest:
        found = next(((text, code) for text, code in labels if _begins(rest, text)), None)
        if found is None:
            return cell
        made.append(found[1])
        rest = rest[len(found[0]) :].lstrip(BETWEEN)
    return " ".join(made)


def _begins(rest: str, label: str) -> bool:
    """Whether a label stands at the beginning, and something between answers after it."""
    after = rest[len(label) : len(label) + 1]
    return bool(label) and rest.startswith(label) and (not after or after in BETWEEN)
