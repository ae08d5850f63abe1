from __future__ import annotations

import time
from dataclasses import replace

import pandas as pd

from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean
from dwimpact.tidy.masking.candidates import CANDIDATE_COLUMNS, candidates


def test_whole_names_with_sentence_and_place_the_most_likely_first(
    raw: pd.DataFrame, study: Study, form: Questionnaire
) -> None:
    raw["closing/remarks"] = None
    raw["impact/school"] = None
    raw["impact/pupil"] = None
    raw.loc[0, "closing/remarks"] = (
        "Door Tinco van der Zwaag. Docenten helpen door docenten! De Zwaluw niet."
    )
    raw.loc[1, "impact/school"] = "Meer werk voor Wubbe"
    raw.loc[2, "impact/pupil"] = "Wubbe doet mee\nMeer niet, jan@school.nl"
    got = candidates(clean(raw, study), form)
    assert list(got) == CANDIDATE_COLUMNS
    assert got.to_dict("split")["data"] == [
        ["Tinco van der Zwaag", 4, 1, "R1", "closing/remarks", "Door Tinco van der Zwaag."],
        ["Wubbe", 2, 2, "R2", "impact/school", "Meer werk voor Wubbe"],
        ["Zwaluw", 2, 1, "R1", "closing/remarks", "De Zwaluw niet."],
        ["Wubbe", 1, 2, "R3", "impact/pupil", "Wubbe doet mee"],
        ["Leren", 1, 1, "R4", "pupil/explanation/skills", "Leren door te doen"],
    ]


def test_why_something_was_corrected_may_name_somebody(
    raw: pd.DataFrame, study: Study, form: Questionnaire
) -> None:
    columns = ["respondent", "column", "expected", "new", "reason"]
    record = ("R2", "sector", "mbo", "hbo", "navraag bij Wubbe Zaagmans")
    tables = replace(clean(raw, study), corrections=pd.DataFrame([record], columns=columns))

    first = candidates(tables, form).iloc[0]

    assert (first["name"], first["respondent"], first["column"]) == (
        "Wubbe Zaagmans",
        "R2",
        "corrections.csv/reason",
    )


def test_without_texts_there_are_none(raw: pd.DataFrame, study: Study, form: Questionnaire) -> None:
    columns = [c for c in raw if c.startswith("impact/") or "text" in c or "explanation" in c]
    raw[[*columns, "closing/remarks"]] = None
    got = candidates(clean(raw, study), form)
    assert got.empty
    assert list(got) == CANDIDATE_COLUMNS


def test_long_texts_take_no_longer_than_their_length(
    raw: pd.DataFrame, study: Study, form: Questionnaire
) -> None:
    tables = clean(raw, study)
    text = "Wubbe werkt " * 20_000
    long = tables.remarks.head(1).assign(text=text)
    start = time.process_time()
    candidates(type(tables)(**{**vars(tables), "remarks": long}), form)
    assert time.process_time() - start < 5
