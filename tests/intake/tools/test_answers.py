"""Texts of a form tool stand for the codes that were meant, and nothing else does."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tiny import Form, with_form, with_registry

from dwimpact.intake.raw_layout import complete_blocks
from dwimpact.intake.tools.answers import as_codes
from dwimpact.study.study import Study

STATUS, TICK = "school/status/network", "school/outcomes/network"
POINTS = [{"code": str(n), "label": f"punt {n}"} for n in range(1, 6)]
GRADE: dict[str, Any] = {"code": "grade", "label": "Oordeel", "kind": "scale", "options": POINTS}
REVERSED = {str(n): str(6 - n) for n in range(1, 6)}


def coded(study: Study, column: str, *cells: str | None, **labels: str) -> list[str | None]:
    """What cells of a column are taken for; blanks as None."""
    raw = pd.DataFrame({column: cells}, dtype="str")
    known = {column: {value.removeprefix("v"): text for value, text in labels.items()}}
    made = as_codes(raw, study, known)[0][column]
    return made.astype(object).where(made.notna(), None).tolist()


def test_codes_stay_what_they_are(raw: pd.DataFrame, study: Study) -> None:
    made, problems = as_codes(raw, study, {})
    assert made.equals(raw)
    assert problems == []
    complete, doubts = complete_blocks(raw, study.questionnaire)
    assert complete.equals(raw)
    assert doubts == []


@pytest.mark.parametrize(
    ("column", "cells", "code"),
    [
        (STATUS, ["realised", "Gerealiseerd", " GEREALISEERD ", "rplns"], "realised"),
        ("school/nature/network", ["Nieuw", "nieuwe opbrengst", "new"], "new"),
        ("sector", ["overig", "Overig", "other"], "other"),
        (
            TICK,
            ["1", "1.0", "Ja", "yes", "TRUE", "x", "✓", "(Meer) contact met andere scholen"],
            "1",
        ),
        (TICK, ["0", "0,0", "Nee", "No", "false", "Not selected"], "0"),
        ("closing/has_material", ["yes", "Ja", "Y"], "yes"),
        ("closing/has_material", ["no", "NEE", "n"], "no"),
        ("workplace", ["Werkplaats Bèta", "werkplaats be\u0300ta"], "Werkplaats Bèta"),
    ],
)
def test_texts_that_stand_for_a_code(
    column: str, cells: list[str], code: str, study: Study
) -> None:
    assert coded(study, column, *cells) == [code] * len(cells)


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (STATUS, ["realized", "1", "Ja", "realised expected"]),
        (TICK, ["2", "misschien", "Positie in de regio"]),  # of another option
        ("closing/has_material", ["1", "2", "misschien"]),
        ("workplace", ["Werkplaats", "alfa beta"]),
        ("impact/school", ["N/A", "n.v.t.", "-", "Ja", "1.0"]),  # whatever somebody wrote
    ],
)
def test_other_texts_are_left_as_they_are(column: str, cells: list[str], study: Study) -> None:
    assert coded(study, column, *cells) == cells


def test_texts_for_no_answer_are_told_with_their_number(study: Study) -> None:
    raw = pd.DataFrame({STATUS: ["N/A", "-", "N/A", None]}, dtype="str")
    made, problems = as_codes(raw, study, {})
    assert made[STATUS].isna().all()
    assert sorted((p.what, p.value) for p in problems) == [
        ("read as blank in 1 cells, found", "-"),
        ("read as blank in 2 cells, found", "N/A"),
    ]


def test_labels_of_spss_say_what_a_number_means(study: Study) -> None:
    labels = {"v1": "Verwacht", "v2": "Gerealiseerd", "v9": "onbekend hier"}
    assert coded(study, STATUS, "1", "2.0", "9", **labels) == ["expected", "realised", "9"]
    assert coded(study, TICK, "1", "2", v1="Nee", v2="Ja") == ["0", "1"]


def test_a_blank_may_stand_for_an_option(study: Study, form_data: Form) -> None:
    def change(form: Form) -> None:
        form["background"][1]["blank"] = "other"

    changed = with_form(study, form_data, change)
    assert coded(changed, "sector", None, "mbo", "n.v.t.") == ["other", "mbo", "other"]


def test_what_a_study_says_of_an_answer_goes_first(study: Study, form_data: Form) -> None:
    """limesurvey: {answers: {grade: {'1': '5', …}}}, and the same under export: {values: …}."""
    mapping = {"questions": {"G1": "grade"}, "answers": {"grade": REVERSED}}
    changed = with_form(study, form_data, items=[GRADE], limesurvey=mapping)
    assert coded(changed, "grade", *REVERSED) == [*REVERSED.values()]


def test_a_spelling_that_is_written_so_goes_first(study: Study) -> None:
    changed = with_registry(study, {"alfa": "WA", "beta": "", "gamma": "wa"})
    [text] = coded(changed, "workplace", "WA")
    assert changed.spellings["workplace"][text or ""] == "alfa"


def test_a_label_of_two_options_is_refused(study: Study, form_data: Form) -> None:
    def change(form: Form) -> None:
        form["statuses"][1]["label"] = "gerealiseerd"

    with pytest.raises(ValueError, match="status: labels: used more than once"):
        with_form(study, form_data, change)


def test_a_number_that_a_file_calls_otherwise_is_no_tick(study: Study) -> None:
    assert coded(study, TICK, "1", v1="Niet genoemd", v2="Genoemd") != ["1"]


def test_full_answers_with_braces_come_back(study: Study, form_data: Form) -> None:
    def change(form: Form) -> None:
        form["statuses"][0]["label"] = "Klaar {geheel}"

    changed = with_form(study, form_data, change)
    assert coded(changed, STATUS, "Klaar { geheel}") == ["realised"]


def test_full_answers_in_another_language_come_back(study: Study, form_data: Form) -> None:
    translations = {"English (en)": {"Gerealiseerd": "Achieved"}}
    changed = with_form(study, form_data, translations=translations)
    assert coded(changed, STATUS, "Achieved") == ["realised"]
