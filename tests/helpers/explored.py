"""What a report shows of a few outcomes, as data: for the page on which a reader chooses."""

from __future__ import annotations

from collections.abc import Sequence

from dwimpact.pages.parts import Exhibit, Numbers

LEVEL, FIRST, SECOND = "schoolniveau", "Contact", "Regio"
SHARES = ["group", "level", "outcome", "n", "missing", "count", "share", "low", "high", "imprecise"]
ANSWERS = ["level", "outcome", "category", "n", "count", "share", "low", "high", "imprecise"]


def exhibit(columns: list[str], rows: Sequence[list[object]], measure: str, split: str) -> Exhibit:
    """A figure with these numbers."""
    numbers = Numbers(columns, rows, measure, split)
    return Exhibit("figure", "f", "Figuur 2.1", "f", [], [], 1, [], [], "", "", numbers=numbers)


def answers_by_sector() -> list[Exhibit]:
    """The statuses of two outcomes, and of one of them those of two sectors."""
    everybody = [
        _row(FIRST, "Gerealiseerd", 5, 3),
        _row(FIRST, "Verwacht", 5, 2),
        _row(SECOND, "Gerealiseerd", 3, 1),
        _row(SECOND, "Verwacht", 3, 2),
    ]
    of_groups = [
        ["mbo", *_row(FIRST, "Gerealiseerd", 2, 2), 0.5],
        ["mbo", *_row(FIRST, "Verwacht", 2, 0), 0.5],
        ["hbo en wo", *_row(FIRST, "Gerealiseerd", 3, 1), 0.5],
        ["hbo en wo", *_row(FIRST, "Verwacht", 3, 2), 0.5],
    ]
    columns = ["group", *ANSWERS, "p"]
    return [
        exhibit(ANSWERS, everybody, "Status", ""),
        exhibit(columns, of_groups, "Status", "naar sector"),
    ]


def _row(outcome: str, answer: str, n: int, count: int) -> list[object]:
    share = count / n
    return [LEVEL, outcome, answer, n, count, share, share / 2, (1 + share) / 2, True]
