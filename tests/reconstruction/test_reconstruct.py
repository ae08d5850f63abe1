from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from marks import first_quickly
from pandas.testing import assert_frame_equal

from dwimpact.errors import StudyError
from dwimpact.reconstruction.reconstruct import draw, reconstruct
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean

NOTHING: dict[str, Any] = {"status": {}, "nature": {}}


def parts(realised: int, expected: int) -> dict[str, Any]:
    return {"status": {"realised": realised, "expected": expected}, "nature": {"new": realised}}


ASSUMPTIONS: dict[str, Any] = {
    "seed": 1,
    "none": {"school": 1, "pupil": 0},
    "blank": {"school": 0, "pupil": 2},
    "has_material": 3,
    "share_material": 1,
    "other": {"school": NOTHING, "pupil": NOTHING},
    "outcomes": {
        "school": {
            "network": {"mentioned": {"all": 5, "mbo": 2}, **parts(4, 1)},
            "region": {"mentioned": {"all": 2, "early": 2}, **parts(0, 2)},
        },
        "pupil": {
            "skills": {"mentioned": {"all": 2}, **parts(1, 1)},
            "soft_skills": {"mentioned": {"all": 4}, **parts(2, 2)},
        },
    },
}
TEXTS = {
    "open_answers": "sector_group,workplace,school,pupil\nhigher,gamma,Een,\n,,,Twee\n",
    "other_outcomes": "level,sector_group,text\nschool,mbo,Iets anders\n",
    "explanations": "level,outcome,sector_group,status,text\npupil,skills,,,Uitleg\n",
    "remarks": "sector_group,workplace,text\n,,Opmerking\n",
}
PEOPLE = {"value": {"of": "respondents"}, "is": 8}
NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}


@pytest.fixture
def write(tmp_path: Path, write_study: Callable[..., Path]) -> Callable[..., Path]:
    """Write a study folder to reconstruct, with these claims and other texts."""

    def write_folder(*checks: dict[str, Any], **texts: str) -> Path:
        claims = [
            {"id": f"claim-{i}", "section": "1", "says": "x", "check": check}
            for i, check in enumerate([PEOPLE, *checks])
        ]
        folder = write_study(tmp_path, claims=claims)
        (folder / "responses.csv").unlink()
        source = folder / "reconstruction"
        source.mkdir()
        (source / "assumptions.yml").write_text(yaml.safe_dump(ASSUMPTIONS), encoding="utf-8")
        for name, text in (TEXTS | texts).items():
            (source / f"{name}.csv").write_text(text, encoding="utf-8")
        return folder

    return write_folder


def mentions(responses: pd.DataFrame, study: Study) -> pd.DataFrame:
    outcomes = clean(responses, study).outcomes
    return outcomes[outcomes["mentioned"].eq(True).fillna(False)]


def message(folder: Path) -> str:
    with pytest.raises(StudyError) as error:
        reconstruct(folder)
    return str(error.value)


def cannot_all_be_so(folder: Path, named: str) -> str:
    return (
        f"{folder / 'published.yml'}: these cannot all be so: {named}; expected statements that "
        "some set of responses agrees with. Correct one of them; without any one the others can "
        "all be so."
    )


@pytest.mark.long
def test_assumptions_are_met_where_no_claim_speaks(
    write: Callable[..., Path], study: Study
) -> None:
    got = reconstruct(write())
    assert len(got) == 8
    mentioned = mentions(got, study)
    assert mentioned["outcome"].value_counts().to_dict() == {
        "network": 5,
        "region": 2,
        "other": 1,
        "skills": 2,
        "soft_skills": 4,
        "none": 1,
    }
    assert got["pupil/outcomes"].isna().sum() == 2
    assert got["closing/has_material"].value_counts().to_dict() == {"no": 5, "yes": 3}
    sector = got.set_index("respondent")["sector"]
    network = mentioned.loc[mentioned["outcome"] == "network", "respondent"]
    assert sector[network].eq("mbo").sum() == 2


def test_unknown_codes_in_the_assumptions(write: Callable[..., Path]) -> None:
    folder = write()
    file = folder / "reconstruction" / "assumptions.yml"
    file.write_text(file.read_text("utf-8").replace("realised:", "done:"), "utf-8")
    exp = f"{file}: unknown status 'done'; expected expected or realised. Correct the entry."
    assert message(folder) == exp


@pytest.mark.long
def test_claim_wins_from_an_assumption(write: Callable[..., Path], study: Study) -> None:
    claim = {"value": NETWORK, "over": "group", "is": "25%", "rounded": "1%"}
    got = mentions(reconstruct(write(claim)), study)
    assert got["outcome"].eq("network").sum() == 2


def test_texts_have_room(write: Callable[..., Path], study: Study) -> None:
    got = reconstruct(write())
    assert got.loc[got["impact/school"] == "Een", "workplace"].tolist() == ["gamma"]
    assert got.loc[got["school/other_text"] == "Iets anders", "sector"].tolist() == ["mbo"]
    assert got["impact/pupil"].dropna().tolist() == ["Twee"]
    assert got["pupil/explanation/skills"].dropna().tolist() == ["Uitleg"]
    assert got["closing/remarks"].dropna().tolist() == ["Opmerking"]


@pytest.mark.long
def test_same_folder_gives_the_same_table(write: Callable[..., Path]) -> None:
    folder = write()
    assert_frame_equal(reconstruct(folder), reconstruct(folder))


def test_claims_that_contradict_one_another(write: Callable[..., Path]) -> None:
    claim = {"value": NETWORK, "from": 9}
    folder = write(claim)
    assert message(folder) == cannot_all_be_so(folder, "'claim-0' (line 1), 'claim-1' (line 8)")


def test_text_of_a_workplace_that_is_not_there(write: Callable[..., Path]) -> None:
    remarks = "sector_group,workplace,text\nmbo,delta,Opmerking\n"
    folder = write(remarks=remarks)
    assert message(folder) == cannot_all_be_so(folder, "'reconstruction/*.csv'")


@pytest.mark.long
def test_claim_that_the_texts_contradict_is_named(write: Callable[..., Path]) -> None:
    folder = write(
        {"value": {"of": "remarks"}, "is": 1},
        {"value": {"of": "remarks"}, "is": 2},
        {"value": {"of": "explanations", "level": "school"}, "from": 1},
    )
    exp = [
        f"{folder}: the reconstruction contradicts claim '{claim}'; "
        "expected responses that agree with every claim. "
        "Correct the claim, or the texts and assumptions in reconstruction/."
        for claim in ("claim-2", "claim-3")
    ]
    assert message(folder).splitlines() == exp


def test_wrong_assumption_is_named(write: Callable[..., Path]) -> None:
    folder = write()
    file = folder / "reconstruction" / "assumptions.yml"
    file.write_text(yaml.safe_dump(ASSUMPTIONS | {"has_material": -1}), encoding="utf-8")
    assert message(folder) == (
        f"{file}: entry 'has_material' is wrong, found '-1'; "
        "expected greater than or equal to 0. Correct the entry."
    )


@pytest.mark.long
@pytest.mark.parametrize("size", first_quickly([3, 100]))
def test_any_number_of_rows_can_be_drawn(
    real_raw: pd.DataFrame, real_study: Study, size: int
) -> None:
    got = draw(real_raw, size, seed=1)
    assert_frame_equal(draw(real_raw, size, seed=1), got)
    assert not draw(real_raw, size, seed=2).equals(got)
    assert len(clean(got, real_study).respondents) == size
    answers = got.columns.drop("respondent")
    known = set(real_raw[answers].astype("str").itertuples(index=False, name=None))
    assert set(got[answers].astype("str").itertuples(index=False, name=None)) <= known


@pytest.mark.long
def test_responses_in_the_repository_are_the_reconstruction(root: Path) -> None:
    got = reconstruct(root / "data/raw").to_csv(index=False, lineterminator="\n")
    assert got.encode() == (root / "data/raw/responses.csv").read_bytes()
