import hashlib
import json
import re
from importlib.metadata import version

import pytest
from dwimpact.report.manifest import is_whole, origin, read_manifest, sha256, write_manifest

from dwimpact.report import manifest

CONTENTS = {"tables/a.csv": b"n\n1\n", "index.html": b"<h1>", "figures/b.png": b"\x89PNG"}


@pytest.fixture
def folder(tmp_path):
    """A folder with three files and their manifest."""
    for name, content in CONTENTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    made_from = origin({"responses.csv": "00"}, {"form.ipynb": "11"}, {"sheet": "Antwoorden"})
    write_manifest(tmp_path, made_from, {"1": "made", "2": "failed"})
    return tmp_path


def test_sha256_is_that_of_the_standard(tmp_path):
    file = tmp_path / "abc"
    file.write_bytes(b"abc")

    # The example of FIPS 180-4.
    assert sha256(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_manifest_names_every_output_but_itself(folder):
    got = read_manifest(folder)

    exp = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}
    assert got["outputs"] == exp
    assert list(got["outputs"]) == sorted(exp)


def test_manifest_names_what_the_outputs_were_made_from(folder):
    got = read_manifest(folder)

    assert got["inputs"] == {"responses.csv": "00"}
    assert got["notebooks"] == {"form.ipynb": "11"}
    assert got["parameters"] == {"sheet": "Antwoorden"}
    assert got["chapters"] == {"1": "made", "2": "failed"}
    assert got["version"] == version("dwimpact")
    assert {"matplotlib", "pandas", "seaborn"} <= set(got["libraries"])
    assert got["libraries"] == {name: version(name) for name in got["libraries"]}


def test_other_code_has_another_digest(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("n = 1")
    monkeypatch.setattr(manifest, "CODE", tmp_path)
    first = origin({}, {}, {})["code"]
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("made from it")
    same = origin({}, {}, {})["code"]
    (tmp_path / "a.py").write_text("n = 2")

    assert len(first) == 64
    assert same == first
    assert origin({}, {}, {})["code"] != first


def test_manifest_says_nothing_of_the_machine_or_the_time(folder):
    text = (folder / "manifest.json").read_text("utf-8")

    assert json.loads(text) == read_manifest(folder)
    assert str(folder) not in text
    assert re.findall(r"\d{4}-\d\d-\d\d", text) == []


def test_a_folder_is_whole_with_the_files_of_its_manifest(folder):
    assert is_whole(folder)
    (folder / "report.pdf").touch()
    assert not is_whole(folder)
    assert is_whole(folder, ignored=["report.pdf"])


@pytest.mark.parametrize("break_it", ["remove", "change", "cut off the manifest", "no manifest"])
def test_a_folder_is_not_whole_otherwise(folder, break_it):
    if break_it == "remove":
        (folder / "index.html").unlink()
    elif break_it == "change":
        (folder / "index.html").write_text("<h2>")
    elif break_it == "cut off the manifest":
        text = (folder / "manifest.json").read_text()
        (folder / "manifest.json").write_text(text[: len(text) // 2])
    else:
        (folder / "manifest.json").unlink()

    assert not is_whole(folder)
