from __future__ import annotations

import pandas as pd
from frames import rows
from pandas.testing import assert_frame_equal

from dwimpact.analysis.overview import answers_side_by_side, level_overview, registry_overview
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def test_open_answers_stand_side_by_side(tables: Tables) -> None:
    labels = {"school": "School", "pupil": "Leerling"}
    got = answers_side_by_side(tables.open_answers, labels)
    exp = pd.DataFrame(
        {
            "School": ["Een plek in de stad", "Geen idee", "Meer contact"],
            "Leerling": [None, None, "Zelfvertrouwen"],
        },
        dtype="str",
    )
    assert_frame_equal(got, exp, check_column_type=False)


def test_level_that_nobody_wrote_about_stays_a_column(tables: Tables) -> None:
    only_school = tables.open_answers.query("level == 'school'")
    got = answers_side_by_side(only_school, {"school": "School", "pupil": "Leerling"})
    assert list(got) == ["School", "Leerling"]
    assert got["Leerling"].isna().all()


def test_registry_with_its_reach_and_totals(study: Study) -> None:
    got = registry_overview(study)
    assert rows(got, "name", "tranche", "reach", "mbo", "hbo", "wo") == [
        ("Werkplaats Alfa", "tranche 1", "mbo, hbo", 2, 1, 0),
        ("Werkplaats Bèta", "tranche 2", "mbo, hbo", 1, 1, 0),
        ("Werkplaats Gamma", "tranche 3", "wo", 0, 0, 1),
        ("all", "", "", 3, 2, 1),
    ]


def test_levels_as_shares_of_all_mentions(outcomes: pd.DataFrame) -> None:
    listed = outcomes[~outcomes["outcome"].isin(["other", "none"])]
    got = level_overview(listed)
    # At school R1 names two, R2, R3 and R5 one; R2 does not say whether it is new.
    assert rows(got, "level", "mentions", "per_respondent") == [
        ("school", 5, 5 / 6),
        ("pupil", 5, 5 / 6),
    ]
    assert rows(got, "realised", "expected") == [(3 / 5, 2 / 5), (3 / 5, 2 / 5)]
    assert rows(got, "new", "strengthened") == [(2 / 4, 2 / 4), (3 / 5, 2 / 5)]


def test_level_that_nobody_mentions_anything_of(outcomes: pd.DataFrame) -> None:
    silent = outcomes["mentioned"].where(outcomes["level"] != "pupil", False)
    got = level_overview(outcomes.assign(mentioned=silent)).set_index("level").loc["pupil"]
    assert got[["mentions", "per_respondent"]].tolist() == [0, 0]
    assert got[["realised", "expected", "new", "strengthened"]].isna().all()
