"""Sentences with what an analyst chose to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dwimpact.prose.differences import AMONG_MENTIONS
from dwimpact.prose.outcomes import title_of_level
from dwimpact.prose.words import enumerate_in_words, lower_first, verb
from dwimpact.study.questionnaire.model import Questionnaire

MEASURES = {"mentioned": "Genoemd", "status": "Status", "nature": "Aard"}
SOURCE_TITLES = {
    "open_answers": "open antwoord",
    "explanations": "toelichting",
    "other_outcomes": "iets anders",
    "remarks": "opmerking",
}
SOURCES_TOGETHER = {
    None: "Alle teksten",
    "open_answers": "Open antwoorden",
    "explanations": "Toelichtingen",
    "other_outcomes": "Iets anders, in eigen woorden",
    "remarks": "Opmerkingen",
}
SEARCHED = (
    "Gezocht is op woordstam: ‘student’ vindt ook ‘studenten’, ‘samenwerken’ ook ‘samenwerking’. "
    "Staan er meer woorden in het zoekvak, dan heeft een tekst ze allemaal."
)
CHOOSE_FIRST = "Zoek een woord, of kies waar, waarover of door wie, om ze te lezen."
BASE_OF_VIEW = (
    "Elk aandeel is berekend over iedereen in de groep. Hoe intervallen zijn berekend en "
    "verschillen getoetst, staat in de bijlage Verantwoording van het rapport."
)


BY_OUTCOME_ALONE = (
    "Wie uitsplitst naar wie iets noemt, ziet alleen hoe vaak iets is genoemd, door iedereen "
    "samen. Kies daarvoor ‘genoemd’, zonder filters."
)


def describe_view(
    level: str,
    measure: str,
    split: str,
    only: Mapping[str, Any],
    form: Questionnaire,
    labels: Mapping[Any, str],
) -> str:
    """The title of a view: 'Opbrengsten op studentniveau, naar regio; alleen noord'."""
    by = f", naar {split}" if split else ""
    title = title_of_level(form, form.level(level))
    if measure != "mentioned":
        title = f"{MEASURES[measure]} van de {lower_first(title)}"
    return f"{title}{by}{describe_filter(only, labels)}"


def describe_filter(only: Mapping[str, Any], labels: Mapping[Any, str]) -> str:
    """'; alleen noord en ronde 3', or nothing."""
    return f"; alleen {enumerate_in_words(labels[g] for g in only.values())}" if only else ""


def mentioning(form: Questionnaire, level: str, outcome: str) -> str:
    """What a split by an outcome is called after 'naar': 'wie de motivatie noemt'."""
    return f"wie {form.phrases[level][outcome]} noemt"


def describe_compared(measure: str) -> str:
    """The title of the differences below a view."""
    among = "" if measure == "mentioned" else f" ({lower_first(AMONG_MENTIONS).rstrip('.')})"
    return f"Verschillen tussen de groepen{among}"


def describe_withheld_apart(
    withheld: Mapping[Any, int], labels: Mapping[Any, str], below: int
) -> str:
    """Which groups with respondents a view does not show apart, and why, not how small they are;
    nothing when all are shown.
    """
    people = {group: n for group, n in withheld.items() if n}
    if not people:
        return ""
    groups = enumerate_in_words(labels[group] for group in people)
    reason = f"Een groep met minder dan {below} mensen telt alleen mee in het totaal."
    if max(people.values()) >= below:
        reason += " Een grotere groep ook, waar anders uit het verschil een kleinere zou volgen."
    return f"Niet apart getoond: {groups}. {reason}"


def describe_refusal(below: int, *, left_out: bool) -> str:
    """Why a choice shows nothing: it keeps, or leaves out, too few people."""
    return (
        f"Deze keuze laat te weinig mensen {'weg' if left_out else 'over'}. Minder dan {below} "
        "mensen worden niet apart getoond, ook niet als verschil met een andere weergave. Kies een "
        "grotere groep of minder filters."
    )


def describe_text_view(
    source: str | None,
    level: str | None,
    only: Mapping[str, Any],
    form: Questionnaire,
    labels: Mapping[Any, str],
    theme: str = "",
) -> str:
    """The title of a view of texts: 'Toelichtingen op studentniveau over werk; alleen noord'."""
    about = f" {form.level(level).where}" if level else ""
    subject = f" over {lower_first(theme)}" if theme else ""
    return f"{SOURCES_TOGETHER[source]}{about}{subject}{describe_filter(only, labels)}"


def describe_texts(texts: int) -> str:
    """How many texts there are: '310 teksten.'"""
    return f"{texts} {verb(texts, 'tekst', 'teksten')}."


def describe_hits(hits: int, texts: int) -> str:
    """How often a search was met: '7 vindplaatsen in 310 teksten.'"""
    return f"{hits} {verb(hits, 'vindplaats', 'vindplaatsen')} in {describe_texts(texts)}"
