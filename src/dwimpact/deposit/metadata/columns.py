"""What the columns of figure tables and of the register mean, in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dwimpact.pages.page import OF_RECONSTRUCTION, ORIGIN
from dwimpact.prose.words import upper_first
from dwimpact.study.questionnaire.terms import Terms
from dwimpact.tables.format import HEADINGS

READ_NARROWLY, READ_WIDELY = (
    "woorden zo streng mogelijk gelezen",
    "woorden zo ruim mogelijk gelezen",
)
ONE_OF_MANY = "een aanname, waar het kleinste en het grootste aantal verschillen"
# By the names that code has for them; a column without a line here is named in full.
MEANINGS: Mapping[str, str] = {
    "group": "over wie de rij gaat; Totaal is iedereen samen",
    "category": "het antwoord",
    "n": "de basis: zoveel mensen tellen mee",
    "missing": "zoveel van de basis vulden hier niets in",
    "count": "zoveel mensen van de basis",
    "share": "het aantal gedeeld door de basis, van 0 tot 1",
    "low": "ondergrens van het 95%-interval van het aandeel",
    "high": "bovengrens van het 95%-interval van het aandeel",
    "imprecise": "ja: op het aandeel is niet te bouwen, door een kleine basis of een ruim interval",
    "weighted": "het aandeel met gewichten",
    "weighted_low": "ondergrens van het 95%-interval van het gewogen aandeel",
    "weighted_high": "bovengrens van het 95%-interval van het gewogen aandeel",
    "difference": "het verschil van twee aandelen: van twee groepen, of van twee metingen",
    "difference_low": "ondergrens van het 95%-interval van het verschil",
    "difference_high": "bovengrens van het 95%-interval van het verschil",
    "p": "de p-waarde van de toets op het verschil",
    "p_holm": "de p-waarde, gecorrigeerd naar Holm voor alle toetsen van de tabel",
    "test": "met welke toets",
    "approached": "zoveel mensen zijn er benaderd",
    "responses": "zoveel mensen antwoordden",
    "percentage": "zoveel procent van wie benaderd zijn antwoordde",
    "mentions": "zo vaak is er iets genoemd, alles bij elkaar",
    "per_respondent": "zo vaak per persoon",
    "column": "de kolom in het antwoordbestand",
    "answers": "de antwoorden met hun codes",
    "asked": "aan zoveel mensen is het gevraagd",
    "answered": "zoveel van hen vulden iets in",
    "says": "wat de publicatie stelt, met de paragraaf",
    "published": "het percentage dat de publicatie geeft",
    "stated": "het aantal dat de publicatie geeft",
    "implied": "de aantallen die bij het percentage kunnen horen",
    "consistency": "of het percentage kan, of de uitspraak met de andere te verenigen is",
    "smallest": "het kleinste aantal dat past bij alles wat is gepubliceerd",
    "largest": "het grootste aantal dat past bij alles wat is gepubliceerd",
    "narrow_smallest": f"het kleinste aantal, {READ_NARROWLY}",
    "narrow_largest": f"het grootste aantal, {READ_NARROWLY}",
    "wide_smallest": f"het kleinste aantal, {READ_WIDELY}",
    "wide_largest": f"het grootste aantal, {READ_WIDELY}",
    "lowest": "het laagste aandeel dat past bij alles wat is gepubliceerd",
    "highest": "het hoogste aandeel dat past bij alles wat is gepubliceerd",
    "best": "de hoogste plaats die iets in de rangorde kan hebben",
    "worst": "de laagste plaats die iets in de rangorde kan hebben",
    "evidence": "of het aantal vastligt, begrensd is of wordt aangenomen",
    "counted": "wat er bij de uitspraak in de antwoorden is geteld",
    "clashes": "met welke uitspraken deze botst",
    "verdict": "of het percentage kan, of de uitspraak met de andere te verenigen is",
}
REGISTER: Mapping[str, str] = {
    "id": "het kenmerk van de uitspraak",
    "section": "de paragraaf van de publicatie",
    "says": "wat daar staat, in onze woorden",
    "note": "hoe wij het lezen, en wat anders is",
    "contradicts": "kenmerken van uitspraken die hiermee niet te verenigen zijn",
    "words": "woorden voor hoeveelheden in de uitspraak",
    "check": "de uitspraak als toets op aantallen, in JSON zoals in published.yml",
    "word": "een woord voor een hoeveelheid",
    "reading": "narrow: streng gelezen; central: zoals in het rapport; wide: ruim gelezen",
    "of": "share: de grenzen zijn van een aandeel; count: van een aantal",
    "from": "ten minste dit",
    "above": "meer dan dit",
    "to": "ten hoogste dit",
    "below": "minder dan dit",
    "adds": "True: de grenzen tellen op bij het getal dat erbij staat",
    "reason": "waarom zo gelezen, in het Engels",
}
OF_INDEX: Mapping[str, str] = {
    "id": "het kenmerk om de tabel mee aan te halen: onderzoek, tabel en versie",
    "tabel": "de naam van de tabel",
    "titel": "hoe het rapport haar noemt",
    "onderwerp": "waar zij over gaat",
    "versie": "de versie van het depot",
    "bestand": "waar zij in het depot staat",
    "rijen": "hoeveel rijen zij heeft",
    "sha256": "de SHA-256 van het bestand",
}


def meanings_of(columns: Iterable[str], terms: Terms) -> dict[str, str]:
    """Those columns of a figure table of which the name alone does not say it all → what it is."""
    known = {HEADINGS[name]: what for name, what in MEANINGS.items()}
    known |= {OF_RECONSTRUCTION["count"]: f"het aantal van de reconstructie: {ONE_OF_MANY}"}
    known |= {OF_RECONSTRUCTION["share"]: f"het aandeel van de reconstructie: {ONE_OF_MANY}"}
    known |= {ORIGIN: "dat de gegevens van niemand zijn, in elke rij herhaald"}
    known |= {upper_first(terms.level.singular): "waar de vragen van de rij over gaan"}
    known |= {upper_first(terms.outcome.singular): "wat er aan te kruisen was"}
    return {column: known[column] for column in columns if column in known}
