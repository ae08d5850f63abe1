from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest

from dwimpact.deposit.metadata.datapackage import Resource, datapackage
from dwimpact.deposit.record import Record
from dwimpact.study.files.manifest import sha256
from dwimpact.tables.variables import DataVariable

RecordOf = Callable[..., Record]
VARIABLES = {
    "sector": DataVariable("sector", "Sector", "Uit welke sector?", {"mbo": "mbo", "hbo": "hbo"}),
    "eens": DataVariable(
        "eens", "Eens", categories={"1": "oneens", "2": "eens"}, measure="ordinal"
    ),
    "tick": DataVariable("tick", "Aangekruist", categories={"1": "ja", "0": "nee"}, kind="tick"),
    "mentioned": DataVariable("mentioned", "Genoemd", categories={"True": "ja"}, kind="tick"),
    "visits": DataVariable("visits", "Bezoeken", measure="scale", kind="number"),
    "since": DataVariable("since", "Sinds", measure="scale", kind="date"),
    "text": DataVariable("text", "Tekst", kind="text"),
}


@pytest.fixture
def described(record_of: Callable[..., Record], tmp_path: Path) -> dict[str, Any]:
    frame = pd.DataFrame(
        {
            "sector": ["mbo", None],
            "eens": ["1", "2"],
            "tick": [1, None],
            "mentioned": [True, None],
            "visits": [1.5, None],
            "since": ["2026-01-01", None],
            "text": ["a", None],
            "n": [1, 2],
            "share": [0.5, 1],
            "empty": [None, None],
        }
    ).astype({"tick": "Int64", "mentioned": "boolean"})
    frame.to_csv(tmp_path / "a_b.csv", index=False)
    resource = Resource("a_b.csv", "Proef", "Waarover", "proef/a/v1", VARIABLES, ("sector",))
    made: dict[str, Any] = json.loads(datapackage(record_of(), tmp_path, [resource]))
    return made


def test_every_column_has_a_type_and_what_can_stand_in_it(described: dict[str, Any]) -> None:
    (resource,) = described["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert {name: field["type"] for name, field in fields.items()} == {
        "sector": "string",
        "eens": "string",
        "tick": "integer",
        "mentioned": "boolean",
        "visits": "number",
        "since": "date",
        "text": "string",
        "n": "integer",
        "share": "number",
        "empty": "string",
    }
    assert fields["sector"]["categories"] == [
        {"value": "mbo", "label": "mbo"},
        {"value": "hbo", "label": "hbo"},
    ]
    assert fields["tick"]["categories"][0] == {"value": 1, "label": "ja"}
    ordered = {name: field.get("categoriesOrdered") for name, field in fields.items()}
    assert (ordered["eens"], ordered["sector"]) == (True, False)
    assert fields["mentioned"]["trueValues"] == ["True"]
    assert resource["schema"]["primaryKey"] == ["sector"]
    assert resource["schema"]["missingValues"] == [""]


def test_a_table_is_known_by_name_size_and_hash(described: dict[str, Any], tmp_path: Path) -> None:
    (resource,) = described["resources"]
    assert (resource["name"], resource["id"]) == ("a-b", "proef/a/v1")
    assert resource["bytes"] == (tmp_path / "a_b.csv").stat().st_size
    assert resource["hash"] == f"sha256:{sha256(tmp_path / 'a_b.csv')}"


def test_the_package_is_one_of_version_2(described: dict[str, Any], root: Path) -> None:
    file = root / "tests" / "reference" / "archives" / "datapackage-2.0.json"
    schema = json.loads(file.read_text("utf-8"))
    jsonschema.validate(described, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**described, "resources": []}, schema)
    assert described["contributors"] == [
        {"title": "Jansen, Anna", "roles": ["creator"], "organization": "Bureau"}
    ]


def test_what_an_archive_locks_away_has_no_licence(record_of: RecordOf, tmp_path: Path) -> None:
    record = record_of({"rows": "restricted"})
    assert "licenses" in json.loads(datapackage(record, tmp_path, []))
    assert "licenses" not in json.loads(datapackage(record, tmp_path, [], locked=True))


def test_a_column_says_what_it_means(record_of: RecordOf, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Aandeel\n0.5\n", "utf-8")
    resource = Resource("x.csv", "X", meanings={"Aandeel": "van 0 tot 1"})
    made = json.loads(datapackage(record_of(), tmp_path, [resource]))
    assert made["resources"][0]["schema"]["fields"] == [
        {"name": "Aandeel", "description": "van 0 tot 1", "type": "number"}
    ]
