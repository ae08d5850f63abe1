"""What a strict study shows of answers that few or nearly all gave: taken together, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dwimpact.analysis.items.chosen import REST, TOGETHER
from dwimpact.study.people import people_in, people_of
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import ALIKE


@dataclass(frozen=True)
class AnswerRow:
    """One row of a scale, or a whole question: who was asked, and how many chose each option."""

    column: str
    n: int
    missing: int
    counts: pd.Series[int]

    @classmethod
    def of(cls, answers: pd.DataFrame, item: Item) -> AnswerRow:
        each = answers.drop_duplicates(ALIKE if ALIKE in answers else "respondent")
        chosen = answers[answers["chosen"].fillna(False).astype(bool)]
        counts = people_of(chosen).groupby(chosen["option"]).sum()
        counts = counts.reindex(item.in_order, fill_value=0)
        missing = people_in(each[each["chosen"].isna()])
        return cls(str(answers["column"].iloc[0]), people_in(each), missing, counts)

    def together(self, groups: Sequence[Sequence[str]]) -> AnswerRow:
        """The row with options taken together, under their codes joined by a sign."""
        sums = {TOGETHER.join(group): self.counts[list(group)].sum() for group in groups if group}
        return replace(self, counts=pd.Series(sums))

    def is_safe(self, width: int) -> bool:
        """Whether no option is one that few or nearly all chose."""
        return bool(self.counts.between(width, self.n - width).all())


def shown_rows(rows: Sequence[AnswerRow], item: Item, width: int) -> list[AnswerRow]:
    """What a strict study shows of the rows."""
    if item.kind == "choices":
        return [replace(r, counts=_several(r.counts, r.n, width)) for r in rows]
    if item.kind == "choice":
        return [replace(r, counts=_merged(r.counts, r.n, width)) for r in rows]
    if all(row.is_safe(width) for row in rows):
        return list(rows)
    # Every row of a scale alike: its two halves, the middle, and what is no point of it.
    half, points = len(item.points) // 2, item.points
    middle = points[half : len(points) - half]
    groups = [points[:half], middle, points[len(points) - half :], item.in_order[len(points) :]]
    return [halved for row in rows if (halved := row.together(groups)).is_safe(width)]


def _several(counts: pd.Series[int], n: int, width: int) -> pd.Series[int]:
    """Only the options that some ticked and some did not: each is a question of its own."""
    return counts[counts.between(width, n - width)]


def _merged(counts: pd.Series[int], n: int, width: int) -> pd.Series[int]:
    """The answers that fewer gave taken together, with the rarest of the others while they are
    still few; nothing where hardly anything is told apart then.
    """
    rarest = counts.sort_values(kind="stable").index
    few = int((counts < width).sum())
    while few and counts[rarest[:few]].sum() < width and few < len(counts):
        few += 1
    kept = counts.drop(rarest[:few])
    made = pd.concat([kept, pd.Series({REST: counts[rarest[:few]].sum()})]) if few else kept
    return made if len(made) > 1 and made.max() <= n - width else made[:0]
