"""What the forms of archives ask, filled in: DANS in Dutch and English, and Zenodo.

DANS: the Data Stations' form (Dataverse, with the blocks dansRights and dansRelationMetadata).
Zenodo: the metadata of its deposit API, as read from .zenodo.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dwimpact.deposit.record import Record

LANGUAGES = {"nl": ("Nederlands", "Dutch"), "en": ("Engels", "English")}
DANS_SUBJECT = "Social Sciences"
# Of the formats in a deposit, what DANS says of their use.
OF_DANS = (
    (".csv, .tsv", "voorkeursformaat", "preferred"),
    (".sav", "gangbaar, niet het voorkeursformaat; hetzelfde staat ook in .csv", "not preferred"),
    (".xml (DDI)", "voorkeursformaat", "preferred"),
    (".md, .txt, .json, .yml", "voorkeursformaat (platte tekst, UTF-8)", "preferred (plain text)"),
    (".pdf", "PDF/A is het voorkeursformaat; dit is gewone PDF", "PDF/A is preferred; plain PDF"),
    (".xlsx", "niet het voorkeursformaat; hetzelfde staat ook in .txt", "not preferred"),
    (".html", "niet het voorkeursformaat; hetzelfde staat ook in .pdf", "not preferred"),
    (".ipynb", "niet het voorkeursformaat; tekst (JSON)", "not preferred; text (JSON)"),
)


@dataclass(frozen=True)
class FormField:
    """A field of the form of DANS: what it is called there and the answer, in Dutch and English."""

    name: str
    nl: str
    en: str
    value_nl: str
    value_en: str


def dans_fields(record: Record) -> list[FormField]:
    """The fields of the form, in its order, without those that have no answer."""
    return [field for field in _fields(record) if field.value_nl or field.value_en]


def _fields(record: Record) -> Iterator[FormField]:
    deposit, settings = record.deposit, record.settings

    def same(name: str, nl: str, en: str, value: str) -> FormField:
        return FormField(name, nl, en, value, value)

    people = "; ".join(
        ", ".join(filter(None, [c.name, c.affiliation, f"ORCID {c.orcid}" if c.orcid else ""]))
        for c in record.creators
    )
    contact = f"{deposit.contact.name} <{deposit.contact.email}>" if deposit.contact else ""
    period = " – ".join(
        day.isoformat() for day in (settings.fieldwork.opened, settings.fieldwork.closed) if day
    )
    grants = "; ".join(f"{grant.agency} {grant.number}".strip() for grant in deposit.funding)
    yield FormField("title", "Titel", "Title", record.title, record.title_en)
    yield same("subtitle", "Ondertitel", "Subtitle", settings.subtitle)
    yield FormField(
        "alternativeTitle", "Alternatieve titel", "Alternative title", record.title_en, record.title
    )
    yield same("author", "Auteur", "Author", people)
    yield same("datasetContact", "Contact", "Contact", contact)
    yield FormField(
        "dsDescription", "Beschrijving", "Description", record.abstract, record.abstract_en
    )
    yield FormField("subject", "Vakgebied", "Subject", "Sociale wetenschappen", DANS_SUBJECT)
    yield FormField(
        "keyword",
        "Trefwoorden",
        "Keywords",
        "; ".join(deposit.keywords.nl),
        "; ".join(deposit.keywords.en),
    )
    yield FormField("language", "Taal van de bestanden", "Language of the files", *LANGUAGES["nl"])
    yield same("productionDate", "Datum van vervaardiging", "Production date", record.issued)
    yield same("grantNumber", "Subsidie", "Grant", grants)
    yield same("distributor", "Distributeur", "Distributor", deposit.archive)
    yield same("dateOfCollection", "Periode van verzamelen", "Date of collection", period)
    kind = ("berekende gegevens", "computed data") if record.nobody else ("enquête", "survey")
    yield FormField("kindOfData", "Soort gegevens", "Kind of data", *kind)
    yield same("dansRightsHolder", "Rechthebbende", "Rights holder", deposit.rights_holder)
    yield FormField(
        "dansPersonalDataPresent",
        "Bevat persoonsgegevens",
        "Personal data present",
        "Ja" if holds_personal_data(record) else "Nee",
        "Yes" if holds_personal_data(record) else "No",
    )
    yield FormField(
        "dansMetadataLanguage", "Taal van de metadata", "Language of metadata", *LANGUAGES["nl"]
    )
    yield same("dansAudience", "Doelgroep", "Audience", deposit.audience)
    yield same("dansRelation", "Gerelateerd", "Relation", settings.source)
    yield FormField(
        "dansSpatial", "Gebied", "Spatial coverage", deposit.country.nl, deposit.country.en
    )
    yield same("license", "Licentie", "Licence", f"{record.licence_name} ({deposit.licence})")


def holds_personal_data(record: Record) -> bool:
    """Whether some file may be about somebody: rows that an archive locks away. Those that nobody
    gave are not, and open ones are anonymous.
    """
    return record.settings.rows == "restricted" and not record.nobody


def dans_json(record: Record) -> str:
    """The same answers by the names that Dataverse has for the fields."""
    made = {f.name: {"nl": f.value_nl, "en": f.value_en} for f in dans_fields(record)}
    return _json(made)


def zenodo(record: Record) -> str:
    """.zenodo.json: what Zenodo fills its form in with."""
    deposit = record.deposit
    made: dict[str, Any] = {
        "upload_type": "dataset",
        "title": record.title,
        "description": f"<p>{record.abstract}</p>\n<p>{record.abstract_en}</p>",
        "creators": [
            {
                name: value
                for name, value in (
                    ("name", creator.name),
                    ("affiliation", creator.affiliation),
                    ("orcid", creator.orcid),
                )
                if value
            }
            for creator in record.creators
        ],
        "publication_date": record.issued,
        "access_right": "open",
        "license": (deposit.licence or "").lower(),
        "keywords": [*deposit.keywords.nl, *deposit.keywords.en],
        "language": "nld",
        "version": str(record.version),
        "notes": " ".join(filter(None, [record.notice, record.notice_en])),
    }
    if record.identifier.agency == "DOI":
        made["doi"] = record.identifier.value
    if record.settings.source:
        made["related_identifiers"] = [
            {"identifier": record.settings.source, "relation": "isDerivedFrom", "scheme": "url"}
        ]
    return _json({name: value for name, value in made.items() if value})


def _json(content: Any) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
