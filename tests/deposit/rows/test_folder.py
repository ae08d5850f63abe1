from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

from dwimpact.deposit.rows.folder import copy_study, write_definition, write_restricted
from dwimpact.loading import load
from dwimpact.study.files.reading import read_csv

CORRECTION = {
    "respondent": "R1",
    "column": "pupil/status/soft_skills",
    "expected": "realised",
    "new": "expected",
    "reason": "belde",
}


@pytest.fixture
def folder(write_study: Callable[..., Path], raw: pd.DataFrame, tmp_path: Path) -> Path:
    """The tiny study with something to mask, a correction and answers coded by hand."""
    raw.loc[0, "closing/remarks"] = "Mail mij op jan@school.example"
    made = write_study(tmp_path / "study", raw)
    pd.DataFrame([CORRECTION]).to_csv(made / "corrections.csv", index=False)
    themes = [{"code": "net", "label": "Netwerk", "description": "d", "words": ["contact"]}]
    (made / "themes.yml").write_text(yaml.safe_dump(themes), "utf-8")
    coded = pd.DataFrame({"respondent": ["R1"], "level": ["school"], "net": [1]})
    coded.to_csv(made / "themes_by_hand.csv", index=False)
    return made


@pytest.fixture
def restricted(folder: Path, tmp_path: Path) -> Path:
    write_restricted(load(folder), tmp_path / "out")
    return tmp_path / "out"


def test_restricted_rows_are_those_used_corrected_and_masked(
    restricted: Path, raw: pd.DataFrame
) -> None:
    rows = read_csv(restricted / "responses.csv")
    assert len(rows) == len(raw)
    assert sorted(rows["respondent"]) == [f"r{n}" for n in range(1, 7)]
    assert "closing/email" not in rows
    text = (restricted / "responses.csv").read_text("utf-8")
    assert "@" not in text
    assert "Mail mij op [" in text
    assert not (restricted / "corrections.csv").exists()
    (row,) = rows[rows["closing/remarks"].fillna("").str.startswith("Mail")].to_dict("records")
    assert row["pupil/status/soft_skills"] == "expected"
    coded = read_csv(restricted / "themes_by_hand.csv")
    assert coded["respondent"].tolist() == [row["respondent"]]


@pytest.mark.long
def test_restricted_rows_give_the_same_tables(folder: Path, restricted: Path) -> None:
    one, other = load(folder), load(restricted)
    for level in ("school", "pupil"):
        for by in (None, "sector_group", "tranche_group"):
            got, exp = other.mention_shares(level, by), one.mention_shares(level, by)
            pd.testing.assert_frame_equal(got, exp)
    assert sorted(one.open_answers["text"]) == sorted(other.open_answers["text"])


def test_the_definition_alone_has_no_responses(folder: Path, tmp_path: Path) -> None:
    write_definition(load(folder), tmp_path / "out")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "approached.csv",
        "questionnaire.yml",
        "study.yml",
        "themes.yml",
        "workplaces.csv",
    ]


def test_rows_that_are_nobodys_are_copied_as_they_are(folder: Path, tmp_path: Path) -> None:
    copy_study(load(folder), tmp_path / "out")
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == {
        f.name: f.read_bytes() for f in (tmp_path / "out").iterdir()
    }
