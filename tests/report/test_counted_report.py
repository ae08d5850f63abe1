"""A report on many respondents, who are only counted, shows what one on a list of them shows."""

from __future__ import annotations

import io
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest
import yaml
from asking import write_asking
from built_quickly import built_quickly
from drawn_studies import LARGE, SHIPPED, SKEWED, Draw, write_draw

from dwimpact.reconstruction.drawing import draw_at_random
from dwimpact.report.build import build_report
from dwimpact.report.compare import Comparison, compare
from dwimpact.report.editions import build_editions
from dwimpact.report.request import Request
from dwimpact.study.files.manifest import read_manifest
from dwimpact.study.files.opening import as_it_was
from dwimpact.study.folder import digests_of, write_stand_in
from dwimpact.study.study import read_study

TEXTS = "b3"  # the appendix with answers in people's own words


def as_parquet(study: Path, folder: Path) -> Path:
    """The same study with its responses in a file that is only counted."""
    shutil.copytree(study, folder, ignore=shutil.ignore_patterns("responses.csv"))
    pd.read_csv(study / "responses.csv", dtype="str").to_parquet(folder / "responses.parquet")
    return folder


def in_parts(study: Path, folder: Path) -> Path:
    """The same study with its responses in a folder with two files."""
    shutil.copytree(study, folder, ignore=shutil.ignore_patterns("responses.csv"))
    (folder / "responses").mkdir()
    rows = pd.read_csv(study / "responses.csv", dtype="str")
    rows[:10].to_csv(folder / "responses/een.csv.gz", index=False)
    rows[10:].to_parquet(folder / "responses/twee.parquet", index=False)
    return folder


def tables_of(folder: Path, report: str = "report") -> dict[str, dict[str, str]]:
    """Chapter → file with a table or figure → what stands in it."""
    made: dict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted((folder / report / "tables").glob("*.csv")):
        made[file.stem.split("_")[1]][file.name] = file.read_text("utf-8")
    return made


def assert_same_tables(study: Path, folder: Path) -> None:
    notebooks = Path(__file__).parents[2] / "notebooks"
    exp = tables_of_report(study, notebooks, folder / "listed")
    got = tables_of_report(as_parquet(study, folder / "study"), notebooks, folder / "counted")
    for chapter in exp:
        whole = [name for name in exp[chapter] if name.startswith("figuur")]
        assert chapter == TEXTS or {*whole} <= {*got[chapter]}, chapter
        # Where a table needs respondents one by one, the others have another number.
        told, known = follows(got[chapter].values()), follows(exp[chapter].values())
        assert {*got[chapter].values()} - {*told} <= {*exp[chapter].values()}, chapter
        # Weighted shares are not shown where respondents are counted: no more follows than there.
        for table, whole in zip(told.values(), known.values(), strict=True):
            assert table["Groep"].isin(whole["Groep"]).all()
            both = table.merge(whole, on="Groep")
            for column in ("Volgt uit het rapport", "Met alle edities erbij"):
                assert (both[f"{column}_x"] <= both[f"{column}_y"]).all()
        if not chapter.startswith("b"):
            assert got[chapter] == exp[chapter]


def follows(tables: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The table of what of small groups follows, as it is written, and read."""
    start = "Groep,n,Volgt uit het rapport"
    return {text: pd.read_csv(io.StringIO(text)) for text in tables if text.startswith(start)}


def tables_of_report(study: Path, notebooks: Path, folder: Path) -> dict[str, dict[str, str]]:
    built_quickly(study, notebooks, folder, with_editions=False)
    return tables_of(folder)


@pytest.mark.long
@pytest.mark.parametrize(
    ("drawn", "mode"),
    [(LARGE, "as_published"), (LARGE, "strict"), (SKEWED, "strict"), (SHIPPED, "as_published")],
)
def test_tables_are_those_of_listed_respondents(
    root: Path, tmp_path: Path, drawn: Draw, mode: str
) -> None:
    study = write_draw(drawn, root / "data/raw", tmp_path / "listed_study", mode)
    assert_same_tables(study, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("mode", ["strict", pytest.param("as_published", marks=pytest.mark.long)])
def test_tables_of_other_questions_are_the_same(tmp_path: Path, mode: str) -> None:
    study = write_asking(tmp_path / "listed_study")
    shutil.rmtree(study / "reconstruction")
    (study / "published.yml").unlink()
    settings = yaml.safe_load((study / "study.yml").read_text("utf-8"))
    settings |= {"reconstructed": False, "withhold_below": 10, "disclosure": {"mode": mode}}
    if mode != "strict":
        settings["disclosure"]["reason"] = "Een proef."
    (study / "study.yml").write_text(yaml.safe_dump(settings), "utf-8")
    responses = draw_at_random(read_study(study), 300, seed=5)
    responses.loc[7:19, "visits"] = None
    responses.to_csv(study / "responses.csv", index=False)
    assert_same_tables(study, tmp_path)


@pytest.mark.long
def test_a_report_is_made_and_says_what_needs_respondents(root: Path, tmp_path: Path) -> None:
    study = write_draw(SHIPPED, root / "data/raw", tmp_path / "listed_study", "as_published")
    folder = in_parts(study, tmp_path / "study")
    output, processed = tmp_path / "outputs", tmp_path / "processed"
    made = build_report(Request(folder, output, processed, root / "notebooks", progress=False))
    assert not made.failures
    weighted, open_answers = (
        (output / f"chapters/bijlage_{number}.html").read_text("utf-8") for number in (2, 3)
    )
    assert "Hiervoor zijn de antwoorden van elke respondent apart nodig." in weighted
    assert "Hieronder staat een steekproef: per vraag hoogstens 200 teksten" in open_answers
    assert not [*processed.glob("*.sav")]
    assert len(pd.read_parquet(processed / "respondents.parquet")) < 64
    inputs = read_manifest(output)["inputs"]
    assert [n for n in inputs if "/" in n] == ["responses/een.csv.gz", "responses/twee.parquet"]
    one, again = (tmp_path / name for name in ("one", "again"))
    whole = as_parquet(study, tmp_path / "whole")
    build_report(Request(whole, one, again, root / "notebooks", progress=False))
    of_one, of_parts = tables_of(one, ""), tables_of(output, "")
    rows = [made.pop("aside")["set_aside.csv"] for made in (of_one, of_parts)]
    assert rows == ["Rij,Reden\n", "Bestand,Rij,Reden\n"]
    assert of_one == of_parts


@pytest.fixture
def few_pages(root: Path, tmp_path: Path) -> Path:
    """Of a report two chapters, and all of a comparison."""
    folder = shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    plan = yaml.safe_load((folder / "report.yml").read_text("utf-8"))
    plan["chapters"] = [{"notebook": "introduction.ipynb"}, {"notebook": "conclusions.ipynb"}]
    plan["appendices"] = []
    (folder / "report.yml").write_text(yaml.safe_dump(plan), "utf-8")
    return folder


@pytest.mark.long
def test_waves_of_counted_respondents_are_compared_alike(
    root: Path, tmp_path: Path, few_pages: Path
) -> None:
    made = []
    drawn = [
        write_draw(draw, root / "data/raw", tmp_path / draw.name, "as_published")
        for draw in (SHIPPED, LARGE)
    ]
    for way, write in (("listed", shutil.copytree), ("counted", in_parts)):
        folder = tmp_path / way
        waves = [write(study, folder / study.name) for study in drawn]
        assert not compare(Comparison(*waves, folder / "report", few_pages)).failures
        made.append(tables_of(folder))
    assert made[0] == made[1]
    assert len(made[0]) == 3  # the levels


@pytest.mark.long
def test_editions_of_counted_respondents_are_made(
    root: Path, tmp_path: Path, few_pages: Path
) -> None:
    listed = write_draw(SHIPPED, root / "data/raw", tmp_path / "listed", "as_published")
    study = in_parts(listed, tmp_path / "study")
    request = Request(study, tmp_path / "editions", tmp_path / "tables", few_pages, progress=False)
    made = build_editions(request)
    assert len(made.reports) == 6
    assert not [report.failures for report in made.reports if report.failures]


def test_a_stand_in_tells_which_responses_a_run_is_of(tmp_path: Path) -> None:
    study, run = tmp_path / "study", tmp_path / "run"
    study.mkdir()
    run.mkdir()
    (study / "responses.parquet").write_bytes(b"PAR1")
    exp = digests_of(study)
    write_stand_in(run, {"responses.parquet": study / "responses.parquet"})
    assert digests_of(run) == exp
    before = as_it_was(study / "responses.parquet")
    (study / "responses.parquet").write_bytes(b"PAR1, and more")
    assert as_it_was(study / "responses.parquet") != before
