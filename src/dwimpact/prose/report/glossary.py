"""What the words mean that a report uses for what it counts."""

from __future__ import annotations

from dwimpact.prose.words import upper_first
from dwimpact.study.parts import parts_of
from dwimpact.study.study import Study

OF_RESPONSES = {
    "Interval": "Hoeveel een aandeel kan afwijken als alleen toeval bepaalde wie antwoordde: zulke "
    "grenzen omvatten in 95 van de 100 onderzoeken het aandeel van de hele groep. Het kan meer "
    "schelen als mensen die niet antwoordden er anders over denken.",
    "Kan toeval zijn": "Het verschil is zo klein, of er zijn zo weinig antwoorden, dat het "
    "verschil ook zonder oorzaak kan ontstaan.",
}
OF_A_RECONSTRUCTION = {
    "Gepubliceerd": "Het staat zo in de publicatie.",
    "Tussen … en …": "De publicatie geeft het aantal niet, maar sluit alle andere aantallen uit.",
    "Aangenomen": "Gekozen om te kunnen rekenen. Andere waarden passen even goed bij wat is "
    "gepubliceerd.",
    "Reconstructie": "Een van de manieren waarop de antwoorden eruit kunnen hebben gezien.",
}


def terms_used(study: Study) -> dict[str, str]:
    """Term → what it means in this report, in plain Dutch.

    >>> list(dw.terms_used(study))[:4]
    ['Opbrengst', 'n', 'Procentpunt', 'Aard']
    """
    form, there = study.questionnaire, parts_of(study)
    outcome, people = form.terms.outcome, form.terms.respondent
    said = {
        upper_first(outcome.singular): f"Iets wat {people.plural} in het formulier konden "
        "aankruisen. Wie het aankruiste, noemt het.",
        "n": f"Het aantal {people.plural} over wie een percentage gaat.",
        "Procentpunt": "De maat voor het verschil tussen twee percentages.",
    }
    for name, term in (("nature", "Aard"), ("status", "Status")):
        if name in there:
            *first, last = (c.label.casefold() for c in form.characteristics[name])
            said[term] = (
                f"Wat {people.plural} kozen bij wat zij noemden: {', '.join(first)} of {last}."
            )
    return said | (OF_A_RECONSTRUCTION if study.settings.has_bounds else OF_RESPONSES)
