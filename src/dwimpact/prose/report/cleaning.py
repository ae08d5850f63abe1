"""Sentences about the responses as a file: what was used, corrected, masked, what leaks."""

from __future__ import annotations

import pandas as pd

from dwimpact.disclosure.derivable import DERIVABLE
from dwimpact.prose.published.origin import called_texts
from dwimpact.prose.words import mentioned, number_in_words, upper_first, verb
from dwimpact.study.people import people_in
from dwimpact.study.questionnaire.model import NONE, STATUS, Questionnaire, text_columns
from dwimpact.study.settings import Settings
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def describe_cleaning(tables: Tables, study: Study) -> list[str]:
    """Rows in and out, corrections, and how complete the blocks are.

    >>> dw.describe_cleaning(study.tables, study)[0]
    'De reconstructie heeft 64 rijen; alle 64 zijn gebruikt, geen enkele is weggelaten.'
    """
    ours = study.settings.reconstructed
    return [
        _rows(people_in(tables.respondents), len(tables.set_aside), ours),
        _corrections(len(tables.corrections)),
        *_without_status(tables.outcomes, study.questionnaire, ours),
        "E-mailadressen en andere kolommen met persoonsgegevens worden niet ingelezen.",
    ]


def describe_findings(tables: Tables) -> str:
    """How much was found in the export that did not stop the report.

    >>> dw.describe_findings(study.tables)[:50]
    'In het antwoordbestand is niets gevonden dat de le'
    """
    n = int(tables.findings["times"].sum())
    if not n:
        return "In het antwoordbestand is niets gevonden dat de lezer moet weten."
    return (
        f"In het antwoordbestand {verb(n, 'is', 'zijn')} {number_in_words(n)} "
        f"{verb(n, 'bijzonderheid', 'bijzonderheden')} gevonden die het rapport niet "
        f"{verb(n, 'tegenhoudt', 'tegenhouden')}."
    )


def describe_masking(tables: Tables, study: Study) -> str:
    """How often something was masked in the open texts.

    >>> dw.describe_masking(study.tables, study)[:50]
    'In de voorbeeldteksten is acht keer iets afgescher'
    """
    if not text_columns(study.questionnaire):
        return "Het formulier vroeg niets in eigen woorden, zodat er niets is om af te schermen."
    n, settings = int(tables.masked["count"].sum()), study.settings
    texts = called_texts(settings) if settings.reconstructed else "open antwoorden"
    if not n:
        return f"In de {texts} hoefde niets te worden afgeschermd."
    return (
        f"In de {texts} is {number_in_words(n)} keer iets afgeschermd dat naar een "
        "persoon of instelling kan leiden; op die plaats staat een aanduiding tussen rechte haken."
    )


def describe_mode(settings: Settings) -> list[str]:
    """How the study keeps what it shows from giving people away, and why so.

    >>> dw.describe_mode(study.settings)[0][:50]
    'Dit onderzoek toont wat de publicatie al toonde, o'
    """
    if not settings.strict:
        return [
            "Dit onderzoek toont wat de publicatie al toonde, ook waar daaruit iets over een "
            f"kleine groep volgt. De reden: {settings.disclosure.reason.strip()}"
        ]
    below, width = (
        number_in_words(n) for n in (settings.withhold_below, settings.disclosure.width)
    )
    return [
        f"Een groep met minder dan {below} mensen is samengevoegd met de kleinste andere. "
        "Aantallen waaruit volgt wat een kleine groep antwoordde, staan er niet: wie alles naast "
        "elkaar legt, ook de edities en een vergelijking met een andere meting, houdt voor elk "
        f"aantal van zo'n groep waarden over die ten minste {width} uit elkaar liggen."
    ]


def describe_pinned(
    pinned: pd.DataFrame, form: Questionnaire, *, reconstructed: bool = False
) -> str:
    """What a `pinned_counts` table says of groups that are too small to show.

    >>> outcomes = dw.listed_outcomes(study.outcomes)
    >>> dw.describe_pinned(dw.pinned_counts(study, study.respondents, outcomes), form)[:50]
    'Wie weet tot welke groep ieder hoort en alle aanta'
    """
    found = pinned[pinned["pinned"] > 0]
    if found.empty:
        return (
            "Van geen enkele kleine groep volgt precies hoeveel mensen een "
            f"{form.terms.outcome.singular} noemen."
        )
    n, about = len(found), "Dit gaat over de reconstructie. " if reconstructed else ""
    report = int((found["alone"] > 0).sum())
    few = number_in_words(report) if report else "geen enkele"
    alone = f"Uit het rapport alleen volgt dat van {few}. " if report < n else ""
    return (
        f"{about}Wie weet tot welke groep ieder hoort en alle aantallen van het rapport en van "
        "alle edities die ervan te maken zijn naast elkaar legt, weet van "
        f"{number_in_words(n)} kleine {verb(n, 'groep', 'groepen')} "
        f"bij een of meer {form.terms.outcome.plural} in elk geval precies hoeveel mensen die "
        f"noemen. {alone}Een × staat voor wie tot beide hoort."
    )


def describe_disclosure(found: pd.DataFrame, below: int, *, published: bool) -> list[str]:
    """What a `derivable` table says: which small groups follow from the figures shown.

    >>> found = dw.derivable(dw.listed_outcomes(study.outcomes), 10, study.split_columns)
    >>> dw.describe_disclosure(found, 10, published=True)[0][:50]
    'Uitkomsten van een groep staan alleen apart als di'
    """
    sentences = [
        "Uitkomsten van een groep staan alleen apart als die groep ten minste "
        f"{number_in_words(below)} mensen telt. Ook dan kan er meer uit de cijfers zijn af te "
        "leiden."
    ]
    groups = int((found["kind"] == DERIVABLE).sum())
    if not groups:
        return [*sentences, "Geen kleinere groep volgt uit de cijfers die er wel staan."]
    words = upper_first(number_in_words(groups))
    sentences.append(
        f"{words} kleinere {verb(groups, 'groep volgt', 'groepen volgen')} uit "
        "het totaal min de getoonde groepen, omdat bij elke groep het aantal mensen staat."
    )
    if published:
        sentences.append(
            "Voor het gepubliceerde rapport geldt dat ook: het toont dezelfde groepen naast het "
            "totaal."
        )
    return sentences


def _without_status(outcomes: pd.DataFrame, form: Questionnaire, ours: bool) -> list[str]:
    if STATUS not in form.characteristics:
        return []
    ticked = outcomes["mentioned"].fillna(False).astype(bool)
    has_status = outcomes["status"].notna() | (outcomes["outcome"] == NONE)
    lacking = outcomes[ticked & ~has_status]
    without, noun = people_in(lacking), form.terms.outcome
    lacks = f"ontbreekt{' in de reconstructie' if ours else ''} de status."
    if not without:
        return [f"Bij {noun.after('geen enkele genoemde', 'geen enkel genoemd')} {lacks}"]
    return [f"Bij {number_in_words(without)} {mentioned(without, noun)} {lacks}"]


def _rows(used: int, aside: int, ours: bool) -> str:
    file = "De reconstructie" if ours else "Het antwoordbestand"
    if not aside:
        return f"{file} heeft {used} rijen; alle {used} zijn gebruikt, geen enkele is weggelaten."
    return (
        f"{file} heeft {used + aside} rijen: {used} zijn gebruikt en "
        f"{aside} {verb(aside, 'is', 'zijn')} terzijde gelegd."
    )


def _corrections(number: int) -> str:
    refused = "een waarde die het formulier niet kent, houdt het rapport tegen."
    if not number:
        return f"Niets is aangevuld of verbeterd: {refused}"
    words = upper_first(number_in_words(number))
    return (
        f"{words} {verb(number, 'cel is', 'cellen zijn')} verbeterd; "
        f"verder is niets aangevuld, en {refused}"
    )
