"""Answers in one cell as the codes of what was ticked, whatever a form tool puts between them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pandas as pd

BETWEEN = ' ,;|\t\r\n"[]'  # commas and semicolons, lines (Google, Microsoft), lists in JSON


def ticked_codes(
    cells: pd.Series[Any], labels: Mapping[str, str], options: Collection[str]
) -> pd.Series[Any]:
    """Codes separated by single spaces, for the codes and `labels` (text → code) that stand in each
    cell. Labels may hold what stands between answers: the longest that leads to the end is taken.
    A cell in which anything else stands is left as it is, for `examine` to name.
    """
    known = {
        **{folded_text(o): o for o in options},
        **{folded_text(t): c for t, c in labels.items()},
    }
    # The last of these is looked at first.
    by_length = sorted(known.items(), key=lambda item: len(item[0]))
    read = {cell: _codes(cell, by_length, options) for cell in cells.dropna().unique()}
    return cells.map(read).astype("str")


def without_rest(
    cells: pd.Series[Any], labels: Mapping[str, str], separator: str, other: str
) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """The cells with the code of 'other' for what stands there beside the `labels`, and that text;
    of labels that hold the separator the longest are taken.
    """
    texts = (*labels, *labels.values())
    known = {folded_text(text) for text in texts}
    # No more parts than a label has: a cell of thousands is read in one go.
    most = 1 + max((text.count(separator.strip() or separator) for text in texts), default=0)
    parted = {cell: _parted(cell, known, separator, most) for cell in cells.dropna().unique()}
    answers = {
        c: separator.join([*of, *([other] if rest else [])]) for c, (of, rest) in parted.items()
    }
    rests = {cell: separator.join(rest) or None for cell, (_, rest) in parted.items()}
    return cells.map(answers).astype("str"), cells.map(rests).astype("str")


def folded_text(text: str) -> str:
    """The text without regard to case, to white space around and in it, to how its letters are
    composed, to HTML, and to the space after a brace by which LimeSurvey computes nothing.
    """
    plain = " ".join(unicodedata.normalize("NFKC", html.unescape(text)).split())
    return plain.replace("{ ", "{").casefold()


def _parted(
    cell: str, known: Collection[str], separator: str, most: int
) -> tuple[list[str], list[str]]:
    """What of a cell is a label, of at most so many parts, and what is none."""
    parts, at = cell.split(separator), 0
    of, rest = list[str](), list[str]()
    while at < len(parts):
        joined = {n: separator.join(parts[at : at + n]) for n in range(most, 0, -1)}
        taken = next((n for n, text in joined.items() if folded_text(text) in known), 0)
        (of if taken else rest).append(joined[taken or 1].strip())
        at += taken or 1
    return of, [text for text in rest if text]


def _codes(cell: str, known: Collection[tuple[str, str]], options: Collection[str]) -> str:
    words = [word for word in re.split(f"[{re.escape(BETWEEN)}]+", cell) if word]
    if all(word in options for word in words):
        return " ".join(words)
    text = folded_text(cell)
    # Each place that was reached: from where, and by which code. Each is left once.
    before: dict[int, tuple[int, str]] = {}
    ahead = [(0, -1, "")]
    while ahead and len(text) not in before:
        at, last, code = ahead.pop()
        if at in before:
            continue
        before[at] = (last, code)
        if text[at : at + 1] in BETWEEN:
            ahead.append((at + 1, at, ""))
        ahead += [(at + len(t), at, code) for t, code in known if _stands(t, text, at)]
    return " ".join(reversed([*_codes_to(len(text), before)])) or cell


def _codes_to(at: int, before: Mapping[int, tuple[int, str]]) -> Iterator[str]:
    while at in before:
        at, code = before[at]
        if code:
            yield code


def _stands(label: str, text: str, at: int) -> bool:
    """Whether a label stands at this place, and something between answers after it."""
    end = at + len(label)
    return bool(label) and text.startswith(label, at) and text[end : end + 1] in BETWEEN
