from dataclasses import replace

import pandas as pd
import pytest

import dwimpact
from dwimpact.dataset import load
from dwimpact.disclosure.small_groups import withhold
from dwimpact.errors import StudyError, UnknownName
from dwimpact.shares import at_level, characteristic_shares, mention_shares
from dwimpact.study.folder import digests_of
from dwimpact.study.manifest import write_manifest
from dwimpact.study.study import read_study
from dwimpact.templates.html import NOTICE
from dwimpact.tidy.tables import write_tables

BACKGROUND = ["workplace", "tranche", "tranche_group", "sector", "sector_group"]


@pytest.fixture
def folders(write_study, tables, tmp_path):
    """A study folder and the folder with its tidy tables."""
    study = write_study(tmp_path / "study")
    return study, keep(tables, tmp_path / "processed", study)


def keep(tables, folder, study):
    """Keep tidy tables in a folder as those of a study."""
    write_tables(tables, folder)
    write_manifest(folder, {"inputs": digests_of(study)})
    return folder


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


def test_a_notebook_shows_a_study_with_its_notice(folders):
    html = load(*folders)._repr_html_()

    assert "<strong>De proef</strong>: 6 respondenten, docenten van scholen." in html
    assert "schoolniveau: 2 opbrengsten (<code>school</code>)" in html
    assert "<code>study.open_answers</code>: 4 rijen, kolommen respondent, level, text" in html
    assert NOTICE in html


def test_real_responses_have_no_notice(folders):
    study = load(*folders)
    settings = study.settings.model_copy(update={"reconstructed": False})

    assert NOTICE not in replace(study, settings=settings)._repr_html_()


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


def test_an_edition_is_about_its_own_respondents(folders):
    study = load(*folders, edition="sector=mbo")

    assert list(study.respondents["respondent"]) == ["R1", "R3", "R5"]
    assert set(study.outcomes["respondent"]) == {"R1", "R3", "R5"}
    assert list(study.outcomes.columns) == list(load(*folders).outcomes.columns)
    assert list(study.open_answers["text"]) == ["Meer contact", "Zelfvertrouwen"]
    assert list(study.other_outcomes["text"]) == ["Een prijs gewonnen"]
    assert list(study.remarks["text"]) == ["Ga zo door"]
    assert list(study.outcomes["explanation"].dropna()) == ["Wij bellen vaker"]
    assert study.population == 5
    assert study.splits == ("edition",)
    assert study.group_names == {"edition": "mbo", "others": "alle anderen"}


def test_an_edition_is_compared_with_all_others(folders):
    study = load(*folders, edition="sector=mbo")
    whole = load(*folders)

    sides = study.compared.drop_duplicates("respondent").set_index("respondent")["edition"]
    assert sides.to_dict() == {
        **dict.fromkeys(["R1", "R3", "R5"], "edition"),
        **dict.fromkeys(["R2", "R4", "R6"], "others"),
    }
    pd.testing.assert_frame_equal(study.compared.drop(columns="edition"), whole.outcomes)
    pd.testing.assert_frame_equal(study.whole.outcomes, whole.outcomes)
    assert study.whole.population == whole.population == 12


def test_an_edition_that_is_not_by_sector_has_no_texts(folders):
    study = load(*folders, edition="tranche=1")

    assert list(study.respondents["respondent"]) == ["R1", "R2", "R3"]
    assert [len(t) for t in (study.open_answers, study.other_outcomes, study.remarks)] == [0, 0, 0]
    assert study.outcomes["explanation"].isna().all()
    assert study.outcomes["mentioned"].sum() == 9


def test_of_a_workplace_is_not_known_how_many_were_approached(folders):
    study = load(*folders, edition="workplace=alfa")

    assert study.population is None
    assert study.group_names["edition"] == "Werkplaats Alfa"


def test_an_edition_that_may_not_be_made_is_not_loaded(folders):
    with pytest.raises(StudyError, match=r"^.*: no edition for sector=wo: it has 0 respondents, "):
        load(*folders, edition="sector=wo")


def test_shares_of_a_study_know_its_population_and_threshold(folders):
    study = load(*folders)
    everybody = mention_shares(at_level(study.outcomes, "school"), None, study.populations["all"])
    by_group = mention_shares(
        at_level(study.compared, "school"), "sector_group", study.populations["sector_group"]
    )

    pd.testing.assert_frame_equal(study.mention_shares("school"), everybody)
    got = study.mention_shares("school", "sector_group")
    pd.testing.assert_frame_equal(got, withhold(by_group, study))
    assert list(got["group"].unique()) == ["mbo"]  # the other groups are two and one
    assert set(study.all_mention_shares("school", "sector_group")["group"]) == {
        "mbo",
        "higher",
        "rest",
    }
    assert set(study.mention_shares()["level"]) == {"school", "pupil"}


def test_shares_by_what_has_no_population_are_not_corrected(folders):
    study = load(*folders)

    got = study.all_mention_shares("school", "workplace")

    exp = mention_shares(at_level(study.compared, "school"), "workplace")
    pd.testing.assert_frame_equal(got, exp)


def test_characteristics_of_a_study_know_its_population(folders):
    study = load(*folders)
    outcomes = at_level(study.outcomes, "pupil")
    exp = characteristic_shares(outcomes, "nature", population=study.populations["all"])

    pd.testing.assert_frame_equal(study.characteristic_shares("pupil", "nature"), exp)


def test_a_level_that_is_not_there_is_named_with_those_there_are(folders):
    with pytest.raises(UnknownName) as caught:
        load(*folders).mention_shares("pupils")

    assert str(caught.value) == "no level 'pupils'; there are pupil, school"


def test_a_study_is_printed_in_a_few_lines_without_words_of_respondents(folders):
    study = load(*folders)

    assert repr(study) == (
        "<De proef: 6 respondents, a reconstruction\n"
        " levels: school (2 outcomes), pupil (2 outcomes)\n"
        " tables: respondents, outcomes, open_answers, other_outcomes, remarks>"
    )
    assert repr(study.tables).startswith("<Tables: respondents (6 rows), outcomes (")
    printed = f"{study!r} {study.tables!r} {read_study(folders[0])!r}"
    assert [text for text in study.tables.open_answers["text"] if text in printed] == []
    assert len(printed) < 600


def test_what_an_analyst_does_to_a_table_does_not_change_the_study(folders):
    study = load(*folders)
    before = study.outcomes

    changed = study.outcomes
    changed["mentioned"] = False
    changed.loc[:, "level"] = "pupil"

    pd.testing.assert_frame_equal(study.outcomes, before)
