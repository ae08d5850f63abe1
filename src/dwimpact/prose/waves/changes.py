"""Sentences about what changed between two questionnaires."""

from __future__ import annotations

import pandas as pd

from dwimpact.analysis.waves.changes import (
    ADDED,
    BACKGROUND,
    BLANK_UNASKED,
    DROPPED,
    ITEMS,
    LEVELS,
    NATURE_PART,
    ONLY_OF,
    QUESTIONS,
    REWORDED,
    STATUS_PART,
)
from dwimpact.analysis.waves.two_waves import WAVE_LABELS
from dwimpact.prose.outcomes import title_of_level
from dwimpact.prose.words import enumerate_in_words, how_many, number_in_words, upper_first, verb
from dwimpact.study.questionnaire.model import Questionnaire, codes

CHANGES = {ADDED: "toegevoegd", DROPPED: "vervallen", REWORDED: "anders geformuleerd"}
BASES = {ONLY_OF: "alleen gevraagd bij {}", BLANK_UNASKED: "wie het leeglaat, telt niet mee"}
PART_LABELS = {
    LEVELS: "Indeling",
    STATUS_PART: "Status",
    NATURE_PART: "Aard",
    BACKGROUND: "Achtergrond",
    QUESTIONS: "Vragen",
    ITEMS: "Overige vragen",
}


def changes_in_words(changes: pd.DataFrame, *forms: Questionnaire) -> pd.DataFrame:
    """A `compare_questionnaires` table with Dutch words; levels as the last form that has them.

    >>> changes = dw.compare_questionnaires(form, form)
    >>> list(dw.changes_in_words(changes, form, form))
    ['part', 'change', 'Vorige meting', 'Nieuwste meting']
    """
    called = {
        part: title_of_level(form, level)
        for form in forms
        for level in form.levels
        for part in (level.code, level.answers_column)
    }
    items = {item.code: item.label for form in forms for item in form.items}
    said = [BASES.get(code, "{}") for code in changes["code"]]
    return (
        changes.assign(
            part=changes["part"].map({**PART_LABELS, **items, **called}),
            change=changes["change"].map(CHANGES),
            **{
                wave: [
                    form.format(x) if isinstance(x, str) else x
                    for form, x in zip(said, changes[wave], strict=True)
                ]
                for wave in WAVE_LABELS
            },
        )
        .drop(columns="code")
        .rename(columns={w: upper_first(label) for w, label in WAVE_LABELS.items()})
    )


def describe_changes(changes: pd.DataFrame, form: Questionnaire) -> list[str]:
    """How much of the questionnaire changed (`compare_questionnaires`), outcomes apart.

    >>> dw.describe_changes(dw.compare_questionnaires(form, form), form)
    ['Beide vragenlijsten zijn gelijk: niets is toegevoegd, vervallen of anders gezegd.']
    """
    beside = {level.answers_column for level in form.levels} | {*codes(form.items)}
    outcomes = changes[~changes["part"].isin({*PART_LABELS, *beside})]
    if changes.empty:
        return ["Beide vragenlijsten zijn gelijk: niets is toegevoegd, vervallen of anders gezegd."]
    counts = outcomes["change"].value_counts()
    numbers = {word: int(counts.get(change, 0)) for change, word in CHANGES.items()}
    parts = [f"{how_many(n)} {word}" for word, n in numbers.items()]
    others = len(changes) - len(outcomes)
    rest = (
        f"verandert de vragenlijst nog op {number_in_words(others)} "
        f"{verb(others, 'punt', 'punten')}"
        if others
        else "is de vragenlijst gelijk gebleven"
    )
    return [
        f"Van de {form.terms.outcome.plural} {verb(next(iter(numbers.values())), 'is', 'zijn')} er "
        f"{enumerate_in_words(parts)}.",
        f"Verder {rest}.",
        "Alleen wat in beide metingen is gevraagd, is te vergelijken.",
    ]
