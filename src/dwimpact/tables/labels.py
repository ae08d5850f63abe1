"""Figure tables as a reader sees them: Dutch headings, labels for codes, rounded numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dwimpact.shares import NOT_MENTIONED
from dwimpact.study.edition import ALL, SIDE
from dwimpact.study.questionnaire import UNKNOWN, Questionnaire, labels

TOTAL = "Totaal"
DIMENSION_LABELS = {"tranche": "Tranche", "sector": "Sector"}
# Column of the respondents → how a caption names it after 'Verschillen'.
SPLITS = {
    "sector_group": "naar sector",
    "tranche_group": "naar tranche",
    SIDE: "met alle anderen",
}


def category_labels(form: Questionnaire, characteristic: str) -> dict[str, str]:
    """Code → label of a status or nature, with those for 'unknown' and 'not mentioned'.

    >>> dw.category_labels(form, "nature")["strengthened"]
    'Versterking'
    """
    choices = form.statuses if characteristic == "status" else form.natures
    extra = {UNKNOWN: "Genoemd, niet ingevuld", NOT_MENTIONED: "Niet genoemd"}
    return {**labels(choices, short=True), **extra}


def group_labels(form: Questionnaire, names: Mapping[Any, str] | None = None) -> dict[Any, str]:
    """Code → label of every group that respondents can be split by; `names` are those of
    groups that the questionnaire does not know.

    >>> dw.group_labels(form)["wo_other"]
    'overige instellingen (waaronder wo)'
    """
    tranches = {tranche: f"tranche {tranche}" for tranche in sorted(form.tranche_group_of)}
    return {
        ALL: TOTAL,
        **tranches,
        **labels(form.tranche_groups),
        **labels(form.sectors),
        **labels(form.sector_groups),
        **(names or {}),
    }


def with_labels(
    table: pd.DataFrame, form: Questionnaire, names: Mapping[Any, str] | None = None
) -> pd.DataFrame:
    """The figure table with Dutch labels for codes, also where a status or nature is a column;
    numbers and other column names are kept. `names` are as in `group_labels`.
    """
    made = table.copy()
    outcome_labels = {lv.code: form.outcome_labels(lv.code) for lv in form.levels}
    if "outcome" in made and "level" in made:
        pairs = zip(table["level"], table["outcome"], strict=True)
        made["outcome"] = [outcome_labels[level][code] for level, code in pairs]
    translations: Mapping[str, Mapping[Any, str]] = {
        "level": labels(form.levels),
        "group": group_labels(form, names),
        "dimension": DIMENSION_LABELS,
        "name": {ALL: TOTAL},
        "category": {**category_labels(form, "status"), **category_labels(form, "nature")},
    }
    for column, translation in translations.items():
        if column in made:
            made[column] = [translation.get(code, code) for code in table[column]]
    return made.rename(
        columns={**labels(form.statuses, short=True), **labels(form.natures, short=True)}
    )
