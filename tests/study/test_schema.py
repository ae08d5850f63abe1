from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
import pytest
from pandas.testing import assert_frame_equal

from dwimpact.errors import StudyError
from dwimpact.intake.schema import raw_schema
from dwimpact.shares import share_schema
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.schema import approached_schema, registry_schema
from dwimpact.study.study import Study
from dwimpact.study.validation import validate
from dwimpact.tidy.schema import clean_outcomes_schema, clean_text_schema
from dwimpact.tidy.tables import Tables

CORRECT = "Correct the cell."


@pytest.fixture
def schema(form: Questionnaire, study: Study) -> pa.DataFrameSchema:
    return raw_schema(form, study.spellings)


def problems(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> list[str]:
    with pytest.raises(StudyError) as error:
        validate(frame, schema, "a.csv")
    return str(error.value).splitlines()


def text(**columns: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str")


def test_whole_numbers_are_read_as_such() -> None:
    frame = text(dimension=["tranche", "sector"], group=["1", "mbo"], approached=["6", "0"])
    got = validate(frame, approached_schema({"tranche": ["1"], "sector": ["mbo"]}), "a.csv")
    assert_frame_equal(got, frame.astype({"approached": "int64"}))
    assert frame["approached"].tolist() == ["6", "0"]


@pytest.mark.parametrize("value", ["2.5", "2.0", "veel", "1e3"])
def test_what_is_no_whole_number_is_one_problem(value: str) -> None:
    frame = text(dimension=["tranche"] * 2, group=["1", "2"], approached=["6", value])
    got = problems(frame, approached_schema({"tranche": ["1", "2"], "sector": ["mbo"]}))
    where = "a.csv: row 3, column 'approached'"
    assert got == [f"{where}: unusable value '{value}'; expected a whole number. {CORRECT}"]


def test_every_problem_of_a_table_is_told_in_row_order() -> None:
    frame = text(
        dimension=["tranche", "place", "tranche"],
        group=["1", "2", "1"],
        approached=["6", "-3", "2"],
    )
    once = "expected each value once. Keep one row."
    assert problems(frame, approached_schema({"tranche": ["1", "2"], "sector": ["mbo"]})) == [
        f"a.csv: row 2, column 'dimension': repeated value 'tranche'; {once}",
        f"a.csv: row 2, column 'group': repeated value '1'; {once}",
        "a.csv: row 3, column 'dimension': unknown value 'place'; "
        f"expected tranche or sector. {CORRECT}",
        "a.csv: row 3, column 'approached': unknown value '-3'; "
        f"expected a whole number, 0 or more. {CORRECT}",
        f"a.csv: row 4, column 'dimension': repeated value 'tranche'; {once}",
        f"a.csv: row 4, column 'group': repeated value '1'; {once}",
    ]


def test_what_has_no_members_needs_no_column(form: Questionnaire) -> None:
    frame = text(workplace=["a"], name=["A"], other_spellings=[None], tranche=["1"], mbo=["2"])
    schema = registry_schema(form.variable("workplace"), form)
    got = validate(frame.assign(phone=["1"]), schema, "a.csv").drop(columns="phone")
    assert got.loc[0].to_dict() | {"other_spellings": None} == {
        "workplace": "a",
        "name": "A",
        "other_spellings": None,
        "tranche": "1",
        "mbo": 2,
    }


def test_responses_of_the_tiny_study_pass(raw: pd.DataFrame, schema: pa.DataFrameSchema) -> None:
    assert_frame_equal(validate(raw, schema, "a.csv"), raw)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("sector", "mbo2", "mbo, hbo, wo or other"),
        ("workplace", "delta", "WA, Alpha, Werkplaats Alfa, Werkplaats Bèta, "),
        ("school/outcomes/network", "2", "1 or 0"),
        ("school/status/network", "Gerealiseerd", "realised or expected"),
        ("pupil/nature/other", "nieuw", "new or strengthened"),
        ("closing/has_material", "ja", "yes or no"),
        ("closing/share_material", "nee", "yes or no"),
        (
            "school/outcomes",
            "network  region",
            "codes separated by single spaces, each network, region, other or none",
        ),
        (
            "pupil/outcomes",
            "network",
            "codes separated by single spaces, each skills, soft_skills, other or none",
        ),
    ],
)
def test_unknown_code_is_named_with_its_place(
    raw: pd.DataFrame, schema: pa.DataFrameSchema, column: str, value: str, expected: str
) -> None:
    raw.loc[3, column] = value
    if column == "workplace":
        expected += "Werkplaats Gamma, alfa, beta or gamma"
    assert problems(raw, schema) == [
        f"a.csv: row 5, column '{column}': unknown value '{value}'; expected {expected}. {CORRECT}"
    ]


@pytest.mark.parametrize("column", ["respondent", "workplace", "sector"])
def test_background_may_not_be_blank(
    raw: pd.DataFrame, schema: pa.DataFrameSchema, column: str
) -> None:
    raw.loc[0, column] = None
    exp = f"a.csv: row 2, column '{column}': blank cell; expected a value. Fill in the cell."
    assert problems(raw, schema) == [exp]


def test_respondent_may_not_stand_twice(raw: pd.DataFrame, schema: pa.DataFrameSchema) -> None:
    raw.loc[4, "respondent"] = "R1"
    once = "column 'respondent': repeated value 'R1'; expected each value once. Keep one row."
    assert problems(raw, schema) == [f"a.csv: row 2, {once}", f"a.csv: row 6, {once}"]


def test_typing_error_in_a_heading(raw: pd.DataFrame, schema: pa.DataFrameSchema) -> None:
    frame = raw.rename(columns={"school/status/region": "school/status/regoin"})
    assert problems(frame, schema) == [
        "a.csv: unknown column 'school/status/regoin'; expected only columns that the "
        "questionnaire defines. Rename it, name it under 'export' in questionnaire.yml, leave it "
        "out with 'ignore' in study.yml, or add the question to questionnaire.yml.",
        "a.csv: no column 'school/status/region'; expected every column of the questionnaire. "
        "Is 'school/status/regoin' meant? Rename it.",
    ]


def test_absent_column(raw: pd.DataFrame, schema: pa.DataFrameSchema) -> None:
    assert problems(raw.drop(columns="respondent"), schema) == [
        "a.csv: no column 'respondent'; expected every column of the questionnaire. Add the column."
    ]


@pytest.mark.parametrize(
    ("heading", "exp"),
    [
        ("a_long_heading_without_spaces_that_is_a_code", None),
        ("iets anders", None),
        ("Wij merken vooral dat docenten elkaar weten te vinden", 53),
        ("iemand@school.example", 21),
    ],
)
def test_heading_that_may_be_an_answer_is_not_printed(
    raw: pd.DataFrame, schema: pa.DataFrameSchema, heading: str, exp: int | None
) -> None:
    shown = f"'{heading}'" if exp is None else f"(a text of {exp} characters)"
    assert problems(raw.assign(**{heading: None}), schema) == [
        f"a.csv: unknown column {shown}; expected only columns that the questionnaire defines. "
        "Rename it, name it under 'export' in questionnaire.yml, leave it out with 'ignore' in "
        "study.yml, or add the question to "
        "questionnaire.yml."
    ]


def test_columns_that_form_tools_add_are_let_through(
    raw: pd.DataFrame, schema: pa.DataFrameSchema
) -> None:
    tool = {"_id": 7, "_submitted_by": "x", "start": "x", "end": "x", "today": "x"}
    tool |= {"deviceid": "x", "username": "x", "meta/instanceID": "x", "formhub/uuid": "x"}
    validate(raw.assign(**tool), schema, "a.csv")


def test_status_of_what_was_not_mentioned_is_refused(form: Questionnaire, tables: Tables) -> None:
    wrong = tables.outcomes.copy()
    unmentioned = wrong.index[wrong["mentioned"].eq(False)][0]
    wrong.loc[unmentioned, "status"] = "realised"
    with pytest.raises(pa.errors.SchemaError) as error:
        clean_outcomes_schema(form).validate(wrong)
    assert error.value.check.error == "status and nature only for a mentioned outcome"


def test_two_texts_of_one_respondent_at_a_level_are_refused(
    form: Questionnaire, tables: Tables
) -> None:
    twice = pd.concat([tables.open_answers, tables.open_answers[:1]], ignore_index=True)
    with pytest.raises(pa.errors.SchemaError) as error:
        clean_text_schema(form, per_level=True).validate(twice)
    assert error.value.check == "multiple_fields_uniqueness"


SHARE = {"group": "all", "n": 4, "missing": 1, "count": 1, "share": 0.25, "low": 0.1, "high": 0.6}
SHARE |= {"imprecise": True}


@pytest.mark.parametrize(
    ("wrong", "exp"),
    [
        ({"count": 5}, "count is at most n"),
        ({"share": 0.05}, "the share lies in its interval"),
        ({"share": 0.7}, "the share lies in its interval"),
        ({"missing": -1}, "a whole number, 0 or more"),
        ({"high": 1.1}, "in_range(0, 1)"),
    ],
)
def test_figure_table_that_cannot_be_is_refused(wrong: dict[str, float], exp: str) -> None:
    share_schema(["group"]).validate(pd.DataFrame([SHARE]))
    with pytest.raises(pa.errors.SchemaError) as error:
        share_schema(["group"]).validate(pd.DataFrame([SHARE | wrong]))
    assert error.value.check.error == exp


def test_figure_table_has_one_row_per_key() -> None:
    with pytest.raises(pa.errors.SchemaError) as error:
        share_schema(["group"]).validate(pd.DataFrame([SHARE, SHARE]))
    assert error.value.check == "multiple_fields_uniqueness"
