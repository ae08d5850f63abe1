import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.errors import StudyError
from dwimpact.report import inputs
from dwimpact.report.inputs import origin
from dwimpact.study.files.manifest import (
    MANIFEST,
    PREVIOUS,
    is_whole,
    read_manifest,
    read_previous,
    require_wholly_ours,
    sha256,
    strangers,
    write_manifest,
)

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
    digests = []
    for name, code in (("first", "n = 1"), ("same", "n = 1"), ("other", "n = 2")):
        (tmp_path / name / "__pycache__").mkdir(parents=True)
        (tmp_path / name / "a.py").write_text(code)
        (tmp_path / name / "__pycache__" / "a.pyc").write_text(f"made for the {name}")
        monkeypatch.setattr(inputs, "SOURCE_CODE", tmp_path / name)
        digests.append(origin({}, {}, {})["code"])

    first, same, other = digests
    assert len(first) == 64
    assert same == first
    assert other != first


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


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "null",
        '{"name": "An app", "icons": []}',
        '{"inputs": {}}',
        '{"inputs": {}, "outputs": ["index.html"]}',
        '{"inputs": {}, "outputs": {"index.html": 3}}',
        '{"inputs": {}, "outputs": {}, "chapters": []}',
        "[" * 100_000,
        "\ufeff{}",
    ],
)
def test_a_manifest_of_somebody_else_is_none_of_ours(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")

    assert read_manifest(tmp_path) == {}
    assert list(strangers(tmp_path)) == ["manifest.json"]


def test_a_folder_as_it_was_made_has_no_strangers(folder):
    assert list(strangers(folder)) == []
    (folder / "index.html").unlink()  # nothing that could be lost
    (folder / "empty").mkdir()
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / ".tables.lock").touch()
    assert list(strangers(folder)) == []
    assert not is_whole(folder)


def test_what_was_added_or_changed_is_a_stranger(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (folder / "index.html").write_text("<h1>Mine")
    (folder / "notes.txt").touch()
    (folder / ".notes.lock").write_text("mine")
    (folder / "tables" / "manifest.json").touch()
    (folder / "link").symlink_to(elsewhere)
    (folder / "figures" / "b.png").unlink()
    (folder / "figures" / "b.png").symlink_to(elsewhere / "b.png")
    (elsewhere / "b.png").write_bytes(CONTENTS["figures/b.png"])

    assert list(strangers(folder)) == [
        ".notes.lock",
        "figures/b.png",
        "index.html",
        "link",
        "notes.txt",
        "tables/manifest.json",
    ]


PRINTED = b"%PDF /CreationDate (D:19800101000000+00'00') /ModDate (D:19800101000000+00'00')"


@pytest.mark.parametrize(
    ("content", "exp"),
    [
        (PRINTED, []),
        (PRINTED.replace(b":", rb"\072"), []),  # as pypdf writes a date
        (PRINTED + b" /M (D:20260102030405)", ["report.pdf"]),  # somebody wrote notes in it
        (PRINTED + rb" /M (D\07220260102030405)", ["report.pdf"]),
        (b"%PDF /CreationDate (D:20260102030405)", ["report.pdf"]),
        (b"%PDF", ["report.pdf"]),
    ],
)
def test_a_printed_report_is_ours_and_another_pdf_is_not(folder, content, exp):
    (folder / "report.pdf").write_bytes(content)

    assert list(strangers(folder)) == exp


def edition(folder, part, **files):
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    write_manifest(folder, origin({}, {}, {"edition": part} if part else {}))


@pytest.mark.parametrize("with_index", [True, False])
def test_editions_go_by_their_own_manifests(tmp_path, with_index):
    if with_index:
        edition(tmp_path / "all", "", index="x")
    edition(tmp_path / "all" / "sector_hbo", "sector=hbo", page="x")
    edition(tmp_path / "all" / "sector_mbo", "sector=mbo", page="x")
    (tmp_path / "all" / "sector_mbo" / "notes").touch()
    edition(tmp_path / "all" / "2023", "", page="x")  # somebody's report
    edition(tmp_path / "all" / "last year" / "sector_hbo", "sector=hbo", page="x")

    got = list(strangers(tmp_path / "all", editions=True))

    assert got == [
        "2023/manifest.json",
        "2023/page",
        "last year/sector_hbo/manifest.json",
        "last year/sector_hbo/page",
        "sector_mbo/notes",
    ]
    assert "sector_hbo/page" in list(strangers(tmp_path / "all"))


def test_the_refusal_names_some_and_what_to_do(tmp_path):
    for name in ("a", "b\x1b[2J", "c", "d", "e"):
        (tmp_path / name).touch()

    with pytest.raises(StudyError) as caught:
        require_wholly_ours(tmp_path, "--output")
    (tmp_path / "f").touch()
    with pytest.raises(StudyError) as more:
        require_wholly_ours(tmp_path, "--output")

    assert str(caught.value) == (
        f"{tmp_path}: it holds what dwimpact did not make, or what was changed since: "
        "a, b\\x1b[2J, c, d, e; expected no folder yet, an empty one, or one with only what "
        "dwimpact made. Move that elsewhere, or name another folder with --output."
    )
    assert ": a, b\\x1b[2J, c, d, e and more; expected" in str(more.value)


NAMES = st.sampled_from(["a", "b", "manifest.json", "report.pdf", ".x", "é"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


@given(
    st.dictionaries(PATHS, st.binary(max_size=3), max_size=6),
    st.dictionaries(PATHS, st.binary(max_size=3), max_size=3),
)
def test_every_file_that_is_put_into_a_folder_of_ours_is_found(tmp_path_factory, made, put):
    folder = tmp_path_factory.mktemp("drawn")
    write_all(folder, {n: content for n, content in made.items() if "manifest" not in n})
    write_manifest(folder, {"inputs": {}})
    before = everything(folder)
    write_all(folder, {name: content for name, content in put.items() if name != "manifest.json"})
    after = everything(folder)

    changed = {name for name in after if after[name] != before.get(name)}
    assert set(strangers(folder)) == changed


def write_all(folder, files):
    """Write files, as far as no file stands where a folder would go or the other way round."""
    for name, content in files.items():
        path = folder / name
        parents = path.relative_to(folder).parents
        if not path.is_dir() and not any((folder / parent).is_file() for parent in parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def everything(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_manifest_of_the_last_report_is_read_from_the_study_folder(tmp_path: Path) -> None:
    assert read_previous(tmp_path) == {}
    (tmp_path / "index.html").write_text("x")
    write_manifest(tmp_path, {"inputs": {}})
    (tmp_path / MANIFEST).rename(tmp_path / PREVIOUS)
    assert list(read_previous(tmp_path)["outputs"]) == ["index.html"]


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"inputs": {}, "outputs": {"a": 1}}'])
def test_another_file_by_that_name_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / PREVIOUS).write_text(text)
    with pytest.raises(StudyError) as caught:
        read_previous(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / PREVIOUS}: it is no manifest of a report; expected the manifest.json of the "
        "last report, under this name. Copy that file again, or remove this one."
    )
