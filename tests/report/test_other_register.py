"""The register of another publication, in examples/: solved, ranged in every reading, rendered."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from made_once import Made, made_once, make_report

from dwimpact.published.claims import Claim
from dwimpact.published.register import read_claims
from dwimpact.published.verdicts import verdicts
from dwimpact.published.words import READINGS
from dwimpact.reconstruction.conflicts import conflict
from dwimpact.reconstruction.reconstruct import left_out, reconstruct
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.clean import clean
from dwimpact.tidy.tables import read_tables

CONTRADICTED = "most-parents-public"


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "examples/onderwijsenquete"


@pytest.fixture(scope="module")
def survey(folder: Path) -> Study:
    return read_study(folder)


@pytest.fixture(scope="module")
def register(survey: Study) -> tuple[Claim, ...]:
    return read_claims(survey)


@pytest.fixture(scope="module")
def report(root: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    def make(place: Path) -> Made:
        study = place / "study"
        shutil.copytree(folder, study, ignore=shutil.ignore_patterns("responses.csv"))
        reconstruct(study).to_csv(study / "responses.csv", index=False)
        return make_report(study, place, root / "notebooks")

    made: Made = made_once(tmp_path_factory, "other-register", make)
    return made


def test_every_statement_says_where_it_stands(register: tuple[Claim, ...], folder: Path) -> None:
    assert len(register) >= 25
    text = (folder / "published.yml").read_text("utf-8")
    articles = re.findall(r"^# (\w+): https://\S+$", text, re.MULTILINE)
    assert {*articles} == {re.split(r"\W", claim.section)[0] for claim in register}


def test_publication_contradicts_itself_and_is_named(
    survey: Study, register: tuple[Claim, ...]
) -> None:
    assert left_out(survey.folder) == (CONTRADICTED,)
    assert conflict(survey, register) == []
    unsuspecting = [claim.model_copy(update={"contradicts": ()}) for claim in register]
    found = conflict(survey, unsuspecting)
    (declared,) = (set(c.contradicts) for c in register if c.contradicts)
    assert CONTRADICTED in found
    assert set(found) - {CONTRADICTED} <= declared


@pytest.mark.parametrize("reading", READINGS)
def test_statements_go_together_however_they_are_read(survey: Study, reading: str) -> None:
    assert conflict(survey, read_claims(survey, reading)) == []  # type: ignore[arg-type]


@pytest.mark.long
def test_reconstruction_agrees_with_every_statement(
    survey: Study, register: tuple[Claim, ...], report: Made
) -> None:
    raw = pd.read_csv(report.folder.parent / "study/responses.csv", dtype="str")
    table = verdicts(survey, clean(raw, survey), register)
    assert table["verdict"].value_counts().to_dict() == {
        "confirmed": len(register) - 3,
        "not checkable": 2,
        "contradictory": 1,
    }
    # Counted anew, without the language of claims.
    assert len(raw) == 6877
    assert (raw["position"] == "pupil").sum() == 85
    parents = raw[raw["position"].isin(["parent", "teacher_parent"])]
    assert round(100 * parents["primary"].str.contains("public").sum() / len(parents)) == 32
    assert round(100 * (raw["opinion/erratic"] == "agree").mean()) == 80
    assert parents["mixed"].notna().sum() == raw["mixed"].notna().sum()


@pytest.mark.long
def test_ranges_lie_within_each_other_in_three_readings(report: Made) -> None:
    known = read_tables(report.folder.parent / "processed").known_options
    assert len(known) == 70
    assert (known["lowest"] <= known["highest"]).all()
    for inner, outer in (("narrow_", ""), ("", "wide_")):
        assert (known[f"{outer}lowest"] <= known[f"{inner}lowest"] + 1e-4).all()
        assert (known[f"{inner}highest"] <= known[f"{outer}highest"] + 1e-4).all()
    rows = known.set_index(["column", "option"])
    for option, told in {"public": 0.32, "catholic": 0.21, "method": 0.15}.items():
        bounds = rows.loc[("primary", option), ["lowest", "wide_highest"]]
        assert bounds.tolist() == pytest.approx([told - 0.005, told + 0.005], abs=1e-4)
    # 'A majority': narrowly more than 55%, and widely also just half.
    lowest = rows.loc[("opinion/groups", "agree"), ["narrow_lowest", "lowest", "wide_lowest"]]
    assert (lowest * 6877).round().tolist() == [3783, 3439, 3439]


@pytest.mark.long
def test_report_is_made_and_reads(report: Made) -> None:
    assert (report.status, report.err) == (0, "")
    pages = {p.stem: html.unescape(p.read_text("utf-8")) for p in report.folder.rglob("*.html")}
    assert "volgen de aandelen van ‘man’ (53%) en ‘vrouw’ (47%)." in pages["hoofdstuk_3"]
    assert "bij ‘Het onderwijsbeleid is grillig’ dat van ‘eens’ (80%), " in pages["hoofdstuk_3"]
    assert "tegenstrijdig in de publicatie" in pages["bijlage_2"]
    assert "elke status kunnen hebben gegeven<" not in pages["bijlage_2"]
    for name, text in pages.items():
        shown = re.sub(r"<(script|style|pre)\b.*?</\1>", "", text, flags=re.S)
        assert not re.findall(r">[^<]*\b(?:nan|None|known_options|lowest)\b", shown), name
