"""Where the numbers and texts of a study without microdata come from."""

from __future__ import annotations

from dwimpact.dataset import CleanStudy
from dwimpact.published.quantity import Quantity, Source, Value
from dwimpact.published.register import fixed_counts, read_claims
from dwimpact.study.settings import Settings

IS_PUBLISHED, IS_ASSUMED = "gepubliceerd", "aangenomen"
WRITTEN_BY_US = (
    "De teksten hieronder zijn voor dit project geschreven, als voorbeeld van hoe de bladzijde "
    "eruitziet: niemand heeft ze ingevuld."
)
EXAMPLE_TEXTS = "Voorbeeldteksten, door ons geschreven"
EXAMPLE_THEMES = (
    "Geteld zijn hier thema's in teksten die wij zelf schreven. De aantallen laten zien hoe het "
    "coderen gaat; over het onderzoek zeggen zij niets."
)


def origin_of(study: CleanStudy, n: int, of: Source = "respondents", **where: Value) -> str:
    """'gepubliceerd' where the publication states a count of just so many, 'aangenomen' where it
    does not; nothing for real responses. Of an edition it is the count of its own part.

    >>> dw.origin_of(study, 64), dw.origin_of(study, 63)
    ('gepubliceerd', 'aangenomen')
    """
    if not study.settings.has_bounds:
        return ""
    part = {study.edition.column: study.edition.group} if study.edition else {}
    quantity = Quantity.model_validate({"of": of, **part, **where})
    return IS_PUBLISHED if fixed_counts(read_claims(study)).get(quantity) == n else IS_ASSUMED


def weakest(*origins: str) -> str:
    """What numbers that are told together rest on: 'aangenomen' where one of them does."""
    return IS_ASSUMED if IS_ASSUMED in origins else next(filter(None, origins), "")


def according_to(settings: Settings, *, published: bool) -> str:
    """' volgens de publicatie' or ' in de reconstructie', to stand within a sentence; nothing for
    real responses.

    >>> dw.according_to(study.settings, published=True)
    ' volgens de publicatie'
    """
    if not settings.reconstructed:
        return ""
    return " volgens de publicatie" if published else " in de reconstructie"


def called_texts(settings: Settings) -> str:
    """What the texts of a study are called.

    >>> dw.called_texts(study.settings)
    'voorbeeldteksten'
    """
    return "voorbeeldteksten" if settings.reconstructed else "antwoorden"


def describe_origin(settings: Settings) -> str:
    """That texts are ours, where they are; nothing for real responses.

    >>> dw.describe_origin(study.settings)[-26:]
    'niemand heeft ze ingevuld.'
    """
    return WRITTEN_BY_US if settings.reconstructed else ""
