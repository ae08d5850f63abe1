from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from dwimpact.errors import LONGEST_VALUE, StudyError
from dwimpact.study.files.reading import read_csv
from dwimpact.study.questionnaire.model import Questionnaire, codes
from dwimpact.study.study import Study, read_study, registry_spellings
from dwimpact.tidy.clean import (
    clean,
    clean_open_answers,
    clean_other_outcomes,
    clean_outcomes,
    clean_remarks,
    clean_respondents,
    count_answers,
)
from dwimpact.tidy.tables import Tables


def plain(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """The rows as plain values, what is missing as None."""
    objects = frame.astype(object)
    return list(objects.where(objects.notna(), None).itertuples(index=False, name=None))


def test_respondents(raw: pd.DataFrame, study: Study) -> None:
    got = clean_respondents(raw, study)
    assert list(got) == [
        "respondent",
        "workplace",
        "sector",
        "sector_group",
        "tranche",
        "tranche_group",
    ]
    assert plain(got) == [
        ("R1", "alfa", "mbo", "mbo", "1", "early"),
        ("R2", "alfa", "hbo", "higher", "1", "early"),
        ("R3", "alfa", "mbo", "mbo", "1", "early"),
        ("R4", "beta", "hbo", "higher", "2", "late"),
        ("R5", "beta", "mbo", "mbo", "2", "late"),
        ("R6", "beta", "other", "rest", "2", "late"),
    ]


def test_groups_without_respondents_stay_declared(tables: Tables) -> None:
    got = {c: list(tables.respondents[c].cat.categories) for c in list(tables.respondents)[1:]}
    assert got == {
        "workplace": ["alfa", "beta", "gamma"],
        "tranche": ["1", "2", "3"],
        "tranche_group": ["early", "late"],
        "sector": ["mbo", "hbo", "wo", "other"],
        "sector_group": ["mbo", "higher", "rest"],
    }


def test_respondent_of_an_undeclared_sector_is_refused(raw: pd.DataFrame, study: Study) -> None:
    raw.loc[0, "sector"] = "po"
    with pytest.raises(ValueError, match=r"^values of 'sector' outside the declared categories$"):
        clean_respondents(raw, study)


def test_outcomes_have_a_row_per_respondent_and_option(
    raw: pd.DataFrame, form: Questionnaire
) -> None:
    got = clean_outcomes(raw, form)
    keys = [tuple(map(str, key)) for key in got[["level", "outcome", "respondent"]].to_numpy()]
    exp = [
        (level.code, option, f"R{number}")
        for level in form.levels
        for option in level.options
        for number in range(1, 7)
    ]
    assert keys == exp
    assert list(got["outcome"].cat.categories) == list(form.option_codes)


@pytest.mark.parametrize(
    ("level", "outcome", "exp"),
    [
        # R4 left the block blank, which is not the same as ticking nothing.
        ("school", "network", [True, False, True, None, True, False]),
        ("school", "region", [True, True, False, None, False, False]),
        ("school", "other", [False, False, True, None, False, False]),
        ("school", "none", [False, False, False, None, False, True]),
        ("pupil", "skills", [False, False, True, True, None, False]),
        ("pupil", "soft_skills", [True, False, True, False, None, True]),
        ("pupil", "none", [False, True, False, False, None, False]),
    ],
)
def test_mentioned(tables: Tables, level: str, outcome: str, exp: list[bool | None]) -> None:
    rows = tables.outcomes.query("level == @level and outcome == @outcome")
    assert [mentioned for (mentioned,) in plain(rows[["mentioned"]])] == exp


def test_status_nature_and_explanation_of_a_respondent(tables: Tables) -> None:
    rows = tables.outcomes.query("respondent == 'R1' and level == 'school'")
    assert plain(rows.drop(columns=["respondent", "level"])) == [
        ("network", True, "realised", "new", "Wij bellen vaker"),
        ("region", True, "expected", "strengthened", None),
        ("other", False, None, None, None),
        ("none", False, None, None, None),
    ]


def test_open_answers_are_those_with_words(raw: pd.DataFrame, form: Questionnaire) -> None:
    assert plain(clean_open_answers(raw, form)) == [
        ("R1", "school", "Meer contact"),
        ("R2", "school", "Een plek in de stad"),
        ("R6", "school", "Geen idee"),
        ("R1", "pupil", "Zelfvertrouwen"),
    ]


def test_other_outcomes_and_remarks(raw: pd.DataFrame, form: Questionnaire) -> None:
    assert plain(clean_other_outcomes(raw, form)) == [("R3", "school", "Een prijs gewonnen")]
    assert plain(clean_remarks(raw, form)) == [("R1", "Ga zo door")]


def test_answers_are_counted_over_whom_was_asked(raw: pd.DataFrame, form: Questionnaire) -> None:
    got = count_answers(raw, form)
    assert (got["asked"] == got["answered"] + got["missing"]).all()
    assert got["column"].is_unique
    assert {row[0]: row[1:3] for row in plain(got)} == {
        "impact/school": (6, 3),
        "impact/pupil": (6, 2),
        "school/outcomes": (6, 5),
        "pupil/outcomes": (6, 5),
        "school/status/network": (3, 3),
        "school/nature/network": (3, 3),
        "school/explanation/network": (3, 1),
        "school/status/region": (2, 2),
        "school/nature/region": (2, 1),
        "school/explanation/region": (2, 0),
        "school/other_text": (1, 1),
        "school/status/other": (1, 1),
        "school/nature/other": (1, 1),
        "school/explanation/other": (1, 0),
        "pupil/status/skills": (2, 2),
        "pupil/nature/skills": (2, 2),
        "pupil/explanation/skills": (2, 1),
        "pupil/status/soft_skills": (3, 3),
        "pupil/nature/soft_skills": (3, 3),
        "pupil/explanation/soft_skills": (3, 0),
        "pupil/other_text": (0, 0),
        "pupil/status/other": (0, 0),
        "pupil/nature/other": (0, 0),
        "pupil/explanation/other": (0, 0),
        "closing/remarks": (6, 1),
        "closing/has_material": (6, 2),
        "closing/share_material": (6, 1),
        "closing/email": (6, 1),
    }


def test_every_spelling_names_its_workplace(study: Study) -> None:
    assert registry_spellings(study.registry) == {
        "WA": "alfa",
        "Alpha": "alfa",
        "Werkplaats Alfa": "alfa",
        "Werkplaats Bèta": "beta",
        "Werkplaats Gamma": "gamma",
        "alfa": "alfa",
        "beta": "beta",
        "gamma": "gamma",
    }


def test_responses_themselves_are_left_alone(raw: pd.DataFrame, study: Study) -> None:
    before = raw.copy(deep=True)
    clean(raw, study)
    assert_frame_equal(raw, before)


def test_nothing_that_identifies_a_person_is_kept(raw: pd.DataFrame, study: Study) -> None:
    tool = {"_submitted_by": "piet@school.example", "username": "piet@school.example"}
    tables = clean(raw.assign(**tool), study)
    for name, frame in vars(tables).items():
        cells = frame.astype("str").to_numpy().ravel().tolist()
        assert not [cell for cell in cells if "@" in str(cell)], name
        assert not set(frame) & {*tool, "closing/email"}, name


def test_order_of_the_rows_is_kept_without_changing_an_answer(
    raw: pd.DataFrame, study: Study
) -> None:
    turned = clean(raw[::-1].reset_index(drop=True), study).outcomes
    keys = ["respondent", "level", "outcome"]
    exp = clean(raw, study).outcomes.sort_values(keys, ignore_index=True)
    assert_frame_equal(turned.sort_values(keys, ignore_index=True), exp)


def test_wrong_cell_of_a_file_is_named_with_its_row(
    tmp_path: Path, write_study: Callable[..., Path], raw: pd.DataFrame
) -> None:
    raw.loc[4, "school/status/network"] = "klaar"
    folder = write_study(tmp_path, raw)
    with pytest.raises(StudyError) as error:
        clean(read_csv(folder / "responses.csv"), read_study(folder), "responses.csv")
    assert str(error.value) == (
        "responses.csv: row 6, column 'school/status/network': unknown value "
        "(a text of 5 characters); expected realised or expected. Correct the cell."
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.data(), answer=st.text(min_size=LONGEST_VALUE + 1, max_size=200))
@pytest.mark.long
def test_answer_in_any_cell_never_appears_in_a_message(
    raw: pd.DataFrame, study: Study, data: st.DataObject, answer: str
) -> None:
    column = data.draw(st.sampled_from(list(raw)))
    row = data.draw(st.integers(0, len(raw) - 1))
    frame = raw.copy()
    frame.loc[row, column] = answer
    message = ""
    try:
        clean(frame, study)
    except StudyError as error:
        message = str(error)
    assert answer not in message


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("sector", "mbo, hbo, wo or other"),
        ("institution/status/regional_position", "realised, partly_realised or expected"),
        ("student/nature/soft_skills", "new or strengthened"),
        ("programme/outcomes/none", "1 or 0"),
        (
            "student/outcomes",
            "codes separated by single spaces, each soft_skills, theory_practice_link, "
            "satisfaction, motivation, career_knowledge, other or none",
        ),
        ("closing/share_material", "yes or no"),
    ],
)
def test_unknown_code_in_the_real_responses(
    real_raw: pd.DataFrame, real_study: Study, column: str, expected: str
) -> None:
    wrong = real_raw.copy()
    wrong.loc[41, column] = "onbekend"
    with pytest.raises(StudyError) as error:
        clean(wrong, real_study, "data/raw/responses.csv")
    assert str(error.value) == (
        f"data/raw/responses.csv: row 43, column '{column}': unknown value "
        f"(a text of 8 characters); expected {expected}. Correct the cell."
    )


def test_every_real_response_is_used_once(real_raw: pd.DataFrame, real_tables: Tables) -> None:
    respondents = real_tables.respondents["respondent"]
    assert respondents.tolist() == real_raw["respondent"].tolist()
    assert respondents.is_unique
    assert len(respondents) == 64


def test_real_outcomes_have_a_row_per_respondent_and_option(
    real_study: Study, real_tables: Tables
) -> None:
    options = sum(len(level.options) for level in real_study.questionnaire.levels)
    assert len(real_tables.outcomes) == 64 * options


def test_real_texts_are_as_many_as_published(real_tables: Tables) -> None:
    # Appendices 3 and 4
    wrote = real_tables.open_answers["respondent"].drop_duplicates()
    groups = real_tables.respondents.set_index("respondent").loc[wrote, "sector_group"]
    assert groups.value_counts(sort=False).tolist() == [16, 26, 5]
    assert len(wrote) == 47
    assert len(real_tables.remarks) == 21


def test_real_workplaces_have_respondents_of_their_sectors_only(
    real_study: Study, real_tables: Tables
) -> None:
    institutions = real_study.members
    pairs = real_tables.respondents[["workplace", "sector"]].drop_duplicates()
    counted = pairs[pairs["sector"] != "other"]
    assert len(counted)
    assert all(institutions.loc[workplace, sector] > 0 for workplace, sector in plain(counted))


def test_levels_and_categories_are_those_of_the_form(
    real_study: Study, real_tables: Tables
) -> None:
    form = real_study.questionnaire
    for field in dataclasses.fields(Tables):
        frame = getattr(real_tables, field.name)
        if "level" in frame and field.name not in ("hidden", "known", "known_differences"):
            assert list(frame["level"].cat.categories) == codes(form.levels), field.name
