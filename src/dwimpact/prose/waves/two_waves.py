"""Sentences about two waves of the same questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from dwimpact.analysis.waves.changes import ADDED, DROPPED, REWORDED
from dwimpact.analysis.waves.two_waves import EARLIER, LATER, WAVE_LABELS
from dwimpact.prose.differences import (
    beyond_chance,
    describe_answer_differences,
    describe_differences,
)
from dwimpact.prose.hidden import only_counted
from dwimpact.prose.report.method import FAMILY, TEST_NAMES
from dwimpact.prose.words import enumerate_in_words, how_many
from dwimpact.statistics import percentage, points
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import MENTIONED, Questionnaire

if TYPE_CHECKING:
    from dwimpact.analysis.waves.two_waves import Waves
    from dwimpact.dataset import CleanStudy
    from dwimpact.study.study import Study

ASSUMED_DIFFERENCES = (
    "Wat er is veranderd, is niet te zeggen: van een meting die een reconstructie is, zijn de "
    "meeste cijfers niet gepubliceerd maar aangenomen."
)


def describe_waves(waves: Waves) -> list[str]:
    """Which studies are compared, and how many answered in each.

    >>> dw.describe_waves(dw.comparable(study, study))[0][:50]
    'De vorige meting is ‘Impactmonitor Digitale Werkpl'
    """
    parts = [
        f"De {WAVE_LABELS[wave]} is {_called(study)}, met {response_in_words(study)}."
        for wave, study in waves
    ]
    if waves.earlier.settings.reconstructed != waves.later.settings.reconstructed:
        (wave,) = [wave for wave, study in waves if study.settings.reconstructed]
        parts.append(f"Alleen de {WAVE_LABELS[wave]} is een reconstructie.")
    return parts


def describe_overlap() -> str:
    """Why the interval of a difference may be wider than it need be.

    >>> dw.describe_overlap()[:50]
    'Wie aan beide metingen meedeed, is niet te herkenn'
    """
    return (
        "Wie aan beide metingen meedeed, is niet te herkennen. De intervallen en toetsen "
        "behandelen de metingen daarom als twee losse groepen. Deden dezelfde mensen twee keer "
        "mee, dan zijn hun antwoorden niet onafhankelijk en is een verschil meestal nauwkeuriger "
        "bepaald dan het interval laat zien."
    )


def describe_wave_differences(
    shares: pd.DataFrame, differences: pd.DataFrame, phrases: Mapping[str, str]
) -> list[str]:
    """The largest differences between the waves, and whether chance can explain them.

    >>> waves, phrases = dw.comparable(study, study), form.outcome_phrases("student")
    >>> shares = dw.wave_shares(waves, "student")
    >>> dw.describe_wave_differences(shares, dw.compare_waves(shares), phrases)
    ['Tussen de vorige meting en de nieuwste meting is er geen verschil.']
    """
    names = {wave: f"de {WAVE_LABELS[wave]}" for wave in (LATER, EARLIER)}
    return describe_differences(shares, differences, phrases, names)


def describe_comparability(
    changes: pd.DataFrame, level: str, phrases: Mapping[str, str]
) -> list[str]:
    """Which outcomes of a level cannot be compared, and which only with care; nothing when all
    can.

    >>> changes = dw.compare_questionnaires(form, form)
    >>> dw.describe_comparability(changes, "student", form.outcome_phrases("student"))
    []
    """
    here = changes[changes["part"] == level]
    sentences = {
        ADDED: "Alleen in de nieuwste meting gevraagd: {}.",
        DROPPED: "Alleen in de vorige meting gevraagd: {}.",
        REWORDED: "Anders geformuleerd, zodat een verschil ook aan de vraag kan liggen: {}.",
    }
    return [
        sentence.format(enumerate_in_words(phrases[code] for code in found))
        for change, sentence in sentences.items()
        if len(found := here.loc[here["change"] == change, "code"])
    ]


def describe_wave_answers(
    shares: pd.DataFrame,
    differences: pd.DataFrame,
    phrases: Mapping[str, str],
    answers: Mapping[str, str],
) -> list[str]:
    """The largest differences in a status or nature between the waves, among who mention an
    outcome; `answers` is code → label.

    >>> waves, phrases = dw.comparable(study, study), form.outcome_phrases("student")
    >>> shares = dw.wave_shares(waves, "student", "nature")
    >>> table = dw.wave_differences(waves, "student", "nature")
    >>> labels = dw.category_labels(form, "nature")
    >>> dw.describe_wave_answers(shares, table, phrases, labels)
    ['Tussen de vorige meting en de nieuwste meting is er geen verschil.']
    """
    names = {wave: f"de {WAVE_LABELS[wave]}" for wave in (LATER, EARLIER)}
    return describe_answer_differences(shares, differences, phrases, answers, names)


def describe_wave_note() -> str:
    """How the table of differences is to be read.

    >>> dw.describe_wave_note()[:50]
    'Per meting: aandeel, met het 95%-interval tussen h'
    """
    return (
        "Per meting: aandeel, met het 95%-interval tussen haakjes. Verschil: latere min eerdere "
        "meting, in procentpunten. Hoe is getoetst of het toeval kan zijn, staat op de eerste "
        "pagina."
    )


def describe_wave_tests(waves: Waves, tests: Iterable[str]) -> list[str]:
    """How intervals and tests of a comparison were made.

    >>> dw.describe_wave_tests(dw.comparable(study, study), ["rao_scott"])[0][:50]
    'De 95%-intervallen zijn die van Wilson (van wie be'
    """
    known = [not study.sampled_from[ALL].empty for _, study in waves]
    finite = "van wie bekend is hoeveel mensen zijn benaderd, gecorrigeerd voor hun aantal"
    corrected = f" ({finite})" if any(known) else ""
    named = enumerate_in_words(dict.fromkeys(f"de {TEST_NAMES[test]}" for test in tests))
    return [
        f"De 95%-intervallen zijn die van Wilson{corrected}, en bij een verschil die van "
        f"Newcombe. Getoetst is met {named}.",
        *_clustered(waves),
        FAMILY,
    ]


def _clustered(waves: Waves) -> list[str]:
    """What intervals and tests of a comparison make of what people sit together in."""
    found = [study.questionnaire.variable(study.clusters) for _, study in waves if study.clusters]
    if not found:
        return []
    one, many = found[-1].label, found[-1].plural
    return [
        f"Interval en toets rekenen er allebei mee dat mensen uit één {one} op elkaar lijken. De "
        f"{many} van de ene meting gelden daarbij als andere dan die van de andere meting. Zijn "
        "het dezelfde, dan is een verschil meestal zekerder dan hier staat.",
        "Het interval rekent met het gemiddelde ontwerpeffect van een onderdeel, de toets met dat "
        "van de regel zelf. In een grensgeval kan het ene toeval net wel uitsluiten en het andere "
        "net niet.",
    ]


def describe_clear(clear: int, compared: int, form: Questionnaire) -> str:
    """How many differences chance alone does not explain."""
    return (
        f"Bij {how_many(clear)} van de {compared} vergeleken {form.terms.outcome.plural} is het "
        "verschil tussen de metingen groter dan door toeval is te verwachten."
    )


def describe_overall(
    overall: pd.DataFrame,
    form: Questionnaire,
    *,
    identical: bool = False,
    counts_only: bool = False,
) -> list[str]:
    """What changed most over everything together (`overall_differences`), and which of it chance
    does not explain; that files are the same where they are, or why nothing is known of it.

    >>> waves = dw.comparable(study, study)
    >>> dw.describe_overall(dw.overall_differences(waves), form, identical=True)
    ['Beide metingen hebben precies dezelfde antwoorden: is het bestand van de goede meting?']
    """
    if identical:
        return [
            "Beide metingen hebben precies dezelfde antwoorden: is het bestand van de goede meting?"
        ]
    if counts_only:
        return [only_counted(form)]
    ranked = overall.assign(size=overall["difference"].abs()).sort_values(
        "size", ascending=False, kind="stable"
    )
    clear = ranked[beyond_chance(ranked)]
    told = clear if len(clear) else ranked.head(1)
    sentences = [f"{_overall(row, form)}." for _, row in told.iterrows() if row["size"]]
    if not sentences:
        return ["Over alles samen is er geen verschil tussen de metingen."]
    chance = (
        "Dat is meer dan toeval verklaart."
        if len(clear)
        else "Dat is het grootste verschil over alles samen, en het kan toeval zijn."
    )
    return [*sentences, chance]


def _overall(row: pd.Series[Any], form: Questionnaire) -> str:
    later, earlier = points(row[LATER]), points(row[EARLIER])
    nouns, then = form.terms.outcome.plural, f", tegen {earlier}% in de vorige"
    if row["measure"] == MENTIONED:
        return f"Van de voorgelegde {nouns} is in de nieuwste meting {later}% genoemd{then}"
    asked = "status" if row["measure"] == "status" else "aard"
    labels = {c.code: c.short for c in form.characteristics[str(row["measure"])]}
    answer = f"de {asked} ‘{labels[str(row['category'])]}’"
    return f"Van de genoemde {nouns} heeft in de nieuwste meting {later}% {answer}{then}"


def _called(study: Study) -> str:
    settings = study.settings
    published = f"verschenen in {settings.published.year}" if settings.published else ""
    when = settings.fieldwork.period or published
    return f"‘{settings.title}’{f' ({when})' if when else ''}"


def response_in_words(study: CleanStudy) -> str:
    """'64 respondenten (36% van de 178 benaderde personen)'."""
    n, approached = study.n, study.population
    people = study.questionnaire.terms.respondent.plural
    return (
        f"{n} {people} ({percentage(n, approached)}% van de {approached} benaderde personen)"
        if approached
        else f"{n} {people}"
    )
