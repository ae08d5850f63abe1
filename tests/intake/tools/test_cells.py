"""Cells that are no answer are told or blank, and answers that look like them stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import Form, with_form

from dwimpact.intake.files.export import Export
from dwimpact.intake.responses import read_responses
from dwimpact.intake.tools.cells import UNASKED, as_limesurvey_means, cell_problems
from dwimpact.intake.tools.mapped import IGNORED
from dwimpact.study.questionnaire.model import Questionnaire, text_columns
from dwimpact.study.study import Study

SINCE: dict[str, Any] = {"code": "since", "label": "Sinds", "kind": "date", "question": "Wanneer?"}
COLUMNS = ["respondent", "submitted", "impact/school", "since", IGNORED, None]
CSV = "Put the answer back, or export it again as CSV."


@pytest.fixture(scope="session")
def dated(study: Study, form_data: Form) -> Questionnaire:
    """The tiny form with a question for a date."""
    return with_form(study, form_data, items=[SINCE]).questionnaire


def export(headings: list[str | None], **about: Any) -> Export:
    return Export([name or "hulp" for name in headings], pd.DataFrame(), **about)


def told(about: Export, columns: list[str | None], form: Questionnaire) -> list[str]:
    return [str(problem) for problem in cell_problems(about, columns, form)]


def test_errors_are_told_of_columns_of_the_form(dated: Questionnaire) -> None:
    places = range(len(COLUMNS))
    broken = [(4, position, "#N/A") for position in places] + [(5, 2, "")]
    assert told(export(COLUMNS, broken=broken), COLUMNS, dated) == [
        *(
            f"row 4, column '{column}': an error instead of an answer, found '#N/A'; "
            f"expected an answer, or a blank cell. {CSV}"
            for column in ("respondent", "submitted", "impact/school", "since")
        ),
        "row 5, column 'impact/school': a formula without a value; expected text as it was filled "
        f"in. {CSV}",
    ]


def test_dates_are_told_where_the_form_has_text(dated: Questionnaire) -> None:
    dates = {position: [2] for position in range(len(COLUMNS))}
    assert told(export(COLUMNS, dates=dates), COLUMNS, dated) == [
        f"row 2, column '{column}': a date where the questionnaire has text; expected text as it "
        "was filled in. Format the column as text and put the value back."
        for column in ("respondent", "impact/school")
    ]


@pytest.mark.parametrize(
    ("heading", "is_own"),
    [("_id", True), ("id", True), ("KEY", True), ("_uuid", True), ("respondent", False)],
)
def test_an_id_that_became_a_number_is_told_unless_the_tool_numbers(
    heading: str, is_own: bool, form: Questionnaire
) -> None:
    about = export([heading, "sector"], numbers={0, 1})
    says = (
        "column 'respondent': a number where the questionnaire has text; expected text. "
        "Check that Excel has not cut off leading zeros."
    )
    assert told(about, ["respondent", "sector"], form) == ([] if is_own else [says])


def test_nothing_is_said_of_a_text_file(form: Questionnaire) -> None:
    assert told(export([*form.raw_columns]), [*form.raw_columns], form) == []


def test_what_limesurvey_did_not_ask_is_blank(raw: pd.DataFrame, form: Questionnaire) -> None:
    unasked = raw.mask(raw.isna(), UNASKED[0])
    assert as_limesurvey_means(unasked, form).equals(raw)


@given(
    texts=st.lists(st.text(max_size=9).filter(lambda t: t not in UNASKED), min_size=6, max_size=6)
)
def test_what_people_write_is_kept(texts: list[str], form: Questionnaire) -> None:
    columns = text_columns(form)
    raw = pd.DataFrame({c: pd.Series(texts, dtype="str") for c in columns})
    assert as_limesurvey_means(raw, form).equals(raw)


@pytest.mark.parametrize("text", ["n.v.t.", "N.v.t.", "n/a", "NA", "-", "2", "geen", "N/A."])
def test_texts_for_no_answer_are_answers_in_a_text(
    text: str, raw: pd.DataFrame, form: Questionnaire
) -> None:
    raw.loc[0, ["closing/remarks", "school/other_text"]] = text
    assert as_limesurvey_means(raw, form).equals(raw)


def test_two_is_no_where_limesurvey_was_asked_so(raw: pd.DataFrame, form: Questionnaire) -> None:
    """For a box, a blank 'other' of that block only, and a question of yes and no."""
    said = raw.copy()
    ticks = [c for c in raw if c.startswith("school/outcomes/")]
    said[ticks] = raw[ticks].replace("0", "2")
    said["school/other_text"] = raw["school/other_text"].fillna("2")
    said.loc[1, "pupil/other_text"] = "2"
    for column in ("closing/has_material", "closing/share_material"):
        said[column] = raw[column].replace({"yes": "1", "no": "2"})
    expected = raw.copy()
    expected.loc[1, "pupil/other_text"] = "2"
    assert as_limesurvey_means(said, form).equals(expected)


def test_nothing_is_needed_of_columns_that_are_not_there(form: Questionnaire) -> None:
    raw = pd.DataFrame({"respondent": ["1"], "school/other_text": ["2"]}, dtype="str")
    assert as_limesurvey_means(raw, form).equals(raw)


@pytest.mark.parametrize("text", ["N/A", "n.v.t.", "2", "-", "null"])
def test_who_writes_so_in_kobo_has_answered(
    text: str, raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    raw.loc[0, ["impact/school", "closing/remarks"]] = text
    raw.to_csv(tmp_path / "a.csv", index=False)
    got = read_responses(tmp_path / "a.csv", study).raw.loc[0]
    assert [got["impact/school"], got["closing/remarks"]] == [text, text]


def test_texts_for_no_answer_are_blank_in_a_coded_cell(
    raw: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    raw.loc[[0, 1], "closing/has_material"] = ["n.v.t.", "NA"]
    raw.to_csv(tmp_path / "a.csv", index=False, na_rep="")
    got = read_responses(tmp_path / "a.csv", study)
    assert got.raw["closing/has_material"].isna().all()
    assert [str(p) for p in got.problems if p.rule == "said_blank"] == [
        f"read as blank in 1 cells, found '{text}'; expected a blank cell. "
        "Look whether it stands for no answer."
        for text in ("n.v.t.", "NA")
    ]
