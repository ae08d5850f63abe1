"""A study folder, loaded with its tidy tables."""

from dataclasses import replace

import pandas as pd
import pytest
from kept import keep

from dwimpact.errors import StudyError
from dwimpact.loading import load
from dwimpact.study.files.manifest import write_manifest
from dwimpact.study.folder import digests_of
from dwimpact.tidy.tables import write_tables


def test_load_gives_the_study_with_its_tables_as_cleaned(folders, study, tables):
    got = load(*folders)

    assert got.folder == folders[0]
    assert got.settings == study.settings.model_copy(update={"withhold_below": 3})
    assert got.questionnaire == study.questionnaire
    assert got.populations["all"]["all"] == 12
    assert list(got.respondents["respondent"]) == ["R1", "R2", "R3", "R4", "R5", "R6"]
    for name in ("respondents", "outcomes", "open_answers", "other_outcomes", "remarks"):
        pd.testing.assert_frame_equal(getattr(got.tables, name), getattr(tables, name))


def test_load_takes_paths_as_text(folders):
    assert len(load(*map(str, folders)).respondents) == 6


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


@pytest.fixture
def project(write_study, tmp_path, monkeypatch):
    """A project with a study in data/raw, and a notebook's folder in it to work in."""
    write_study(tmp_path / "data/raw")
    (tmp_path / "notebooks/own").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks/own")
    return tmp_path


def test_load_finds_the_study_from_a_notebook_and_cleans_its_responses(project, study, tables):
    got = load()

    assert got.settings == study.settings.model_copy(update={"withhold_below": 3})
    for name in ("respondents", "outcomes", "open_answers", "other_outcomes", "remarks"):
        pd.testing.assert_frame_equal(getattr(got.tables, name), getattr(tables, name))
    assert not (project / "data/processed").exists()


def test_load_never_mixes_a_study_with_tables_that_another_one_left(project, tables):
    without = replace(tables, remarks=tables.remarks[:0])
    processed = keep(without, project / "data/processed/raw", project / "data/raw")

    assert len(load().remarks) == len(tables.remarks) > 0
    assert len(load(processed=processed).remarks) == 0


@pytest.mark.parametrize(
    "change", ["study.yml", "responses.csv", "published.yml", "questionnaire.yml"]
)
def test_load_refuses_the_tables_of_another_study(folders, change):
    study, processed = folders
    with (study / change).open("a") as file:
        file.write("\n")

    with pytest.raises(StudyError) as caught:
        load(study, processed)

    assert str(caught.value) == (
        f"{processed}: the tidy tables here were made from other files: {change}; expected tables "
        "made from the study folder and the responses as they are now. Run 'make report' or "
        "notebooks/prepare.ipynb for them, or name their own folder."
    )


def test_load_refuses_tables_that_do_not_say_whose_they_are(folders):
    (folders[1] / "manifest.json").unlink()

    with pytest.raises(
        StudyError, match="the tidy tables here do not say what they were made from"
    ):
        load(*folders)


def test_load_takes_the_tables_of_other_responses_together_with_them(
    folders, raw, tables, tmp_path
):
    study, processed = folders
    raw.head(4).to_csv(tmp_path / "export.csv", index=False)
    write_manifest(processed, {"inputs": digests_of(study, tmp_path / "export.csv")})

    assert len(load(study, processed, responses=tmp_path / "export.csv").respondents) == 6
    with pytest.raises(StudyError, match=r"made from other files: responses\.csv; "):
        load(study, processed)
    (study / "responses.csv").unlink()
    with pytest.raises(StudyError, match=r"responses\.csv: the file is not there; "):
        load(study, processed)


def test_tidy_tables_are_not_written_over_what_somebody_put_there(folders, tables):
    with (folders[1] / "candidates.csv").open("w") as file:
        file.write("seen")

    with pytest.raises(StudyError, match=r"or what was changed since: candidates\.csv; "):
        write_tables(tables, folders[1])


def test_load_takes_an_export_in_place_of_the_responses(project, raw):
    raw[:4].to_csv(project / "export.csv", index=False)

    assert list(load(responses="../../export.csv").respondents["respondent"]) == [
        *("R1", "R2", "R3", "R4")
    ]


def test_load_finds_the_nearest_study(project, write_study, tables):
    write_study(project / "notebooks/data/raw")

    assert load().folder == project / "notebooks/data/raw"


def test_load_says_that_no_study_is_near(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(StudyError) as caught:
        load()

    assert str(caught.value) == (
        f"{tmp_path}: no study folder data/raw here or in a folder above; expected "
        "data/raw/questionnaire.yml. Work in a folder of the project, or name one: "
        "dwimpact.load('path/to/study')."
    )


def test_load_says_what_is_wrong_with_the_responses(project, raw):
    raw.assign(sector="mbo2").to_csv(project / "data/raw/responses.csv", index=False)

    with pytest.raises(StudyError, match=r"responses\.csv: row 2.*column 'sector'.*'mbo2'"):
        load()


@pytest.mark.long
def test_a_study_tells_how_to_load_it_again(project, tables):
    keep(tables, project / "processed", project / "data/raw")

    assert load().loaded_with == "load()"
    assert load("../../data/raw").loaded_with == "load(study='../../data/raw')"
    assert load(processed="../../processed").loaded_with == "load(processed='../../processed')"
    for study in (
        load("../../data/raw", "../../processed"),
        load(responses="../../data/raw/responses.csv"),
    ):
        again = eval(study.loaded_with, {"load": load})
        assert again.folder == study.folder
        pd.testing.assert_frame_equal(again.outcomes, study.outcomes)


def test_load_says_that_there_is_no_study(tmp_path):
    with pytest.raises(StudyError) as caught:
        load(tmp_path / "nowhere")

    assert str(caught.value) == (
        f"{tmp_path / 'nowhere' / 'questionnaire.yml'}: the file is not there; expected a file as "
        "data/raw/README.md describes it. Put the file there, or name another study folder with "
        "--study."
    )


def test_an_edition_that_may_not_be_made_is_not_loaded(folders):
    with pytest.raises(StudyError, match=r"^.*: no edition for sector=wo: it has 0 respondents, "):
        load(*folders, edition="sector=wo")
