from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from marks import first_quickly

from dwimpact.deposit.metadata.counts import shown_counts
from dwimpact.deposit.metadata.datapackage import Resource
from dwimpact.deposit.metadata.ddi import ddi
from dwimpact.deposit.metadata.ddi_elements import DDI
from dwimpact.deposit.record import Record
from dwimpact.study.questionnaire.model import WEIGHT
from dwimpact.study.study import read_study
from dwimpact.tables.variables import raw_variables

NS = {"d": DDI}
RecordOf = Callable[..., Record]


def codebook(record: Record) -> Any:
    described = read_study(record.study.folder)
    resources = [Resource("data/cijfers/figuur_2_1.csv", "Figuur 2.1. Opbrengsten")]
    made = ddi(record, described, raw_variables(described), shown_counts(record.study), resources)
    return etree.fromstring(made)


@pytest.fixture(scope="module")
def schema(root: Path) -> Any:
    return etree.XMLSchema(
        etree.parse(root / "tests" / "reference" / "archives" / "ddi" / "codebook.xsd")
    )


@pytest.mark.parametrize("told", first_quickly([{}, {"rows": "restricted"}, {"identifier": None}]))
def test_a_codebook_is_valid(record_of: RecordOf, schema: Any, told: dict[str, Any]) -> None:
    fieldwork = {"opened": "2026-01-05", "closed": "2026-02-01", "instrument": "vragenlijst"}
    funded = {**told, "funding": [{"agency": "NWO", "number": "406"}]}
    document = codebook(record_of(funded, fieldwork=fieldwork, source="https://example.org/"))
    schema.assertValid(document)
    dates = document.xpath("//d:collDate/@date", namespaces=NS)
    assert dates == ["2026-01-05", "2026-02-01"]


@pytest.mark.long
def test_every_variable_has_its_question_and_answers(record_of: RecordOf) -> None:
    document = codebook(record_of())
    names = document.xpath("//d:var/@name", namespaces=NS)
    assert names == list(raw_variables(record_of().study))
    (status,) = document.xpath("//d:var[@name='school/status/region']", namespaces=NS)
    assert status.findtext("d:qstn/d:qstnLit", namespaces=NS) == "Hoe ver is elke opbrengst?"
    assert [c.findtext("d:labl", namespaces=NS) for c in status.iterfind("d:catgry", NS)] == [
        "Gerealiseerd",
        "Verwacht",
    ]


def test_questions_with_several_answers_are_groups_of_variables(record_of: RecordOf) -> None:
    document = codebook(record_of())
    ids = dict(
        zip(
            document.xpath("//d:var/@ID", namespaces=NS),
            document.xpath("//d:var/@name", namespaces=NS),
            strict=True,
        )
    )
    groups = document.xpath("//d:varGrp[@type='multipleResp']", namespaces=NS)
    assert [[ids[v] for v in group.get("var").split()] for group in groups][1] == [
        "pupil/outcomes/skills",
        "pupil/outcomes/soft_skills",
        "pupil/outcomes/other",
        "pupil/outcomes/none",
    ]


@pytest.mark.long
def test_counts_are_those_that_the_report_shows(record_of: RecordOf) -> None:
    def told(record: Record) -> dict[str, str]:
        found = codebook(record).xpath("//d:var[d:catgry/d:catStat]", namespaces=NS)
        return {v.get("name"): v.findtext("d:catgry/d:catStat", namespaces=NS) for v in found}

    record = record_of()
    shares = record.study.mention_shares("school").set_index("outcome")["count"]
    assert told(record)["school/outcomes/network"] == str(shares["network"])
    assert told(record_of(reconstructed=True)) == {}


@pytest.mark.parametrize(
    ("changes", "rows", "told"),
    first_quickly(
        [
            ({"reconstructed": True}, "open", "die van niemand is"),
            ({"disclosure": {"reason": "Een proef."}}, "open", "veralgemeend"),
            ({}, "restricted", "afgeschermd"),
            ({}, "none", "geen gegevens per respondent"),
        ]
    ),
)
def test_access_is_that_of_the_rows(
    record_of: RecordOf, changes: dict[str, Any], rows: str, told: str
) -> None:
    document = codebook(record_of({"rows": rows}, **changes))
    assert told in document.findtext(".//d:restrctn", namespaces=NS)


def test_a_variable_names_the_files_that_have_it(record_of: RecordOf, schema: Any) -> None:
    record = record_of()
    described = read_study(record.study.folder)
    known = raw_variables(described)
    weight = replace(known["sector"], name=WEIGHT)
    resources = [Resource("a.csv", "A"), Resource("b.csv", "B", variables={WEIGHT: weight})]
    document = etree.fromstring(ddi(record, described, {WEIGHT: weight}, {}, resources))
    schema.assertValid(document)
    (variable,) = document.xpath("//d:var", namespaces=NS)
    assert (variable.get("files"), variable.get("wgt")) == ("F2", "wgt")


def test_texts_say_in_which_language_they_are(record_of: RecordOf) -> None:
    document = codebook(record_of())
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for tag in ("titl", "parTitl", "abstract", "keyword", "distrbtr", "nation", "universe", "labl"):
        found = document.findall(f".//d:{tag}", NS)
        assert found, tag
        assert all(element.get(lang) in ("nl", "en") for element in found), tag
