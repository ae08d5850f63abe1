from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from dwimpact.deposit.metadata.archives import dans_fields, dans_json, holds_personal_data, zenodo
from dwimpact.deposit.record import Record

RecordOf = Callable[..., Record]


def test_the_form_of_dans_is_filled_in_in_two_languages(record_of: RecordOf) -> None:
    fields = {field.name: field for field in dans_fields(record_of())}
    # What its form will not do without.
    for name in ("title", "author", "datasetContact", "dsDescription", "subject"):
        assert fields[name].value_nl
        assert fields[name].value_en
    assert fields["author"].value_nl == "Jansen, Anna, Bureau, ORCID 0000-0002-1825-0097"
    assert fields["datasetContact"].value_nl == "Anna Jansen <anna@bureau.example>"
    assert (fields["title"].value_nl, fields["title"].value_en) == ("De proef", "A trial")
    assert fields["dansRightsHolder"].value_en == "Bureau"
    assert fields["dansAudience"].value_en == "D60000"
    assert fields["license"].value_nl == "CC0 1.0 Universal (CC0-1.0)"
    assert json.loads(dans_json(record_of()))["keyword"] == {"nl": "proef", "en": "trial"}


def test_a_field_without_an_answer_is_left_out(record_of: RecordOf) -> None:
    names = [field.name for field in dans_fields(record_of())]
    assert "grantNumber" not in names
    told = {"funding": [{"agency": "NWO", "number": "406"}]}
    fields = {field.name: field for field in dans_fields(record_of(told))}
    assert fields["grantNumber"].value_nl == "NWO 406"


@pytest.mark.long
def test_only_restricted_rows_of_people_are_personal_data(record_of: RecordOf) -> None:
    assert not holds_personal_data(record_of())
    assert holds_personal_data(record_of({"rows": "restricted"}))
    assert not holds_personal_data(record_of({"rows": "restricted"}, reconstructed=True))


def test_zenodo_gets_what_its_form_asks(record_of: RecordOf) -> None:
    made = json.loads(zenodo(record_of(reconstructed=True, source="https://example.org/rapport")))
    assert made["upload_type"] == "dataset"
    assert made["creators"] == [
        {"name": "Jansen, Anna", "affiliation": "Bureau", "orcid": "0000-0002-1825-0097"}
    ]
    assert (made["license"], made["publication_date"]) == ("cc0-1.0", "2026-11-27")
    assert made["title"] == "De proef (reconstructie)"
    assert made["notes"].startswith("Reconstructie: ")
    assert made["related_identifiers"][0]["identifier"] == "https://example.org/rapport"
    assert made["doi"] == "10.17026/proef"
    assert "doi" not in json.loads(zenodo(record_of({"identifier": None})))
