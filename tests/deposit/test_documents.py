from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
import yaml

from dwimpact.deposit.documents import Contents, citation, documents, markdown_table
from dwimpact.deposit.figures import figure_tables
from dwimpact.deposit.metadata.counts import shown_counts
from dwimpact.deposit.metadata.datapackage import Resource
from dwimpact.deposit.record import Record
from dwimpact.deposit.software import wheel_name
from dwimpact.deposit.versions import History
from dwimpact.study.study import read_study
from dwimpact.tables.variables import raw_variables

RecordOf = Callable[..., Record]


def written(record: Record, **more: Any) -> dict[str, str]:
    described = read_study(record.study.folder)
    history = History().next("2026-11-27", "0.2.0", {}, {})
    contents = Contents(
        figure_tables(record.report),
        described,
        raw_variables(described),
        shown_counts(record.study),
        history,
        **more,
    )
    return documents(record, contents)


@pytest.mark.long
@pytest.mark.parametrize("rows", ["none", "restricted"])
def test_who_opens_the_folder_is_told_where_to_begin(record_of: RecordOf, rows: str) -> None:
    record = record_of({"rows": rows})
    made = written(record)
    readme = made["README.md"]
    assert readme.startswith("# De proef\n")
    for said in (
        record.citation,
        "documentatie/codeboek.md",
        "data/cijfers/cijfertabellen.csv",
        "de-proef/figuur_2_1/v2",
        "## In English",
        "A trial.",
    ):
        assert said in readme
    named = set(re.findall(r"`(documentatie/[\w./]+\.md)`", readme))
    assert named <= made.keys()
    assert ("zijn afgeschermd" in readme) == (rows == "restricted")


def test_every_document_of_a_reconstruction_says_so(record_of: RecordOf) -> None:
    made = written(record_of(reconstructed=True))
    for path, text in made.items():
        if path not in ("CHANGES.md",):
            assert "reconstructie" in text.casefold() or "reconstruction" in text.casefold(), path
        folders, _, name = path.rpartition("/")
        assert not folders or name.startswith("reconstructie_")


def test_the_codebook_has_every_question_with_the_counts_that_are_shown(
    record_of: RecordOf,
) -> None:
    record = record_of()
    text = written(record)["documentatie/codeboek.md"]
    for name in raw_variables(record.study):
        assert f"| `{name}` |" in text
    shares = record.study.mention_shares("school").set_index("outcome")["count"]
    (line,) = (row for row in text.splitlines() if row.startswith("| `school/outcomes/network`"))
    assert f"1 = ja ({shares['network']}); 0 = nee" in line


def test_corrections_are_told_as_the_report_tells_them(record_of: RecordOf) -> None:
    text = written(record_of())["documentatie/correcties.md"]
    assert "Niets is aangevuld of verbeterd" in text


@pytest.mark.long
def test_without_corrections_nothing_is_said_of_what_they_were(record_of: RecordOf) -> None:
    text = written(record_of())["documentatie/correcties.md"]
    assert "Welke cellen en rijen" not in text


@pytest.mark.long
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reconstructed": True}, "De antwoorden zijn daarom uitgerekend"),
        ({"drawn": True}, "De antwoorden zijn willekeurig getrokken"),
        ({}, ""),
    ],
)
def test_the_method_says_how_answers_came_about_that_nobody_gave(
    record_of: RecordOf, changes: dict[str, Any], told: str
) -> None:
    record = record_of(**changes)
    (text,) = (t for path, t in written(record).items() if path.endswith("methode.md"))
    assert ("## Hoe de antwoorden zijn gemaakt" in text) == bool(told)
    assert told in text
    assert "## Wat de cijfers kunnen dragen" in text


def test_the_codebook_says_what_columns_of_other_tables_are(record_of: RecordOf) -> None:
    figures = Resource("data/cijfers/x.csv", "X", meanings={"Aandeel": "van 0 tot 1"})
    register = Resource("register/claims.csv", "Y", meanings={"says": "in onze woorden"})
    text = written(record_of(), resources=[figures, register])["documentatie/codeboek.md"]
    assert "| `Aandeel` | van 0 tot 1 |" in text
    assert text.index("Kolommen van het register") < text.index("| `says` | in onze woorden |")


@pytest.mark.long
def test_the_codebook_says_in_which_tables_a_variable_is(record_of: RecordOf) -> None:
    record = record_of()
    known = raw_variables(record.study)
    rows = [Resource("data/rijen/wide.csv", "wide", variables=known)]
    text = written(record, rows=rows)["documentatie/codeboek.md"]
    (line,) = (row for row in text.splitlines() if row.startswith("| `respondent`"))
    assert line.endswith("| wide |")


@pytest.mark.long
@pytest.mark.parametrize("lock", [True, False])
def test_the_readme_makes_the_report_from_what_is_in_the_folder(
    record_of: RecordOf, lock: bool
) -> None:
    readme = written(record_of({"rows": "restricted"}), with_lock=lock)["README.md"]
    assert wheel_name() in readme
    assert ("-r notitieboeken/requirements.lock" in readme) == lock
    assert "--study ../de-proef_v2_afgeschermd/onderzoek" in readme


def test_the_licence_is_named_with_its_address(record_of: RecordOf) -> None:
    text = written(record_of())["LICENSE.md"]
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in text
    assert "Rechthebbende: Bureau." in text


@pytest.mark.long
def test_the_citation_file_is_one(record_of: RecordOf, root: Path) -> None:
    schema = json.loads((root / "tests/reference/archives/cff-1.2.0.json").read_text("utf-8"))
    for told in ({}, {"creators": [{"name": "Bureau"}]}, {"identifier": None}):
        content = yaml.safe_load(citation(record_of(told, source="https://example.org/")))
        jsonschema.validate(content, schema)
    assert citation(record_of()).splitlines()[2] == "type: dataset"


def test_a_table_keeps_its_cells_whatever_is_in_them() -> None:
    table = pd.DataFrame({"a": ["x | y", None], "b": ["twee\nregels", 1]})
    assert markdown_table(table) == (
        "| a | b |\n| --- | --- |\n| x \\| y | twee regels |\n|  | 1 |\n"
    )
