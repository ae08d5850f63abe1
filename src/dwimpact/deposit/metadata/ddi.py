"""The codebook as DDI-Codebook 2.6: the study, its method, its files and every variable.

The elements are those of the schema (ddi:codebook:2_6) and of CESSDA's profile for its catalogue;
each text says in which language it is. ShownCounts stand only where the report shows them. CESSDA's
`AuthEnty/@personalID` is not in that schema, which calls it `agentIdentifier`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from dwimpact.deposit.metadata.counts import ShownCounts
from dwimpact.deposit.metadata.datapackage import Resource
from dwimpact.deposit.metadata.ddi_elements import DDI, LANG, NAMESPACES, XSI, add
from dwimpact.deposit.metadata.ddi_study import describe_study
from dwimpact.deposit.record import Record
from dwimpact.study.questionnaire.model import WEIGHT
from dwimpact.study.study import Study
from dwimpact.tables.variables import DataVariable, multiple_responses

DDI_INTERVALS = {"number": "contin", "date": "contin"}


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
    describe_study(root, record)
    for number, resource in enumerate(resources, start=1):
        _file(root, f"F{number}", resource)
    data = add(root, "dataDscr")
    _groups(data, described, variables)
    for number, variable in enumerate(variables.values(), start=1):
        made_of = [f"F{n}" for n, r in enumerate(resources, 1) if variable.name in r.variables]
        files = " ".join(made_of)
        _variable(data, f"V{number}", variable, counts.get(variable.name, {}), files)
    _other_material(root)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _file(root: Any, key: str, resource: Resource) -> None:
    about = add(root, "fileDscr", ID=key, URI=resource.path)
    text = add(about, "fileTxt")
    add(text, "fileName", resource.path, lang="nl")
    add(text, "fileCont", resource.title, lang="nl")
    add(text, "fileType", "text/csv; charset=utf-8", lang="en")


def _document(root: Any, record: Record) -> None:
    """Who made this codebook, and with what."""
    about = add(add(root, "docDscr"), "citation")
    add(add(about, "titlStmt"), "titl", f"Codeboek: {record.title}", lang="nl")
    made = add(about, "prodStmt")
    add(made, "software", "dwimpact", version=record.software)
    add(add(about, "distStmt"), "distDate", record.issued, lang="nl", date=record.issued)
    add(add(about, "verStmt"), "version", str(record.version), date=record.issued)


def _groups(data: Any, study: Study, variables: Mapping[str, DataVariable]) -> None:
    """The questions of which several answers could be ticked, as groups of variables."""
    ids = {name: f"V{number}" for number, name in enumerate(variables, start=1)}
    for number, asked in enumerate(multiple_responses(study), start=1):
        members = [ids[column] for column in asked.columns if column in ids]
        if members:
            group = add(data, "varGrp", ID=f"VG{number}", type="multipleResp", name=asked.name)
            group.set("var", " ".join(members))
            add(group, "labl", asked.label, lang="nl")


def _variable(
    data: Any, key: str, variable: DataVariable, counts: Mapping[str, int], files: str
) -> None:
    made = add(
        data,
        "var",
        ID=key,
        name=variable.name,
        files=files,
        wgt="wgt" if variable.name == WEIGHT else "",
        intrvl=DDI_INTERVALS.get(variable.kind, "discrete"),
        nature={"scale": "interval"}.get(variable.measure, variable.measure),
    )
    add(made, "labl", variable.label, lang="nl")
    if variable.question:
        add(add(made, "qstn"), "qstnLit", variable.question, lang="nl")
    if variable.universe:
        add(made, "universe", variable.universe, lang="nl")
    for code, label in variable.categories.items():
        category = add(made, "catgry")
        add(category, "catValu", code)
        add(category, "labl", label, lang="nl")
        if code in counts:
            add(category, "catStat", str(counts[code]), type="freq")
    format_type = "numeric" if variable.kind in ("number", "tick") else "character"
    add(made, "varFormat", type=format_type, schema="other", formatname=variable.kind)


def _other_material(root: Any) -> None:
    for path, label in (("documentatie", "Vragenlijst, codeboek en verantwoording"),):
        material = add(root, "otherMat", level="study", URI=path)
        add(material, "labl", label, lang="nl")
