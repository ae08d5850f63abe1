"""Sentences about which changes in the answers published statements would have noticed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dwimpact.prose.words import people_in_words, verb, with_points
from dwimpact.published.changes import (
    MOST_TRIED,
    NATURE_CHANGED,
    SHUFFLED,
    STATUS_CHANGED,
    SWAPPED,
    TICK_MOVED,
)
from dwimpact.statistics import half_up, percentage
from dwimpact.study.questionnaire.model import Questionnaire

ALTERATIONS = {
    TICK_MOVED: "één kruisje te verplaatsen",
    STATUS_CHANGED: "één status te veranderen",
    NATURE_CHANGED: "één aard te veranderen",
    SWAPPED: "twee mensen elkaars antwoorden te geven",
}
SAMPLED = (
    f"Waar er meer dan {with_points(MOST_TRIED)} manieren zijn, is een vaste steekproef van "
    f"{with_points(MOST_TRIED)} genomen."
)


def describe_mutations(
    table: pd.DataFrame, checked: int, form: Questionnaire, *, reconstructed: bool = False
) -> list[str]:
    """Which single changes in the answers the published statements would have noticed (a
    `mutation_scores` table); `checked` is how many statements were held against them.

    >>> columns = ["change", "possible", "tried", "noticed", "share", "claims"]
    >>> table = pd.DataFrame([["moved", 8, 8, 2, 0.25, 0.3]], columns=columns)
    >>> dw.describe_mutations(table, 159, form)[1]
    'Van de 8 manieren om één kruisje te verplaatsen valt 25% op.'
    """
    kinds = {row.change: row for row in table[table["tried"] > 0].itertuples()}
    return [
        "Een uitspraak die bij elk antwoord klopt, zegt niets. Daarom is nagegaan wat er gebeurt "
        f"als er in de {'reconstructie' if reconstructed else 'antwoorden'} één ding anders was: "
        "klopt dan een uitspraak niet meer die nu wel klopt, of andersom?",
        *(_noticed(kinds[kind], how) for kind, how in ALTERATIONS.items() if kind in kinds),
        *([_dealt_out(kinds[SHUFFLED], checked, form)] if SHUFFLED in kinds else []),
        "Dat is geen fout van het rapport: het laat zien waarover het weinig zegt.",
        *([SAMPLED] if (table["tried"] < table["possible"]).any() else []),
    ]


def _noticed(kind: Any, how: str) -> str:
    ways = f"Van de {with_points(kind.possible)} manieren om {how} valt"
    if not kind.noticed:
        return f"{ways} geen enkele op."
    return f"{ways} {percentage(kind.noticed, kind.tried)}% op."


def _dealt_out(kind: Any, checked: int, form: Questionnaire) -> str:
    turned = int(half_up(kind.claims))
    many = people_in_words(turned) if turned else "minder dan één"
    over = f"{verb(max(turned, 1), 'slaat', 'slaan')} er gemiddeld {many}"
    if not kind.noticed:
        over = "slaat er geen enkele"
    return (
        f"Worden alle antwoorden willekeurig anders over de {form.terms.respondent.plural} "
        f"verdeeld, dan {over} van de {checked} getoetste uitspraken om."
    )
