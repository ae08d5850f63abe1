"""The study folder of open rows: the answers, and a questionnaire that asks just these."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.dataset import CleanStudy
from dwimpact.deposit.rows.folder import Yaml, masked_rows, settings_of_rows, write_yaml
from dwimpact.deposit.rows.open_rows import OpenRows
from dwimpact.disclosure.release import CHARACTERISTICS, MISSING
from dwimpact.study.edition import ALL
from dwimpact.study.files.reading import read_yaml
from dwimpact.study.folder import RESPONSES
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import EXPLANATION, MENTIONED, RESPONDENT, Level
from dwimpact.study.study import APPROACHED, APPROACHED_COLUMNS

TEXT_QUESTIONS = ("impact", "explanation", "remarks", "has_material", "share_material", "email")


def write_open(study: CleanStudy, opened: OpenRows, to: Path) -> None:
    """Write the study folder with the rows that may be open, and a questionnaire of what these
    have: background in the groups of the report, closed questions only.
    """
    to.mkdir()
    raw, numbers = masked_rows(study)
    columns = {v.code: _groups(study, v, numbers).to_numpy() for v in opened.variables}
    rows = raw.assign(**columns)
    kept = [RESPONDENT, *columns, *_closed_columns(study, opened, rows)]
    _without_hidden(study, opened, rows)[kept].sort_values(RESPONDENT).to_csv(
        to / RESPONSES, index=False, lineterminator="\n"
    )
    form = _open_form(read_yaml(study.folder / "questionnaire.yml"), study, opened)
    write_yaml(to / "questionnaire.yml", form)
    settings = settings_of_rows(read_yaml(study.folder / "study.yml"), study)
    settings |= {"splits": [v.code for v in opened.variables], "editions": []}
    settings["disclosure"] = {**settings.get("disclosure", {}), "hide": _hidden(study, opened)}
    if study.clusters not in columns:
        settings["design"] = {**settings.get("design", {}), "clusters": ""}
    settings["deposit"].pop("sensitive", None)
    write_yaml(to / "study.yml", settings)
    if (approached := _approached(study, opened)) is not None:
        approached.to_csv(to / APPROACHED, index=False, lineterminator="\n")


def _groups(study: CleanStudy, variable: Variable, numbers: Iterable[str]) -> pd.Series[Any]:
    """The group of each of these respondents, in their order."""
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
        **{level.answers_column: others, level.tick_column(option): ticks.where(ticks.isna(), "0")}
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
