"""Newly worded texts for the reconstruction, and who gets which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dwimpact.reconstruction.program.frames import cell_columns
from dwimpact.study.files.opening import is_there
from dwimpact.study.files.reading import read_csv
from dwimpact.study.questionnaire.model import Questionnaire, codes


@dataclass(frozen=True)
class Texts:
    """The ready-made texts, one row each. A blank column means that anybody may get it.

    open_answers: a group (of the first background variable with options), a line of the registry
    and one column per level. other_outcomes: level, group, text. remarks: group, line, text.
    explanations: level, outcome, group, status, text. Each column is named after its variable.
    """

    open_answers: pd.DataFrame
    other_outcomes: pd.DataFrame
    explanations: pd.DataFrame
    remarks: pd.DataFrame


def conditions(form: Questionnaire) -> list[str]:
    """What a ready-made text may ask of who gets it: a group, and a line of the registry."""
    registered = [form.registered.code] if form.registered else []
    return [*cell_columns(form)[:1], *registered]


def read_texts(folder: Path, form: Questionnaire) -> Texts:
    """The ready-made texts of a folder; a file that is not there has none."""
    asks = conditions(form)
    columns = {
        "open_answers": [*asks, *codes(form.levels)],
        "other_outcomes": ["level", *asks[:1], "text"],
        "explanations": ["level", "outcome", *asks[:1], "status", "text"],
        "remarks": [*asks, "text"],
    }
    files = {name: folder / f"{name}.csv" for name in columns}
    return Texts(
        **{
            name: read_csv(file) if is_there(file) else pd.DataFrame(columns=columns[name])
            for name, file in files.items()
        }
    )


class NoOneLeft(Exception):
    """A text that fits no remaining respondent."""


def allot(
    texts: pd.DataFrame,
    people: pd.DataFrame,
    conditions: Sequence[str],
    random: np.random.Generator,
) -> pd.Series[int]:
    """Give each text to a different person that it fits; the person's index per text.

    A text fits when each of its conditions (columns of both frames) is blank or names the
    person's value (several separated by '|'). The most particular texts choose first. Raises
    NoOneLeft naming the text's row, not its words.
    """
    particular = texts[list(conditions)].notna().sum(axis=1)
    order = particular.sort_values(ascending=False, kind="stable").index
    shuffled = people.iloc[np.argsort(random.random(len(people)))]
    chosen: dict[object, int] = {}
    for row in order:
        fits = ~shuffled.index.isin(list(chosen.values()))
        for condition in conditions:
            if pd.notna(wanted := texts.loc[row, condition]):
                fits &= shuffled[condition].isin(wanted.split("|")).to_numpy()
        if not fits.any():
            raise NoOneLeft(f"text {row + 2} fits no respondent that is left")
        chosen[row] = int(shuffled.index[fits][0])
    return pd.Series([chosen[row] for row in texts.index], texts.index, dtype="int64")
