"""The study in its codebook of DDI: citation, subject, method, access, and what it published."""

from __future__ import annotations

from typing import Any

from dwimpact.deposit.metadata.accounts import how_made
from dwimpact.deposit.metadata.ddi_elements import add, add_concept
from dwimpact.deposit.record import Record
from dwimpact.prose.report.cleaning import describe_cleaning, describe_masking, describe_mode
from dwimpact.prose.report.fieldwork import describe_fieldwork
from dwimpact.study.questionnaire.model import WEIGHT

ANALYSIS_UNIT, TIME_METHOD, COLLECTION_MODE = (
    ("Individual", "https://vocabularies.cessda.eu/vocabulary/AnalysisUnit"),
    ("CrossSection", "https://vocabularies.cessda.eu/vocabulary/TimeMethod"),
    ("SelfAdministeredQuestionnaire", "https://vocabularies.cessda.eu/vocabulary/ModeOfCollection"),
)
ACCESS = {
    "none": "Er zijn geen gegevens per respondent in dit depot.",
    "open": "Gegevens per respondent zijn open, veralgemeend zoals de verantwoording zegt.",
    "nobody": "Er is een rij per respondent, die van niemand is; de rijen staan er alle.",
    "restricted": "Gegevens per respondent zijn afgeschermd; de archiefinstelling beslist.",
}


def describe_study(root: Any, record: Record) -> None:
    """Add what the study is, who made it, how, and who may have the data."""
    about = add(root, "stdyDscr")
    _citation(about, record)
    _information(about, record)
    _method(about, record)
    access = add(about, "dataAccs")
    add(access, "typeOfAccess", record.settings.rows, lang="en")
    add(access, "license", record.licence_name, lang="en", URI=record.licence_url)
    use = add(access, "useStmt")
    rows = "nobody" if record.nobody and record.settings.rows == "open" else record.settings.rows
    restriction = " ".join(filter(None, [ACCESS[rows], record.notice]))
    add(use, "restrctn", restriction, lang="nl")
    add(use, "citReq", record.citation, lang="nl")
    if record.settings.source:
        _publication(add(about, "othrStdyMat"), record)


def _citation(about: Any, record: Record) -> None:
    deposit = record.deposit
    citation = add(about, "citation")
    titles = add(citation, "titlStmt")
    add(titles, "titl", record.title, lang="nl")
    if record.settings.subtitle:
        add(titles, "subTitl", record.settings.subtitle, lang="nl")
    add(titles, "parTitl", record.title_en, lang="en")
    add(titles, "IDNo", record.identifier.value, lang="nl", agency=record.identifier.agency)
    people = add(citation, "rspStmt")
    for creator in record.creators:
        add(
            people,
            "AuthEnty",
            creator.name,
            lang="nl",
            affiliation=creator.affiliation,
            agentIdentifier=creator.orcid or "",
            typeOfAgentIdentifier="ORCID" if creator.orcid else "",
        )
    made = add(citation, "prodStmt")
    if record.settings.conducted_by:
        add(made, "producer", record.settings.conducted_by, lang="nl")
    for grant in deposit.funding:
        add(made, "grantNo", grant.number, lang="nl", agency=grant.agency)
    spread = add(citation, "distStmt")
    add(spread, "distrbtr", deposit.archive, lang="en")
    if deposit.contact:
        add(spread, "contact", deposit.contact.name, lang="nl", email=deposit.contact.email)
    add(spread, "distDate", record.issued, lang="nl", date=record.issued)
    add(add(citation, "verStmt"), "version", str(record.version), date=record.issued)
    add(citation, "holdings", lang="nl", URI=record.url)


def _information(about: Any, record: Record) -> None:
    deposit, fieldwork = record.deposit, record.settings.fieldwork
    info = add(about, "stdyInfo")
    subject = add(info, "subject")
    for language, words in (("nl", deposit.keywords.nl), ("en", deposit.keywords.en)):
        for word in words:
            add(subject, "keyword", word, lang=language)
    add(info, "abstract", record.abstract, lang="nl")
    add(info, "abstract", record.abstract_en, lang="en")
    summary = add(info, "sumDscr")
    for event, day in (("start", fieldwork.opened), ("end", fieldwork.closed)):
        if day:
            add(summary, "collDate", day.isoformat(), lang="nl", event=event, date=day.isoformat())
    add(summary, "nation", deposit.country.nl, lang="nl", abbr=deposit.country_code)
    add(summary, "nation", deposit.country.en, lang="en", abbr=deposit.country_code)
    unit = add(summary, "anlyUnit", lang="en")
    unit.text = ANALYSIS_UNIT[0]
    add_concept(unit, ANALYSIS_UNIT, "DDI Analysis Unit")
    add(summary, "universe", record.settings.population, lang="nl", clusion="I")
    kind = "berekende gegevens" if record.nobody else "enquêtegegevens"
    add(summary, "dataKind", kind, lang="nl")


def _method(about: Any, record: Record) -> None:
    study = record.study
    method = add(about, "method")
    collected = add(method, "dataColl")
    timing = add(collected, "timeMeth", TIME_METHOD[0], lang="en")
    add_concept(timing, TIME_METHOD, "DDI Time Method")
    held = " ".join([*([record.notice] if record.notice else []), *describe_fieldwork(study)])
    add(collected, "sampProc", held, lang="nl")
    if record.settings.fieldwork.instrument:
        mode = add(collected, "collMode", record.settings.fieldwork.instrument, lang="nl")
        add_concept(mode, COLLECTION_MODE, "DDI Mode of Collection")
    if record.settings.weights is not None:
        add(
            collected,
            "weight",
            f"Elke respondent telt mee naar het gewicht, in de kolom {WEIGHT}.",
            lang="nl",
        )
    cleaned = " ".join(describe_cleaning(study.tables, study))
    add(collected, "cleanOps", cleaned, lang="nl")
    if study.population:
        analysed = add(method, "anlyInfo")
        rate = f"{study.n} van {study.population}"
        add(analysed, "respRate", rate, lang="nl")
    masked = describe_masking(study.tables, study)
    told = [*how_made(record), *describe_mode(record.settings), masked]
    processing = " ".join(told)
    add(method, "dataProcessing", processing, lang="nl")


def _publication(material: Any, record: Record) -> None:
    settings = record.settings
    citation = add(add(material, "relPubl", lang="nl"), "citation")
    add(add(citation, "titlStmt"), "titl", settings.title, lang="nl")
    if settings.published:
        day = settings.published.isoformat()
        add(add(citation, "distStmt"), "distDate", day, lang="nl", date=day)
    add(citation, "holdings", lang="nl", URI=settings.source)
