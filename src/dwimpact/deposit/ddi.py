"""The codebook as DDI-Codebook 2.6: the study, its method, its files and every variable.

The elements are those of the schema (ddi:codebook:2_6) and of CESSDA's profile for its catalogue;
each text says in which language it is. ShownCounts stand only where the report shows them. CESSDA's
`AuthEnty/@personalID` is not in that schema, which calls it `agentIdentifier`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from dwimpact.deposit.counts import ShownCounts
from dwimpact.deposit.datapackage import Resource
from dwimpact.deposit.record import Record
from dwimpact.prose.cleaning import describe_cleaning, describe_masking, describe_mode
from dwimpact.prose.study import describe_fieldwork
from dwimpact.study.study import Study
from dwimpact.tables.variables import DataVariable, multiple_responses

DDI = "ddi:codebook:2_6"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES: Any = {None: DDI, "xsi": XSI}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ANALYSIS_UNIT, TIME_METHOD, COLLECTION_MODE = (
    ("Individual", "https://vocabularies.cessda.eu/vocabulary/AnalysisUnit"),
    ("CrossSection", "https://vocabularies.cessda.eu/vocabulary/TimeMethod"),
    ("SelfAdministeredQuestionnaire", "https://vocabularies.cessda.eu/vocabulary/ModeOfCollection"),
)
DDI_INTERVALS = {"number": "contin", "date": "contin"}
ACCESS = {
    "none": "Er zijn geen gegevens per respondent in dit depot.",
    "open": "Gegevens per respondent zijn open, veralgemeend zoals de verantwoording zegt.",
    "restricted": "Gegevens per respondent zijn afgeschermd; de archiefinstelling beslist.",
}


def ddi(
    record: Record,
    described: Study,
    variables: Mapping[str, DataVariable],
    counts: ShownCounts,
    resources: Sequence[Resource],
) -> bytes:
    """The codebook as XML. `variables` are those of the data or, where there are no rows, of the
    questionnaire of `described`.
    """
    root = etree.Element(f"{{{DDI}}}codeBook", nsmap=NAMESPACES)
    root.set("version", "2.6")
    root.set(LANG, "nl")
    root.set(f"{{{XSI}}}schemaLocation", f"{DDI} codebook.xsd")
    _document(root, record)
    _study(root, record)
    for number, resource in enumerate(resources, start=1):
        about = _add(root, "fileDscr", ID=f"F{number}", URI=resource.path)
        text = _add(about, "fileTxt")
        _add(text, "fileName", resource.path, lang="nl")
        _add(text, "fileCont", resource.title, lang="nl")
        _add(text, "fileType", "text/csv; charset=utf-8", lang="en")
    data = _add(root, "dataDscr")
    _groups(data, described, variables)
    for number, variable in enumerate(variables.values(), start=1):
        _variable(data, f"V{number}", variable, counts.get(variable.name, {}))
    _other_material(root)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _add(parent: Any, tag: str, text: str = "", lang: str = "", **attributes: str) -> Any:
    """A child element with its text, its language and its attributes, those that are blank left
    out.
    """
    made = etree.SubElement(parent, f"{{{DDI}}}{tag}")
    if text:
        made.text = text
    if lang:
        made.set(LANG, lang)
    for attribute, value in attributes.items():
        if value:
            made.set(attribute, value)
    return made


def _concept(parent: Any, concept: tuple[str, str], vocabulary: str) -> None:
    code, address = concept
    _add(parent, "concept", code, vocab=vocabulary, vocabURI=address)


def _document(root: Any, record: Record) -> None:
    """Who made this codebook, and with what."""
    about = _add(_add(root, "docDscr"), "citation")
    _add(_add(about, "titlStmt"), "titl", f"Codeboek: {record.title}", lang="nl")
    made = _add(about, "prodStmt")
    _add(made, "software", "dwimpact", version=record.software)
    _add(_add(about, "distStmt"), "distDate", record.issued, lang="nl", date=record.issued)
    _add(_add(about, "verStmt"), "version", str(record.version), date=record.issued)


def _study(root: Any, record: Record) -> None:
    about = _add(root, "stdyDscr")
    _citation(about, record)
    _information(about, record)
    _method(about, record)
    access = _add(about, "dataAccs")
    _add(access, "typeOfAccess", record.deposit.rows, lang="en")
    _add(access, "license", record.licence_name, lang="en", URI=record.licence_url)
    use = _add(access, "useStmt")
    restriction = " ".join(filter(None, [ACCESS[record.deposit.rows], record.notice]))
    _add(use, "restrctn", restriction, lang="nl")
    _add(use, "citReq", record.citation, lang="nl")
    if record.settings.source:
        _publication(_add(about, "othrStdyMat"), record)


def _citation(about: Any, record: Record) -> None:
    deposit = record.deposit
    citation = _add(about, "citation")
    titles = _add(citation, "titlStmt")
    _add(titles, "titl", record.title, lang="nl")
    if record.settings.subtitle:
        _add(titles, "subTitl", record.settings.subtitle, lang="nl")
    _add(titles, "parTitl", record.title_en, lang="en")
    _add(titles, "IDNo", record.identifier.value, lang="nl", agency=record.identifier.agency)
    people = _add(citation, "rspStmt")
    for creator in record.creators:
        _add(
            people,
            "AuthEnty",
            creator.name,
            lang="nl",
            affiliation=creator.affiliation,
            agentIdentifier=creator.orcid or "",
            typeOfAgentIdentifier="ORCID" if creator.orcid else "",
        )
    made = _add(citation, "prodStmt")
    if record.settings.conducted_by:
        _add(made, "producer", record.settings.conducted_by, lang="nl")
    for grant in deposit.funding:
        _add(made, "grantNo", grant.number, lang="nl", agency=grant.agency)
    spread = _add(citation, "distStmt")
    _add(spread, "distrbtr", deposit.archive, lang="en")
    if deposit.contact:
        _add(spread, "contact", deposit.contact.name, lang="nl", email=deposit.contact.email)
    _add(spread, "distDate", record.issued, lang="nl", date=record.issued)
    _add(_add(citation, "verStmt"), "version", str(record.version), date=record.issued)
    _add(citation, "holdings", lang="nl", URI=record.url)


def _information(about: Any, record: Record) -> None:
    deposit, fieldwork = record.deposit, record.settings.fieldwork
    info = _add(about, "stdyInfo")
    subject = _add(info, "subject")
    for language, words in (("nl", deposit.keywords.nl), ("en", deposit.keywords.en)):
        for word in words:
            _add(subject, "keyword", word, lang=language)
    _add(info, "abstract", record.abstract, lang="nl")
    _add(info, "abstract", record.abstract_en, lang="en")
    summary = _add(info, "sumDscr")
    for event, day in (("start", fieldwork.opened), ("end", fieldwork.closed)):
        if day:
            _add(summary, "collDate", day.isoformat(), lang="nl", event=event, date=day.isoformat())
    _add(summary, "nation", deposit.country.nl, lang="nl", abbr=deposit.country_code)
    _add(summary, "nation", deposit.country.en, lang="en", abbr=deposit.country_code)
    unit = _add(summary, "anlyUnit", lang="en")
    unit.text = ANALYSIS_UNIT[0]
    _concept(unit, ANALYSIS_UNIT, "DDI Analysis Unit")
    _add(summary, "universe", record.settings.population, lang="nl", clusion="I")
    kind = "berekende gegevens" if record.nobody else "enquêtegegevens"
    _add(summary, "dataKind", kind, lang="nl")


def _method(about: Any, record: Record) -> None:
    study = record.study
    method = _add(about, "method")
    collected = _add(method, "dataColl")
    timing = _add(collected, "timeMeth", TIME_METHOD[0], lang="en")
    _concept(timing, TIME_METHOD, "DDI Time Method")
    told = " ".join([*([record.notice] if record.notice else []), *describe_fieldwork(study)])
    _add(collected, "sampProc", told, lang="nl")
    if record.settings.fieldwork.instrument:
        mode = _add(collected, "collMode", record.settings.fieldwork.instrument, lang="nl")
        _concept(mode, COLLECTION_MODE, "DDI Mode of Collection")
    if record.settings.weights is not None:
        _add(collected, "weight", "Elke respondent telt mee naar het gewicht.", lang="nl")
    cleaned = " ".join(describe_cleaning(study.tables, study.questionnaire))
    _add(collected, "cleanOps", cleaned, lang="nl")
    if study.population:
        analysed = _add(method, "anlyInfo")
        rate = f"{len(study.respondents)} van {study.population}"
        _add(analysed, "respRate", rate, lang="nl")
    processing = " ".join([*describe_mode(record.settings), describe_masking(study.tables)])
    _add(method, "dataProcessing", processing, lang="nl")


def _publication(material: Any, record: Record) -> None:
    settings = record.settings
    citation = _add(_add(material, "relPubl", lang="nl"), "citation")
    _add(_add(citation, "titlStmt"), "titl", settings.title, lang="nl")
    if settings.published:
        day = settings.published.isoformat()
        _add(_add(citation, "distStmt"), "distDate", day, lang="nl", date=day)
    _add(citation, "holdings", lang="nl", URI=settings.source)


def _groups(data: Any, study: Study, variables: Mapping[str, DataVariable]) -> None:
    """The questions of which several answers could be ticked, as groups of variables."""
    ids = {name: f"V{number}" for number, name in enumerate(variables, start=1)}
    for number, asked in enumerate(multiple_responses(study), start=1):
        members = [ids[column] for column in asked.columns if column in ids]
        if members:
            group = _add(data, "varGrp", ID=f"VG{number}", type="multipleResp", name=asked.name)
            group.set("var", " ".join(members))
            _add(group, "labl", asked.label, lang="nl")


def _variable(data: Any, key: str, variable: DataVariable, counts: Mapping[str, int]) -> None:
    made = _add(
        data,
        "var",
        ID=key,
        name=variable.name,
        intrvl=DDI_INTERVALS.get(variable.kind, "discrete"),
        nature={"scale": "interval"}.get(variable.measure, variable.measure),
    )
    _add(made, "labl", variable.label, lang="nl")
    if variable.question:
        _add(_add(made, "qstn"), "qstnLit", variable.question, lang="nl")
    if variable.universe:
        _add(made, "universe", variable.universe, lang="nl")
    for code, label in variable.categories.items():
        category = _add(made, "catgry")
        _add(category, "catValu", code)
        _add(category, "labl", label, lang="nl")
        if code in counts:
            _add(category, "catStat", str(counts[code]), type="freq")
    format_type = "numeric" if variable.kind in ("number", "tick") else "character"
    _add(made, "varFormat", type=format_type, schema="other", formatname=variable.kind)


def _other_material(root: Any) -> None:
    for path, label in (("documentatie", "Vragenlijst, codeboek en verantwoording"),):
        material = _add(root, "otherMat", level="study", URI=path)
        _add(material, "labl", label, lang="nl")
