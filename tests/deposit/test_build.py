"""Deposits as they are made: names, bytes, versions, what they may replace, and the way back."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml
from deposited import Deposited, deposit
from made_once import make_report

from dwimpact.cli.commands import main
from dwimpact.study.files.manifest import is_whole, outputs_of, sha256

pytestmark = pytest.mark.long
# Names that a standard, the study folder or the program prescribes.
PRESCRIBED = {
    *("README.md", "LICENSE.md", "CHANGES.md", "CITATION.cff", ".zenodo.json", "versions.json"),
    *("datapackage.json", "ro-crate-metadata.json", "checksums.sha256"),
}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def copied(made: Deposited, folder: Path) -> Deposited:
    """The same deposit elsewhere, with its report and tables, to be made again."""
    shutil.copytree(made.folder.parent, folder, dirs_exist_ok=True)
    own = made.study.is_relative_to(made.folder.parent)
    study = folder / made.study.name if own else made.study
    return Deposited(study, folder / "report", folder / "deposit", "")


def test_whatever_is_made_of_a_reconstruction_says_so(shipped: Deposited) -> None:
    (file,) = shipped.folder.glob("*.zip")
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    assert len(names) > 80
    root = "reconstructie_impactmonitor-digitale-werkplaatsen_v1"
    assert {name.split("/")[0] for name in names} == {root} == {file.stem}
    for name in names:
        *folders, last = name.split("/")[1:]
        ours = last.startswith("reconstructie_") or folders[:1] == ["reconstructie_onderzoek"]
        assert ours or last in PRESCRIBED or folders == ["notitieboeken"], name
    crate = json.loads((shipped.main / "ro-crate-metadata.json").read_text("utf-8"))
    package = json.loads((shipped.main / "datapackage.json").read_text("utf-8"))
    titles = [package["title"], *(e["name"] for e in crate["@graph"] if e["@id"] == "./")]
    titles.append(yaml.safe_load((shipped.main / "CITATION.cff").read_text("utf-8"))["title"])
    titles.append(json.loads((shipped.main / ".zenodo.json").read_text("utf-8"))["title"])
    assert set(titles) == {"Impactmonitor Digitale Werkplaatsen (reconstructie)"}
    (codebook,) = shipped.main.glob("documentatie/*ddi.xml")
    assert "Reconstructie: berekende gegevens" in codebook.read_text("utf-8")
    assert "<catStat" not in codebook.read_text("utf-8")  # its counts are assumptions


def test_the_register_is_part_of_the_deposit(shipped: Deposited) -> None:
    claims = pd.read_csv(shipped.main / "register" / "reconstructie_claims.csv")
    assert len(claims) > 250
    assert (shipped.main / "register" / "reconstructie_quantifiers.csv").is_file()


def test_a_deposit_is_wholly_ours_and_its_checksums_hold(opened: Deposited) -> None:
    assert is_whole(opened.folder)
    lines = (opened.main / "checksums.sha256").read_text("utf-8").splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    there = outputs_of(opened.main)
    del there["checksums.sha256"]
    assert listed == there


def test_every_figure_table_of_the_report_is_there_with_an_identifier(opened: Deposited) -> None:
    index = pd.read_csv(opened.main / "data/cijfers/cijfertabellen.csv")
    tables = {f.stem for f in opened.report.glob("tables/*.csv") if f.stem != "set_aside"}
    assert set(index["tabel"]) == tables
    assert index["id"].is_unique
    for row in index.itertuples():
        assert row.id == f"impactmonitor-digitale-werkplaatsen/{row.tabel}/v1"
        file = opened.main / str(row.bestand)
        assert file.read_bytes() == (opened.report / "tables" / f"{row.tabel}.csv").read_bytes()
        assert sha256(file) == row.sha256
    assert index["titel"].iloc[0] == "Tabel 1.1"


def test_manifest_and_crate_agree(opened: Deposited) -> None:
    manifest = json.loads((opened.report / "manifest.json").read_text("utf-8"))
    crate = json.loads((opened.main / "ro-crate-metadata.json").read_text("utf-8"))
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    action = entities["#rapport"]
    used = {entities[o["@id"]]["sha256"] for o in action["object"]}
    assert used == {*manifest["inputs"].values(), *manifest["notebooks"].values()}
    results = {entities[r["@id"]]["sha256"] for r in action["result"]}
    tables = {d for name, d in manifest["outputs"].items() if "tables/" in name}
    assert results <= tables
    assert entities[action["instrument"]["@id"]]["sha256"] == manifest["code"]


def test_made_again_it_has_the_same_bytes(
    restricted: Deposited, root: Path, tmp_path: Path
) -> None:
    here = copied(restricted, tmp_path / "here")
    shutil.rmtree(here.folder)
    again = deposit(here.study, tmp_path / "here", root)
    assert files_of(again.folder) == files_of(restricted.folder)


def test_a_changed_study_makes_a_new_version_that_says_what_changed(
    restricted: Deposited, root: Path, tmp_path: Path
) -> None:
    here = copied(restricted, tmp_path / "here")
    settings = yaml.safe_load((here.study / "study.yml").read_text("utf-8"))
    settings["subtitle"] = "Een andere ondertitel"
    (here.study / "study.yml").write_text(yaml.safe_dump(settings), "utf-8")
    again = deposit(here.study, tmp_path / "here", root)
    names = sorted(path.name for path in again.folder.iterdir() if path.is_dir())
    stem = "impactmonitor-digitale-werkplaatsen_v2"
    assert names == [stem, f"{stem}_afgeschermd"]
    changes = (again.folder / stem / "CHANGES.md").read_text("utf-8")
    assert changes == (
        "# Wat er veranderde\n\n## Versie 2 (2026-11-27)\n\n"
        "- Bestand van het onderzoek veranderd: study.yml.\n\n"
        "## Versie 1 (2026-11-27)\n\n- Eerste versie.\n"
    )


def test_a_folder_with_something_of_somebody_else_is_left_alone(
    restricted: Deposited, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = copied(restricted, tmp_path / "here")
    (here.main / "aantekening.txt").write_text("van mij", "utf-8")
    before = files_of(here.folder)
    given = ["--study", here.study, "--report", here.report, "--output", here.folder]
    given += ["--processed", tmp_path / "here" / "processed", "--notebooks", root / "notebooks"]
    assert main(["deposit", *map(str, given)]) == 2
    assert "it holds what dwimpact did not make" in capsys.readouterr().err
    assert files_of(here.folder) == before


def tables_of(report: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in report.glob("tables/*.csv")}


def unzipped(made: Deposited, to: Path, *, locked: bool = False) -> Path:
    """The study folder in the zip of a deposit."""
    (file,) = (f for f in made.folder.glob("*.zip") if ("_afgeschermd" in f.name) == locked)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(to)
    return next((to / file.stem).glob("*onderzoek"))


def test_restricted_rows_give_the_figure_tables_again(
    restricted: Deposited, root: Path, tmp_path: Path
) -> None:
    study = unzipped(restricted, tmp_path, locked=True)
    again = make_report(study, tmp_path / "again", root / "notebooks")
    assert again.status == 0, again.err
    made, first = tables_of(again.folder), tables_of(restricted.report)
    # What was masked on the way is counted in an appendix, and is masked already.
    assert first.keys() - made.keys() <= {"tabel_b5_5.csv"}
    assert {name: made[name] == first[name] for name in made} == dict.fromkeys(made, True)


def test_open_rows_give_the_figure_tables_of_every_chapter_again(
    opened: Deposited, root: Path, tmp_path: Path
) -> None:
    study = unzipped(opened, tmp_path)
    again = make_report(study, tmp_path / "again", root / "notebooks")
    assert again.status == 0, again.err
    made, first = tables_of(again.folder), tables_of(opened.report)
    chapters = {name for name in first if "_b" not in name}
    assert len(chapters) > 10
    # The registry is not in open rows: a line of it tells more than the groups of the report.
    assert chapters - made.keys() == {"tabel_1_1.csv"}
    same = {name: made[name] == first[name] for name in chapters & made.keys()}
    assert same == dict.fromkeys(same, True)


def test_rows_that_are_nobodys_are_the_study_itself(
    shipped: Deposited, root: Path, tmp_path: Path
) -> None:
    study = unzipped(shipped, tmp_path)
    for file in study.iterdir():
        assert file.read_bytes() == (root / "data" / "raw" / file.name).read_bytes()
    assert (study / "responses.csv").is_file()


def test_nothing_is_made_of_a_study_that_lacks_what_archives_ask(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = root / "examples" / "buurthuizen"
    given = ["--study", study, "--report", tmp_path / "report", "--output", tmp_path / "deposit"]
    assert main(["deposit", *map(str, given), "--notebooks", str(root / "notebooks")]) == 2
    assert "no entry 'deposit.licence'" in capsys.readouterr().err
    assert main(["deposit", "--study", str(study), "--check"]) == 1
    assert "required   deposit.licence" in capsys.readouterr().out
    assert not (tmp_path / "report").exists()
