"""Sentences where something is not shown: which groups, outcomes and texts, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dwimpact.prose.words import enumerate_in_words, in_brackets
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study

SPLIT_HIDDEN = "Wat hier zou staan, zegt te veel over wat een kleine groep antwoordde."
TEXTS_HIDDEN = (
    "Wat hier is geschreven, wordt niet getoond: uit het aantal teksten zou volgen wat een kleine "
    "groep heeft geantwoord."
)
SUMS_HIDDEN = "Niet alles is samengenomen: uit de som zou volgen wat een kleine groep antwoordde."

ONLY_COUNTED = (
    "Hiervoor zijn de antwoorden van {each_person} apart nodig. Dit rapport telt ze alleen bij "
    "elkaar op, omdat het er zo veel zijn."
)


def describe_counted(study: Study) -> str:
    """Why something is not there where respondents are counted; nothing where they are not.

    >>> dw.describe_counted(study)
    ''
    """
    return only_counted(study.questionnaire) if study.counted else ""


def only_counted(form: Questionnaire) -> str:
    """Why something is not there that needs respondents one by one."""
    each = form.terms.respondent.after("elke", "elk")
    return ONLY_COUNTED.format(each_person=each)


A_SAMPLE = (
    "Hieronder staat een steekproef: per vraag hoogstens 200 teksten, willekeurig gekozen. "
    "Namen zijn vervangen door een aanduiding tussen rechte haken."
)


def describe_sampled(study: Study) -> str:
    """What stands above a list of texts where respondents are counted; nothing where they are not.

    >>> dw.describe_sampled(study)
    ''
    """
    return A_SAMPLE if study.counted else ""


def describe_withheld(
    withheld: Mapping[str, int],
    labels: Mapping[Any, str],
    below: int,
    origins: Mapping[str, str] | None = None,
) -> str:
    """Which groups are not shown apart, and why; nothing when all are. `origins` is what the number
    of each rests on, where that is no real response (`origin_of`).

    >>> dw.describe_withheld({"wo_other": 6}, {"wo_other": "wo"}, 10)[:32]
    'Niet apart getoond: wo (n = 6). '
    """
    if not withheld:
        return ""
    origins = origins or {}
    groups = enumerate_in_words(
        f"{labels[group]}{in_brackets(f'n = {n}', origins.get(group, ''))}"
        for group, n in withheld.items()
    )
    return (
        f"Niet apart getoond: {groups}. Een groep met minder dan {below} mensen telt alleen "
        "mee in het totaal."
    )


def describe_hidden(outcomes: Sequence[str], phrases: Mapping[str, str], split: str = "") -> str:
    """Which outcomes are left out of a figure or table, or of a split ('naar sector') only, and
    why; nothing when none is.

    >>> dw.describe_hidden(["soft_skills"], {"soft_skills": "soft skills"})[:24]
    'Niet getoond: soft skill'
    """
    if not outcomes:
        return ""
    named = enumerate_in_words(phrases.get(outcome, outcome) for outcome in outcomes)
    what = f"Niet uitgesplitst {split}" if split else "Niet getoond"
    return f"{what}: {named}. Uit die aantallen zou volgen wat een kleine groep antwoordde."
