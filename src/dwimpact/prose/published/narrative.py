"""What a publication says in words, in ours, each statement with the section it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from itertools import groupby

from dwimpact.prose.words import enumerate_in_words, number_in_words
from dwimpact.published.checks import ValueCheck
from dwimpact.published.claims import About, Claim
from dwimpact.published.quantity import Quantity
from dwimpact.study.questionnaire.model import Level, Questionnaire

IN_OUR_WORDS = (
    "Dit schrijft de publicatie erover, in onze woorden; tussen haakjes staat haar paragraaf. Het "
    "meeste komt uit toelichtingen die zelf niet zijn gepubliceerd: na te rekenen is dat niet, en "
    "hoeveel mensen het vinden, staat er zelden bij."
)

OF_GROUPS = "Over verschillen tussen groepen zegt de publicatie, in onze woorden:"


def describe_narrative(claims: Iterable[Claim], level: str = "", outcome: str = "") -> str:
    """What the publication says in words about an outcome of a level, about a level as a whole or,
    without either, about the study itself, with the section after the last statement from it.

    >>> dw.describe_narrative(dw.read_claims(study), "student", "satisfaction")[-6:]
    '(4.3).'
    """
    place = About(level=level, outcome=outcome)
    return _cited(claim for claim in claims if claim.about == place)


def narrative_of_level(
    claims: Iterable[Claim], level: Level, form: Questionnaire
) -> dict[str, str]:
    """Label of an outcome → what the publication says in words about it, without those of which it
    says nothing.

    >>> said = dw.narrative_of_level(dw.read_claims(study), form.level("student"), form)
    >>> list(said)[0]
    'Ontwikkeling van soft skills'
    """
    said = list(claims)
    told = {
        label: describe_narrative(said, level.code, outcome)
        for outcome, label in form.outcome_labels(level.code).items()
    }
    return {label: text for label, text in told.items() if text}


def stated_of(claims: Iterable[Claim], level: str, outcome: str) -> str:
    """What the publication states of how many mention an outcome, each statement once, with the
    sections it stands in; nothing where it states no number.

    >>> from dwimpact.prose.published.narrative import stated_of
    >>> stated_of(dw.read_claims(study), "student", "soft_skills")
    'Tachtig procent noemt soft skills (4.1).'
    """
    mentions = Quantity(of="mentions", level=level, outcome=outcome)
    places: dict[str, list[str]] = {}
    for claim in claims:
        check, *others = claim.checks
        if not others and isinstance(check, ValueCheck) and check.value == mentions:
            places.setdefault(claim.says.removesuffix("."), []).append(claim.section)
    return " ".join(f"{says} ({enumerate_in_words(where)})." for says, where in places.items())


def main_outcomes(claims: Iterable[Claim]) -> dict[str, str]:
    """What the publication names as its main outcomes, in its order → what it says more of each.

    >>> len(dw.main_outcomes(dw.read_claims(study)))
    4
    """
    points: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.about and claim.about.main:
            points.setdefault(claim.about.main, []).append(claim)
    inorder = (points[number] for number in sorted(points))
    return {first.says.removesuffix("."): _cited(more or [first]) for first, *more in inorder}


def describe_main_outcomes(main: Sized, form: Questionnaire) -> str:
    """How many main outcomes the publication names, and what that rests on; nothing for none.

    >>> dw.describe_main_outcomes(["a", "b"], form)[:62]
    'De publicatie vat de opbrengsten van alle niveaus samen in twe'
    """
    if not len(main):
        return ""
    outcomes, levels = form.terms.outcome.plural, form.terms.level.plural
    return (
        f"De publicatie vat de {outcomes} van alle {levels} samen in {number_in_words(len(main))} "
        "punten, hier in onze woorden. Dat is een oordeel van wie haar schreef: geen telling en "
        "geen rangorde."
    )


def _cited(claims: Iterable[Claim]) -> str:
    """'Dit. Dat (2.3). En dat (5.1).'"""
    return " ".join(
        " ".join(claim.says for claim in run).removesuffix(".") + f" ({section})."
        for section, run in groupby(claims, key=lambda claim: claim.section)
    )
