"""What the front page of a report says, as data, and where that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COVER = "report.json"  # in the folder of a report


@dataclass(frozen=True)
class Cover:
    """What the front page says. Key figures are (value, label, base), findings (title, text, base),
    pages (file name, 'Hoofdstuk 2', number, title) of those that were made.
    """

    title: str
    subtitle: str
    subject: str
    notice: str
    question: str
    key_figures: Sequence[Sequence[str]]
    findings: Sequence[Sequence[str]]
    citation: str
    pages: Sequence[Sequence[str]]
