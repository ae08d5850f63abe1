"""A study with its tidy tables."""

from dataclasses import replace

import pandas as pd
import pytest

import dwimpact
from dwimpact.disclosure.small_groups import withhold
from dwimpact.errors import UnknownName
from dwimpact.loading import load, with_tables
from dwimpact.shares import at_level, characteristic_shares, mention_shares
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import read_study
from dwimpact.templates.html import NOTICE
from dwimpact.tidy.clean import clean

BACKGROUND = ["workplace", "sector", "sector_group", "tranche", "tranche_group"]


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


def test_what_is_known_of_everybody_is_not_said_of_an_edition(study, tables):
    shares = pd.DataFrame(
        {"characteristic": ["nature"], "category": ["new"], "lowest": [0.1], "highest": [0.6]}
    )
    known = replace(tables, known_shares=shares, known_differences=pd.DataFrame({"level": ["a"]}))
    assert len(with_tables(study, known).known_shares) == 1
    edition = with_tables(study, known, "sector=mbo")
    assert edition.known_shares.empty
    assert edition.known_differences.empty


def of_responses(study, edition):
    """An edition of the study, with responses that are real."""
    settings = study.settings.model_copy(update={"reconstructed": False})
    return with_tables(replace(study, settings=settings), study.tables, edition)


def test_an_edition_that_is_not_by_sector_has_no_texts(folders):
    study = of_responses(load(*folders), "tranche=1")

    assert list(study.respondents["respondent"]) == ["R1", "R2", "R3"]
    assert [len(t) for t in (study.open_answers, study.other_outcomes, study.remarks)] == [0, 0, 0]
    assert study.outcomes["explanation"].isna().all()
    assert study.outcomes["mentioned"].sum() == 9


def test_of_a_workplace_is_not_known_how_many_were_approached(folders):
    study = of_responses(load(*folders), "workplace=alfa")

    assert study.population is None
    assert study.group_names["edition"] == "Werkplaats Alfa"


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
        " tables: respondents, outcomes, answers, open_answers, other_outcomes, remarks, "
        "item_texts>"
    )
    assert repr(study.tables).startswith("<Tables: respondents (6 rows), outcomes (")
    printed = f"{study!r} {study.tables!r} {read_study(folders[0])!r}"
    assert [text for text in study.tables.open_answers["text"] if text in printed] == []
    assert len(printed) < 600


@pytest.mark.parametrize("by", ["status", "outcome", "mentioned", "", ["school", "network"]])
def test_only_background_splits_respondents(folders, by):
    study = load(*folders)
    for ask in (study.mention_shares, study.respondents_at):
        with pytest.raises(UnknownName) as caught:
            ask("school", by)
        start, known = str(caught.value).split("; there are ")
        assert start == f"no column of groups {by!r}"
        assert set(known.split(", ")) == set(BACKGROUND)


def test_what_an_analyst_does_to_a_table_does_not_change_the_study(folders):
    study = load(*folders)
    before = study.outcomes

    changed = study.outcomes
    changed["mentioned"] = False
    changed.loc[:, "level"] = "pupil"

    pd.testing.assert_frame_equal(study.outcomes, before)


def test_nothing_is_shown_of_a_level_that_few_were_asked(study, form_data, raw):
    levels = [form_data["levels"][0], {**form_data["levels"][1], "asked_if": {"sector": ["other"]}}]
    form = Questionnaire.model_validate({**form_data, "levels": levels})
    asked = raw["sector"].eq("other")
    raw.loc[~asked, [c for c in raw if c.startswith("pupil/")]] = None
    few = replace(study, questionnaire=form)

    made = with_tables(few, clean(raw, few))

    assert (made.asked("school"), made.asked("pupil")) == (len(raw), int(asked.sum()))
    assert made.asked("pupil") < made.settings.withhold_below
    assert made.mention_shares("pupil").empty
    assert not made.shows("other_outcomes", "pupil")
    assert made.shows("other_outcomes", "school")
