from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from asking import MANY, asking

from dwimpact.intake.form_logic import form_problems
from dwimpact.intake.raw_layout import ticks_from_base
from dwimpact.reconstruction.drawing import draw_at_random
from dwimpact.study.study import Study

CORRECT = "Correct the cell."


def problems(raw: pd.DataFrame, study: Study) -> list[str]:
    """What stops the report, in row order."""
    found = form_problems(raw, study)
    stopping = sorted((p for p in found if p.stops), key=lambda p: (p.row or 0, p.column or ""))
    return [f"a.csv: {problem}" for problem in stopping]


def check(raw: pd.DataFrame, study: Study) -> None:
    assert problems(raw, study) == []


def test_tiny_and_real_responses_follow_the_form(
    raw: pd.DataFrame, study: Study, real_raw: pd.DataFrame, real_study: Study
) -> None:
    check(raw, study)
    check(real_raw, real_study)


@pytest.mark.parametrize(("row", "value"), [(0, "0"), (1, "1"), (3, "1")])
def test_tick_disagrees_with_the_codes(
    raw: pd.DataFrame, study: Study, row: int, value: str
) -> None:
    raw.loc[row, "school/outcomes/network"] = value
    assert problems(raw, study) == [
        f"a.csv: row {row + 2}, column 'school/outcomes/network': "
        f"disagrees with the ticked codes, found '{value}'; "
        f"expected 1 exactly where 'school/outcomes' names 'network'. {CORRECT}"
    ]


def test_code_inside_another_code_is_not_ticked(raw: pd.DataFrame, study: Study) -> None:
    raw.loc[0, "pupil/outcomes/skills"] = "1"  # R1 ticked soft_skills
    assert problems(raw, study) == [
        "a.csv: row 2, column 'pupil/outcomes/skills': "
        "disagrees with the ticked codes, found '1'; "
        f"expected 1 exactly where 'pupil/outcomes' names 'skills'. {CORRECT}"
    ]


def test_export_without_the_columns_per_choice_filled_in_will_do(
    raw: pd.DataFrame, study: Study
) -> None:
    raw["school/outcomes/network"] = None
    check(raw.astype("str"), study)


@pytest.mark.parametrize(("matrix", "value"), [("status", "realised"), ("nature", "new")])
def test_answer_for_what_was_not_ticked(
    raw: pd.DataFrame, study: Study, matrix: str, value: str
) -> None:
    raw.loc[1, f"school/{matrix}/network"] = value
    assert problems(raw, study) == [
        f"a.csv: row 3, column 'school/{matrix}/network': "
        f"answer for an outcome that was not ticked, found '{value}'; "
        f"expected a blank cell, or 'network' among the ticked codes. {CORRECT}"
    ]


@pytest.mark.parametrize(
    ("column", "option"),
    [("school/explanation/network", "network"), ("school/other_text", "other")],
)
def test_own_words_for_what_was_not_ticked_are_not_printed(
    raw: pd.DataFrame, study: Study, column: str, option: str
) -> None:
    raw.loc[1, column] = "Kort"
    assert problems(raw, study) == [
        f"a.csv: row 3, column '{column}': answer for an outcome that was not ticked; "
        f"expected a blank cell, or '{option}' among the ticked codes. {CORRECT}"
    ]


def test_none_together_with_an_outcome(raw: pd.DataFrame, study: Study) -> None:
    raw.loc[5, "school/outcomes"] = "network none"
    raw.loc[5, "school/outcomes/network"] = "1"
    assert problems(raw, study) == [
        "a.csv: row 7, column 'school/outcomes': 'none' together with outcomes, found "
        f"'network none'; expected 'none' alone, or outcomes without 'none'. {CORRECT}"
    ]


@pytest.mark.parametrize("spelling", ["gamma", "Werkplaats Gamma"])
def test_sector_that_the_workplace_does_not_have(
    raw: pd.DataFrame, study: Study, spelling: str
) -> None:
    raw.loc[0, "workplace"] = spelling
    assert problems(raw, study) == [
        "a.csv: row 2, column 'sector': value that the registry has none of for this workplace, "
        f"found 'mbo'; expected hbo or wo, or another workplace. {CORRECT}"
    ]


def test_sector_without_institutions_of_its_own_may_be_anywhere(
    raw: pd.DataFrame, study: Study
) -> None:
    raw.loc[5, "workplace"] = "gamma"  # R6 is of sector 'other'
    check(raw, study)


def test_every_contradiction_is_told_in_row_order(raw: pd.DataFrame, study: Study) -> None:
    raw.loc[5, "pupil/status/skills"] = "realised"
    raw.loc[1, "school/nature/network"] = "new"
    raw.loc[1, "school/outcomes/network"] = "1"
    raw.loc[0, "workplace"] = "gamma"
    got = [line.split(": ")[1] for line in problems(raw, study)]
    assert got == [
        "row 2, column 'sector'",
        "row 3, column 'school/nature/network'",
        "row 3, column 'school/outcomes/network'",
        "row 7, column 'pupil/status/skills'",
    ]


def test_more_is_ticked_than_the_form_allows(tmp_path: Path) -> None:
    study = asking(tmp_path)
    raw = draw_at_random(study, 4)
    two, three = "baker grocer", "baker butcher grocer"
    for row, codes in enumerate((two, three, None, "baker")):
        raw.loc[row, MANY] = codes
        ticks = ticks_from_base(raw[MANY], study.questionnaire.item(MANY))
        raw = raw.assign(**ticks)
    (problem,) = form_problems(raw, study)
    assert not problem.stops
    assert str(problem) == (
        f"row 3, column '{MANY}': more options than the form allows, found '{three}'; "
        "expected 2 at most. Counted as ticked."
    )
