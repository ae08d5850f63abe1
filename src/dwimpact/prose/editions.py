"""Sentences about an edition: who is in it, what it leaves out, and why another is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dwimpact.edition import Edition
from dwimpact.editions import DERIVABLE, FEW_OTHERS, SMALL, Verdict
from dwimpact.prose.words import number_in_words, upper_first, verb
from dwimpact.statistics import percentage

if TYPE_CHECKING:
    from dwimpact.load import CleanStudy


def describe_part(edition: Edition, n: int, everybody: int) -> str:
    """'Editie hbo: 32 van de 64 respondenten'."""
    return f"Editie {edition.label}: {n} van de {everybody} respondenten"


def describe_edition(study: CleanStudy, edition: Edition) -> list[str]:
    """What this edition of the study is about and how it differs from the whole report."""
    n, everybody = len(study.respondents), len(study.whole.respondents)
    approached, below = study.population, study.settings.withhold_below
    response = (
        f"Van deze groep zijn {approached} personen benaderd; {percentage(n, approached)}% deed mee."
        if approached
        else "Hoeveel mensen van deze groep zijn benaderd, is niet bekend; de intervallen houden "
        "daarom geen rekening met de omvang van de groep."
    )
    texts = (
        "Open antwoorden, toelichtingen en opmerkingen zijn die van de editie."
        if edition.shows_texts
        else "Open antwoorden, toelichtingen en opmerkingen staan alleen in het hele rapport. Daar "
        "zijn ze per sector te lezen; stonden ze ook hier, dan zou wie beide naast elkaar legt te "
        "veel over de schrijver weten."
    )
    return [
        f"Deze editie gaat over {edition.label}: {n} van de {everybody} respondenten. De andere "
        f"{everybody - n} staan er als ‘alle anderen’ naast.",
        response,
        "Waar van respondenten of van het totaal sprake is, gaat het om de respondenten van deze "
        "editie.",
        f"Verder is de editie niet uitgesplitst, omdat groepen met minder dan {number_in_words(below)} "
        "respondenten niet apart worden getoond.",
        texts,
    ]


def describe_refusal(verdict: Verdict, below: int) -> str:
    """Why there is no edition, for a reader of the index."""
    few = number_in_words(verdict.small)
    respondents = verb(verdict.small, "respondent", "respondenten")
    least = f"minder dan {number_in_words(below)}"
    reasons = {
        SMALL: f"{few} {respondents}, dat is {least}",
        FEW_OTHERS: f"er {verb(verdict.small, 'blijft', 'blijven')} {few} {respondents} over om mee "
        f"te vergelijken, dat is {least}",
        DERIVABLE: f"naast het hele rapport en de andere edities zou deze editie de uitkomsten van "
        f"{few} {respondents} prijsgeven, dat is {least}",
    }
    return f"{upper_first(reasons[verdict.refused])}."
