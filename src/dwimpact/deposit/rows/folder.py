"""The rows of a deposit: a study folder again, from which the report can be made.

Respondents have new numbers in an order that nobody can undo without the responses themselves.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from dwimpact.analysis.themes.coding import BY_HAND
from dwimpact.dataset import CleanStudy
from dwimpact.intake.examine import examine
from dwimpact.intake.responses import read_responses
from dwimpact.study.files.reading import read_csv, read_yaml
from dwimpact.study.folder import RESPONSES, find_responses, inputs_of
from dwimpact.study.questionnaire.model import EMAIL, RESPONDENT, WEIGHT
from dwimpact.study.study import CORRECTIONS, read_study
from dwimpact.tidy.masking.mask import mask_texts

OF_THE_FILE = ("ignore", "mask", "rules")  # settings about the export that was read
# A study that somebody unzips and reports on is not deposited again under the same number.
OF_THE_DEPOSIT = ("identifier",)
Yaml = dict[str, Any]


def copy_study(study: CleanStudy, to: Path) -> None:
    """Write the study folder as it is, for rows that are nobody's."""
    to.mkdir()
    for name, file in inputs_of(study.folder).items():
        shutil.copyfile(file, to / name)


def write_definition(study: CleanStudy, to: Path) -> None:
    """Write the study folder without responses and what only goes with them."""
    to.mkdir()
    for name, file in inputs_of(study.folder).items():
        if name not in (CORRECTIONS, BY_HAND) and not name.startswith("responses."):
            shutil.copyfile(file, to / name)


def write_restricted(study: CleanStudy, to: Path) -> None:
    """Write the study folder with every row that was used, corrected and masked, without what
    identifies somebody.
    """
    write_definition(study, to)
    raw, numbers = masked_rows(study)
    raw.to_csv(to / RESPONSES, index=False, lineterminator="\n")
    if (study.folder / BY_HAND).is_file():
        coded = read_csv(study.folder / BY_HAND)
        coded = coded.assign(respondent=coded["respondent"].map(numbers)).dropna(
            subset="respondent"
        )
        coded.sort_values("respondent").to_csv(to / BY_HAND, index=False, lineterminator="\n")
    _change(to / "study.yml", lambda settings: settings_of_rows(settings, study))
    _change(to / "questionnaire.yml", lambda form: {k: v for k, v in form.items() if k != "export"})


def masked_rows(study: CleanStudy) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """The rows used, in the raw layout, masked, without e-mail addresses, in an order that tells
    nothing; old → new number of each respondent.
    """
    file = find_responses(study.folder)
    definition = read_study(study.folder)
    examined = examine(read_responses(file, definition), definition)
    raw, _ = mask_texts(examined.used, definition)
    weight = [WEIGHT] if study.settings.weights is not None else []
    raw = raw[[*(c for c in definition.questionnaire.raw_columns if c != EMAIL), *weight]]
    order = _order(file, len(raw))
    width = len(str(len(raw)))
    made = raw.iloc[order].reset_index(drop=True)
    names = [f"r{number:0{width}}" for number in range(1, len(raw) + 1)]
    return made.assign(respondent=names), dict(zip(made[RESPONDENT], names, strict=True))


def _order(file: Path, n: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """An order that the responses decide, and that nobody without them can work out: not even by
    their SHA-256, which a report's manifest tells.
    """
    digest = hashlib.sha256(b"the order of rows in a deposit\n" + file.read_bytes()).digest()
    return np.random.default_rng(list(digest)).permutation(n)


def settings_of_rows(settings: Yaml, study: CleanStudy) -> Yaml:
    """study.yml for rows in the raw layout."""
    made = {name: value for name, value in settings.items() if name not in OF_THE_FILE}
    if study.settings.weights is not None:
        made["weights"] = WEIGHT
    told = made.get("deposit", {})
    return {**made, "deposit": {k: v for k, v in told.items() if k not in OF_THE_DEPOSIT}}


def _change(file: Path, change: Any) -> None:
    write_yaml(file, change(read_yaml(file)))


def write_yaml(file: Path, content: Yaml) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    file.write_text(text, "utf-8", newline="\n")
