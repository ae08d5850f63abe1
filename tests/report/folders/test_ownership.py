"""What an output may not be: nothing that is there is changed, and it is said why."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marks import first_quickly
from small_notebooks import write_notebooks

from dwimpact.cli.commands import main
from dwimpact.errors import StudyError
from dwimpact.report.folders.ownership import PACKAGE, Place, free_name, write_keeping
from dwimpact.study.files.manifest import write_manifest

APART = "expected a folder apart from what goes into a report"
OURS = "expected no folder yet, an empty one, or one with only what dwimpact made"
Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def project(
    write_study: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A project to work in, and beside it what belongs to somebody."""
    folder = tmp_path / "project"
    write_study(folder / "data/raw")
    write_study(folder / "other")
    write_notebooks(folder / "notebooks")
    (folder / "tests").mkdir()
    (folder / "tests/test_a.py").write_text("assert True")
    (folder / "thesis").mkdir()
    (folder / "thesis/chapter.docx").write_text("years of work")
    (folder / "link").symlink_to("thesis")
    (folder / "empty").mkdir()
    (folder / "to_empty").symlink_to("empty")
    (folder / "file").write_text("a file")
    (folder / "export.csv").write_text("an export")
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter.txt").write_text("Dear")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path.parent))  # where it keeps its list of fonts
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command: its status, and the lines on the error stream."""

    def run(command: str, *options: object) -> tuple[int, list[str]]:
        status = main([command, *map(str, options)])
        return status, capsys.readouterr().err.splitlines()

    return run


def everything(folder: Path) -> dict[str, str]:
    """Each file, folder and link below a folder, with what it holds; but for what Python compiles,
    whenever any process first imports it.
    """
    paths = (path for path in sorted(folder.rglob("*")) if "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): _content(path) for path in paths}


def _content(path: Path) -> str:
    if path.is_symlink():
        return f"to {os.readlink(path)}"
    return "" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()


HOLDS = "it holds what dwimpact did not make, or what was changed since: "
PLACES = {
    ".": "it holds the study folder",
    "..": "it holds the study folder",
    "/": "it holds the study folder",
    "data": "it holds the study folder",
    "data/raw": "it is the study folder",
    "data/raw/new": "it lies in the study folder",
    "data/../data/raw/": "it is the study folder",
    "notebooks": "it is the notebooks",
    "notebooks/new/deep": "it lies in the notebooks",
    "tests": f"{HOLDS}test_a.py",
    "thesis": f"{HOLDS}chapter.docx",
    "link": "by a symbolic link this is {project}/thesis",
    "link/new": "by a symbolic link this is {project}/thesis/new",
    "to_empty": "by a symbolic link this is {project}/empty",
    "file": "it is a file",
    "~": "it is or holds the working folder or a home",
    "SRC": "it holds dwimpact itself",
    "PACKAGE": "it is dwimpact itself",
    "PACKAGE/report/new": "it lies in dwimpact itself",
}


def spelled(place: str, project: Path) -> str:
    source = {"SRC": str(PACKAGE.parent), "~": str(project.parent / "home")}
    return source.get(place, place.replace("PACKAGE", str(PACKAGE)))


@pytest.mark.parametrize(
    "words",
    first_quickly(
        [
            "report --output",
            "report --processed",
            "report --edition sector=mbo --output",
            "editions --output",
            "compare data/raw other --output",
        ]
    ),
)
@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_not_ours_is_refused_and_nothing_is_changed(
    project: Path, run: Run, words: str, place: str
) -> None:
    command, *options = words.split()
    before = everything(project.parent), everything(PACKAGE)

    status, lines = run(command, *options, spelled(place, project))

    why = PLACES[place].format(project=project)
    if command == "compare":
        why = why.replace("the study folder", "the earlier study folder")
    assert status == 2
    assert len(lines) == 1
    assert lines[0].startswith(f"{Path(spelled(place, project))}: {why}; expected ")
    assert re.search(rf"\. (Name|Move) .*{options[-1]}", lines[0])
    assert (everything(project.parent), everything(PACKAGE)) == before


def test_outputs_stay_apart_from_each_other_and_from_the_responses(project: Path, run: Run) -> None:
    before = everything(project)
    for options, why in [
        (("--processed", "a", "--output", "a"), "a: it is the report"),
        (("--output", "a", "--processed", "a/b"), "a/b: it lies in the report"),
        (("--output", "a/b", "--processed", "a"), "a: it holds the report"),
        (("--output", "data/processed"), "data/processed/raw: it lies in the report"),
        (("--responses", "new/r.csv", "--output", "new"), "new: it holds the responses"),
    ]:
        named = "--output" if "--responses" in options else "--processed"
        got = run("report", *options)
        assert got == (2, [f"{why}; {APART}. Name another folder with {named}."])
    assert run("compare", "data/raw", "other", "--output", "other") == (
        2,
        [f"other: it is the later study folder; {APART}. Name another folder with --output."],
    )
    assert everything(project) == before


@pytest.mark.long
def test_a_report_with_something_of_its_reader_in_it_is_refused(project: Path, run: Run) -> None:
    assert run("report", "--chapter", "1")[0] == 0
    assert run("report", "--chapter", "1", "--again")[0] == 0
    (project / "outputs/notes.docx").write_text("mine")
    (project / "outputs/index.html").write_text("mine too")
    (project / "data/processed/raw/rows.txt").write_text("mine as well")
    before = everything(project)

    got = run("report", "--again"), run("report", "--again", "--output", "elsewhere")

    assert got == (
        (
            2,
            [
                f"outputs: {HOLDS}index.html, notes.docx; {OURS}. Move that elsewhere, or name "
                "another folder with --output."
            ],
        ),
        (
            2,
            [
                f"data/processed/raw: {HOLDS}rows.txt; {OURS}. Move that elsewhere, or name "
                "another folder with --processed."
            ],
        ),
    )
    assert everything(project) == before


@pytest.mark.long
def test_each_study_and_export_has_its_own_tables(
    project: Path, run: Run, raw: pd.DataFrame
) -> None:
    raw.head(4).to_csv(project / "four.csv", index=False)
    made = run("report")
    assert made[0] == 0, made
    before = everything(project / "outputs"), everything(project / "data/processed/raw")

    run("report", "--study", "other", "--output", "b", "--chapter", "1")
    run("report", "--responses", "four.csv", "--output", "c", "--chapter", "1")
    again = run("report")

    assert again == (0, ["Nothing has changed since this report was made; see --again."])
    assert (everything(project / "outputs"), everything(project / "data/processed/raw")) == before
    kept = {p.parent.name: p.read_text() for p in (project / "data/processed").glob("*/rows.txt")}
    assert kept.pop("raw") == "6"
    assert {n.partition("-")[0]: rows for n, rows in kept.items()} == {"other": "6", "raw": "4"}


@pytest.mark.long
def test_clean_removes_what_is_ours_and_leaves_the_rest(project: Path, run: Run) -> None:
    before = everything(project)
    run("report", "--chapter", "1")
    run("report", "--study", "other", "--output", "b", "--chapter", "1")
    (project / "comparison").mkdir()
    (project / "comparison/notes.txt").write_text("mine")

    got = run("clean")

    assert got == (
        2,
        [
            f"comparison: {HOLDS}notes.txt; {OURS}. Move that elsewhere, or name another folder "
            "with 'clean FOLDER'."
        ],
    )
    assert run("clean", "b", "thesis", "data/raw", "link", "nowhere")[0] == 2
    after = everything(project)
    assert {name for name in after if after[name] != before.get(name)} == {
        "comparison",
        "comparison/notes.txt",
        ".outputs.lock",
        ".b.lock",
    }
    assert before.keys() <= after.keys()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("data/raw/study.yml", "it lies in the study folder, where every file is input"),
        ("data/raw/findings.csv", "it lies in the study folder, where every file is input"),
        ("export.csv", "there is something by that name"),
        ("thesis", "there is something by that name"),
        ("link/findings.csv", "by a symbolic link this is {project}/thesis/findings.csv"),
    ],
)
@pytest.mark.parametrize(
    ("command", "option"),
    [("check", "--output"), ("report", "--timings"), ("reconstruct", "--output")],
)
def test_a_file_that_is_not_ours_is_not_written_over(
    project: Path, run: Run, command: str, option: str, name: str, why: str
) -> None:
    before = everything(project)

    status, (line,) = run(command, option, name)

    assert status == 2
    assert line.startswith(f"{name}: {why.format(project=project)}; expected ")
    assert line.endswith(f"{option}.") or f"with {option}, if" in line
    assert everything(project) == before


@pytest.mark.long
def test_findings_and_timings_are_written_again(project: Path, run: Run) -> None:
    for _ in range(2):
        assert run("check", "--output", "findings.csv")[0] == 0
        assert run("report", "--again", "--chapter", "1", "--timings", "timings.txt")[0] == 0
    (project / "findings.csv").write_text("note,rule\nmine,x\n")

    assert run("check", "--output", "findings.csv")[0] == 2


def test_a_reconstruction_keeps_what_was_there(
    project: Path, run: Run, raw: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "dwimpact.reconstruction.reconstruct.reconstruct", lambda folder: raw.head(3)
    )
    file = project / "data/raw/responses.csv"
    old = file.read_bytes()

    first, again = run("reconstruct"), run("reconstruct")

    assert first == (0, ["What was there before is now data/raw/responses.csv-old"])
    assert again == (0, [])
    assert (project / "data/raw/responses.csv-old").read_bytes() == old
    assert len(pd.read_csv(file)) == 3

    settings = project / "data/raw/study.yml"
    settings.write_text(settings.read_text().replace("reconstructed: true", "reconstructed: false"))
    assert run("reconstruct") == (
        2,
        [
            "data/raw/responses.csv: these responses are real, says study.yml; expected a study "
            "with 'reconstructed: true', or a file that is not there yet. Name another file with "
            "--output."
        ],
    )
    assert len(pd.read_csv(file)) == 3


def test_a_file_is_written_whole_and_keeps_each_earlier_one(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"

    kept = [write_keeping(file, text) for text in ("1", "2", "2", "3")]

    assert kept == [None, tmp_path / "a.csv-old", None, tmp_path / "a.csv-old2"]
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {
        "a.csv": "3",
        "a.csv-old": "1",
        "a.csv-old2": "2",
    }
    assert free_name(tmp_path / "b", "-new") == tmp_path / "b-new"


FILES = st.sampled_from(["a", "raw/x", "out/page", "out/deep/page", "out/mine", "notes/a", "out"])
CHOICES = st.sampled_from([".", "out", "out/deep", "raw", "notes", "a", "new", "new/deep", "link"])


def drawn(folder: Path, theirs: set[str], *, made: bool) -> Iterator[str]:
    """A folder with files of somebody's, and perhaps one of ours called 'out'."""
    if made:
        (folder / "out/deep").mkdir(parents=True)
        (folder / "out/page").write_text("ours")
        (folder / "out/deep/page").write_text("ours")
        write_manifest(folder / "out", {"inputs": {}})
    (folder / "link").symlink_to("notes")
    for name in sorted(theirs):
        path = folder / name
        if not path.is_dir() and not any(parent.is_file() for parent in path.parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("theirs")
            yield name


@given(st.sets(FILES), CHOICES, st.booleans())
def test_a_place_that_is_accepted_holds_nothing_of_anybody(
    tmp_path_factory: pytest.TempPathFactory, theirs: set[str], choice: str, made: bool
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    written = list(drawn(folder, theirs, made=made))
    (folder / "raw").mkdir(exist_ok=True)
    place = Place(folder / choice, {"the study folder": folder / "raw"})
    try:
        accepted = place.require_ours()
    except StudyError:
        accepted = None
    chosen = os.path.normpath(choice)
    lost = [
        name for name in written if chosen == "." or name == chosen or name.startswith(f"{chosen}/")
    ]
    if accepted:
        assert lost == []
        assert not (folder / choice).is_symlink()
        assert choice not in (".", "raw")
    elif choice in ("out", "new", "new/deep") and not lost:
        raise AssertionError(f"{choice} is ours, and was refused")
