import pandas as pd
import pytest

import dwimpact
from dwimpact.errors import StudyError
from dwimpact.load import load
from dwimpact.study import write_tables

BACKGROUND = ["workplace", "tranche", "tranche_group", "sector", "sector_group"]


@pytest.fixture
def folders(write_study, tables, tmp_path):
    """A study folder and the folder with its tidy tables."""
    write_tables(tables, tmp_path / "processed")
    return write_study(tmp_path / "study"), tmp_path / "processed"


def test_load_gives_the_study_with_its_tables_as_cleaned(folders, study, tables):
    got = load(*folders)

    assert got.folder == folders[0]
    assert got.settings == study.settings
    assert got.questionnaire == study.questionnaire
    assert got.populations["all"]["all"] == 12
    assert list(got.respondents["respondent"]) == ["R1", "R2", "R3", "R4", "R5", "R6"]
    for name in ("respondents", "outcomes", "open_answers", "other_outcomes", "remarks"):
        pd.testing.assert_frame_equal(getattr(got.tables, name), getattr(tables, name))


def test_load_takes_paths_as_text(folders):
    assert len(load(*map(str, folders)).respondents) == 6


@pytest.mark.parametrize("name", ["outcomes", "open_answers", "other_outcomes", "remarks"])
def test_every_text_and_outcome_has_its_respondents_background(folders, name):
    study = load(*folders)

    got = getattr(study, name)

    kept = getattr(study.tables, name)
    assert list(got.columns) == [*kept.columns, *BACKGROUND]
    pd.testing.assert_frame_equal(got[kept.columns], kept)
    by_respondent = study.respondents.set_index("respondent")
    for column in BACKGROUND:
        assert list(got[column]) == list(by_respondent.loc[kept["respondent"], column])


def test_load_says_which_tables_have_not_been_made(folders):
    study, processed = folders
    for name in ("remarks", "outcomes"):
        (processed / f"{name}.parquet").unlink()

    with pytest.raises(StudyError) as caught:
        load(study, processed)

    assert str(caught.value) == (
        f"{processed}: no tidy table outcomes or remarks; expected the tables that the preparation "
        "notebook makes. Run 'make report' or notebooks/prepare.ipynb first."
    )


def test_load_says_that_there_is_no_study(tmp_path):
    with pytest.raises(StudyError) as caught:
        load(tmp_path / "nowhere")

    assert str(caught.value) == (
        f"{tmp_path / 'nowhere' / 'questionnaire.yml'}: the file is not there; expected a file as "
        "data/raw/README.md describes it. Put the file there, or name another study folder with "
        "--study."
    )


def test_every_name_that_the_package_offers_is_there():
    missing = [name for name in dwimpact.__all__ if not hasattr(dwimpact, name)]

    assert len(dwimpact.__all__) > 20
    assert missing == []
    assert dwimpact.load is load
