"""Figure tables as a reader sees them: Dutch headings, labels for codes, rounded numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dwimpact.dataset import NAMED, NOT_NAMED
from dwimpact.prose.report.method import TEST_NAMES
from dwimpact.prose.words import upper_first
from dwimpact.shares import NOT_MENTIONED
from dwimpact.study.edition import ALL, SIDE
from dwimpact.study.evidence import ASSUMED, BOUNDED, FIXED
from dwimpact.study.questionnaire.model import UNKNOWN, Questionnaire, labels
from dwimpact.tables.format import HEADINGS, LEVEL, OUTCOME

TOTAL = "Totaal"
EVIDENCE_LABELS = {FIXED: "vastgelegd", BOUNDED: "begrensd", ASSUMED: "aangenomen"}


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
    made: dict[Any, str] = {ALL: TOTAL, NAMED: "noemt dit", NOT_NAMED: "noemt dit niet"}
    for choices in form.groups.values():
        made |= labels(choices)
    return {**made, **(names or {})}


def split_label(form: Questionnaire, by: str) -> str:
    """What a column of background is called after 'naar': 'sector', or 'sector, elk apart' where
    options are taken together in another column.

    >>> dw.split_label(form, "sector_group"), dw.split_label(form, "sector")
    ('sector', 'sector, elk apart')
    """
    (variable,) = (v for v in form.background if by in v.columns)
    apart = variable.is_grouped and by == variable.code
    return f"{variable.label}, elk apart" if apart else variable.label


def split_title(form: Questionnaire, by: str) -> str:
    """How a caption goes on after 'Verschillen': 'naar sector', in an edition 'met alle anderen'.

    >>> dw.split_title(form, "sector_group")
    'naar sector'
    """
    return "met alle anderen" if by == SIDE else f"naar {split_label(form, by)}"


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
        "dimension": {v.code: upper_first(v.label) for v in form.background},
        "name": {ALL: TOTAL},
        "evidence": EVIDENCE_LABELS,
        "test": TEST_NAMES,
        "category": {**category_labels(form, "status"), **category_labels(form, "nature")},
    }
    for column, translation in translations.items():
        if column in made:
            made[column] = [translation.get(code, code) for code in table[column]]
    return made.rename(
        columns={
            **labels(form.statuses, short=True),
            **labels(form.natures, short=True),
            **background_headings(form),
        }
    )


def in_words_of(table: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """A table for reading, or with its codes for headings, with the study's words in these, but
    for a word that another column already has.

    >>> list(dw.in_words_of(pd.DataFrame(columns=["outcome", "n"]), form))
    ['Opbrengst', 'n']
    """
    level = upper_first(form.terms.level.singular)
    outcome = upper_first(form.terms.outcome.singular)
    words = {"level": level, LEVEL: level, "outcome": outcome, OUTCOME: outcome}
    taken = {HEADINGS.get(str(column), str(column)) for column in table}
    words = {column: word for column, word in words.items() if word not in taken}
    return table.rename(columns=words)


def background_headings(form: Questionnaire) -> dict[str, str]:
    """Column → heading of what is known of respondents, and of a registry.

    >>> dw.background_headings(form)["tranche"]
    'Tranche'
    """
    headings = {v.code: upper_first(v.label) for v in form.background}
    if registered := form.registered:
        headings["name"] = headings[registered.code]
    return {**headings, **labels(form.counted.options if form.counted else ())}
