from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dwimpact.deposit.figures import figure_tables, file_of
from dwimpact.deposit.metadata.crate import crate
from dwimpact.deposit.record import Record
from dwimpact.deposit.software import wheel_name, write_wheel
from dwimpact.study.files.manifest import sha256

RecordOf = Callable[..., Record]


def made(record: Record, folder: Path) -> str:
    """The crate of a folder with the figure tables and the study's settings."""
    tables = figure_tables(record.report)
    for table in tables:
        file = folder / file_of(table, record)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(table.file.read_bytes())
    (folder / "notitieboeken").mkdir()
    write_wheel(folder / "notitieboeken")
    (folder / "study.yml").write_bytes((record.study.folder / "study.yml").read_bytes())
    return crate(record, folder, tables)


def entities(text: str) -> dict[str, dict[str, Any]]:
    return {entity["@id"]: entity for entity in json.loads(text)["@graph"]}


def test_the_report_is_an_action_with_what_went_in_and_came_out(
    record_of: RecordOf, tmp_path: Path
) -> None:
    known = entities(made(record_of(), tmp_path / "out"))
    action = known["#rapport"]
    assert action["@type"] == "CreateAction"
    assert {r["@id"] for r in action["result"]} == {
        "data/cijfers/figuur_2_1.csv",
        "data/cijfers/tabel_b2_1.csv",
    }
    # What is in the deposit as the report read it is that file; the rest is named by its hash.
    assert {o["@id"] for o in action["object"]} == {"study.yml", "#responses.csv", "#report.yml"}
    assert known["#responses.csv"]["sha256"] == "aa"
    software = known[action["instrument"]["@id"]]
    assert software["sha256"] == "c0de"
    assert software["url"] == {"@id": f"notitieboeken/{wheel_name()}"}
    assert software["url"]["@id"] in known
    assert action["endTime"] == "2026-11-27T00:00:00+00:00"
    assert known[action["agent"]["@id"]]["@type"] == "Person"


def test_every_file_is_there_with_its_hash(record_of: RecordOf, tmp_path: Path) -> None:
    known = entities(made(record_of(), tmp_path / "out"))
    files = [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    for file in files:
        entity = known[file.relative_to(tmp_path / "out").as_posix()]
        assert entity["sha256"] == sha256(file)
    assert known["data/cijfers/figuur_2_1.csv"]["identifier"] == "de-proef/figuur_2_1/v2"
    assert len(known["./"]["hasPart"]) == len(files)


@pytest.mark.long
def test_the_same_folder_gives_the_same_text(record_of: RecordOf, tmp_path: Path) -> None:
    assert made(record_of(), tmp_path / "one") == made(record_of(), tmp_path / "other")
