"""Figure tables as a reader sees them: Dutch headings, labels for codes, rounded numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dwimpact.aggregate import NOT_MENTIONED, UNKNOWN
from dwimpact.questionnaire import Questionnaire, labels
from dwimpact.statistics import percentage
from dwimpact.study import ALL

HEADINGS = {
    "group": "Groep",
    "level": "Niveau",
    "outcome": "Opbrengst",
    "category": "Antwoord",
    "n": "n",
    "missing": "Niet ingevuld",
    "count": "Aantal",
    "share": "Aandeel",
    "low": "Ondergrens",
    "high": "Bovengrens",
    "difference": "Verschil",
    "p": "p",
    "p_holm": "p (Holm)",
    "approached": "Benaderd",
    "responses": "Respons",
    "percentage": "Respons %",
    "workplace": "Digitale Werkplaats",
}
SHARES = ("share", "low", "high", "difference")
EVERYBODY = "Totaal"
BLANK = "–"


def category_labels(form: Questionnaire, characteristic: str) -> dict[str, str]:
    """Code → label of a status or nature, with those for 'unknown' and 'not mentioned'."""
    choices = form.statuses if characteristic == "status" else form.natures
    extra = {UNKNOWN: "Genoemd, niet ingevuld", NOT_MENTIONED: "Niet genoemd"}
    return {**labels(choices, short=True), **extra}


def group_labels(form: Questionnaire) -> dict[Any, str]:
    """Code → label of every group that respondents can be split by."""
    tranches = {tranche: f"Tranche {tranche}" for tranche in sorted(form.tranche_group_of)}
    return {
        ALL: EVERYBODY,
        **tranches,
        **labels(form.tranche_groups),
        **labels(form.sectors),
        **labels(form.sector_groups),
    }


def with_labels(table: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """The figure table with Dutch labels for codes; numbers and column names are kept."""
    made = table.copy()
    outcome_labels = {lv.code: form.outcome_labels(lv.code) for lv in form.levels}
    if "outcome" in made:
        pairs = zip(table["level"], table["outcome"], strict=True)
        made["outcome"] = [outcome_labels[level][code] for level, code in pairs]
    translations: Mapping[str, Mapping[Any, str]] = {
        "level": labels(form.levels),
        "group": group_labels(form),
        "category": {**category_labels(form, "status"), **category_labels(form, "nature")},
    }
    for column, translation in translations.items():
        if column in made:
            made[column] = [translation[code] for code in table[column]]
    return made


def for_reading(table: pd.DataFrame) -> pd.DataFrame:
    """The table as text: percentages rounded, an interval in one column, decimal commas."""
    made = pd.DataFrame(index=table.index)
    for column in table:
        if column in ("low", "high"):
            continue
        made[_heading(column)] = _as_text(table, str(column))
    if {"low", "high"} <= set(table):
        bounds = zip(table["low"], table["high"], strict=True)
        made["95%-interval"] = [
            BLANK if pd.isna(low) else f"{100 * low:.0f}–{100 * high:.0f}%" for low, high in bounds
        ]
    return made


def for_file(table: pd.DataFrame) -> pd.DataFrame:
    """The table with Dutch headings and every number in full, for a CSV file."""
    return table.rename(columns=lambda column: HEADINGS.get(str(column), str(column)))


def _heading(column: object) -> str:
    return HEADINGS.get(str(column), str(column))


def _as_text(table: pd.DataFrame, column: str) -> list[str]:
    values = table[column]
    if column == "share":
        counts = zip(table["count"], table["n"], strict=True)
        return [f"{percentage(count, n)}%" if n else BLANK for count, n in counts]
    if column in SHARES:
        return [_signed_points(value) for value in values]
    if column in ("p", "p_holm"):
        return ["< 0,001" if p < 0.001 else _comma(f"{p:.3f}") for p in values]
    if column == "percentage":
        return [f"{value}%" for value in values]
    return [BLANK if pd.isna(value) else _plain(value) for value in values]


def _plain(value: object) -> str:
    return _comma(f"{value:.2f}") if isinstance(value, float) else str(value)


def _signed_points(value: float) -> str:
    return BLANK if pd.isna(value) else f"{100 * value:+.0f}".replace("-", "−").replace("+0", "0")


def _comma(number: str) -> str:
    return number.replace(".", ",")
