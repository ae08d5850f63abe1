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

from dwimpact.analysis.themes import BY_HAND
from dwimpact.dataset import CleanStudy
from dwimpact.deposit.open_rows import OpenRows
from dwimpact.disclosure.release import CHARACTERISTICS, MISSING
from dwimpact.intake.examine import examine
from dwimpact.intake.responses import read_responses
from dwimpact.study.background import Variable
from dwimpact.study.edition import ALL
from dwimpact.study.files import read_csv, read_yaml
from dwimpact.study.folder import RESPONSES, find_responses, inputs_of
from dwimpact.study.items import Item
from dwimpact.study.questionnaire import (
    EMAIL,
    EXPLANATION,
    MENTIONED,
    RESPONDENT,
    WEIGHT,
    Level,
)
from dwimpact.study.study import APPROACHED, APPROACHED_COLUMNS, CORRECTIONS, read_study
from dwimpact.tidy.masking import mask_texts

OF_THE_FILE = ("ignore", "mask", "rules")  # settings about the export that was read
TEXT_QUESTIONS = ("impact", "explanation", "remarks", "has_material", "share_material", "email")
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
    raw, numbers = _masked_rows(study)
    raw.to_csv(to / RESPONSES, index=False, lineterminator="\n")
    if (study.folder / BY_HAND).is_file():
        coded = read_csv(study.folder / BY_HAND)
        coded = coded.assign(respondent=coded["respondent"].map(numbers)).dropna(
            subset="respondent"
        )
        coded.sort_values("respondent").to_csv(to / BY_HAND, index=False, lineterminator="\n")
    _change(to / "study.yml", lambda settings: _settings(settings, study))
    _change(to / "questionnaire.yml", lambda form: {k: v for k, v in form.items() if k != "export"})


def write_open(study: CleanStudy, opened: OpenRows, to: Path) -> None:
    """Write the study folder with the rows that may be open, and a questionnaire of what these
    have: background in the groups of the report, closed questions only.
    """
    to.mkdir()
    raw, _ = _masked_rows(study)
    columns = {v.code: _groups(study, v).to_numpy() for v in opened.variables}
    rows = raw.assign(**columns)
    kept = [RESPONDENT, *columns, *_closed_columns(study, opened, rows)]
    _without_hidden(study, opened, rows)[kept].sort_values(RESPONDENT).to_csv(
        to / RESPONSES, index=False, lineterminator="\n"
    )
    form = _open_form(read_yaml(study.folder / "questionnaire.yml"), study, opened)
    _write(to / "questionnaire.yml", form)
    settings = _settings(read_yaml(study.folder / "study.yml"), study)
    settings |= {"splits": [v.code for v in opened.variables], "editions": []}
    settings["disclosure"] = {
        **settings.get("disclosure", {}),
        "hide": _hidden(study, opened),
    }
    if study.clusters not in columns:
        settings["design"] = {**settings.get("design", {}), "clusters": ""}
    settings["deposit"].pop("sensitive", None)
    _write(to / "study.yml", settings)
    if (approached := _approached(study, opened)) is not None:
        approached.to_csv(to / APPROACHED, index=False, lineterminator="\n")


def _masked_rows(study: CleanStudy) -> tuple[pd.DataFrame, Mapping[str, str]]:
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


def _settings(settings: Yaml, study: CleanStudy) -> Yaml:
    """study.yml for rows in the raw layout."""
    made = {name: value for name, value in settings.items() if name not in OF_THE_FILE}
    if study.settings.weights is not None:
        made["weights"] = WEIGHT
    told = made.get("deposit", {})
    return {**made, "deposit": {k: v for k, v in told.items() if k not in OF_THE_DEPOSIT}}


def _groups(study: CleanStudy, variable: Variable) -> pd.Series[Any]:
    """The group of each respondent, in the order of the rows of the deposit."""
    _, numbers = _masked_rows(study)
    groups = study.respondents.set_index(RESPONDENT)[variable.group_column].astype(object)
    return pd.Series([groups[name] for name in numbers])


def _closed_columns(study: CleanStudy, opened: OpenRows, rows: pd.DataFrame) -> list[str]:
    """The columns of closed questions, in the order of the form."""
    asked = study.questionnaire
    made: list[str] = []
    for level in opened.levels:
        made += [level.answers_column, *level.tick_columns]
        made += list(asked.characteristic_columns(level))
    for item in opened.items:
        made += item.columns
    return [column for column in made if column in rows]


def _without_hidden(study: CleanStudy, opened: OpenRows, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without the answers whose counts the study does not show."""
    made = rows.copy()
    for level in opened.levels:
        for option in level.options:
            if not study.shows(MENTIONED, level.code, option):
                made = _unticked(made, level, option)
            for name in study.questionnaire.characteristics_of(level):
                told = study.shows(MENTIONED, level.code, option)
                told = told and study.shows(name, level.code, option)
                if option in level.rows and not told:
                    made[level.matrix_column(name, option)] = None
    return made


def _unticked(rows: pd.DataFrame, level: Level, option: str) -> pd.DataFrame:
    """The rows as if nobody had ticked an option, though who answered still did so."""
    codes_ticked = rows[level.answers_column].str.split(" ")
    others = codes_ticked.map(
        lambda ticked: " ".join(c for c in ticked if c != option), na_action="ignore"
    )
    ticks = rows[level.tick_column(option)]
    return rows.assign(
        **{
            level.answers_column: others,
            level.tick_column(option): ticks.where(ticks.isna(), "0"),
        }
    )


def _hidden(study: CleanStudy, opened: OpenRows) -> list[dict[str, str]]:
    """What a report on the open rows must not show either, as it is not in them."""
    shown = {level.code for level in opened.levels}
    rows = study.hidden[study.hidden["level"].isin(shown)]
    rows = rows[rows["what"].isin([MENTIONED, *CHARACTERISTICS, MISSING])]
    columns = {v.group_column for v in opened.variables} | {ALL}
    rows = rows[rows["by"].isin(columns)]
    return [{str(k): str(v) for k, v in row.items() if v} for row in rows.to_dict("records")]


def _approached(study: CleanStudy, opened: OpenRows) -> pd.DataFrame | None:
    """How many were approached of each group that the rows tell; nothing where it is not known."""
    parts = [
        (variable.code, str(group), int(n))
        for variable in opened.variables
        if variable.group_column in study.populations
        for group, n in study.populations[variable.group_column].items()
    ]
    return pd.DataFrame(parts, columns=APPROACHED_COLUMNS) if parts else None


def _open_form(form: Yaml, study: CleanStudy, opened: OpenRows) -> Yaml:
    """questionnaire.yml of what open rows have."""
    made = {k: v for k, v in form.items() if k not in ("export", "limesurvey", "translations")}
    made["background"] = [_background(variable) for variable in opened.variables]
    made["questions"] = {k: v for k, v in form["questions"].items() if k not in TEXT_QUESTIONS}
    levels = {level.code: level for level in opened.levels}
    made["levels"] = [
        _open_level(data, levels[data["code"]], opened)
        for data in form["levels"]
        if data["code"] in levels
    ]
    items = {item.code: item for item in opened.items}
    made["items"] = [
        _routed(data, items[data["code"]], opened)
        for data in form.get("items", [])
        if data["code"] in items
    ]
    return made


def _background(variable: Variable) -> Yaml:
    """A variable whose values are the groups of the report."""
    groups = [
        {"code": g.code, "label": g.label, "short": g.short, "phrase": g.phrase}
        for g in variable.groups
        if variable.members_of(g.code)
    ]
    made: Yaml = {"code": variable.code, "label": variable.label, "plural": variable.plural}
    return {**made, "options": groups}


def _open_level(data: Yaml, level: Level, opened: OpenRows) -> Yaml:
    asks = [name for name in level.asks if name != EXPLANATION]
    return {**_routed(data, level, opened), "asks": asks, "other_text": False, "opening": False}


def _routed(data: Yaml, block: Level | Item, opened: OpenRows) -> Yaml:
    """The block with what decides of whom it is asked in groups."""
    if not block.asked_if:
        return data
    known = {v.code: v for v in opened.variables}
    groups = {
        code: sorted({known[code].group_of[value] for value in values})
        for code, values in block.asked_if.items()
    }
    return {**data, "asked_if": groups}


def _change(file: Path, change: Any) -> None:
    _write(file, change(read_yaml(file)))


def _write(file: Path, content: Yaml) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    file.write_text(text, "utf-8", newline="\n")
