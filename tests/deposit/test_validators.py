"""Deposits held against what archives and standards ask of them, by their own schemas."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from deposited import Deposited
from frictionless import Package
from lxml import etree

pytestmark = pytest.mark.long
PROFILE = {"pr": "ddi:ddiprofile:3_2", "r": "ddi:reusable:3_2"}
DDI = {"ddi": "ddi:codebook:2_6", "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
KINDS = ("MandatoryNodeIfParentPresent", "Recommended", "Optional")
MADE = ("shipped", "opened", "restricted")


@pytest.fixture(params=MADE)
def made(request: pytest.FixtureRequest) -> Deposited:
    found: Deposited = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def archives(root: Path) -> Path:
    """What others publish to hold a deposit against."""
    return root / "tests" / "reference" / "archives"


def codebook(made: Deposited) -> Any:
    (file,) = made.main.glob("documentatie/*ddi.xml")
    return etree.parse(file)


def test_the_codebook_is_valid_ddi(made: Deposited, archives: Path) -> None:
    schema = etree.XMLSchema(etree.parse(archives / "ddi" / "codebook.xsd"))
    schema.assertValid(codebook(made))


def asked_of(profile: Path) -> Iterator[tuple[str, str]]:
    """XPath and constraint of everything that CESSDA's profile asks for."""
    for used in etree.parse(profile).iterfind(".//pr:Used", PROFILE):
        told = " ".join(c.text or "" for c in used.iterfind("pr:Instructions/r:Content", PROFILE))
        named = [
            k for k in ("MandatoryNodeIfParentPresent", "Recommended", "Optional") if k in told
        ]
        yield used.get("xpath"), named[0] if named else "Mandatory"


def broken(document: Any, xpath: str, kind: str) -> list[str]:
    """What a document lacks of something that is mandatory, everywhere or below a parent."""
    if kind == "Mandatory":
        nodes = document.xpath(xpath, namespaces=DDI)
        texts = [n if isinstance(n, str) else "".join(n.itertext()) for n in nodes]
        needs_text = not xpath.endswith("/@URI") and not xpath.endswith("holdings")
        return [] if nodes and (all(t.strip() for t in texts) or not needs_text) else [xpath]
    parent, _, last = xpath.rpartition("/")
    if kind == "MandatoryNodeIfParentPresent":
        parents = document.xpath(parent, namespaces=DDI)
        return [xpath for p in parents if not p.xpath(last, namespaces={**DDI, "xml": XML})]
    return []


XML = "http://www.w3.org/XML/1998/namespace"


def test_the_codebook_has_what_cessda_asks(made: Deposited, archives: Path) -> None:
    asked = list(asked_of(archives / "cdc26_profile.xml"))
    assert {kind for _, kind in asked} == {"Mandatory", *KINDS}
    document = codebook(made)
    assert [line for xpath, kind in asked for line in broken(document, xpath, kind)] == []


def test_a_codebook_without_what_cessda_asks_is_found(shipped: Deposited, archives: Path) -> None:
    document = codebook(shipped)
    (holdings,) = document.xpath("//ddi:stdyDscr/ddi:citation/ddi:holdings", namespaces=DDI)
    del holdings.attrib["URI"]
    keyword = document.xpath("//ddi:keyword", namespaces=DDI)[0]
    del keyword.attrib[f"{{{XML}}}lang"]
    asked = list(asked_of(archives / "cdc26_profile.xml"))
    assert [line for xpath, kind in asked for line in broken(document, xpath, kind)] == [
        "/ddi:codeBook/ddi:stdyDscr/ddi:citation/ddi:holdings/@URI",
        "/ddi:codeBook/ddi:stdyDscr/ddi:stdyInfo/ddi:subject/ddi:keyword/@xml:lang",
    ]


def packages(made: Deposited) -> list[Path]:
    return sorted(made.folder.glob("*/datapackage.json"))


def test_the_data_package_is_one_of_version_2(made: Deposited, archives: Path) -> None:
    schema = json.loads((archives / "datapackage-2.0.json").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    for file in packages(made):
        content = json.loads(file.read_text("utf-8"))
        assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(content)] == []
        assert content["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"


def test_every_table_is_as_the_data_package_describes_it(made: Deposited) -> None:
    """By frictionless, which knows version 1: types, keys, sizes and hashes; not `categories`."""
    for file in packages(made):
        report = Package(str(file)).validate()
        wrong = [(task.name, [e.message for e in task.errors][:3]) for task in report.tasks]
        assert report.valid, [entry for entry in wrong if entry[1]]


def test_every_value_is_one_of_its_categories(made: Deposited) -> None:
    """What frictionless does not know."""
    import pandas as pd

    checked = 0
    for file in packages(made):
        for resource in json.loads(file.read_text("utf-8"))["resources"]:
            table = pd.read_csv(file.parent / resource["path"], dtype="str", na_values=[""])
            for field in resource["schema"]["fields"]:
                if categories := field.get("categories"):
                    known = {str(c["value"]) for c in categories}
                    assert {*table[field["name"]].dropna()} <= known, field["name"]
                    checked += 1
    assert checked or made.study.name == "none"


def test_the_citation_is_a_citation_file(made: Deposited, archives: Path) -> None:
    schema = json.loads((archives / "cff-1.2.0.json").read_text("utf-8"))
    content = yaml.safe_load((made.main / "CITATION.cff").read_text("utf-8"))
    jsonschema.validate(content, schema)


def problems_of(crate: Path, severity: str, root: Path) -> list[str]:
    """What roc-validator finds, in an environment of its own and without network."""
    tool = root / "tests" / "tools" / "rocrate"
    python = tool / ".venv" / "bin" / "python"
    if not python.exists():
        if os.environ.get("DWIMPACT_REQUIRE_ROCRATE"):
            pytest.fail("roc-validator is not installed: make tests/tools/rocrate/.venv")
        pytest.skip("roc-validator is not installed: make tests/tools/rocrate/.venv")
    nowhere = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    command = [python, tool / "validate.py", crate, severity]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **nowhere}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def test_the_crate_is_a_process_run_crate(made: Deposited, root: Path) -> None:
    assert problems_of(made.main, "REQUIRED", root) == []
    # Who is an organisation need not have a page that study.yml knows.
    told = set(problems_of(made.main, "RECOMMENDED", root))
    assert told <= {"ro-crate-1.1_31.2: The organization SHOULD have a URL."}


def test_a_crate_without_instrument_is_found(
    shipped: Deposited, root: Path, tmp_path: Path
) -> None:
    content = json.loads((shipped.main / "ro-crate-metadata.json").read_text("utf-8"))
    for entity in content["@graph"]:
        if entity["@id"] == "#rapport":
            del entity["instrument"]
    (tmp_path / "ro-crate-metadata.json").write_text(json.dumps(content), "utf-8")
    told = problems_of(tmp_path, "REQUIRED", root)
    assert any("MUST have an instrument" in line for line in told)
