"""How much each respondent counts may stand in a column of the file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tiny import examined, rules, with_settings

from dwimpact.analysis.weighted import weighted_shares
from dwimpact.analysis.weighting import weigh
from dwimpact.intake.examine import Examined
from dwimpact.prose.report.response import describe_weighted, describe_weights
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean_outcomes, clean_respondents


def stopping(found: Examined) -> list[str]:
    return [str(problem) for problem in found.stopping]


WEIGHTS = ["1", "1,5", "0", "0.5", "2", "1"]


@pytest.fixture
def weighted(study: Study) -> Study:
    return with_settings(study, weights="Gewicht (definitief)")


@pytest.fixture
def heavy(raw: pd.DataFrame) -> pd.DataFrame:
    return raw.assign(**{"Gewicht (definitief)": WEIGHTS})


def test_weights_go_along(heavy: pd.DataFrame, weighted: Study, tmp_path: Path) -> None:
    found = examined(heavy, weighted, tmp_path)
    assert stopping(found) == []
    people = clean_respondents(found.used, weighted)
    assert people["weight"].tolist() == [1, 1.5, 0, 0.5, 2, 1]


def test_without_the_entry_it_is_an_unknown_column(
    heavy: pd.DataFrame, study: Study, tmp_path: Path
) -> None:
    assert rules(examined(heavy, study, tmp_path)) == {"unknown_column": 1}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("-1", "unknown value '-1'; expected a weight of 0 or more"),
        ("x", "unknown value 'x'; expected a weight of 0 or more"),
        ("", "blank cell"),
    ],
)
def test_what_is_no_weight_stops(
    cell: str, said: str, heavy: pd.DataFrame, weighted: Study, tmp_path: Path
) -> None:
    heavy.loc[2, "Gewicht (definitief)"] = cell
    [problem] = stopping(examined(heavy, weighted, tmp_path))
    assert problem.startswith("row 4, column 'Gewicht (definitief)'")
    assert said in problem


def test_rows_that_all_weigh_nothing_stop(
    heavy: pd.DataFrame, weighted: Study, tmp_path: Path
) -> None:
    nothing = heavy.assign(**{"Gewicht (definitief)": "0"})
    assert stopping(examined(nothing, weighted, tmp_path)) == [
        "column 'Gewicht (definitief)': every row weighs nothing; expected a weight above 0 in at "
        "least one row. Look which column 'weights' in study.yml should name."
    ]


def test_a_column_that_is_not_there_stops(
    raw: pd.DataFrame, weighted: Study, tmp_path: Path
) -> None:
    assert stopping(examined(raw, weighted, tmp_path)) == [
        "0 columns that can be 'Gewicht (definitief)', the weights by study.yml; expected one. "
        "Correct 'weights' in study.yml, or the heading."
    ]


def test_shares_by_the_weights_of_the_file(
    heavy: pd.DataFrame, weighted: Study, tmp_path: Path
) -> None:
    """Of each outcome: the weights of who mentioned it over those of who was asked."""
    used, form = examined(heavy, weighted, tmp_path).used, weighted.questionnaire
    weighting = weigh(clean_respondents(used, weighted), weighted.populations)
    assert weighting.given
    assert weighting.weights is not None
    outcomes = clean_outcomes(used, form)
    shares = weighted_shares(outcomes, weighting.weights).set_index(["level", "outcome"])
    mentioned = outcomes.pivot(
        index="respondent", columns=["level", "outcome"], values="mentioned"
    ).fillna(False)
    expected = mentioned.astype(float).mul(weighting.weights, axis="index").sum() / 6
    assert shares["weighted"].to_dict() == pytest.approx(expected.to_dict())


def test_what_is_said_of_them(study: Study) -> None:
    weighting = weigh(pd.DataFrame({"respondent": [*"abcd"], "weight": [1.0, 1, 2, 4]}), {})
    assert describe_weights(weighting, [], {}) == [
        "De gewichten stonden bij de antwoorden en lopen van 1,0 tot 4,0, gemiddeld 2,0.",
        "Ongelijke gewichten kosten nauwkeurigheid: met een ontwerpeffect van 1,38 zeggen de 4 "
        "antwoorden evenveel als 3 die even zwaar wegen.",
    ]
    level = study.questionnaire.levels[0]
    table = pd.DataFrame(
        {
            "level": [level.code],
            "outcome": [level.outcomes[0].code],
            "count": [1],
            "n": [4],
            "share": [0.25],
            "low": [0.1],
            "high": [0.5],
            "weighted": [0.5],
        }
    )
    assert describe_weighted(table, [], study.questionnaire)[-1] == (
        "Wegen neemt alleen de verschillen weg waarvoor de gewichten zijn gemaakt; waarin mensen "
        "die niet meededen verder verschillen, is onbekend. De andere cijfers in dit rapport zijn "
        "ongewogen."
    )
