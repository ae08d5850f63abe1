"""What everybody knows of a study, for an attack on what it publishes.

The worst case: who took part, and of each the workplace and the sector, so that every group and
every combination of groups is known, but not a single answer. The form and the numbers approached
are published in the appendices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.study.questionnaire.model import NONE, OTHER, Questionnaire

Mask = npt.NDArray[np.bool_]
Key = tuple[str, str, str]  # level, outcome ('' for a whole level), what
BACKGROUND = ["workplace", "tranche", "tranche_group", "sector", "sector_group"]
MENTIONED, MISSING, UNKNOWN = "mentioned", "missing", "unknown"
EXPLAINED, EXPLAINERS, OTHER_TEXT = "explained", "explainers", "other_text"
ANSWERED, ANY_ANSWER, REMARKED = "answered", "any_answer", "remarked"


@dataclass(frozen=True)
class Public:
    """`cells`: one row per workplace and sector with `people`; `approached`: dimension, group and
    number, as published; `themes`: code → label.
    """

    form: Questionnaire
    cells: pd.DataFrame
    approached: pd.DataFrame
    themes: Mapping[str, str]
    workplaces: Mapping[str, str]  # code → name
    clusters: bool = False  # whether intervals have a design effect

    @cached_property
    def people(self) -> npt.NDArray[np.int64]:
        return self.cells["people"].to_numpy()

    @property
    def n(self) -> int:
        return int(self.people.sum())

    def where(self, **values: object) -> Mask:
        """The cells with these values of the background."""
        found = np.ones(len(self.cells), dtype=bool)
        for column, value in values.items():
            found &= (self.cells[column] == value).to_numpy()
        return found

    @cached_property
    def labels(self) -> dict[str, Mask]:
        """The Dutch name of every group that a figure may show → its cells."""
        form, everybody = self.form, np.ones(len(self.cells), dtype=bool)
        return {
            "Totaal": everybody,
            "vorige meting": everybody,
            **{name: self.where(workplace=code) for code, name in self.workplaces.items()},
            **{
                choice.label: self.where(**{column: choice.code})
                for column, choices in form.groups.items()
                for choice in choices
            },
        }

    def group(self, label: str) -> Mask | None:
        """The cells of a group by its name; 'a of b' is both. None for an unknown name. A wave has
        its year behind its name.
        """
        label = label.partition(", ")[0] if label.startswith("vorige meting, ") else label
        if label in self.labels:
            return self.labels[label]
        parts = label.split(" of ")
        for cut in range(1, len(parts)):
            first, rest = " of ".join(parts[:cut]), " of ".join(parts[cut:])
            if first in self.labels and (other := self.group(rest)) is not None:
                return self.labels[first] | other
        return None

    def populations(self, group: Mask) -> tuple[float, ...]:
        """How many people of a group may have been approached: more than one number when nobody
        answered of some group that may belong to it, infinite when nobody knows.
        """
        return self._populations.get(group.tobytes(), (float("inf"),))

    @cached_property
    def _populations(self) -> dict[bytes, tuple[float, ...]]:
        rows, form = self.approached, self.form
        found: dict[bytes, set[float]] = defaultdict(set)
        for by, options in ((v.code, v.options) for v in form.split_by):
            of_group = rows[rows["dimension"] == by].set_index("group")["approached"]
            codes = [option.code for option in options]
            for size in range(1, len(codes) + 1):
                for chosen in combinations(codes, size):
                    cells = self.cells[by].astype(str).isin(chosen).to_numpy()
                    found[cells.tobytes()].add(float(of_group[list(chosen)].sum()))
        return {cells: tuple(sorted(numbers)) for cells, numbers in found.items()}

    @cached_property
    def weights(self) -> npt.NDArray[np.float64] | None:
        """What each respondent of a cell counts for, raked to the people approached."""
        weights = np.ones(len(self.cells))
        for _ in range(2000):
            for dimension in ("tranche", "sector"):
                of_cells = self.cells[dimension].astype(str)
                rows = self.approached[self.approached["dimension"] == dimension]
                for group, number in zip(rows["group"], rows["approached"], strict=True):
                    there = (of_cells == group).to_numpy()
                    if not (sums := (weights * self.people)[there].sum()) and number:
                        return None
                    weights[there] *= number / sums if sums else 1
        return weights

    def options(self, level: str) -> tuple[str, ...]:
        """The outcomes of a level, and 'other'."""
        return self.form.level(level).rows

    @property
    def keys(self) -> Iterator[Key]:
        """Everything that is counted per cell."""
        statuses, natures = self.kinds("status"), self.kinds("nature")
        for level in self.form.levels:
            for outcome in level.rows:
                yield level.code, outcome, MENTIONED
                for what in (*statuses, *natures, EXPLAINED):
                    yield level.code, outcome, what
            yield level.code, OTHER, OTHER_TEXT
            yield level.code, NONE, MENTIONED
            for what in (MISSING, EXPLAINERS, ANSWERED):
                yield level.code, "", what
            for theme in self.themes:
                yield level.code, "", f"theme {theme}"
        yield "", "", ANY_ANSWER
        yield "", "", REMARKED

    def kinds(self, question: str) -> list[str]:
        """What can be counted of a question about a mentioned outcome: 'status realised', …"""
        choices = self.form.statuses if question == "status" else self.form.natures
        return [f"{question} {code}" for code in (*(c.code for c in choices), UNKNOWN)]


def cells_of(respondents: pd.DataFrame) -> pd.DataFrame:
    """The cells of a tidy table of respondents, with their people."""
    plain = respondents[BACKGROUND].astype(object)
    return plain.value_counts(sort=False).rename("people").reset_index()


def small_groups(public: Public, below: int, *, workplaces: bool = False) -> dict[str, Mask]:
    """Every declared group and combination of a sector (group) and a tranche (group) that has
    somebody but fewer people than the threshold, by name; the same people once.
    """
    columns = [["sector"], ["sector_group"], ["tranche"], ["tranche_group"]]
    columns += [["sector_group", "tranche_group"], ["sector", "tranche"]]
    columns += [["workplace"]] if workplaces else []
    found: dict[bytes, tuple[str, Mask]] = {}
    for by in columns:
        for values in public.cells[by].drop_duplicates().itertuples(index=False):
            mask = public.where(**dict(zip(by, values, strict=True)))
            if 0 < public.people[mask].sum() < below:
                found.setdefault(mask.tobytes(), (" × ".join(map(str, values)), mask))
    return dict(found.values())
