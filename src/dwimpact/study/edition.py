"""An edition: the report for one part of the respondents, set beside all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

ALL = "all"
SIDE, EDITION, OTHERS = "edition", "edition", "others"  # the column, and its two groups


@dataclass(frozen=True)
class Edition:
    """The respondents who have `group` in `column` of the respondents table.

    `option` and `value` are how it is asked for: a background variable and the code of an option
    or a group of it. `label` is its Dutch name.
    """

    option: str
    value: str
    column: str
    group: str
    label: str
    shows_texts: bool = False  # whether it may show what its respondents wrote

    @property
    def code(self) -> str:
        """'region=north': what a notebook takes as parameter."""
        return f"{self.option}={self.value}"

    @property
    def folder(self) -> str:
        """'region_north': the folder of its report."""
        return self.code.replace("=", "_")

    @property
    def labels(self) -> dict[str, str]:
        """The Dutch names of the two groups it sets side by side."""
        return {EDITION: self.label, OTHERS: "alle anderen"}

    def with_side(self, respondents: pd.DataFrame) -> pd.DataFrame:
        """The respondents with a column that says who is in the edition and who is not."""
        side = np.where(respondents[self.column] == self.group, EDITION, OTHERS)
        return respondents.assign(**{SIDE: pd.Categorical(side, [EDITION, OTHERS])})

    def populations(self, groups: Mapping[str, pd.Series[int]]) -> dict[str, pd.Series[int]]:
        """People approached per group, as `Study.populations` has them, with the edition for
        everybody; empty where the study folder does not say how many the edition's are.
        """
        known: Any = groups.get(self.column, {})
        if self.group not in known:
            unknown = pd.Series(dtype="int64")
            return {**groups, ALL: unknown, SIDE: unknown}
        own, everybody = int(known[self.group]), int(groups[ALL][ALL])
        sides = pd.Series({EDITION: own, OTHERS: everybody - own})
        return {**groups, ALL: pd.Series({ALL: own}), SIDE: sides}
