import hashlib
import json
import re
from importlib.metadata import version

from dwimpact.report.manifest import describe, sha256


def test_sha256_is_that_of_the_standard(tmp_path):
    file = tmp_path / "abc"
    file.write_bytes(b"abc")

    # The example of FIPS 180-4.
    assert sha256(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_manifest_names_every_output_but_itself(tmp_path):
    contents = {"tables/a.csv": b"n\n1\n", "index.html": b"<h1>", "figures/b.png": b"\x89PNG"}
    for name, content in {**contents, "manifest.json": b"{}"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)

    got = describe({"responses.csv": "00"}, tmp_path, {"chapters": ["1"]})

    exp = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert got["outputs"] == exp
    assert list(got["outputs"]) == sorted(exp)
    assert got["inputs"] == {"responses.csv": "00"}
    assert got["parameters"] == {"chapters": ["1"]}


def test_manifest_names_the_versions_that_made_the_outputs(tmp_path):
    got = describe({}, tmp_path, {})

    assert got["version"] == version("dwimpact")
    assert {"matplotlib", "pandas", "seaborn"} <= set(got["libraries"])
    assert got["libraries"] == {name: version(name) for name in got["libraries"]}


def test_manifest_says_nothing_of_the_machine_or_the_time(tmp_path):
    (tmp_path / "index.html").write_text("x")

    text = json.dumps(describe({}, tmp_path, {}))

    assert str(tmp_path) not in text
    assert re.findall(r"\d{4}-\d\d-\d\d", text) == []
