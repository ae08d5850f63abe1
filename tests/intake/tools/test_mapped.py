"""An export as another tool writes it: Google Forms, without a column that names who answered."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError
from tiny import Form, with_form

from dwimpact.errors import StudyError
from dwimpact.intake.examine import examine
from dwimpact.intake.responses import read_responses
from dwimpact.study.study import Study

QUESTIONS = ("Wat ziet u op school?", "Wat ziet u bij leerlingen?")
HEADINGS = ["Timestamp", "Sector", "Uw werkplaats", *QUESTIONS]
ROWS = [
    [
        "2023-05-01 10:00:00",
        "mbo",
        "Werkplaats Alfa",
        "(Meer) contact met andere scholen, een moestuin",
        "Vaardigheden",
    ],
    ["2023-05-01 11:00:00", "hbo", "Werkplaats Bèta", "Positie in de regio", "Soft skills, rust"],
    ["2023-05-02 09:00:00", "mbo", "Werkplaats Alfa", "", "Vaardigheden, Soft skills"],
]
EXPORT = {
    "columns": {
        "submitted": "Timestamp",
        "sector": "Sector",
        "workplace": "Uw werkplaats",
        "school/outcomes": 4,
        "pupil/outcomes": 5,
    },
    "separator": ", ",
    "rest_is_other": True,
}


@pytest.fixture
def google(tmp_path: Path) -> Path:
    file = tmp_path / "google.csv"
    pd.DataFrame(ROWS, columns=HEADINGS).to_csv(file, index=False)
    return file


def asking(study: Study, form_data: Form, **export: object) -> Study:
    """Only what can be ticked is asked, and the file names nobody."""
    levels = [{**level, "asks": [], "opening": False} for level in form_data["levels"]]
    questions = {"outcomes": "Wat ziet u?"}
    none: Form = {"statuses": [], "natures": []}
    mine = {**EXPORT, **export}
    return with_form(study, form_data, levels=levels, questions=questions, export=mine, **none)


def test_what_was_typed_at_other_comes_in(study: Study, form_data: Form, google: Path) -> None:
    mine = asking(study, form_data)
    read = read_responses(google, mine)
    raw = read.raw

    assert raw["respondent"].tolist() == ["1", "2", "3"]
    assert raw["school/outcomes"].fillna("").tolist() == ["network other", "region", ""]
    assert raw["school/other_text"].fillna("").tolist() == ["een moestuin", "", ""]
    assert raw["pupil/outcomes"].tolist() == ["skills", "soft_skills other", "skills soft_skills"]
    assert raw["pupil/other_text"].fillna("").tolist() == ["", "rust", ""]
    examined = examine(read, mine)
    assert len(examined.used) == 3
    assert [problem.what for problem in examined.problems] == [
        "text beside the options in 1 cells of 'school/outcomes', read as 'other'",
        "text beside the options in 1 cells of 'pupil/outcomes', read as 'other'",
    ]


def test_without_being_told_so_it_is_no_answer(study: Study, form_data: Form, google: Path) -> None:
    mine = asking(study, form_data, rest_is_other=False)
    examined = examine(read_responses(google, mine), mine)
    refused = {p.column for p in examined.problems if p.rule == "unknown_value"}
    assert refused == {*QUESTIONS}


def test_a_block_in_one_column_needs_a_separator(
    study: Study, form_data: Form, google: Path
) -> None:
    mine = asking(study, form_data, separator="", rest_is_other=False)
    with pytest.raises(StudyError) as caught:
        read_responses(google, mine)
    assert (
        str(caught.value)
        .splitlines()[0]
        .endswith(
            "the questionnaire says that 'school/outcomes' is '4', which is 1 column of the file; "
            "expected 4 columns of the file, or 'separator' where all answers stand in one. "
            "Correct 'export' in questionnaire.yml."
        )
    )


def test_the_columns_of_a_block_are_named(study: Study, form_data: Form) -> None:
    with pytest.raises(ValidationError) as caught:
        with_form(study, form_data, export={"columns": {"school/status": "9-13"}})
    told = "no such columns: ['school/status'], but school/status/network, school/status/region"
    assert told in str(caught.value)


def test_values_of_nothing_are_refused(study: Study, form_data: Form) -> None:
    with pytest.raises(ValidationError) as caught:
        with_form(study, form_data, export={"columns": {}, "values": {"school": {"a": "b"}}})
    assert "export: values: nothing that has answers: ['school']" in str(caught.value)


def test_the_rest_of_a_cell_is_known_by_a_separator(study: Study, form_data: Form) -> None:
    with pytest.raises(ValidationError) as caught:
        with_form(study, form_data, export={"columns": {}, "rest_is_other": True})
    assert "rest_is_other: only with a 'separator'" in str(caught.value)
